import { type FileEntry, isFolder } from "./file-entry";

export const sortKeys = ["name", "size", "modified", "mode"] as const;
export type SortKey = (typeof sortKeys)[number];

export interface SortOrder {
  by: SortKey;
  isDescending: boolean;
}

/** Names with numbers in them in the order of these; made once for each, since a folder may have 100,000. */
function keyOf({ name }: FileEntry): string {
  return name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, "0"));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The words of what was typed to filter by. */
export function filterWords(filter: string): string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether a name has all of the words, which are lower-cased. */
export function isFound(name: string, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const lower = name.toLowerCase();
  return words.every((word) => lower.includes(word));
}

/** Entries with folders first, then in the order that is wished; the names decide what is left open. */
export function sortedEntries(
  entries: readonly FileEntry[],
  { by, isDescending }: SortOrder,
): FileEntry[] {
  const way = isDescending ? -1 : 1;
  const keyed = entries.map((entry) => ({
    entry,
    key: keyOf(entry),
    isFile: isFolder(entry) ? 0 : 1,
  }));
  keyed.sort((a, b) => {
    if (a.isFile !== b.isFile) return a.isFile - b.isFile;
    const byName = compare(a.key, b.key) || compare(a.entry.name, b.entry.name);
    if (by === "name") return way * byName;
    return way * (a.entry[by] - b.entry[by]) || byName;
  });
  return keyed.map(({ entry }) => entry);
}

/** Those of them that are shown: the hidden ones if that is wished, and what has the words of the filter. */
export function shownEntries(
  sorted: readonly FileEntry[],
  showsHidden: boolean,
  words: readonly string[],
): FileEntry[] {
  return sorted.filter(
    ({ name }) => (showsHidden || !name.startsWith(".")) && isFound(name, words),
  );
}

/** Names of the rows from one to another, in whichever order they stand. */
export function namesBetween(rows: readonly FileEntry[], from: number, to: number): string[] {
  const [first, last] = from < to ? [from, to] : [to, from];
  return rows.slice(Math.max(0, first), last + 1).map(({ name }) => name);
}
