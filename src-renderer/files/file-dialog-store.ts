import { create } from "zustand";
import type { FileEntry } from "./file-entry";

export type FileDialog =
  | { kind: "new-folder"; hostId: string; folder: string }
  | { kind: "rename"; hostId: string; folder: string; entry: FileEntry }
  | { kind: "remove"; hostId: string; folder: string; entries: readonly FileEntry[] };

export const useFileDialog = create<{ dialog: FileDialog | null }>(() => ({ dialog: null }));

export function openFileDialog(dialog: FileDialog): void {
  useFileDialog.setState({ dialog });
}

export function closeFileDialog(): void {
  useFileDialog.setState({ dialog: null });
}
