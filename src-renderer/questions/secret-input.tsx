import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../ui/button";
import styles from "./question.module.css";

interface SecretInputProps {
  id: string;
  value: string;
  /** What was given before was refused. */
  isWrong?: boolean;
  describedBy?: string | undefined;
  /** It has the focus when the dialog opens. */
  isFirst?: boolean;
  isReadOnly?: boolean;
  onChange: (value: string) => void;
}

/** A line for a secret, hidden unless one wants to see what one types. */
export function SecretInput(props: SecretInputProps) {
  const [isShown, setShown] = useState(false);
  return (
    <div className={styles.secret}>
      <input
        id={props.id}
        type={isShown ? "text" : "password"}
        // No password manager of the browser's own: it would keep what nobody asked it to.
        autoComplete="new-password"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: the dialog is there to have this typed
        autoFocus={props.isFirst}
        readOnly={props.isReadOnly}
        className={styles.input}
        value={props.value}
        aria-invalid={props.isWrong || undefined}
        aria-describedby={props.describedBy}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <IconButton
        icon={isShown ? EyeOff : Eye}
        label={isShown ? "Hide what is typed" : "Show what is typed"}
        aria-pressed={isShown}
        className={styles.eye}
        onClick={() => setShown(!isShown)}
      />
    </div>
  );
}
