import type { TreeRow } from "./host-rows";

/** Ids of the hosts in the rows from one to another, in whichever order they stand. */
export function hostsBetween(rows: readonly TreeRow[], from: number, to: number): string[] {
  const [first, last] = from < to ? [from, to] : [to, from];
  return hostIdsOf(rows.slice(first, last + 1));
}

export function hostIdsOf(rows: readonly TreeRow[]): string[] {
  return [...new Set(rows.flatMap((row) => (row.kind === "host" ? [row.host.id] : [])))];
}

/** With one more, or without it. */
export function toggled(selected: ReadonlySet<string>, hostId: string): Set<string> {
  const after = new Set(selected);
  if (!after.delete(hostId)) after.add(hostId);
  return after;
}

/**
 * The hosts that a command is for: all that are selected where the row is one of
 * them, the row's own otherwise; none for a branch.
 * @param shown ids of the hosts in the list as it is filtered
 */
export function targetsOf(
  row: TreeRow | undefined,
  selected: ReadonlySet<string>,
  shown: readonly string[],
): string[] {
  if (row?.kind !== "host") return [];
  if (!selected.has(row.host.id)) return [row.host.id];
  return shown.filter((hostId) => selected.has(hostId));
}

/**
 * The row to go on with when some go away: the next one that stays, else the one before.
 * @param rowId where the keyboard is, one of `before`
 */
export function neighbourOf(
  before: readonly TreeRow[],
  after: readonly TreeRow[],
  rowId: string | null,
): TreeRow | undefined {
  const staying = new Map(after.map((row) => [row.id, row]));
  const at = Math.max(
    0,
    before.findIndex((row) => row.id === rowId),
  );
  const byNearness = [...before.slice(at), ...before.slice(0, at).reverse()];
  return byNearness.map((row) => staying.get(row.id)).find((row) => row !== undefined);
}
