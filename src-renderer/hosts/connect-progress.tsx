import { Check, X } from "lucide-react";
import { formatDuration } from "../../src-shared/format";
import type { Host } from "../../src-shared/host";
import type { Session, SessionState } from "../../src-shared/session";
import { answerWaiting, useWaits } from "../questions/questions-store";
import { Button } from "../ui/button";
import { Elapsed } from "../ui/elapsed";
import styles from "./connect-progress.module.css";
import { disconnect } from "./hosts-store";
import { stepProgress } from "./session-times";
import { AskMark, StateMark } from "./state-mark";
import { stepSentence, stepsOf, stepWords } from "./state-words";
import { useTransport } from "./use-transport";

interface ConnectProgressProps {
  host: Host;
  session: Session;
  state: Extract<SessionState, { kind: "connecting" }>;
}

/** What connecting has come to: each step with the time that it took. */
export function ConnectProgress({ host, session, state }: ConnectProgressProps) {
  const waits = useWaits(host.id);
  const transport = useTransport(host);
  return (
    <>
      <p className="visually-hidden" role="status">
        {stepSentence(state.step, host.name)}
        {waits && ". It waits for your answer"}
      </p>
      <ol className={styles.steps} aria-label="Steps">
        {stepProgress(stepsOf(transport), state, session.past).map(({ step, progress }) => (
          <li
            key={step}
            className={styles.step}
            data-progress={progress.kind}
            aria-current={progress.kind === "now" ? "step" : undefined}
          >
            <span className={styles.mark}>
              {progress.kind === "done" && <Check size={13} aria-hidden />}
              {progress.kind === "now" &&
                (waits ? <AskMark /> : <StateMark kind="connecting" size={12} />)}
              {progress.kind === "next" && <span className={styles.dot} />}
            </span>
            <span>{stepWords(step, transport)}</span>
            <span className={`${styles.time} tabular`}>
              {progress.kind === "done" && formatDuration(progress.ms)}
              {progress.kind === "now" && <Elapsed since={progress.since} />}
            </span>
          </li>
        ))}
      </ol>
      <div className={styles.buttons}>
        {waits && (
          <Button variant="primary" onClick={answerWaiting}>
            Answer
          </Button>
        )}
        <Button
          icon={X}
          keys="Esc"
          aria-label="Cancel"
          data-cancel
          data-tab-focus
          onClick={() => void disconnect(host.id)}
        >
          Cancel
        </Button>
      </div>
    </>
  );
}
