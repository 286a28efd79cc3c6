import { create } from "zustand";

/** The dialogs about own tools, with what they are about. */
export type OwnToolDialog =
  /** A new file in a folder; empty for the outermost. */
  | { kind: "new"; folder: string }
  /** A tab is to be closed whose text is not saved. */
  | { kind: "close"; path: string };

export const useOwnToolDialog = create<{ dialog: OwnToolDialog | null }>(() => ({ dialog: null }));

export function openOwnToolDialog(dialog: OwnToolDialog): void {
  useOwnToolDialog.setState({ dialog });
}

export function closeOwnToolDialog(): void {
  useOwnToolDialog.setState({ dialog: null });
}

/** Asks for the name of a new tool. */
export function askForNewTool(folder = ""): void {
  openOwnToolDialog({ kind: "new", folder });
}
