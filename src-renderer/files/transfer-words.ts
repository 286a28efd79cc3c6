import type { Failure } from "../../src-shared/failure";
import { formatBytes, formatCount, formatPlural } from "../../src-shared/format";
import { printableName } from "../../src-shared/printable";
import type { Moved, Transfer } from "../../src-shared/transfer";

const THIN = "\u202f";

/** `4 s left`, `3 min left`; empty where it cannot be told. */
export function leftWords({ done, total, rate }: Moved): string {
  if (total === null || rate === null || rate <= 0) return "";
  const seconds = Math.ceil((total - done) / rate);
  if (seconds < 60) return `${seconds}${THIN}s left`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)}${THIN}min left`;
  if (seconds < 360_000) return `${formatCount(Math.round(seconds / 3600))}${THIN}h left`;
  return "days left";
}

/** Whole percent that are over, 100 only when all is; null until it is known how much there is. */
export function percentOf({ done, total }: Pick<Moved, "done" | "total">): number | null {
  if (total === null) return null;
  return total === 0 ? 100 : Math.floor((done / total) * 100);
}

function movedWords(moved: Moved): string {
  if (moved.total === null) return "Preparing…";
  const rate = moved.rate === null ? "" : `${formatBytes(Math.round(moved.rate))}/s`;
  const size = `${formatBytes(moved.done)} of ${formatBytes(moved.total)}`;
  return [`${percentOf(moved)}${THIN}%`, size, rate, leftWords(moved)].filter(Boolean).join(" · ");
}

/** How a transfer stands, as one line. */
export function transferWords({ state, direction }: Transfer): string {
  switch (state.kind) {
    case "waiting":
      return "Waiting for its turn";
    case "asking":
      return "Is there already";
    case "running":
      return movedWords(state);
    case "done": {
      const size = formatBytes(state.size);
      const all = state.files === null ? size : `${formatPlural(state.files, "file")}, ${size}`;
      if (!state.changed) return `Was there already, the same · ${all}`;
      const resumed =
        state.resumedAt > 0 ? ` · gone on with at ${formatBytes(state.resumedAt)}` : "";
      return `${direction === "upload" ? "Uploaded" : "Downloaded"} · ${all}${resumed}`;
    }
    case "failed":
      return failureWords(state.failure);
    case "cancelled":
      return state.isSkipped ? "Skipped: it is there already" : "Cancelled";
  }
}

/** Why it failed, with the reason that the system gave where nothing else says it. */
function failureWords({ message, advice, lines }: Failure): string {
  const reason = advice === "" ? (lines.at(-1) ?? "") : advice;
  return [message, reason].filter(Boolean).join(" ");
}

/** Where it goes to, as it is shown. */
export function goalWords({ direction, remotePath, localPath }: Transfer): string {
  return printableName(direction === "upload" ? remotePath : localPath);
}

/** `2 transfers, 45 %`: what runs in the background; null where nothing does. */
export function runningWords(transfers: Iterable<Transfer>): string | null {
  let count = 0;
  let asking = 0;
  let done = 0;
  let total = 0;
  for (const { state } of transfers) {
    if (state.kind === "asking") asking += 1;
    if (state.kind !== "running" && state.kind !== "waiting") continue;
    count += 1;
    if (state.kind !== "running" || state.total === null) continue;
    done += state.done;
    total += state.total;
  }
  const percent = total === 0 ? "" : `, ${percentOf({ done, total })}${THIN}%`;
  const words = [
    ...(count > 0 ? [`${formatPlural(count, "transfer")}${percent}`] : []),
    ...(asking > 0 ? [`${asking} ${asking === 1 ? "asks" : "ask"} you`] : []),
  ];
  return words.length === 0 ? null : words.join(", ");
}
