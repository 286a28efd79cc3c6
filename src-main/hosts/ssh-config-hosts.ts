import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { globSync } from "tinyglobby";

/** A host that an ssh configuration names: an alias without a wildcard. */
export interface ConfigHost {
  alias: string;
  file: string;
  line: number;
}

export interface ConfigHosts {
  hosts: ConfigHost[];
  /** What could not be read, in sentences. */
  problems: string[];
}

/** As in OpenSSH's readconf.c. */
const MAX_INCLUDE_DEPTH = 16;
/** Files that are read in all: what includes itself twice would double with each level. */
const MAX_FILES = 1000;

/**
 * The concrete hosts of an ssh configuration and the files it includes.
 *
 * Only names are read here: what they mean is ssh's to say. An Include inside a
 * Host or Match section holds for that section alone, so the hosts in such a
 * file are listed only where the section is for all hosts.
 */
export async function readConfigHosts(file: string): Promise<ConfigHosts> {
  const reader = new Reader(dirname(file));
  await reader.read(file, 0, true);
  return { hosts: [...reader.hosts.values()], problems: reader.problems };
}

class Reader {
  readonly hosts = new Map<string, ConfigHost>();
  readonly problems: string[] = [];

  constructor(private readonly folder: string) {}

  #files = 0;
  #isStopped = false;

  async read(file: string, depth: number, isRoot: boolean): Promise<void> {
    this.#files += 1;
    if (this.#files > MAX_FILES) this.#stop(`${file} is one of more than ${MAX_FILES} files.`);
    if (this.#isStopped) return;
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
      // Not everyone has a configuration.
      if (!(isRoot && missing)) this.problems.push(`${file} cannot be read.`);
      return;
    }
    let forAll = true;
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      const [keyword, ...args] = splitLine(line);
      switch (keyword?.toLowerCase()) {
        case "host":
          forAll = args.includes("*");
          for (const alias of args) this.#add(alias, file, index + 1);
          break;
        case "match":
          forAll = args.length === 1 && args[0]?.toLowerCase() === "all";
          break;
        case "include":
          if (forAll) await this.#include(args, file, index + 1, depth);
          break;
      }
    }
  }

  /** Says what is wrong, once, and reads no further file. */
  #stop(problem: string): void {
    if (!this.#isStopped) this.problems.push(problem);
    this.#isStopped = true;
  }

  #add(alias: string, file: string, line: number): void {
    // A leading dash cannot be a destination: ssh would read an option.
    if (/[*?!]/.test(alias) || alias.startsWith("-") || this.hosts.has(alias)) return;
    this.hosts.set(alias, { alias, file, line });
  }

  async #include(patterns: string[], file: string, line: number, depth: number): Promise<void> {
    if (depth >= MAX_INCLUDE_DEPTH) {
      this.#stop(`${file}:${line} includes more than ${MAX_INCLUDE_DEPTH} files deep.`);
      return;
    }
    for (const pattern of patterns) {
      const expanded = pattern.replace(/^~(?=\/|$)/, homedir());
      const path = isAbsolute(expanded) ? expanded : join(this.folder, expanded);
      const found = globSync(path, { absolute: true, expandDirectories: false });
      for (const included of found.sort()) await this.read(included, depth + 1, false);
    }
  }
}

/** A line's keyword and arguments: `Key value`, `Key=value`, double quotes, `#` comments. */
export function splitLine(line: string): string[] {
  const match = /^\s*([A-Za-z][A-Za-z0-9]*)(?:\s*=\s*|\s+)(.*)$/.exec(line);
  if (match === null) return [];
  const [, keyword = "", rest = ""] = match;
  const args: string[] = [];
  for (const [token] of rest.matchAll(/"[^"]*"|#.*|[^\s"#][^\s"]*/g)) {
    if (token.startsWith("#")) break;
    args.push(token.startsWith('"') ? token.slice(1, -1) : token);
  }
  return [keyword, ...args];
}
