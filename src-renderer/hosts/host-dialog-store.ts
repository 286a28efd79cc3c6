import { create } from "zustand";
import type { ImportPreview } from "../../src-shared/host";

/** What the dialog of a host shows first. */
export type HostPart = "host" | "connection" | "options";

/** The dialogs about hosts and groups, with what they are about. */
export type HostDialog =
  | { kind: "add"; address: string }
  | { kind: "edit"; hostId: string; part: HostPart }
  /** Several hosts. */
  | { kind: "edit-many"; hostIds: string[] }
  | { kind: "move"; hostIds: string[] }
  | { kind: "tag"; hostIds: string[] }
  | { kind: "connect-many"; hostIds: string[] }
  /** Hosts whose open sessions end with it; `run` removes them then. */
  | { kind: "remove"; hostIds: string[]; run: () => Promise<void> }
  | { kind: "edit-group"; path: string }
  /** A new group inside another one, or outside of all. */
  | { kind: "new-group"; outer: string }
  | { kind: "rename-group"; path: string }
  | { kind: "import"; preview: ImportPreview };

interface HostDialogState {
  dialog: HostDialog | null;
}

export const useHostDialog = create<HostDialogState>(() => ({ dialog: null }));

export function openHostDialog(dialog: HostDialog): void {
  useHostDialog.setState({ dialog });
}

export function closeHostDialog(): void {
  useHostDialog.setState({ dialog: null });
}
