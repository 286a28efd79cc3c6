import { Plug, RotateCw } from "lucide-react";
import { formatAgo, formatDuration, formatExact, formatPlural } from "../../src-shared/format";
import type { Host } from "../../src-shared/host";
import type { Session, SessionState } from "../../src-shared/session";
import { useCallsOn } from "../console/console-store";
import { showLogs } from "../shell/shell-store";
import { Button } from "../ui/button";
import { FailureView } from "../ui/failure-view";
import { useNow } from "../ui/use-now";
import { connect, disconnect } from "./hosts-store";
import { lostCalls } from "./lost-calls";
import styles from "./lost-link.module.css";
import { lastReadyMs } from "./session-times";
import { saidWords } from "./state-words";
import { useTransport } from "./use-transport";

interface LostLinkProps {
  host: Host;
  session: Session;
  state: Extract<SessionState, { kind: "lost" }>;
}

/** A session that ended by itself: what happened, what of it is known, and the way back. */
export function LostLink({ host, session, state }: LostLinkProps) {
  const now = useNow(state.retry === null ? 30_000 : 200);
  const calls = useCallsOn(host.id);
  const lost = lostCalls(calls, state.since);
  const readyMs = lastReadyMs(session.past);
  return (
    <>
      <FailureView failure={state.failure} linesTitle={saidWords(useTransport(host))} />
      <ul className={styles.known}>
        <li>
          The link was lost{" "}
          <time title={formatExact(state.since)}>{formatAgo(state.since, now)}</time>
          {readyMs !== null && `, after ${formatDuration(readyMs)}`}.
        </li>
        {lost.length > 0 && (
          <li>
            {formatPlural(lost.length, "call")} ended with it, unfinished or without an answer:{" "}
            {lost.map((call, at) => (
              <span key={call.id}>
                {at > 0 && ", "}
                <code>{call.text}</code>
              </span>
            ))}
            . {lost.length === 1 ? "It is" : "They are"} not repeated by itself.
          </li>
        )}
      </ul>
      <div className={styles.buttons}>
        {state.retry === null ? (
          <Button
            variant="primary"
            icon={Plug}
            data-tab-focus
            onClick={() => void connect(host.id)}
          >
            Reconnect
          </Button>
        ) : (
          <>
            <p className={styles.countdown}>
              Reconnects in{" "}
              <span className="tabular">
                {Math.max(0, Math.ceil((state.retry.at - now) / 1000))}
                {"\u202f"}s
              </span>
              {state.retry.attempt > 1 && `, attempt ${state.retry.attempt}`}
            </p>
            <Button
              variant="primary"
              icon={RotateCw}
              data-tab-focus
              onClick={() => void connect(host.id)}
            >
              Reconnect now
            </Button>
            <Button onClick={() => void disconnect(host.id)}>Stop</Button>
          </>
        )}
        {session.stderr.length > 0 && (
          <Button variant="quiet" onClick={showLogs}>
            Show the log
          </Button>
        )}
      </div>
    </>
  );
}

/** The heartbeat is late: how long, counting. */
export function LateAnswer({ lastHeard }: { lastHeard: number }) {
  const now = useNow(500);
  const seconds = Math.max(0, Math.round((now - lastHeard) / 1000));
  return (
    <p className={styles.late}>
      <span className="visually-hidden" role="status">
        The host does not answer.
      </span>
      <span aria-hidden>
        No answer for{" "}
        <span className="tabular">
          {seconds}
          {"\u202f"}s
        </span>
        . The link is given up when it lasts.
      </span>
    </p>
  );
}
