import type { Dirent } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileError } from "./failures";
import { ImportFiles } from "./import-files";
import { statOf } from "./place";
import { MAX_FILE_BYTES } from "./text-file";

/**
 * Reads the files below a folder. Links are not followed.
 * @throws FailureError `file_error` where the folder itself cannot be read
 */
export async function readFolder(root: string, files = new ImportFiles()): Promise<ImportFiles> {
  const queue = [""];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    for (const entry of await entriesOf(root, folder, files)) {
      if (!files.hasRoom()) return files;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith(".")) queue.push(path);
      } else {
        await readEntry(root, path, entry, files);
      }
    }
  }
  return files;
}

async function entriesOf(root: string, folder: string, files: ImportFiles): Promise<Dirent[]> {
  try {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (folder === "") throw fileError(`${root} cannot be read`, error);
    files.leaveOut(folder, error instanceof Error ? error.message : String(error));
    return [];
  }
}

async function readEntry(root: string, path: string, entry: Dirent, files: ImportFiles) {
  try {
    const stats = await statOf(join(root, path));
    if (stats === null || !files.wants(path, Number(stats.size))) return;
    if (entry.isSymbolicLink()) files.leaveOut(path, "it is a link");
    else if (!stats.isFile()) files.leaveOut(path, "it is neither a file nor a folder");
    else if (stats.size > MAX_FILE_BYTES) files.leaveOut(path, "it is too large");
    else files.add(path, await readFile(join(root, path)));
  } catch (error) {
    files.leaveOut(path, error instanceof Error ? error.message : String(error));
  }
}
