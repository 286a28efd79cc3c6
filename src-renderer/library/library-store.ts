import { create } from "zustand";
import type { Failure } from "../../src-shared/failure";
import { type LibraryList, type LibraryName, libraryNames } from "../../src-shared/library";
import { ipc } from "../ipc";
import { keepAllDrafts, noticeList } from "./document-store";

interface LibrariesState {
  /** Null until the first answer. */
  lists: Readonly<Record<LibraryName, LibraryList | null>>;
  /** Why a list could not be had. */
  failures: Readonly<Record<LibraryName, Failure | null>>;
}

const useLibraries = create<LibrariesState>(() => ({
  lists: { templates: null, tools: null },
  failures: { templates: null, tools: null },
}));

/** The files of a library as they are now; null until they are known. */
export function useLibrary(name: LibraryName): LibraryList | null {
  return useLibraries((state) => state.lists[name]);
}

/** Why the files of a library are not known. */
export function useLibraryFailure(name: LibraryName): Failure | null {
  return useLibraries((state) => state.failures[name]);
}

export function libraryList(name: LibraryName): LibraryList | null {
  return useLibraries.getState().lists[name];
}

/** Tells each list of a library that comes. @returns what ends that */
export function onLibrary(name: LibraryName, listener: (list: LibraryList) => void): () => void {
  return useLibraries.subscribe(({ lists }, before) => {
    const list = lists[name];
    if (list !== null && list !== before.lists[name]) listener(list);
  });
}

/** Takes a list that a request or an event has brought. */
export function putList(list: LibraryList): void {
  useLibraries.setState(({ lists, failures }) => ({
    lists: { ...lists, [list.library]: list },
    failures: { ...failures, [list.library]: null },
  }));
  noticeList(list);
}

export async function loadLibrary(name: LibraryName): Promise<void> {
  const reply = await ipc.libraryList(name);
  if (reply.ok) putList(reply.value);
  else {
    useLibraries.setState(({ failures }) => ({ failures: { ...failures, [name]: reply.failure } }));
  }
}

export function startLibraries(): void {
  ipc.on("libraryChanged", putList);
  // The window may be closed next: what was typed in the last moment is not lost.
  for (const event of ["blur", "pagehide"]) window.addEventListener(event, keepAllDrafts);
  for (const name of libraryNames) void loadLibrary(name);
}
