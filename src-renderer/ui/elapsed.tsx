import { formatDuration } from "../../src-shared/format";
import { useNow } from "./use-now";

/** The time since then, ticking. Not announced: its words would never stop. */
export function Elapsed({ since }: { since: number }) {
  const now = useNow(100);
  const passed = Math.max(0, now - since);
  return <span className="tabular">{passed < 100 ? "0.0\u202fs" : formatSeconds(passed)}</span>;
}

/** Tenths of seconds from the start, so that the unit does not jump while it runs. */
function formatSeconds(milliseconds: number): string {
  if (milliseconds >= 59_950) return formatDuration(milliseconds);
  return `${(milliseconds / 1000).toFixed(1)}\u202fs`;
}
