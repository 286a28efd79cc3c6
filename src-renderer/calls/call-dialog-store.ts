import { create } from "zustand";

/** The dialogs about saved calls, with what they are about. */
export type CallDialog =
  /** What stands in the form of a console is to be saved. */
  | { kind: "save"; consoleId: string }
  | { kind: "rename"; path: string }
  /** A file that is no saved call, or one whose tool is not there: then another tool can be chosen. */
  | { kind: "problem"; path: string; words: string; canChoose?: boolean }
  /** Which tool a call is meant for is to be said; perhaps one of this file. */
  | { kind: "tool"; path: string; toolPath: string | null }
  /** A call on several hosts, before and while it runs. */
  | { kind: "run"; path: string };

export const useCallDialog = create<{ dialog: CallDialog | null }>(() => ({ dialog: null }));

export function openCallDialog(dialog: CallDialog): void {
  useCallDialog.setState({ dialog });
}

export function closeCallDialog(): void {
  useCallDialog.setState({ dialog: null });
}

export function askToSaveCall(consoleId: string): void {
  openCallDialog({ kind: "save", consoleId });
}
