import type { Question } from "../../src-shared/question";
import styles from "./question.module.css";

interface RememberChoiceProps {
  remember: Question["remember"];
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
}

/** Whether an answer is kept for the next time, or why it cannot be. */
export function RememberChoice({ remember, isChecked, onChange }: RememberChoiceProps) {
  if (remember === null) return null;
  if (!remember.isPossible) return <p className={styles.hint}>{remember.reason}</p>;
  return (
    <label className={styles.remember}>
      <input
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
      />
      Remember it, encrypted by this system’s keyring
    </label>
  );
}
