import { create } from "zustand";

/** The dialogs about templates, with what they are about. */
export type TemplateDialog =
  /** A new template in a folder; empty for the outermost. */
  | { kind: "new"; folder: string }
  /** A new data set of a template, with these names in it. */
  | { kind: "new-data"; template: string; names: readonly string[] }
  | { kind: "rename-data"; template: string; path: string }
  /** A template that is to be applied to hosts, as it stands in its editor. */
  | { kind: "apply"; template: string }
  /** A tab is to be closed that has something unsaved. */
  | { kind: "close"; template: string };

export const useTemplateDialog = create<{ dialog: TemplateDialog | null }>(() => ({
  dialog: null,
}));

export function openTemplateDialog(dialog: TemplateDialog): void {
  useTemplateDialog.setState({ dialog });
}

export function closeTemplateDialog(): void {
  useTemplateDialog.setState({ dialog: null });
}
