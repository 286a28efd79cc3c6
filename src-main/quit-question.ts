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
  const moving = transfers.filter(isUnderWay).length;
  if (open.length === 0 && moving === 0) return null;
  const calls = open.reduce((sum, { callsInFlight }) => sum + callsInFlight, 0);
  return { message: messageOf(open.length), detail: detailOf(calls, moving) };
}

function messageOf(open: number): string {
  if (open === 0) return "Close with transfers under way?";
  return open === 1 ? "Close the open session?" : `Close ${open} open sessions?`;
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
