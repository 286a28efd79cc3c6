import { create } from "zustand";
import type { LibraryList, LibraryName } from "../../src-shared/library";
import { ipc } from "../ipc";

const useStore = create<Partial<Record<LibraryName, LibraryList>>>(() => ({}));

export function useLibrary(name: LibraryName): LibraryList | null {
  return useStore((state) => state[name] ?? null);
}

export function libraryList(name: LibraryName): LibraryList | null {
  return useStore.getState()[name] ?? null;
}

export function startLibraries(): void {
  ipc.on("libraryChanged", (list) => useStore.setState({ [list.library]: list }));
  void ipc.libraryList("templates").then((reply) => {
    if (reply.ok) useStore.setState({ templates: reply.value });
  });
}
