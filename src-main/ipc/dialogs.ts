import { type BrowserWindow, dialog, shell } from "electron";

/** The system's dialogs that name a file. */
export interface Dialogs {
  /** The file that a person chose to be read; null where they chose none. */
  openFile(title: string, extensions: string[]): Promise<string | null>;
  /** The files or folders that a person chose, one or several; none where they chose none. */
  openPaths(title: string, what: "files" | "folders"): Promise<string[]>;
  /** The file that a person chose to be written, and said of that it is replaced where it is there; null where they chose none. */
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
    async openPaths(title, what) {
      const kind = what === "files" ? ("openFile" as const) : ("openDirectory" as const);
      const properties = [kind, "multiSelections" as const, "showHiddenFiles" as const];
      const { canceled, filePaths } = await dialog.showOpenDialog(window, { title, properties });
      return canceled ? [] : filePaths;
    },
    async saveFile(title, name) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title,
        defaultPath: name,
        properties: ["showOverwriteConfirmation", "createDirectory"],
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
