import { Button } from "../ui/button";
import type { FieldError } from "./read-draft";
import styles from "./value-field.module.css";

interface FieldErrorLineProps {
  id: string;
  error: FieldError;
  onFix: (text: string) => void;
}

export function FieldErrorLine({ id, error, onFix }: FieldErrorLineProps) {
  const { message, fix } = error;
  return (
    <p id={id} className={styles.error} role="alert">
      {message}
      {fix !== null && (
        <Button variant="quiet" className={styles.fix} onClick={() => onFix(fix.text)}>
          {fix.label}
        </Button>
      )}
    </p>
  );
}
