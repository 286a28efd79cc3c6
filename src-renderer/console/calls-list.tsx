import { formatClock, formatDuration, formatExact, formatPlural } from "../../src-shared/format";
import { classes } from "../ui/classes";
import { Elapsed } from "../ui/elapsed";
import { CallMark } from "./call-mark";
import { callState } from "./call-state";
import styles from "./calls-list.module.css";
import { type CallEntry, MAX_CALLS, showCall } from "./console-store";

interface CallsListProps {
  calls: readonly CallEntry[];
  shownCallId: string | null;
}

/** The calls of this host so far, newest first. Choosing one shows its result again. */
export function CallsList({ calls, shownCallId }: CallsListProps) {
  return (
    <section className={styles.calls} aria-label="Calls">
      <h2 className={styles.heading}>
        Calls <span className={styles.count}>{calls.length}</span>
      </h2>
      <ol className={styles.list}>
        {calls.map((call) => {
          const state = callState(call);
          return (
            <li key={call.id}>
              <button
                type="button"
                aria-current={call.id === shownCallId || undefined}
                className={classes(styles.call, call.id === shownCallId && styles.shown)}
                title={call.text}
                onClick={() => showCall(call.consoleId, call.id)}
              >
                <CallMark state={state} />
                <code className={styles.text}>{call.text}</code>
                <span className="visually-hidden">{state}</span>
                <span className={styles.elapsed}>
                  {call.outcome === null ? (
                    <Elapsed since={call.startedAt} />
                  ) : (
                    formatDuration(call.outcome.elapsedMs)
                  )}
                </span>
                <time className={styles.time} title={formatExact(call.startedAt)}>
                  {formatClock(call.startedAt)}
                </time>
              </button>
            </li>
          );
        })}
      </ol>
      {calls.length >= MAX_CALLS && (
        <p className={styles.note}>
          The last {formatPlural(MAX_CALLS, "call")} are kept until the app ends.
        </p>
      )}
    </section>
  );
}
