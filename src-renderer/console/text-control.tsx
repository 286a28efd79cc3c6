import { classes } from "../ui/classes";
import styles from "./value-field.module.css";

interface TextControlProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  onBlur: () => void;
  placeholder: string;
  /** Whether Enter begins a line. It does anyway once there are two, or with Shift. */
  isMultiline: boolean;
  isInvalid: boolean;
  describedBy: string | undefined;
}

/** A text of one line or more, as high as it needs. */
export function TextControl({
  label,
  value,
  onChange,
  onBlur,
  placeholder,
  isMultiline,
  isInvalid,
  describedBy,
}: TextControlProps) {
  return (
    <textarea
      className={classes(styles.text, "selectable")}
      aria-label={label}
      aria-invalid={isInvalid || undefined}
      aria-describedby={describedBy}
      rows={1}
      spellCheck={false}
      autoComplete="off"
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey) return;
        if (!isMultiline && !value.includes("\n")) event.preventDefault();
      }}
    />
  );
}
