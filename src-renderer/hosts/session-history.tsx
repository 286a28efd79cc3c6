import { formatClock, formatDuration, formatExact } from "../../src-shared/format";
import type { Session } from "../../src-shared/session";
import { Disclosure } from "../ui/disclosure";
import styles from "./overview.module.css";
import { sessionHistory } from "./session-times";

/** The states that a session was in, with their times. */
export function SessionHistory({ session, isOpen }: { session: Session; isOpen: boolean }) {
  const rows = sessionHistory(session);
  const summary = rows.map(({ name }) => name).slice(-4);
  return (
    <section aria-label="States of the session">
      <Disclosure
        title="States of the session"
        isOpen={isOpen}
        name="states"
        summary={summary.join(", ")}
      >
        <table className={`${styles.history} tabular selectable`}>
          <tbody>
            {rows.map(({ name, at, ms }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: states are added at the end alone
              <tr key={index}>
                <td>
                  <time title={formatExact(at)}>{formatClock(at, true)}</time>
                </td>
                <th scope="row">{name}</th>
                <td className={styles.ms}>{ms === null ? "" : formatDuration(ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Disclosure>
    </section>
  );
}
