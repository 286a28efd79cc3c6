import type { BigIntStats } from "node:fs";
import { lstat, mkdir, readdir, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { libraryPathSchema, samePathKey } from "../../src-shared/library";
import { fileError, hasCode, notFound, refused } from "./failures";

/** What stands for a content: another one wherever size, time or file are other ones. */
export function markOf({ mtimeNs, size, ino }: BigIntStats): string {
  return [mtimeNs, size, ino].map((part) => part.toString(36)).join(".");
}

/** What is there itself, links not followed; null where nothing is. @throws FailureError `file_error` */
export async function statOf(file: string): Promise<BigIntStats | null> {
  try {
    return await lstat(file, { bigint: true });
  } catch (error) {
    // A file in the place of a folder on the way: then there is nothing there either.
    if (hasCode(error, "ENOENT", "ENOTDIR")) return null;
    throw fileError(`${file} cannot be read`, error);
  }
}

/**
 * Where a path of a library is on this machine, whether or not something is there. A repository
 * of somebody else may bring links, so no folder on the way may be one.
 * @throws FailureError `bad_request` where one is, `file_error`
 */
export async function placeOf(root: string, path: string): Promise<string> {
  let at = root;
  for (const part of path.split("/").slice(0, -1)) {
    at = join(at, part);
    const stats = await statOf(at);
    if (stats === null) break;
    if (!stats.isDirectory()) {
      throw refused(
        `${relative(root, at)} is no folder, so there is no ${path}.`,
        stats.isSymbolicLink() ? "It is a link, and links to folders are not followed." : "",
      );
    }
  }
  return join(root, path);
}

/**
 * The regular file behind a path, and what is known of it. A link to another file of the library is followed.
 * @throws FailureError `not_found`, `bad_request` where it is something else, `file_error`
 */
export async function regularFile(
  root: string,
  path: string,
): Promise<{ file: string; stats: BigIntStats }> {
  const file = await placeOf(root, path);
  const stats = await statOf(file);
  if (stats === null) throw notFound(path);
  if (stats.isFile()) return { file, stats };
  const target = stats.isSymbolicLink() ? await linkedFile(root, file) : null;
  if (target !== null) return target;
  throw refused(
    `${path} is not a file of the library.`,
    stats.isSymbolicLink() ? "It is a link that does not lead to a file of the library." : "",
  );
}

/** The file of the library that a link leads to; null where it leads to none. @throws FailureError `file_error` */
export async function linkedFile(
  root: string,
  link: string,
): Promise<{ file: string; stats: BigIntStats } | null> {
  try {
    const [top, file] = await Promise.all([realpath(root), realpath(link)]);
    const path = relative(top, file).split(sep).join("/");
    const stats = await stat(file, { bigint: true });
    return stats.isFile() && libraryPathSchema.safeParse(path).success ? { file, stats } : null;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "ELOOP")) return null;
    throw fileError(`${link} cannot be read`, error);
  }
}

/**
 * Makes sure that a new file or folder does not stand beside one whose name only some systems tell apart.
 * @param leaving what goes away before, as absolute paths
 * @throws FailureError `bad_request` that names the other one, `file_error`
 */
export async function refuseClash(
  root: string,
  path: string,
  leaving: ReadonlySet<string> = new Set(),
): Promise<void> {
  let at = root;
  for (const part of path.split("/")) {
    const key = samePathKey(part);
    const other = (await namesIn(at)).find(
      (name) => name !== part && samePathKey(name) === key && !leaving.has(join(at, name)),
    );
    at = join(at, part);
    if (other === undefined) continue;
    throw refused(
      `${relative(root, at)} differs from ${relative(root, join(dirname(at), other))} only in how it is written.`,
      "Not every system keeps both. Choose another name.",
    );
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return [];
    throw fileError(`${folder} cannot be read`, error);
  }
}

/**
 * Makes the folder of a file, and those around it.
 * @returns those that were not there, the outermost first
 * @throws FailureError `file_error`
 */
export async function makeFolders(folder: string): Promise<string[]> {
  const made: string[] = [];
  for (let at = folder; (await statOf(at)) === null; at = dirname(at)) made.unshift(at);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw fileError(`The folder ${folder} cannot be made`, error);
  }
  return made;
}
