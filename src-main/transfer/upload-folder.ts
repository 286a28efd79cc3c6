import { lstat, readdir, readlink, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { FailureError, failure } from "../../src-shared/failure";
import { fileFailure } from "./local-files";
import { type Caller, type Entry, RemoteFiles, type TransferTools } from "./remote-files";
import { sideBySide } from "./side-by-side";
import { type TransferOptions, throwIfCancelled } from "./transfer";
import { FILES_AT_A_TIME, TotalProgress, type TransferredFolder, Tree } from "./tree";
import { uploadFile } from "./upload";

/**
 * Sends a folder to a target with all that is in it; symbolic links stay links. Each file takes its place
 * as a whole, as `uploadFile` has it, and what is there already is not sent. What only the target has stays.
 *
 * @param remotePath the folder itself, not the one to put it into
 * @throws FailureError as `uploadFile` does; `bad_request`, with nothing sent, for a folder with a device,
 *   pipe or socket in it. Called again, it goes on with what is missing
 */
export async function uploadFolder(
  caller: Caller,
  tools: TransferTools,
  localPath: string,
  remotePath: string,
  options: TransferOptions = {},
): Promise<TransferredFolder> {
  const root = resolve(localPath);
  const { signal, makeParents = false, onProgress } = options;
  const remote = new RemoteFiles(caller, tools, signal);
  try {
    const { tree, mode } = await readTree(root);
    let changed = 0;
    const count = (isChanged: boolean) => {
      if (isChanged) changed += 1;
    };
    // Who may not write to a folder gets that mode when all is in it.
    const folders = [{ at: remotePath, mode }, ...tree.folders.map(at(remotePath))];
    for (const folder of folders) {
      throwIfCancelled(signal);
      const isChanged = await remote.mkdir(folder.at, folder.mode | 0o700, makeParents);
      count(isChanged && isOpen(folder.mode));
    }
    const total = new TotalProgress(tree.size, onProgress);
    await sideBySide(tree.files, FILES_AT_A_TIME, signal, async ({ path }, either) => {
      const one = { ...options, makeParents: false, signal: either, onProgress: total.ofOne() };
      const to = `${remotePath}/${path}`;
      count((await uploadFile(caller, tools, join(root, path), to, one)).changed);
    });
    for (const { path, target } of tree.links) {
      count(await remote.symlink(`${remotePath}/${path}`, target ?? ""));
    }
    for (const folder of folders.reverse()) {
      if (!isOpen(folder.mode)) await remote.mkdir(folder.at, folder.mode, false);
    }
    return { path: remotePath, changed, files: tree.files.length, size: tree.size };
  } catch (error) {
    throwIfCancelled(signal);
    throw fileFailure(`${root} cannot be read.`, error);
  }
}

/** Whether its owner may put something into a folder of that mode. */
function isOpen(mode: number): boolean {
  return (mode & 0o700) === 0o700;
}

function at(root: string): (entry: Entry) => { at: string; mode: number } {
  return ({ path, mode }) => ({ at: `${root}/${path}`, mode });
}

async function readTree(root: string): Promise<{ tree: Tree; mode: number }> {
  const info = await stat(root);
  if (!info.isDirectory()) {
    throw new FailureError(failure("bad_request", `${root} is not a folder.`));
  }
  const tree = new Tree();
  await addBelow(tree, root, "");
  return { tree, mode: info.mode & 0o7777 };
}

async function addBelow(tree: Tree, root: string, below: string): Promise<void> {
  for (const name of (await readdir(join(root, below))).sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    const entry = await entryOf(join(root, path), path);
    tree.add(entry);
    if (entry.type === "directory") await addBelow(tree, root, path);
  }
}

async function entryOf(full: string, path: string): Promise<Entry> {
  // A name that is no UTF-8 is told from others by the sign in its place, and is no path any more.
  if (path.includes("\uFFFD")) return { path, type: "other", size: 0, mode: 0, target: null };
  const info = await lstat(full);
  const base = { path, size: info.size, mode: info.mode & 0o7777, target: null };
  if (info.isDirectory()) return { ...base, type: "directory" };
  if (info.isFile()) return { ...base, type: "file" };
  if (!info.isSymbolicLink()) return { ...base, type: "other" };
  return { ...base, type: "link", target: await readlink(full) };
}
