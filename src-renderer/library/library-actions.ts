import type { Failure, Outcome } from "../../src-shared/failure";
import type { LibraryChange, LibraryMove, LibraryName } from "../../src-shared/library";
import { TOOL_SUFFIX } from "../../src-shared/own-tool";
import { ipc } from "../ipc";
import { notify } from "../shell/shell-store";
import { followMoves, keepDraftsBelow } from "./document-store";
import { libraryList, putList } from "./library-store";

export type Move = LibraryMove;

interface FileListener {
  /** Files or folders have other paths now. */
  moved(moves: readonly Move[]): void;
  /** Files or folders are gone, because a person removed them here. */
  removed(paths: readonly string[]): void;
}

const listeners = new Map<LibraryName, Set<FileListener>>();

/** Tells of what is done here to files, so that tabs follow. @returns a function that ends it */
export function onFiles(library: LibraryName, listener: FileListener): () => void {
  const all = listeners.get(library) ?? new Set();
  listeners.set(library, all.add(listener));
  return () => {
    all.delete(listener);
  };
}

/** What takes back the changes that were made here, the last one last. */
const undos: (() => void)[] = [];

/** As many as the main process keeps. */
const MAX_UNDOS = 50;

export const canUndoFiles = (): boolean => undos.length > 0;

/** Takes back the last change of files that was made here, as long as that is possible. */
export function undoLastFiles(): void {
  const last = undos.at(-1);
  if (last === undefined) notify("There is nothing to undo.");
  else last();
}

export function failureWords({ message, advice }: Failure): string {
  return `${message} ${advice}`.trim();
}

/**
 * Moves or renames files and folders; open tabs go on with them.
 * @param done said when it is done, with an offer to undo it
 * @returns why it could not be done, or null
 */
export async function moveFiles(
  library: LibraryName,
  moves: readonly Move[],
  done: string,
): Promise<string | null> {
  // What was typed goes with its file.
  await keepDraftsBelow(
    library,
    moves.map(({ from }) => from),
  );
  return await followMoved(library, ipc.libraryMove({ library, moves: [...moves] }), done);
}

/**
 * Follows a change that moves files, and perhaps others along with them.
 * @returns why it could not be done, or null
 */
export async function followMoved(
  library: LibraryName,
  request: Promise<Outcome<LibraryChange>>,
  done: string,
): Promise<string | null> {
  const tell = (all: readonly Move[]) => {
    for (const listener of listeners.get(library) ?? []) listener.moved(all);
  };
  let moves: readonly Move[] = [];
  let back: readonly Move[] = [];
  return await change(request, done, {
    before: (change) => {
      moves = change.moves ?? [];
      back = moves.map(({ from, to }) => ({ from: to, to: from })).reverse();
      followMoves(library, moves);
    },
    after: () => tell(moves),
    beforeUndo: () => followMoves(library, back),
    afterUndo: () => tell(back),
  });
}

/**
 * Removes files and folders.
 * @param undone called when that was taken back
 * @returns why it could not be done, or null
 */
export async function removeFiles(
  library: LibraryName,
  paths: readonly string[],
  done: string,
  undone?: () => void,
): Promise<string | null> {
  await keepDraftsBelow(library, paths);
  return await change(ipc.libraryRemove({ library, paths: [...paths] }), done, {
    // Before the list says that files are gone: their tabs were not left behind by accident.
    before: () => {
      for (const listener of listeners.get(library) ?? []) listener.removed(paths);
    },
    ...(undone !== undefined && { afterUndo: undone }),
  });
}

/** @returns why it could not be made, or null */
export async function makeFolder(library: LibraryName, path: string): Promise<string | null> {
  return await change(ipc.libraryMakeFolder({ library, path }), `The folder ${path} was made.`);
}

/** Takes files of an import. @returns why they could not be taken, or null */
export async function importFiles(
  importId: string,
  paths: readonly string[],
  onConflict: "keep" | "replace",
  done: string,
): Promise<string | null> {
  return await change(ipc.libraryImport({ importId, paths: [...paths], onConflict }), done);
}

/** Copies files as they are saved. @returns why that could not be done, or null */
export async function copyFiles(
  library: LibraryName,
  copies: readonly Move[],
): Promise<string | null> {
  for (const { from, to } of copies) {
    const read = await ipc.libraryRead({ library, path: from });
    if (!read.ok) return failureWords(read.failure);
    const { text } = read.value;
    const saved = await ipc.librarySave({ library, path: to, text, mark: null });
    if (!saved.ok) return failureWords(saved.failure);
  }
  return null;
}

/** Writes files where a person says. @param paths files and folders; null for all */
export async function exportFiles(
  library: LibraryName,
  paths: readonly string[] | null,
  as: "zip" | "folder",
): Promise<void> {
  const reply = await ipc.libraryExport({ library, paths: paths === null ? null : [...paths], as });
  if (!reply.ok) notify(failureWords(reply.failure));
  else if (reply.value !== null) notify(`Written to ${reply.value}.`);
}

/** The files with text that was typed before the app ended and never saved. */
export async function unsavedFiles(library: LibraryName): Promise<string[]> {
  const reply = await ipc.libraryDrafts(library);
  if (reply.ok) return reply.value.map(({ path }) => path);
  notify(failureWords(reply.failure));
  return [];
}

/**
 * A path that is free: the given one, or with a number before its first dot.
 * @param withIt the paths that have to be free with it
 */
export function freePath(
  library: LibraryName,
  path: string,
  withIt: (free: string) => readonly string[] = (free) => [free],
): string {
  const list = libraryList(library);
  const taken = new Set([
    ...(list?.folders ?? []),
    ...(list?.files.map((file) => file.path) ?? []),
  ]);
  const start = path.lastIndexOf("/") + 1;
  const dot = path.indexOf(".", start);
  const at = dot === -1 ? path.length : dot;
  // Python imports no name with a dash.
  const dash = path.endsWith(TOOL_SUFFIX) ? "_" : "-";
  let free = path;
  for (let count = 2; withIt(free).some((each) => taken.has(each)); count += 1) {
    free = `${path.slice(0, at)}${dash}${count}${path.slice(at)}`;
  }
  return free;
}

/** What goes with a change, before and after the new list is known. */
interface Followers {
  before?: (change: LibraryChange) => void;
  after?: () => void;
  beforeUndo?: () => void;
  afterUndo?: () => void;
}

async function change(
  request: Promise<Outcome<LibraryChange>>,
  done: string,
  { before, after, beforeUndo, afterUndo }: Followers = {},
): Promise<string | null> {
  const reply = await request;
  if (!reply.ok) return failureWords(reply.failure);
  const { list, undoId } = reply.value;
  before?.(reply.value);
  putList(list);
  after?.();
  const undo = async () => {
    const at = undos.indexOf(run);
    if (at !== -1) undos.splice(at, 1);
    const undone = await ipc.libraryUndo({ undoId });
    if (!undone.ok) return notify(failureWords(undone.failure));
    beforeUndo?.();
    putList(undone.value);
    afterUndo?.();
    notify("The change was undone.");
  };
  const run = () => void undo();
  undos.push(run);
  if (undos.length > MAX_UNDOS) undos.shift();
  notify(done, { label: "Undo", run });
  return null;
}
