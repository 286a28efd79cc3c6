import type { CallEntry } from "../console/console-store";

/** Milliseconds between a link's end and what is told of it. */
const NEAR = 3000;

/** The calls that ended with the link that was lost then, in milliseconds since the epoch, oldest first. */
export function lostCalls<C extends Pick<CallEntry, "outcome" | "startedAt">>(
  calls: readonly C[],
  since: number,
): C[] {
  return calls
    .filter(({ outcome, startedAt }) => {
      if (outcome === null || outcome.ok || outcome.failure.code !== "connection_lost")
        return false;
      return startedAt <= since + NEAR && startedAt + outcome.elapsedMs >= since - NEAR;
    })
    .reverse();
}
