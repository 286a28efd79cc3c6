import styles from "./call-mark.module.css";
import type { CallStateKind } from "./call-state";

/** The shape of a call's state. The word stands beside it. */
export function CallMark({ state }: { state: CallStateKind }) {
  return <span className={styles.mark} data-state={state} aria-hidden />;
}
