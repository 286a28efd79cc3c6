import type { ConfigFiles } from "./config-files";
import { configLines } from "./config-line";
import { walkConfig } from "./config-walk";
import { fitsPatterns } from "./patterns";
import { userName } from "./user-name";

/** Options of ssh by their names in lower case, as `ssh -G` prints them. */
export type SshOptions = Map<string, string[]>;

/** What would stand on the command line of ssh. */
export interface GivenOptions {
  user?: string | null | undefined;
  port?: number | null | undefined;
  identity?: string | null | undefined;
  jump?: readonly string[] | undefined;
  sshOptions?: readonly string[] | undefined;
}

/** Options whose values add up; of any other the first one holds (ssh_config.5). */
const ADDING = ["identityfile", "certificatefile"];

/**
 * What the configurations say of a destination, read without ssh, in their order.
 *
 * `Match` is understood as far as it asks for names.
 * @param onProblem told, in a sentence, of what only ssh can decide, and of what could not be
 *   read; where it returns, that section or file is left out
 */
export function plainOptions(
  configs: readonly ConfigFiles[],
  address: string,
  given: GivenOptions,
  onProblem: (problem: string) => void,
): SshOptions {
  const options = optionsGiven(given);
  const matches = (criteria: readonly string[], where: string): boolean => {
    let fits = true;
    for (let at = 0; at < criteria.length; at++) {
      const word = criteria[at] ?? "";
      const name = word.replace(/^!/, "").toLowerCase();
      if (name === "all") continue;
      const text = subjectOf(name, address, options);
      at += 1;
      if (text === null) {
        onProblem(`${where} asks for “Match ${name}”, which only OpenSSH can answer.`);
        return false;
      }
      const fitsOne = fitsPatterns(text, (criteria[at] ?? "").split(","));
      fits &&= fitsOne !== word.startsWith("!");
    }
    return fits;
  };
  for (const files of configs) {
    walkConfig(files, {
      enters: ({ keyword, args, number }, file) =>
        keyword === "host" ? fitsPatterns(address, args) : matches(args, `${file}:${number}`),
      visit: ({ keyword, args }) => put(options, keyword, args.join(" ")),
      stops: onProblem,
      misses: (file) => onProblem(`${file} cannot be read.`),
    });
  }
  const hostname = options.get("hostname")?.[0];
  // The two tokens that a HostName may have (ssh_config.5); `ssh -G` has them put in.
  const named = hostname?.replace(/%([%h])/g, (_, token) => (token === "h" ? address : "%"));
  if (named !== undefined) options.set("hostname", [named]);
  return options;
}

function optionsGiven({ user, port, identity, jump = [], sshOptions = [] }: GivenOptions) {
  const options: SshOptions = new Map();
  for (const option of sshOptions) {
    const [line] = configLines(option);
    if (line !== undefined) put(options, line.keyword, line.args.join(" "));
  }
  if (identity) put(options, "identityfile", identity);
  if (user) put(options, "user", user);
  if (port) put(options, "port", String(port));
  if (jump.length > 0) put(options, "proxyjump", jump.join(","));
  return options;
}

function put(options: SshOptions, keyword: string, value: string): void {
  const before = options.get(keyword);
  if (before === undefined) options.set(keyword, [value]);
  else if (ADDING.includes(keyword)) before.push(value);
}

/** What a criterion of `Match` looks at; null for one that is not about a name. */
function subjectOf(name: string, address: string, options: SshOptions): string | null {
  const said = (option: string) => options.get(option)?.[0];
  switch (name) {
    case "host":
      return said("hostname") ?? address;
    case "originalhost":
      return address;
    case "user":
      return said("user") ?? userName();
    case "localuser":
      return userName();
    default:
      return null;
  }
}
