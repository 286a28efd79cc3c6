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
  /** What stands beneath its row; left out for nothing. */
  children?: readonly LibraryChild[];
}

/** A file that belongs to an entry and is none itself: a saved call of a tool. */
export interface LibraryChild {
  path: string;
  label: string;
  /** What stands on the right, in a word. */
  detail: string;
  /** All that is said of it, for a screen reader and beside the pointer. */
  title: string;
  /** Whether it cannot be used as it is. */
  isWrong: boolean;
  /** What the filter finds it by beside its path and label. */
  words: string;
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
  | (RowBase & { kind: "entry"; entry: LibraryEntry; isFolded: boolean })
  | (RowBase & { kind: "child"; entry: LibraryEntry; child: LibraryChild });

interface Branch {
  path: string;
  folders: Map<string, Branch>;
  entries: LibraryEntry[];
}

export const folderId = (path: string): string => `folder ${path}`;
export const entryId = (path: string): string => `entry ${path}`;
export const childId = (path: string): string => `child ${path}`;

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
 * words, in folders that are unfolded, and no folder without one. `folded` has paths of folders, and of entries
 * with something beneath them.
 */
export function libraryRows(
  folders: readonly string[],
  entries: readonly LibraryEntry[],
  filter: string,
  folded: ReadonlySet<string>,
): LibraryRow[] {
  const words = filterWords(filter);
  const root: Branch = { path: "", folders: new Map(), entries: [] };
  if (words.length === 0) for (const folder of folders) branchOf(root, folder);
  for (const entry of entries) {
    const children = entry.children?.filter((child) => isFound(child, words)) ?? [];
    if (!isFound(entry, words) && children.length === 0) continue;
    const shown = entry.children === undefined ? entry : { ...entry, children };
    branchOf(root, folderOf(entry.path)).entries.push(shown);
  }
  const rows: LibraryRow[] = [];
  addRows(root, 1, words.length === 0 ? folded : new Set(), rows);
  return rows;
}

/** Whether something has all the words of a filter. */
export function isFound(
  { path, label, words: more = "" }: Pick<LibraryEntry, "path" | "label" | "words">,
  words: readonly string[],
): boolean {
  const text = `${path}\n${label}\n${more}`.toLowerCase();
  return words.every((word) => text.includes(word));
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
    const children = entry.children ?? [];
    const isFolded = folded.has(entry.path);
    const base = { id: entryId(entry.path), ...place(folders.length + at + 1) };
    rows.push({ ...base, kind: "entry", entry, isFolded });
    if (isFolded) return;
    children.forEach((child, index) => {
      const row = { level: level + 1, position: index + 1, siblings: children.length };
      const parent = branch.path;
      rows.push({ id: childId(child.path), ...row, parent, kind: "child", entry, child });
    });
  });
}

function countOf({ folders, entries }: Branch): number {
  let count = entries.length;
  for (const folder of folders.values()) count += countOf(folder);
  return count;
}
