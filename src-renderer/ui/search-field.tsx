import { Search, X } from "lucide-react";
import type { ComponentProps } from "react";
import { IconButton } from "./button";
import { classes } from "./classes";
import styles from "./search-field.module.css";

interface SearchFieldProps extends Omit<ComponentProps<"input">, "onChange" | "value"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A line to type a filter into. Escape empties it. */
export function SearchField({
  label,
  value,
  onChange,
  className,
  onKeyDown,
  ...rest
}: SearchFieldProps) {
  return (
    <div className={classes(styles.field, className)}>
      <Search size={13} aria-hidden className={styles.icon} />
      <input
        {...rest}
        type="search"
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && value !== "") {
            event.stopPropagation();
            onChange("");
          } else onKeyDown?.(event);
        }}
      />
      {value !== "" && (
        <IconButton
          icon={X}
          size={12}
          label={`Clear: ${label}`}
          className={styles.clear}
          onClick={(event) => {
            onChange("");
            event.currentTarget.parentElement?.querySelector("input")?.focus();
          }}
        />
      )}
    </div>
  );
}
