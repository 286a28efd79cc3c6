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
  for (const { path, mark } of calls) {
    if (marks.get(path) === mark) continue;
    marks.set(path, mark);
    turn = turn.then(() => readFile(path));
  }
}

async function readFile(path: string): Promise<void> {
  const reply = await ipc.libraryRead({ library: "tools", path });
  if (!marks.has(path)) return;
  const file: SavedCallFile = reply.ok
    ? { path, ...reply.value, read: readSavedCall(reply.value.text) }
    : {
        path,
        text: "",
        mark: null,
        read: { ok: false, problem: { line: 1, message: reply.failure.message } },
      };
  useSavedCalls.setState(({ files }) => {
    const all = [...new Map(files).set(path, file)];
    return { files: new Map(all.sort(([a], [b]) => compare(a, b))) };
  });
}
