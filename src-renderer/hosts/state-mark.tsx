import styles from "./state-mark.module.css";
import type { StateKind } from "./state-words";

/** The shape of a session's state. The word must stand beside it, for the eye or for a screen reader. */
export function StateMark({ kind, size = 9 }: { kind: StateKind; size?: number }) {
  return (
    <span
      className={styles.mark}
      data-kind={kind}
      style={{ width: size, height: size }}
      aria-hidden
    />
  );
}

/** In its place where a host waits for an answer. */
export function AskMark() {
  return (
    <span className={styles.asks} aria-hidden>
      ?
    </span>
  );
}
