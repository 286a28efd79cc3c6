import { create } from "zustand";
import type { LibraryImport, LibraryName } from "../../src-shared/library";
import { ipc } from "../ipc";
import { notify } from "../shell/shell-store";
import { failureWords } from "./library-actions";

/** What a person is looking at before anything of it is taken. */
export const useImport = create<{ shown: { library: LibraryName; found: LibraryImport } | null }>(
  () => ({ shown: null }),
);

/** Lets a person choose a zip or a folder, and shows what it holds before anything of it is taken. */
export async function chooseImport(library: LibraryName, from: "zip" | "folder"): Promise<void> {
  const reply = await ipc.chooseLibraryImport({ library, from });
  if (!reply.ok) notify(failureWords(reply.failure));
  else if (reply.value !== null) useImport.setState({ shown: { library, found: reply.value } });
}

export function closeImport(): void {
  useImport.setState({ shown: null });
}
