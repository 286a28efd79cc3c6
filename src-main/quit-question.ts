import { formatPlural } from "../src-shared/format";
import type { Session } from "../src-shared/session";
import { isUnderWay, type Transfer } from "../src-shared/transfer";

/** What a person is asked before the sessions end with the window. */
export interface QuitQuestion {
  message: string;
  detail: string;
}

/** The question, or null where nothing is open that would end. */
export function quitQuestion(
  sessions: readonly Session[],
  transfers: readonly Pick<Transfer, "state">[],
): QuitQuestion | null {
  const open = sessions.filter(({ state: { kind } }) =>
    ["connecting", "ready", "degraded"].includes(kind),
  );
  // Without a session nothing moves.
  if (open.length === 0) return null;
  const moving = transfers.filter(isUnderWay).length;
  const calls = open.reduce((sum, { callsInFlight }) => sum + callsInFlight, 0);
  return {
    message: open.length === 1 ? "Close the open session?" : `Close ${open.length} open sessions?`,
    detail: detailOf(calls, moving),
  };
}

function detailOf(calls: number, transfers: number): string {
  const running = [
    ...(calls > 0 ? [formatPlural(calls, "call")] : []),
    ...(transfers > 0 ? [formatPlural(transfers, "transfer")] : []),
  ];
  if (running.length === 0) return "No call is running.";
  const are = calls + transfers === 1 ? "is" : "are";
  const again = transfers > 0 ? " Begin a transfer anew, and it goes on where it was stopped." : "";
  return `${running.join(" and ")} ${are} running and will be stopped.${again}`;
}
