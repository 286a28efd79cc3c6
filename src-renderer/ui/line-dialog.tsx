import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "./button";
import { Dialog, DialogButtons } from "./dialog";
import { Field, type FieldIds } from "./field";
import styles from "./line-dialog.module.css";

interface LineDialogProps {
  title: string;
  description?: string;
  label: string;
  saveLabel: string;
  first: string;
  /** @returns what is wrong with the line, or null */
  check: (line: string) => string | null;
  /** @returns why it could not be done, or null */
  onSave: (line: string) => Promise<string | null>;
  onClose: () => void;
  /** What else is asked for, below the line. */
  more?: ReactNode;
  control: (ids: FieldIds, line: string, set: (line: string) => void) => ReactNode;
}

/** A small dialog that asks for one line. */
export function LineDialog(props: LineDialogProps) {
  const { label, check, onSave, onClose, control } = props;
  const [line, setLine] = useState(props.first);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = check(line.trim());
    setError(wrong);
    if (wrong !== null || isBusy) return;
    setBusy(true);
    const refused = await onSave(line.trim());
    setBusy(false);
    setError(refused);
    if (refused === null) onClose();
  };
  const change = (next: string) => {
    setLine(next);
    setError(null);
  };
  const ids: FieldIds = {
    id: "line-dialog",
    "aria-describedby": "line-dialog-error",
    "aria-invalid": error !== null || undefined,
  };
  return (
    <Dialog
      title={props.title}
      onClose={onClose}
      {...(props.description === undefined ? {} : { description: props.description })}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        {props.more === undefined ? (
          <>
            <label className={styles.label} htmlFor="line-dialog">
              {label}
            </label>
            {control(ids, line, change)}
            <p id="line-dialog-error" className={styles.error} role="alert">
              {error}
            </p>
          </>
        ) : (
          <>
            {/* Several fields stand under each other in one way. */}
            <div className={styles.first}>
              <Field label={label} error={error ?? undefined}>
                {(fieldIds) => control(fieldIds, line, change)}
              </Field>
            </div>
            {props.more}
          </>
        )}
        <DialogButtons>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" disabled={isBusy}>
            {props.saveLabel}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
