import type { CallEntry } from "./console-store";

/** The ways in which a call stands: an exception of the tool is another thing than a call that never got through. */
export type CallStateKind = "running" | "cancelling" | "ok" | "raised" | "cancelled" | "failed";

export function callState(call: Pick<CallEntry, "outcome" | "isCancelling">): CallStateKind {
  const { outcome } = call;
  if (outcome === null) return call.isCancelling ? "cancelling" : "running";
  if (outcome.ok) return "ok";
  const { code } = outcome.failure;
  if (code === "tool_error") return "raised";
  return code === "cancelled" ? "cancelled" : "failed";
}

/** The state in words, to be followed by a time. */
export function stateSentence(state: CallStateKind): string {
  return {
    running: "Running for",
    cancelling: "Cancelling, running for",
    ok: "Returned after",
    raised: "Raised after",
    cancelled: "Cancelled after",
    failed: "Failed after",
  }[state];
}
