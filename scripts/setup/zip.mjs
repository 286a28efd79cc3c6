import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

/**
 * Extracts files with their permissions. Only for archives we trust: no symbolic links, and
 * nothing guards against absurd sizes.
 *
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => string | undefined} place where an entry goes in `folder`, or
 *   undefined to leave it out
 * @returns {Promise<number>} how many files were written
 */
export async function extractZip(archive, folder, place) {
  // Loaded late: it is an npm package, and set-up starts before there are any.
  const { openPromise } = await import("yauzl");
  const zip = await openPromise(archive, { lazyEntries: true });
  let written = 0;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.endsWith("/") ? undefined : place(entry.fileName);
    if (name === undefined) continue;
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(
      await zip.openReadStreamPromise(entry),
      createWriteStream(path, { mode: mode || 0o644 }),
    );
    written += 1;
  }
  return written;
}
