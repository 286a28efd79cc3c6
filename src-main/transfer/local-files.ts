import { createHash, type Hash } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { FailureError, failure } from "../../src-shared/failure";

/** Bytes that are read or sent at a time. */
export const CHUNK = 1024 * 1024;

/** Windows has no such flag. */
const NO_LINK = process.platform === "win32" ? 0 : constants.O_NOFOLLOW;

/** A failure that has to do with a file of this machine. */
export function fileFailure(what: string, error: unknown, advice = ""): FailureError {
  if (error instanceof FailureError) return error;
  const lines = [error instanceof Error ? error.message : String(error)];
  return new FailureError(failure("file_error", what, { lines, advice }));
}

/** What lstat says of a path; null where there is nothing. @throws FailureError `file_error` */
export async function look(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw fileFailure(`${path} cannot be looked at.`, error);
  }
}

/** The chunks of an open file, from `offset` to its end. */
export async function* chunks(file: FileHandle, offset: number): AsyncGenerator<Buffer> {
  for (let place = offset; ; ) {
    const buffer = Buffer.allocUnsafe(CHUNK);
    const { bytesRead } = await file.read(buffer, 0, CHUNK, place);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    place += bytesRead;
  }
}

/** SHA-256 of the first `size` bytes of an open file, to be gone on with. */
export async function hashOf(
  file: FileHandle,
  size: number,
  signal: AbortSignal | undefined,
): Promise<Hash> {
  const hash = createHash("sha256");
  let left = size;
  for await (const chunk of chunks(file, 0)) {
    signal?.throwIfAborted();
    hash.update(chunk.length > left ? chunk.subarray(0, left) : chunk);
    left -= chunk.length;
    if (left <= 0) break;
  }
  return hash;
}

/** SHA-256 of a file, in hexadecimal. @throws what reading it throws */
export async function checksumOf(path: string, signal: AbortSignal | undefined): Promise<string> {
  const file = await open(path);
  try {
    return (await hashOf(file, Number.POSITIVE_INFINITY, signal)).digest("hex");
  } finally {
    await file.close();
  }
}

/** Where a download waits until it is whole; `key` tells it from other versions of the file. */
export function partOf(path: string, key: string): string {
  const digest = createHash("sha256").update(key).digest("hex").slice(0, 12);
  // A name has at most 255 bytes, and none may be cut in two.
  const name = Buffer.from(basename(path))
    .subarray(0, 200)
    .toString()
    .replace(/\uFFFD+$/, "");
  return join(dirname(path), `.${name}.rmote-${digest}.part`);
}

/**
 * Opens the part of a download, and makes it if need be.
 * @throws FailureError `file_error` where something else is in its place
 */
export async function openPart(part: string): Promise<FileHandle> {
  const file = await open(part, constants.O_RDWR | constants.O_CREAT | NO_LINK, 0o600);
  const info = await file.stat();
  // Windows has no user numbers.
  const isMine = process.getuid === undefined || info.uid === process.getuid();
  if (info.isFile() && isMine && info.nlink === 1) return file;
  await file.close();
  throw new FailureError(
    failure("file_error", `${part} is in the way of the download.`, {
      advice: "It is not a part of a download of yours. Choose another folder.",
    }),
  );
}

/** Gives an open part its mode, sees it on the disk, and puts it in its place. */
export async function putInPlace(
  file: FileHandle,
  part: string,
  path: string,
  mode: number,
): Promise<void> {
  // A target does not get to make files of ours run as us.
  await file.chmod(mode & 0o777);
  await file.sync();
  await rename(part, path);
  // Windows opens no folders.
  if (process.platform === "win32") return;
  const folder = await open(dirname(path));
  await folder.sync().finally(() => folder.close());
}

/** Removes a part, if it is there. */
export async function discard(part: string): Promise<void> {
  await rm(part, { force: true });
}
