import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { globSync } from "tinyglobby";
import { FailureError, failure } from "../../../src-shared/failure";
import { fitsPatterns } from "./patterns";
import { homeFolder, localUser, type SshOptions } from "./ssh-options";
import type { Ssh2Target } from "./target";

/** As in OpenSSH's readconf.c. */
const MAX_INCLUDE_DEPTH = 16;
/** Files that are read in all: what includes itself twice would double with each level. */
const MAX_FILES = 1000;
/** Options whose values add up; of any other the first one holds (ssh_config.5). */
const ADDING = ["identityfile", "certificatefile"];

/**
 * What the configuration files say of a destination, read without OpenSSH.
 *
 * `Match` is understood as far as it asks for names; what runs commands or waits for a name
 * server is refused, because leaving it out could lead somewhere else.
 * @throws FailureError `bad_request` for what only OpenSSH can decide
 */
export async function optionsOfFiles(target: Ssh2Target): Promise<SshOptions> {
  const reader = new Reader(target);
  for (const option of target.sshOptions) reader.take(wordsOf(option));
  if (target.identity !== null) reader.set("identityfile", target.identity);
  if (target.user !== null) reader.set("user", target.user);
  if (target.port !== null) reader.set("port", String(target.port));
  if (target.jump.length > 0) reader.set("proxyjump", target.jump.join(","));
  const folder = join(homeFolder(), ".ssh");
  await reader.read(target.configFile ?? join(folder, "config"), folder, 0);
  // Only where no other file is named is the system's read too (ssh.1, -F).
  if (target.configFile === null && process.platform !== "win32") {
    await reader.read("/etc/ssh/ssh_config", "/etc/ssh", 0);
  }
  const hostname = reader.options.get("hostname")?.[0];
  // The two tokens that a HostName may have (ssh_config.5); `ssh -G` has them put in.
  const named = hostname?.replace(/%([%h])/g, (_, token) => (token === "h" ? target.address : "%"));
  if (named !== undefined) reader.options.set("hostname", [named]);
  return reader.options;
}

class Reader {
  readonly options: SshOptions = new Map();
  #files = 0;

  constructor(private readonly target: Ssh2Target) {}

  async read(file: string, folder: string, depth: number): Promise<void> {
    this.#files += 1;
    if (depth > MAX_INCLUDE_DEPTH || this.#files > MAX_FILES) {
      throw refused(`${file} is included too deeply, or one of too many files.`);
    }
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (isMissing && (depth > 0 || file !== this.target.configFile)) return;
      throw refused(`${file} cannot be read.`);
    }
    let counts = true;
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      const words = wordsOf(line);
      const [keyword, ...args] = words;
      if (keyword === "host") counts = fitsPatterns(this.target.address, args);
      else if (keyword === "match") counts = this.#matches(args, `${file}:${index + 1}`);
      else if (!counts || keyword === undefined) continue;
      else if (keyword === "include") {
        for (const pattern of args) {
          const path = pattern.replace(/^~(?=\/|$)/, homeFolder());
          const whole = isAbsolute(path) ? path : join(folder, path);
          const options = { absolute: true, expandDirectories: false, cwd: dirname(whole) };
          for (const found of globSync(whole, options).sort()) {
            await this.read(found, folder, depth + 1);
          }
        }
      } else this.take(words);
    }
  }

  take([keyword, ...args]: string[]): void {
    if (keyword !== undefined) this.set(keyword, args.join(" "));
  }

  set(keyword: string, value: string): void {
    const before = this.options.get(keyword);
    if (before === undefined) this.options.set(keyword, [value]);
    else if (ADDING.includes(keyword)) before.push(value);
  }

  #matches(criteria: string[], where: string): boolean {
    let fits = true;
    for (let at = 0; at < criteria.length; at++) {
      const word = criteria[at] ?? "";
      const name = word.replace(/^!/, "").toLowerCase();
      if (name === "all") continue;
      const text = this.#subject(name);
      at += 1;
      if (text === null) {
        throw refused(
          `${where} asks for \u201cMatch ${name}\u201d, which only OpenSSH can answer.`,
        );
      }
      const fitsOne = fitsPatterns(text, (criteria[at] ?? "").split(","));
      fits &&= fitsOne !== word.startsWith("!");
    }
    return fits;
  }

  #subject(name: string): string | null {
    const said = (option: string) => this.options.get(option)?.[0];
    switch (name) {
      case "host":
        return said("hostname") ?? this.target.address;
      case "originalhost":
        return this.target.address;
      case "user":
        return said("user") ?? localUser();
      case "localuser":
        return localUser();
      default:
        return null;
    }
  }
}

/** The keyword in lower case, and the arguments: `Key value`, `Key=value`, quotes, `#` comments. */
function wordsOf(line: string): string[] {
  const match = /^\s*([A-Za-z][A-Za-z0-9]*)(?:\s*=\s*|\s+)(.*)$/.exec(line);
  if (match === null) return [];
  const [, keyword = "", rest = ""] = match;
  const words = [keyword.toLowerCase()];
  for (const [word] of rest.matchAll(/"[^"]*"|#.*|[^\s"#][^\s"]*/g)) {
    if (word.startsWith("#")) break;
    words.push(word.startsWith('"') ? word.slice(1, -1) : word);
  }
  return words;
}

function refused(message: string): FailureError {
  return new FailureError(
    failure("bad_request", message, { advice: "Install OpenSSH's ssh, or change that line." }),
  );
}
