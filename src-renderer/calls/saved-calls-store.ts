import { create } from "zustand";
import type { LibraryList } from "../../src-shared/library";
import {
  callNameOf,
  isCallPath,
  type ReadCall,
  readSavedCall,
  toolFolderOf,
} from "../../src-shared/saved-call";
import { moveSavedPaths } from "../console/console-store";
import { ipc } from "../ipc";
import { onFiles } from "../library/library-actions";
import { onLibrary } from "../library/library-store";

/** A file of the library that is, or should be, a saved call. */
export interface SavedCallFile {
  path: string;
  text: string;
  mark: string | null;
  read: ReadCall;
}

interface SavedCallsState {
  /** By path, in the order of their folders and names. */
  files: ReadonlyMap<string, SavedCallFile>;
}

export const useSavedCalls = create<SavedCallsState>(() => ({ files: new Map() }));

/** What each file was when it was last read. */
const marks = new Map<string, string>();
let turn: Promise<void> = Promise.resolve();

export function startSavedCalls(): void {
  onLibrary("tools", takeList);
  onFiles("tools", { moved: moveSavedPaths, removed: () => {} });
}

export function savedCallFile(path: string): SavedCallFile | undefined {
  return useSavedCalls.getState().files.get(path);
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function compare(a: string, b: string): number {
  const byFolder = collator.compare(toolFolderOf(a), toolFolderOf(b));
  return byFolder === 0 ? collator.compare(callNameOf(a), callNameOf(b)) : byFolder;
}

function takeList({ files }: LibraryList): void {
  const calls = files.filter(({ path }) => isCallPath(path));
  const there = new Set(calls.map(({ path }) => path));
  const { files: before } = useSavedCalls.getState();
  const kept = [...before].filter(([path]) => there.has(path));
  for (const path of [...marks.keys()]) if (!there.has(path)) marks.delete(path);
  if (kept.length !== before.size) useSavedCalls.setState({ files: new Map(kept) });
  const changed = calls.filter(({ path, mark }) => marks.get(path) !== mark);
  for (const { path, mark } of changed) marks.set(path, mark);
  if (changed.length > 0) turn = turn.then(() => readFiles(changed.map(({ path }) => path)));
}

/** Hundreds are told of at once: the rows of all of them are made anew each time. */
async function readFiles(paths: readonly string[]): Promise<void> {
  const read = await Promise.all(paths.map(readFile));
  useSavedCalls.setState(({ files }) => {
    const all = new Map(files);
    for (const file of read) if (marks.has(file.path)) all.set(file.path, file);
    return { files: new Map([...all].sort(([a], [b]) => compare(a, b))) };
  });
}

async function readFile(path: string): Promise<SavedCallFile> {
  const reply = await ipc.libraryRead({ library: "tools", path });
  if (reply.ok) return { path, ...reply.value, read: readSavedCall(reply.value.text) };
  const problem = { line: 1, message: reply.failure.message };
  return { path, text: "", mark: null, read: { ok: false, problem } };
}
