import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { glob } from "tinyglobby";
import { type ConfigLine, configLines } from "./config-line";
import { sshHome } from "./ssh-home";

/** A configuration with everything that it includes, for whichever host. */
export interface ConfigFiles {
  root: string;
  /** What each file says. One that cannot be read is not in it. */
  lines: ReadonlyMap<string, ConfigLine[]>;
  /** The files that each `Include` names, by `FILE:LINE`, in ssh's order. */
  includes: ReadonlyMap<string, string[]>;
  /** The absolute patterns of all includes: a file that fits one later belongs to it too. */
  patterns: string[];
  /** What could not be read, in sentences. */
  problems: string[];
  /** The files that those are about. One that is not there is not among them. */
  unread: ReadonlySet<string>;
  /** Another text wherever one of the files is. */
  digest: string;
}

/** Where OpenSSH has the system's (ssh_config.5). */
export const SYSTEM_CONFIG =
  process.platform === "win32"
    ? join(process.env.ProgramData ?? "C:\\ProgramData", "ssh", "ssh_config")
    : "/etc/ssh/ssh_config";

/** As in OpenSSH's readconf.c. */
export const MAX_INCLUDE_DEPTH = 16;
/** Files that are read in all. */
const MAX_FILES = 1000;
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Reads a configuration.
 * @param folder what its includes are relative to: `~/.ssh` for a user's, also for one that `-F`
 *   names (ssh_config.5, and readconf.c, where every file but the system's is a user's)
 */
export async function readConfigFiles(
  root: string,
  folder = join(sshHome(), ".ssh"),
): Promise<ConfigFiles> {
  const reader = new Reader(folder);
  await reader.read(root, 0);
  const { lines, includes, patterns, problems, unread, hash } = reader;
  const digest = hash.digest("hex");
  return { root, lines, includes, patterns: [...patterns], problems, unread, digest };
}

class Reader {
  readonly lines = new Map<string, ConfigLine[]>();
  readonly includes = new Map<string, string[]>();
  readonly patterns = new Set<string>();
  readonly problems: string[] = [];
  readonly unread = new Set<string>();
  readonly hash = createHash("sha256");
  readonly #seen = new Set<string>();

  constructor(private readonly folder: string) {}

  async read(file: string, depth: number): Promise<void> {
    if (this.#seen.has(file)) return;
    this.#seen.add(file);
    if (this.#seen.size > MAX_FILES) {
      this.unread.add(file);
      if (this.#seen.size === MAX_FILES + 1) {
        this.problems.push(`${file} is one of more than ${MAX_FILES} files.`);
      }
      return;
    }
    const text = await this.#text(file, depth === 0);
    if (text === null) return;
    this.hash.update(JSON.stringify([file, text]));
    const lines = configLines(text);
    this.lines.set(file, lines);
    for (const { keyword, args, number } of lines) {
      if (keyword !== "include") continue;
      const found = (await Promise.all(args.map((pattern) => this.#expand(pattern)))).flat();
      this.includes.set(`${file}:${number}`, found);
      for (const included of found) await this.read(included, depth + 1);
    }
  }

  async #text(file: string, isRoot: boolean): Promise<string | null> {
    try {
      const { size } = await stat(file);
      if (size <= MAX_BYTES) return await readFile(file, "utf8");
      this.unread.add(file);
      this.problems.push(`${file} is too large to be an ssh configuration.`);
    } catch (error) {
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      // Not everyone has a configuration.
      if (isRoot && isMissing) return null;
      this.unread.add(file);
      this.problems.push(`${file} cannot be read.`);
    }
    return null;
  }

  async #expand(pattern: string): Promise<string[]> {
    const home = pattern.replace(/^~(?=\/|$)/, sshHome());
    const path = isAbsolute(home) ? home : join(this.folder, home);
    this.patterns.add(path);
    // glob(3) knows neither braces nor extended patterns.
    const options = { braceExpansion: false, extglob: false, expandDirectories: false };
    const found = await glob(path, { ...options, absolute: true, cwd: dirname(path) });
    return found.sort();
  }
}
