import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { MAX_FILE_CHARACTERS } from "../../src-shared/library";
import { fileChanged, fileError, refused, tooLarge } from "./failures";
import { markOf, statOf } from "./place";

/** A UTF-16 unit takes three bytes of UTF-8 at the most. */
export const MAX_FILE_BYTES = 3 * MAX_FILE_CHARACTERS;

/**
 * The text of a regular file, byte for byte: a byte order mark and line ends are part of it.
 * @param path what it is called in sentences
 * @throws FailureError `bad_request` where it is no UTF-8 text, `too_large`, `file_error`
 */
export async function readTextFile(
  file: string,
  path: string,
): Promise<{ text: string; mark: string }> {
  let handle: FileHandle | null = null;
  try {
    // Without waiting for a writer, should the file have become a pipe.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile()) throw refused(`${path} is not a file.`);
    if (stats.size > MAX_FILE_BYTES) throw tooLarge(sizeSentence(path));
    // Taken before the bytes: what changes meanwhile has another mark.
    return { text: textOf(await handle.readFile(), path), mark: markOf(stats) };
  } catch (error) {
    throw fileError(`${path} cannot be read`, error);
  } finally {
    await handle?.close();
  }
}

/** @throws FailureError `bad_request`: it is no UTF-8 text; `too_large` */
export function textOf(bytes: Uint8Array, path: string): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refused(
      `${path} is not UTF-8 text, so it is not opened.`,
      "Convert it to UTF-8 with another program. It was not changed.",
    );
  }
  if (text.includes("\0")) throw refused(`${path} has zero bytes, so it is not opened as text.`);
  if (text.length > MAX_FILE_CHARACTERS) throw tooLarge(sizeSentence(path));
  return text;
}

/** The bytes of a text. @throws FailureError `bad_request` where there are none that give it back */
export function bytesOf(text: string, path: string): Buffer {
  if (!text.isWellFormed() || text.includes("\0")) {
    throw refused(
      `${path} cannot be saved: the text has half of a character or a zero byte.`,
      "Remove it from the text.",
    );
  }
  return Buffer.from(text);
}

/**
 * Puts a content in a file's place, whole or not at all, and keeps the file's mode. A crash
 * leaves the old content or the new one, and a hidden file beside it at the worst.
 * @param mark of what may be there; null for nothing
 * @returns the mark of what was written
 * @throws FailureError `file_changed` where something else is there, `file_error`
 */
export async function replaceFile(
  file: string,
  bytes: Uint8Array,
  mark: string | null,
  path: string,
): Promise<string> {
  const before = await expect(file, mark, path);
  // A name has at most 255 bytes, a character up to four.
  const short = [...basename(file)].slice(0, 50).join("");
  const temporary = join(dirname(file), `.${short}.${randomBytes(4).toString("hex")}.tmp`);
  try {
    // Nobody reads it before it has the mode of the old one.
    const handle = await open(temporary, "wx", before === null ? 0o666 : 0o600);
    try {
      await handle.writeFile(bytes);
      if (before !== null) {
        if (process.getuid?.() === 0) await handle.chown(Number(before.uid), Number(before.gid));
        // Behind the owner, whose change takes bits away.
        await handle.chmod(Number(before.mode) & 0o7777);
      }
      await handle.sync();
      const written = markOf(await handle.stat({ bigint: true }));
      // Again, as writing may have taken long.
      await expect(file, mark, path);
      await rename(temporary, file);
      return written;
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileError(`${path} cannot be written`, error);
  }
}

async function expect(file: string, mark: string | null, path: string) {
  const stats = await statOf(file);
  const now = stats === null ? null : markOf(stats);
  if (now === mark) return stats;
  if (mark === null) throw fileChanged(`There is a ${path} already.`, "Choose another name.");
  throw fileChanged(
    now === null
      ? `${path} was moved or removed by another program. Nothing was written.`
      : `${path} was changed by another program. Nothing was written.`,
    "Compare both texts, then save again or take what is on the disk.",
  );
}

function sizeSentence(path: string): string {
  return `${path} has more than ${MAX_FILE_CHARACTERS / 1024 / 1024} million characters, which is more than an editor takes.`;
}
