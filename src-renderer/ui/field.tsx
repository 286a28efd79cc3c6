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
  /** A group of several controls, which the label names as a whole; or one that has its own name already. */
  kind?: "control" | "group" | "named";
  children: (ids: FieldIds) => ReactNode;
}

/** A line of a form: its label on the left, the control, below it a hint or what is wrong. */
export function Field({ label, hint, error, kind = "control", children }: FieldProps) {
  const id = useId();
  const ids: FieldIds = {
    id,
    "aria-describedby": `${id}-hint ${id}-error`,
    "aria-invalid": error !== undefined || undefined,
  };
  return (
    <div className={styles.field}>
      {kind === "control" ? (
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
      ) : (
        <span className={styles.label} id={`${id}-label`} aria-hidden={kind === "named"}>
          {label}
        </span>
      )}
      {kind === "group" ? (
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
