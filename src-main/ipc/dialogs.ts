import { type BrowserWindow, dialog, shell } from "electron";

/** The system's dialogs that name a file. */
export interface Dialogs {
  /** The file that a person chose to be read; null where they chose none. */
  openFile(title: string, extensions: string[]): Promise<string | null>;
  /** The file that a person chose to be written; null where they chose none. */
  saveFile(title: string, name: string): Promise<string | null>;
  /** The folder that a person chose, or made there; null where they chose none. */
  openFolder(title: string): Promise<string | null>;
  /** Shows a file where it lies, in the system's window of files. */
  showFile(file: string): void;
}

export function createDialogs(window: BrowserWindow): Dialogs {
  return {
    showFile: (file) => shell.showItemInFolder(file),
    async openFile(title, extensions) {
      const filters = [
        ...(extensions.length > 0 ? [{ name: title, extensions }] : []),
        { name: "All files", extensions: ["*"] },
      ];
      const properties = ["openFile" as const, "showHiddenFiles" as const];
      const { filePaths } = await dialog.showOpenDialog(window, { title, filters, properties });
      return filePaths[0] ?? null;
    },
    async saveFile(title, name) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title,
        defaultPath: name,
      });
      return canceled || filePath === "" ? null : filePath;
    },
    async openFolder(title) {
      const properties = ["openDirectory" as const, "createDirectory" as const];
      const { filePaths } = await dialog.showOpenDialog(window, { title, properties });
      return filePaths[0] ?? null;
    },
  };
}
