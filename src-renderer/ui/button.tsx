import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import styles from "./button.module.css";
import { classes } from "./classes";
import { Tip } from "./tooltip";

interface ButtonProps extends ComponentProps<"button"> {
  variant?: "primary" | "plain" | "quiet" | "danger";
  icon?: LucideIcon;
  /** The keys that do the same, shown beside the words. */
  keys?: string;
}

export function Button({
  variant = "plain",
  icon: Icon,
  keys,
  children,
  className,
  ...rest
}: ButtonProps) {
  return (
    <button type="button" className={classes(styles.button, styles[variant], className)} {...rest}>
      {Icon !== undefined && <Icon size={14} aria-hidden />}
      {children}
      {keys !== undefined && (
        <kbd className={styles.keys} aria-hidden>
          {keys}
        </kbd>
      )}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label" | "title"> {
  icon: LucideIcon;
  /** What it does: its accessible name and its tooltip. */
  label: string;
  keys?: string;
  size?: number;
  tipSide?: "top" | "right" | "bottom" | "left";
  badge?: ReactNode;
}

export function IconButton({
  icon: Icon,
  label,
  keys,
  size = 15,
  tipSide = "bottom",
  badge,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tip text={label} side={tipSide} {...(keys === undefined ? {} : { keys })}>
      <button
        type="button"
        aria-label={label}
        className={classes(styles.icon, className)}
        {...rest}
      >
        <Icon size={size} aria-hidden />
        {badge}
      </button>
    </Tip>
  );
}
