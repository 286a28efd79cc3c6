import { useEffect } from "react";
import { toolFilename } from "../../src-shared/own-tool";
import { isReady } from "../../src-shared/session";
import { CallLog } from "../console/call-log";
import { CallsList } from "../console/calls-list";
import { type CallEntry, consoleOf, toolConsoleId, useConsole } from "../console/console-store";
import { ResultView } from "../console/result-view";
import { useHosts } from "../hosts/hosts-store";
import styles from "./own-tool-outcome.module.css";
import type { OwnToolSession } from "./own-tool-session";

/** What came of the calls of a file of own tools. Where one failed in the file, its line is marked there. */
export function OwnToolOutcome({ session }: { session: OwnToolSession }) {
  const { path } = session;
  const { calls, shownCallId } = useConsole((state) => consoleOf(state.hosts, toolConsoleId(path)));
  const shown = calls.find((call) => call.id === shownCallId) ?? null;
  const canCall = useHosts((state) => isReady(state.sessions.get(shown?.hostId ?? "")?.state));
  const outcome = shown?.outcome ?? null;
  useEffect(() => {
    session.markFailure(outcome === null ? null : failedLine(outcome, path));
  }, [session, outcome, path]);
  return (
    <section className={styles.outcome} aria-label="Outcome" data-pane="outcome">
      {shown === null ? (
        <p className={styles.hint}>What a method returns, logs and raises appears here.</p>
      ) : (
        <>
          <ResultView key={shown.id} call={shown} canCall={canCall} />
          <CallLog callId={shown.id} isRunning={shown.outcome === null} />
        </>
      )}
      {calls.length > 1 && <CallsList calls={calls} shownCallId={shownCallId} />}
    </section>
  );
}

/** The innermost line of the file that the exception came through, with what it says. */
function failedLine(
  outcome: NonNullable<CallEntry["outcome"]>,
  path: string,
): { line: number; words: string } | null {
  const exception = outcome.ok ? null : outcome.failure.exception;
  const frame = exception?.frames.findLast((each) => each.file === toolFilename(path));
  if (exception == null || frame === undefined) return null;
  const [first = ""] = exception.message.split("\n", 1);
  return { line: frame.line, words: first === "" ? exception.type : `${exception.type}: ${first}` };
}
