import {
  type ApplyOutcome,
  type ChangeGroup,
  groupChanges,
  type PlanOutcome,
} from "../../src-shared/apply";
import { formatPlural } from "../../src-shared/format";
import { hostById } from "../hosts/hosts-store";

type Outcomes = ReadonlyMap<string, ApplyOutcome>;

export function nameOf(hostId: string): string {
  return hostById(hostId)?.name ?? hostId;
}

/** Whether a host has what was rendered for it. */
export function isDone(outcome: ApplyOutcome | undefined): boolean {
  return outcome !== undefined && outcome.kind !== "failed";
}

/** What a group of identical changes does. */
export function groupTitle({ current, isSame }: ChangeGroup): string {
  if (isSame) return "No change";
  return current === null ? "New file" : "Change";
}

/** What is seen of a group. */
export function captionOf(group: ChangeGroup, path: string, applied: Outcomes): string {
  const { current, isSame, hostIds } = group;
  const first = nameOf(hostIds[0] ?? "");
  const where = hostIds.length === 1 ? first : formatPlural(hostIds.length, "host");
  if (isSame) {
    const which = hostIds.length === 1 ? "" : ` This is the one of ${first}.`;
    return `${path} on ${where} already is what the template makes.${which}`;
  }
  const isWritten = hostIds.every((id) => isDone(applied.get(id)));
  if (current === null) return `${path} on ${where}: ${isWritten ? "it was" : "it would be"} new.`;
  const words = `${path} on ${where}: ${isWritten ? "before, and now" : "now, and afterwards"}.`;
  const hidden = hiddenChange(current, group.rendered);
  return hidden === null ? words : `${words} ${hidden}`;
}

const linesOf = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** `+3 -1`: lines that only one of the texts has, by a comparison of lines as a bag: a hint of size, no diff. */
export function lineCounts(current: string | null, rendered: string): string {
  const bag = new Map<string, number>();
  for (const line of linesOf(current ?? "")) bag.set(line, (bag.get(line) ?? 0) + 1);
  let added = 0;
  for (const line of linesOf(rendered)) {
    const left = bag.get(line) ?? 0;
    if (left === 0) added += 1;
    else bag.set(line, left - 1);
  }
  const removed = [...bag.values()].reduce((sum, count) => sum + count, 0);
  return current === null ? `+${added}` : `+${added} \u2212${removed}`;
}

/** What comparing has come to: `2 hosts would change, 1 failed. Nothing was written yet.` */
export function planSummary(outcomes: readonly PlanOutcome[]): string {
  const groups = groupChanges(outcomes);
  const count = (isSame: boolean) =>
    groups.filter((group) => group.isSame === isSame).reduce((n, g) => n + g.hostIds.length, 0);
  const [changes, same] = [count(false), count(true)];
  const words = [
    changes > 0 ? `${formatPlural(changes, "host")} would change` : "",
    same > 0 ? `${changes > 0 ? same : formatPlural(same, "host")} without a change` : "",
    outcomes.length > changes + same ? `${outcomes.length - changes - same} failed` : "",
  ];
  const said = words.filter((word) => word !== "").join(", ");
  return changes > 0 ? `${said}. Nothing was written yet.` : `${said}. There is nothing to write.`;
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

/**
 * What writing has come to: `12 hosts changed, 1 host failed.`
 * @param notCompared hosts that comparing has failed for, so that nothing was written there
 */
export function outcomeSummary(applied: Outcomes, notCompared: number): string {
  const counts = { changed: 0, unchanged: 0, failed: 0 };
  for (const { kind } of applied.values()) counts[kind] += 1;
  const words = (["changed", "unchanged", "failed"] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${formatPlural(counts[kind], "host")} ${kind}`);
  const rest =
    notCompared > 0 ? ` ${formatPlural(notCompared, "host")} could not be compared with.` : "";
  return `${words.join(", ")}.${rest}`;
}
