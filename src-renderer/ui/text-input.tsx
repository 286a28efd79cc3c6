import type { ComponentProps } from "react";
import { classes } from "./classes";
import styles from "./field.module.css";

interface TextInputProps extends Omit<ComponentProps<"input">, "onChange" | "value"> {
  value: string;
  onChange?: (text: string) => void;
  /** A path, an address, a command. */
  isCode?: boolean;
  isShort?: boolean;
}

/** One line of text in a form. */
export function TextInput({ onChange, isCode, isShort, className, ...rest }: TextInputProps) {
  return (
    <input
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={classes(styles.input, isCode && styles.code, isShort && styles.short, className)}
      onChange={(event) => onChange?.(event.target.value)}
    />
  );
}
