import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { FailureError, failure } from "../../src-shared/failure";
import { CHUNK, chunks, fileFailure, hashOf } from "./local-files";
import { type Caller, RemoteFiles, type TransferTools } from "./remote-files";
import { type TransferOptions, type Transferred, throwIfCancelled } from "./transfer";

/** Chunks that are on their way at a time, so that the link is never idle. */
const IN_FLIGHT = 4;
/** A pipe would wait for somebody to write into it. Windows has none by a path, and no such flag. */
const NO_WAITING = process.platform === "win32" ? 0 : constants.O_NONBLOCK;

/**
 * Sends a file to a target. It takes its place there as a whole, when its checksum is right, and has the
 * mode of the one here; owner and attributes of a file that it replaces stay. Nothing is sent where the
 * content is there already.
 *
 * @param remotePath the file itself, not the folder to put it into
 * @throws FailureError `file_error` for the file here, `cancelled`, `tool_error` for what the target says,
 *   or why the connection ended. What was there is there still; what has arrived waits to be gone on with
 */
export async function uploadFile(
  caller: Caller,
  tools: TransferTools,
  localPath: string,
  remotePath: string,
  options: TransferOptions = {},
): Promise<Transferred> {
  const file = await openLocal(localPath);
  try {
    return await send(new RemoteFiles(caller, tools, options.signal), file, remotePath, options);
  } catch (error) {
    throwIfCancelled(options.signal);
    throw fileFailure(`${localPath} cannot be read.`, error);
  } finally {
    await file.close();
  }
}

async function openLocal(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | NO_WAITING);
  } catch (error) {
    throw fileFailure(`${path} cannot be read.`, error);
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new FailureError(failure("file_error", `${path} is not a file.`));
}

async function send(
  remote: RemoteFiles,
  file: FileHandle,
  remotePath: string,
  options: TransferOptions,
): Promise<Transferred> {
  const { resume = true, keepsPart = () => resume, makeParents = false } = options;
  const { onProgress, signal } = options;
  const info = await file.stat();
  const { size } = info;
  const checksum = (await hashOf(file, size, signal)).digest("hex");
  const content = { size, checksum, mode: info.mode & 0o7777 };
  const start = await remote.begin(remotePath, content, { resume, makeParents });
  if (start.part === null) {
    onProgress?.({ done: size, total: size });
    return { path: start.path, changed: start.changed, size, checksum, resumedAt: 0 };
  }
  const { part } = start;
  // What was on its way when an earlier try was cut off may have arrived with gaps.
  const resumedAt = Math.max(start.offset - IN_FLIGHT * CHUNK, 0);
  try {
    await sendChunks(remote, file, part, resumedAt, size, (done) =>
      onProgress?.({ done, total: size }),
    );
    await remote.finish(start.path, part, content);
  } catch (error) {
    // Where even that fails, the first reason tells more.
    if (!keepsPart()) await remote.throwAway(part).catch(() => {});
    throw error;
  }
  return { path: start.path, changed: true, size, checksum, resumedAt };
}

async function sendChunks(
  remote: RemoteFiles,
  file: FileHandle,
  part: string,
  from: number,
  size: number,
  onDone: (done: number) => void,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  let done = from;
  let place = from;
  onDone(done);
  try {
    for await (const chunk of chunks(file, from)) {
      // What was added since the checksum was made is no part of it.
      const data = chunk.subarray(0, size - place);
      if (data.length === 0) break;
      const sent = remote.put(part, place, data).then(() => {
        underWay.delete(sent);
        done += data.length;
        onDone(done);
      });
      // Waited for below; it may fail while the next chunk is read.
      sent.catch(() => {});
      underWay.add(sent);
      place += data.length;
      if (underWay.size >= IN_FLIGHT) await Promise.race(underWay);
    }
    await Promise.all(underWay);
  } finally {
    // Nothing writes into the part any more when its end is told.
    await Promise.allSettled(underWay);
  }
}
