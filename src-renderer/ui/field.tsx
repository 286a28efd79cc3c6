import { type ReactNode, useId } from "react";
import styles from "./field.module.css";

/** What ties a control to its label, its hint and what is wrong with it. */
export interface FieldIds {
  id: string;
  "aria-describedby": string;
  "aria-invalid": true | undefined;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** The control is a group of several, which the label names as a whole. */
  isGroup?: boolean;
  children: (ids: FieldIds) => ReactNode;
}

/** A line of a form: its label on the left, the control, below it a hint or what is wrong. */
export function Field({ label, hint, error, isGroup = false, children }: FieldProps) {
  const id = useId();
  const ids: FieldIds = {
    id,
    "aria-describedby": `${id}-hint ${id}-error`,
    "aria-invalid": error !== undefined || undefined,
  };
  return (
    <div className={styles.field}>
      {isGroup ? (
        <span className={styles.label} id={`${id}-label`}>
          {label}
        </span>
      ) : (
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
      )}
      {isGroup ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid item without its own box
        <div role="group" aria-labelledby={`${id}-label`} className={styles.control}>
          {children(ids)}
        </div>
      ) : (
        <div className={styles.control}>{children(ids)}</div>
      )}
      {hint !== undefined && hint !== "" && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
