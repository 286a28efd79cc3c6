import { formatPlural } from "../../src-shared/format";
import { libraryPathSchema } from "../../src-shared/library";
import { notify } from "../shell/shell-store";
import { copyFiles, freePath, makeFolder, moveFiles, removeFiles } from "./library-actions";
import type { LibraryKind } from "./library-kind";
import { entryId, folderId, joinPath, type LibraryRow, nameOf } from "./library-rows";
import { goToTreeRow, nameNewFolder, setFolderFolded } from "./tree-store";

/** The folder that a row is, or is in. */
export function folderAt(row: LibraryRow | undefined): string {
  return row === undefined ? "" : row.kind === "folder" ? row.path : row.parent;
}

export function labelOf(row: LibraryRow): string {
  if (row.kind === "child") return row.child.label;
  return row.kind === "folder" ? row.label : row.entry.label;
}

/** Makes a folder under a name that is free, and has the name edited. */
export async function newFolder({ library }: LibraryKind, around: string): Promise<void> {
  const path = freePath(library, joinPath(around, "new-folder"));
  const wrong = await makeFolder(library, path);
  if (wrong !== null) return notify(wrong);
  if (around !== "") setFolderFolded(library, around, false);
  nameNewFolder(library, path);
}

/** What is wrong with a name for a row; null where nothing is. */
export function wrongRowName(kind: LibraryKind, row: LibraryRow, name: string): string | null {
  if (row.kind === "entry") return kind.wrongName(row.parent, name);
  const isName = !name.includes("/") && libraryPathSchema.safeParse(name).success;
  return isName
    ? null
    : 'A name has none of / \\ : * ? " < > |, begins and ends with no dot, and is none that Windows keeps for devices, such as con.';
}

/** Gives a row another name. @returns why it could not have it, or null */
export async function renameRow(
  kind: LibraryKind,
  row: LibraryRow,
  name: string,
): Promise<string | null> {
  if (name === labelOf(row)) return null;
  const wrong = wrongRowName(kind, row, name);
  if (wrong !== null) return wrong;
  const to = row.kind === "folder" ? joinPath(row.parent, name) : kind.pathOf(row.parent, name);
  return await moveRow(kind, row, to, `${labelOf(row)} is now ${name}.`);
}

/** Moves a row into a folder; empty for out of all folders. */
export async function moveRowTo(kind: LibraryKind, row: LibraryRow, folder: string): Promise<void> {
  if (row.parent === folder) return;
  const path = row.kind === "folder" ? row.path : row.entry.path;
  const where = folder === "" ? "out of all folders" : `to ${folder}`;
  const done = `${labelOf(row)} moved ${where}.`;
  const wrong = await moveRow(kind, row, joinPath(folder, nameOf(path)), done);
  if (wrong !== null) notify(wrong);
  else if (folder !== "") setFolderFolded(kind.library, folder, false);
}

async function moveRow(
  kind: LibraryKind,
  row: LibraryRow,
  to: string,
  done: string,
): Promise<string | null> {
  const moves = row.kind === "folder" ? [{ from: row.path, to }] : kind.movesOf(row.entry, to);
  const wrong = await moveFiles(kind.library, moves, done);
  if (wrong === null) {
    goToTreeRow(kind.library, row.kind === "folder" ? folderId(to) : entryId(to));
  }
  return wrong;
}

/** Deletes a row; a notice offers to undo it. */
export async function removeRow(kind: LibraryKind, row: LibraryRow): Promise<void> {
  const paths = row.kind === "folder" ? [row.path] : row.entry.files;
  const withWhat =
    row.kind === "folder" && row.count > 0 ? ` with ${formatPlural(row.count, kind.word)}` : "";
  const done = `${labelOf(row)}${withWhat} was deleted.`;
  const wrong = await removeFiles(kind.library, paths, done);
  if (wrong !== null) notify(wrong);
}

/** Copies an entry, as it is saved, beside itself. */
export async function duplicateRow(kind: LibraryKind, row: LibraryRow): Promise<void> {
  if (row.kind !== "entry") return;
  const { path, label } = row.entry;
  const copiesTo = (to: string) => kind.movesOf(row.entry, to);
  // A data set of a template that is gone may have the name of one that is copied.
  const to = freePath(kind.library, path, (free) => copiesTo(free).map((copy) => copy.to));
  const wrong = await copyFiles(kind.library, copiesTo(to));
  if (wrong !== null) return notify(wrong);
  goToTreeRow(kind.library, entryId(to));
  notify(`${label} was duplicated.`);
}
