import type { FileHandle } from "node:fs/promises";
import { chmod } from "node:fs/promises";
import { resolve } from "node:path";
import { FailureError, failure } from "../../src-shared/failure";
import { printableLine } from "../../src-shared/printable";
import {
  checksumOf,
  discard,
  fileFailure,
  hashOf,
  look,
  openPart,
  partOf,
  putInPlace,
} from "./local-files";
import { type Caller, type FileVersion, RemoteFiles, type TransferTools } from "./remote-files";
import { type TransferOptions, type Transferred, throwIfCancelled } from "./transfer";

/**
 * Fetches a file from a target. It takes its place here as a whole, when its checksum is right, with the
 * mode of the one there (but never setuid or setgid). Nothing is fetched where the content is here already.
 *
 * @param remotePath a symbolic link there is followed
 * @param localPath the file itself, not the folder to put it into; its folder is there
 * @throws FailureError `file_error` for the file here, or one that does not arrive whole, `cancelled`,
 *   `tool_error` for what the target says, or why the connection ended. What was here is here still;
 *   what has arrived waits to be gone on with
 */
export async function downloadFile(
  caller: Caller,
  tools: TransferTools,
  remotePath: string,
  localPath: string,
  options: TransferOptions = {},
): Promise<Transferred> {
  const path = resolve(localPath);
  const remote = new RemoteFiles(caller, tools, options.signal);
  try {
    const version = await remote.look(remotePath);
    if (version.type !== "file") {
      throw new FailureError(
        failure("bad_request", `${printableLine(version.path)} is not a file.`),
      );
    }
    return (
      (await isHere(remote, version, path, options)) ??
      (await fetch(remote, version, path, options))
    );
  } catch (error) {
    throwIfCancelled(options.signal);
    throw fileFailure(`${path} cannot be written.`, error);
  }
}

/** What to say of a file whose content is here already; null where it is not. */
async function isHere(
  remote: RemoteFiles,
  version: FileVersion,
  path: string,
  { onProgress, signal }: TransferOptions,
): Promise<Transferred | null> {
  const here = await look(path);
  if (here?.isDirectory()) {
    throw new FailureError(
      failure("file_error", `${path} is a folder; the file is not put into it.`),
    );
  }
  const { size } = version;
  if (!here?.isFile() || here.size !== size) return null;
  const [checksum, theirs] = await Promise.all([
    checksumOf(path, signal),
    remote.checksum(version.path),
  ]);
  if (checksum !== theirs) return null;
  const mode = version.mode & 0o777;
  const changed = (here.mode & 0o7777) !== mode;
  if (changed) await chmod(path, mode);
  onProgress?.({ done: size, total: size });
  return { path, changed, size, checksum, resumedAt: 0 };
}

async function fetch(
  remote: RemoteFiles,
  version: FileVersion,
  path: string,
  { resume = true, keepsPart = () => resume, onProgress, signal }: TransferOptions,
): Promise<Transferred> {
  const { size } = version;
  const part = partOf(path, `${version.path} ${version.version}`);
  const file = await openPart(part);
  try {
    const resumedAt = await keptOf(file, size, resume);
    const hash = await hashOf(file, resumedAt, signal);
    let done = resumedAt;
    onProgress?.({ done, total: size });
    const theirs = await remote.get(version, done, async (data) => {
      await writeAll(file, data, done);
      hash.update(data);
      done += data.length;
      onProgress?.({ done, total: size });
    });
    const checksum = hash.digest("hex");
    if (checksum !== theirs || done !== size) throw await damaged(part, path);
    await putInPlace(file, part, path, version.mode);
    return { path, changed: true, size, checksum, resumedAt };
  } catch (error) {
    if (!keepsPart()) await discard(part);
    throw error;
  } finally {
    await file.close();
  }
}

/** Bytes of an earlier try to go on from; what cannot be one is cut off. */
async function keptOf(file: FileHandle, size: number, resume: boolean): Promise<number> {
  const kept = (await file.stat()).size;
  if (resume && kept <= size) return kept;
  await file.truncate(0);
  return 0;
}

async function writeAll(file: FileHandle, data: Uint8Array, place: number): Promise<void> {
  for (let done = 0; done < data.length; ) {
    const { bytesWritten } = await file.write(data, done, data.length - done, place + done);
    done += bytesWritten;
  }
}

async function damaged(part: string, path: string): Promise<FailureError> {
  await discard(part);
  return new FailureError(
    failure("file_error", `What arrived for ${path} is not what the target has.`, {
      advice:
        "It was thrown away. Try again; if it happens again, look at the disks of both machines.",
    }),
  );
}
