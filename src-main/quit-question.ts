import { formatPlural } from "../src-shared/format";
import type { Session } from "../src-shared/session";

/** What a person is asked before the sessions end with the window. */
export interface QuitQuestion {
  message: string;
  detail: string;
}

/** The question, or null where nothing is open that would end. */
export function quitQuestion(sessions: readonly Session[]): QuitQuestion | null {
  const open = sessions.filter(({ state: { kind } }) =>
    ["connecting", "ready", "degraded"].includes(kind),
  );
  if (open.length === 0) return null;
  const calls = open.reduce((sum, { callsInFlight }) => sum + callsInFlight, 0);
  return {
    message: open.length === 1 ? "Close the open session?" : `Close ${open.length} open sessions?`,
    detail: detailOf(calls),
  };
}

function detailOf(calls: number): string {
  if (calls === 0) return "No call is running.";
  return `${formatPlural(calls, "call")} ${calls === 1 ? "is" : "are"} running and will be stopped.`;
}
