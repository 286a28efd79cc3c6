import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type KnownLine, parseKnownHosts } from "./known-hosts";

export interface KnownHosts {
  lines: KnownLine[];
  /** Files that are there and cannot be read, in sentences. */
  problems: string[];
}

/** What several known_hosts files say; one that is not there says nothing. */
export async function readKnownHosts(files: readonly string[]): Promise<KnownHosts> {
  const known: KnownHosts = { lines: [], problems: [] };
  for (const file of files) {
    try {
      known.lines.push(...parseKnownHosts(await readFile(file, "utf8"), file));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") continue;
      known.problems.push(
        `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return known;
}

/**
 * Adds a line to a known_hosts file, behind what is there and without a change of it.
 * @throws the error of the file system
 */
export async function appendKnownHost(file: string, line: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, "a+", 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    const isOpen = size > 0 && last[0] !== 10;
    await handle.appendFile(`${isOpen ? "\n" : ""}${line}\n`);
  } finally {
    await handle.close();
  }
}
