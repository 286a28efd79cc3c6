import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type LibraryFile, libraryPathSchema, samePathKey } from "../../src-shared/library";
import { printableLine } from "../../src-shared/printable";
import { fileError, hasCode } from "./failures";
import { linkedFile, markOf, statOf } from "./place";

/** What a library holds at a moment. */
export interface Scan {
  files: LibraryFile[];
  /** The folders by their paths, each with what tells it from a later one of the same path. */
  folders: Map<string, string>;
  problems: string[];
}

/** Files and folders that are listed at the most. */
const MAX_ENTRIES = 20_000;
const MAX_PROBLEMS = 100;
/** Files that are looked at at the same time. */
const AT_ONCE = 64;

/**
 * Lists a library. What begins with a dot is not of it. Links to folders are not followed,
 * links to files only where these are of the library too.
 * @throws FailureError `file_error` where the folder itself cannot be read
 */
export async function scanLibrary(root: string, max = MAX_ENTRIES): Promise<Scan> {
  const scan: Scan = { files: [], folders: new Map(), problems: [] };
  const queue = [""];
  let entries = 0;
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    const listed = await entriesOf(root, folder, scan);
    const taken = listed.slice(0, max - entries);
    entries += taken.length;
    for (let at = 0; at < taken.length; at += AT_ONCE) {
      const part = taken.slice(at, at + AT_ONCE);
      await Promise.all(part.map((entry) => noteEntry(root, folder, entry, scan, queue)));
    }
    if (taken.length === listed.length) continue;
    scan.problems.unshift(`There are more than ${max} files. The others are left out.`);
    break;
  }
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
  scan.files.sort(byPath);
  noteClashes(scan);
  const more = scan.problems.length - MAX_PROBLEMS;
  if (more > 0) scan.problems.splice(MAX_PROBLEMS, more, `${more} more are not told here.`);
  return scan;
}

async function entriesOf(root: string, folder: string, scan: Scan): Promise<Dirent[]> {
  try {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    return entries
      .filter(({ name }) => !name.startsWith("."))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    // It went away since it was listed, or was never made.
    if (hasCode(error, "ENOENT", "ENOTDIR")) return [];
    if (folder === "") throw fileError(`${root} cannot be read`, error);
    const reason = error instanceof Error ? error.message : String(error);
    scan.problems.push(`${folder} cannot be read: ${printableLine(reason)}`);
    return [];
  }
}

async function noteEntry(
  root: string,
  folder: string,
  entry: Dirent,
  scan: Scan,
  queue: string[],
): Promise<void> {
  const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
  const shown = printableLine(path);
  if (!libraryPathSchema.safeParse(path).success) {
    scan.problems.push(`${shown} is left out: not every system takes this name.`);
    return;
  }
  const place = join(root, path);
  try {
    const stats = await statOf(place);
    if (stats === null) return;
    if (stats.isDirectory()) {
      scan.folders.set(path, `${stats.dev}.${stats.ino}`);
      queue.push(path);
    } else if (stats.isFile()) {
      scan.files.push({ path, size: Number(stats.size), mark: markOf(stats) });
    } else if (stats.isSymbolicLink()) {
      const target = await linkedFile(root, place);
      if (target === null) {
        scan.problems.push(`${shown} is left out: this link leads to no file of the library.`);
      } else {
        const { stats } = target;
        scan.files.push({ path, size: Number(stats.size), mark: markOf(stats) });
      }
    } else {
      scan.problems.push(`${shown} is left out: it is neither a file nor a folder.`);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    scan.problems.push(`${shown} is left out: ${printableLine(reason)}`);
  }
}

function noteClashes({ files, folders, problems }: Scan): void {
  const seen = new Map<string, string>();
  for (const path of [...folders.keys(), ...files.map((file) => file.path)]) {
    const key = samePathKey(path);
    const other = seen.get(key);
    if (other === undefined) seen.set(key, path);
    else {
      problems.push(
        `${other} and ${path} differ only in how they are written. Not every system keeps both.`,
      );
    }
  }
}
