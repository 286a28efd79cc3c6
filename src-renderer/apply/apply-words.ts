import type { ApplyOutcome, ChangeGroup } from "../../src-shared/apply";
import { formatPlural } from "../../src-shared/format";

/** What a group of identical changes does. */
export function groupTitle({ current, isSame }: ChangeGroup): string {
  if (isSame) return "No change";
  return current === null ? "New file" : "Change";
}

/** `+3 -1`: lines that only one of the texts has, by a comparison of lines as a bag: a hint of size, no diff. */
export function lineCounts(current: string | null, rendered: string): string {
  const bag = new Map<string, number>();
  for (const line of (current ?? "").split("\n")) bag.set(line, (bag.get(line) ?? 0) + 1);
  let added = 0;
  for (const line of rendered.split("\n")) {
    const left = bag.get(line) ?? 0;
    if (left === 0) added += 1;
    else bag.set(line, left - 1);
  }
  const removed = [...bag.values()].reduce((sum, count) => sum + count, 0);
  return current === null ? `+${added}` : `+${added} \u2212${removed}`;
}

/** What a comparison of lines does not show, as a sentence; null where the lines differ. */
export function hiddenChange(current: string | null, rendered: string): string | null {
  if (current === null || current === rendered) return null;
  const lines = (text: string) =>
    text
      .replace(/^\ufeff/, "")
      .split(/\r\n|\r|\n/)
      .join("\n");
  if (lines(current) !== lines(rendered)) return null;
  const hasMark = (text: string) => text.startsWith("\ufeff");
  return hasMark(current) === hasMark(rendered)
    ? "The lines are the same, their ends differ (\\n and \\r\\n)."
    : "The lines are the same, but only one of the files begins with a byte order mark.";
}

/** `12 changed, 1 failed`. */
export function outcomeSummary(outcomes: Iterable<ApplyOutcome>): string {
  const counts = { changed: 0, unchanged: 0, failed: 0 };
  for (const { kind } of outcomes) counts[kind] += 1;
  const words = (["changed", "unchanged", "failed"] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${formatPlural(counts[kind], "host")} ${kind}`);
  return words.join(", ");
}
