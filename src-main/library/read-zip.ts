import type { Readable } from "node:stream";
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from "yauzl";
import { printableLine } from "../../src-shared/printable";
import { refused } from "./failures";
import { ImportFiles } from "./import-files";
import { MAX_FILE_BYTES } from "./text-file";

/**
 * Reads the files of a zip that may be hostile: nothing is written, and what it says of sizes and
 * paths is checked (yauzl ends a file that is longer than it says).
 * @throws FailureError `bad_request` where it is no whole zip
 */
export async function readZip(archive: string, files = new ImportFiles()): Promise<ImportFiles> {
  let zip: ZipFile | null = null;
  try {
    zip = await openPromise(archive, { lazyEntries: true, decodeStrings: false, autoClose: false });
    for await (const entry of zip.eachEntry()) {
      if (!files.hasRoom()) break;
      await readEntry(zip, entry, files);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refused(
      `${printableLine(archive)} cannot be read as a zip: ${printableLine(reason)}.`,
      "Nothing was imported.",
    );
  } finally {
    zip?.close();
  }
  return files;
}

async function readEntry(zip: ZipFile, entry: Entry, files: ImportFiles): Promise<void> {
  // Without `decodeStrings` yauzl leaves it to us to refuse names, one by one.
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  const path = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
  if (path.endsWith("/") || !files.wants(path, entry.uncompressedSize)) return;
  if (isLink(entry)) return files.leaveOut(path, "it is a link");
  if (!isPlainFile(entry)) return files.leaveOut(path, "it is neither a file nor a folder");
  if (entry.isEncrypted()) return files.leaveOut(path, "it is encrypted");
  if (!entry.canDecodeFileData()) return files.leaveOut(path, "its compression is not known here");
  if (entry.uncompressedSize > MAX_FILE_BYTES) return files.leaveOut(path, "it is too large");
  try {
    files.add(path, await bytesOf(await zip.openReadStreamPromise(entry), entry.uncompressedSize));
  } catch (error) {
    files.leaveOut(path, error instanceof Error ? error.message : String(error));
  }
}

async function bytesOf(stream: Readable, size: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    // Of the file's own making: it is said to be no longer than that.
    if (length > size) throw new Error("it is longer than the zip says");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The kind of file that a Unix system has noted (`st_mode`); 0 where another one made the zip. */
function kindOf({ externalFileAttributes, versionMadeBy }: Entry): number {
  const isUnix = versionMadeBy >>> 8 === 3;
  return isUnix ? (externalFileAttributes >>> 16) & 0o170000 : 0;
}

function isLink(entry: Entry): boolean {
  return kindOf(entry) === 0o120000;
}

function isPlainFile(entry: Entry): boolean {
  return [0, 0o100000].includes(kindOf(entry));
}
