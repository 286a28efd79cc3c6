import type { ReactNode } from "react";
import { classes } from "../ui/classes";
import styles from "./strip.module.css";

interface StripProps {
  /** `bad`: something is wrong, said at once. */
  kind?: "plain" | "bad";
  /** It stands below what it is about: what is typed above it does not move when it comes and goes. */
  isLow?: boolean;
  children: ReactNode;
  actions?: ReactNode;
}

/** A line between the parts of a pane that says something, and what can be done about it. */
export function Strip({ kind = "plain", isLow, children, actions }: StripProps) {
  return (
    <div
      className={classes(styles.strip, isLow && styles.low, kind === "bad" && styles.bad)}
      role={kind === "bad" ? "alert" : "status"}
    >
      <div className={classes(styles.words, "selectable")}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
