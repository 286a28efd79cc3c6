import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { fileError, refused } from "./failures";
import { makeFolders, placeOf, statOf } from "./place";
import { replaceFile } from "./text-file";

/** A file to export: its path in the library, and where it is. */
export interface ExportedFile {
  path: string;
  file: string;
}

/** Writes a zip, whole or not at all. @throws FailureError `file_error` */
export async function exportZip(archive: string, files: readonly ExportedFile[]): Promise<void> {
  const name = `.${randomBytes(6).toString("hex")}.part`;
  const temporary = join(dirname(archive), name);
  try {
    const zip = new ZipFile();
    // Read one by one: a stream of each would be open at once.
    const written = pipeline(zip.outputStream, createWriteStream(temporary, { flags: "wx" }));
    const added = (async () => {
      for (const { path, file } of files) zip.addBuffer(await readFile(file), path);
      zip.end();
    })();
    await Promise.all([written, added]);
    await rename(temporary, archive);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileError(`${archive} cannot be written`, error);
  }
}

/**
 * Writes files below a folder that a person chose. Nothing there is replaced: where one is there, none is written.
 * @throws FailureError `bad_request` that names it, `file_error`
 */
export async function exportFolder(root: string, files: readonly ExportedFile[]): Promise<void> {
  for (const { path } of files) {
    if ((await statOf(await placeOf(root, path))) === null) continue;
    throw refused(`There is a ${path} in ${root} already.`, "Choose an empty folder.");
  }
  try {
    for (const { path, file } of files) {
      const target = join(root, path);
      await makeFolders(dirname(target));
      await replaceFile(target, await readFile(file), null, path);
    }
  } catch (error) {
    throw fileError(`${root} cannot be written`, error);
  }
}
