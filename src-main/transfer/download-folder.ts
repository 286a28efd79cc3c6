import { randomBytes } from "node:crypto";
import { chmod, mkdir, readlink, rename, symlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FailureError, failure } from "../../src-shared/failure";
import { printableLine } from "../../src-shared/printable";
import { downloadFile } from "./download";
import { discard, fileFailure, look } from "./local-files";
import { type Caller, RemoteFiles, type TransferTools } from "./remote-files";
import { sideBySide } from "./side-by-side";
import { type TransferOptions, throwIfCancelled } from "./transfer";
import { FILES_AT_A_TIME, TotalProgress, type TransferredFolder, Tree } from "./tree";

/**
 * Fetches a folder from a target with all that is in it; symbolic links stay links. Each file takes its
 * place as a whole, as `downloadFile` has it, and what is here already is not fetched. What only this
 * machine has stays. Nothing is ever written outside of the folder, whatever the target says is in it.
 *
 * @param localPath the folder itself, not the one to put it into
 * @throws FailureError as `downloadFile` does; `bad_request`, with nothing fetched, for a folder with a
 *   device, pipe or socket in it. Called again, it goes on with what is missing
 */
export async function downloadFolder(
  caller: Caller,
  tools: TransferTools,
  remotePath: string,
  localPath: string,
  options: TransferOptions = {},
): Promise<TransferredFolder> {
  const root = resolve(localPath);
  const { signal, makeParents = false, onProgress } = options;
  const remote = new RemoteFiles(caller, tools, signal);
  try {
    const top = await remote.look(remotePath);
    if (top.type !== "directory") {
      throw new FailureError(failure("bad_request", `${printableLine(top.path)} is not a folder.`));
    }
    const tree = new Tree();
    await remote.walk(top.path, (entry) => tree.add(entry));
    let changed = 0;
    const count = (isChanged: boolean) => {
      if (isChanged) changed += 1;
    };
    if (makeParents) await mkdir(dirname(root), { recursive: true });
    const folders = [{ path: "", mode: top.mode }, ...tree.folders];
    for (const { path } of folders) {
      throwIfCancelled(signal);
      count(await makeFolder(join(root, path)));
    }
    const total = new TotalProgress(tree.size, onProgress);
    await sideBySide(tree.files, FILES_AT_A_TIME, signal, async ({ path }, either) => {
      const one = { ...options, signal: either, onProgress: total.ofOne() };
      const from = `${top.path}/${path}`;
      count((await downloadFile(caller, tools, from, join(root, path), one)).changed);
    });
    for (const { path, target } of tree.links)
      count(await makeLink(join(root, path), target ?? ""));
    // Who may not write to a folder gets that mode when all is in it.
    for (const { path, mode } of folders.reverse()) await chmod(join(root, path), mode & 0o777);
    return { path: root, changed, files: tree.files.length, size: tree.size };
  } catch (error) {
    throwIfCancelled(signal);
    throw fileFailure(`${root} cannot be written.`, error);
  }
}

/** Makes a folder, or sees that it is one: what is put into a link would land elsewhere. */
async function makeFolder(path: string): Promise<boolean> {
  const here = await look(path);
  if (here === null) {
    await mkdir(path, { mode: 0o700 });
    return true;
  }
  if (!here.isDirectory()) {
    throw new FailureError(
      failure("file_error", `${printableLine(path)} is in the way of a folder.`, {
        advice: "Move it elsewhere, or choose another folder.",
      }),
    );
  }
  if ((here.mode & 0o700) !== 0o700) await chmod(path, (here.mode & 0o777) | 0o700);
  return false;
}

/** Makes a symbolic link, also in the place of another one. */
async function makeLink(path: string, target: string): Promise<boolean> {
  const here = await look(path);
  if (here?.isSymbolicLink() && (await readlink(path)) === target) return false;
  if (here !== null && !here.isSymbolicLink()) {
    throw new FailureError(
      failure("file_error", `${printableLine(path)} is in the way of a symbolic link.`, {
        advice: "Move it elsewhere, or choose another folder.",
      }),
    );
  }
  const name = join(dirname(path), `.rmote-${randomBytes(6).toString("hex")}.tmp`);
  try {
    await symlink(target, name);
    await rename(name, path);
  } catch (error) {
    await discard(name);
    throw error;
  }
  return true;
}
