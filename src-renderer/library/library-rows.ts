/** Something of a library that a person knows as one: a template with its data sets, a tool. */
export interface LibraryEntry {
  /** What it is known by, and the first of its files. */
  path: string;
  /** What its row says. */
  label: string;
  /** All its files, which are moved and removed together. */
  files: readonly string[];
  /** What the filter finds it by beside its path and label. */
  words?: string;
}

interface RowBase {
  id: string;
  /** From 1. */
  level: number;
  /** Among those of the same folder, from 1. */
  position: number;
  siblings: number;
  /** Path of the folder around it; empty for the library itself. */
  parent: string;
}

export type LibraryRow =
  | (RowBase & { kind: "folder"; path: string; label: string; isFolded: boolean; count: number })
  | (RowBase & { kind: "entry"; entry: LibraryEntry });

interface Branch {
  path: string;
  folders: Map<string, Branch>;
  entries: LibraryEntry[];
}

export const folderId = (path: string): string => `folder ${path}`;
export const entryId = (path: string): string => `entry ${path}`;

/** `web/nginx` of `web/nginx/a.mako`; empty for what is in no folder. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** `a.mako` of `web/a.mako` */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `web` and `a.mako` -> `web/a.mako` */
export function joinPath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/**
 * The rows of the tree: folders first, both by name. With a filter those whose path has all its
 * words, in folders that are unfolded, and no folder without one.
 */
export function libraryRows(
  folders: readonly string[],
  entries: readonly LibraryEntry[],
  filter: string,
  folded: ReadonlySet<string>,
): LibraryRow[] {
  const words = filterWords(filter);
  const isFound = ({ path, label, words: more = "" }: LibraryEntry) => {
    const text = `${path}\n${label}\n${more}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const root: Branch = { path: "", folders: new Map(), entries: [] };
  if (words.length === 0) for (const folder of folders) branchOf(root, folder);
  for (const entry of entries) {
    if (isFound(entry)) branchOf(root, folderOf(entry.path)).entries.push(entry);
  }
  const rows: LibraryRow[] = [];
  addRows(root, 1, words.length === 0 ? folded : new Set(), rows);
  return rows;
}

export function filterWords(filter: string): string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

function branchOf(root: Branch, path: string): Branch {
  let at = root;
  for (const name of path === "" ? [] : path.split("/")) {
    let next = at.folders.get(name);
    if (next === undefined) {
      next = { path: joinPath(at.path, name), folders: new Map(), entries: [] };
      at.folders.set(name, next);
    }
    at = next;
  }
  return at;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function addRows(
  branch: Branch,
  level: number,
  folded: ReadonlySet<string>,
  rows: LibraryRow[],
): void {
  const folders = [...branch.folders].sort(([a], [b]) => collator.compare(a, b));
  const entries = [...branch.entries].sort((a, b) => collator.compare(a.label, b.label));
  const siblings = folders.length + entries.length;
  const place = (position: number) => ({ level, position, siblings, parent: branch.path });
  folders.forEach(([label, folder], at) => {
    const { path } = folder;
    const isFolded = folded.has(path);
    const base = { id: folderId(path), ...place(at + 1) };
    rows.push({ ...base, kind: "folder", path, label, isFolded, count: countOf(folder) });
    if (!isFolded) addRows(folder, level + 1, folded, rows);
  });
  entries.forEach((entry, at) => {
    rows.push({ id: entryId(entry.path), ...place(folders.length + at + 1), kind: "entry", entry });
  });
}

function countOf({ folders, entries }: Branch): number {
  let count = entries.length;
  for (const folder of folders.values()) count += countOf(folder);
  return count;
}
