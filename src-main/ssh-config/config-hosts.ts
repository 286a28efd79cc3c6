import type { ConfigFiles } from "./config-files";
import { walkConfig } from "./config-walk";

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

/**
 * The concrete hosts of ssh configurations and the files they include, each at its first place.
 *
 * Only names are taken here: what they mean is ssh's to say. An Include inside a
 * Host or Match section holds for that section alone, so the hosts in such a
 * file are listed only where the section is for all hosts.
 */
export function concreteHosts(configs: readonly ConfigFiles[]): ConfigHosts {
  const hosts = new Map<string, ConfigHost>();
  const problems = configs.flatMap((files) => files.problems);
  for (const files of configs) takeHosts(files, hosts, problems);
  return { hosts: [...hosts.values()], problems };
}

function takeHosts(files: ConfigFiles, hosts: Map<string, ConfigHost>, problems: string[]): void {
  walkConfig(files, {
    enters({ keyword, args, number }, file) {
      if (keyword === "match") return args.length === 1 && args[0]?.toLowerCase() === "all";
      for (const alias of args) {
        if (isConcrete(alias) && !hosts.has(alias)) hosts.set(alias, { alias, file, line: number });
      }
      return args.includes("*");
    },
    visit() {},
    stops: (problem) => problems.push(problem),
  });
}

/** Longer than any name that can be looked up. */
const MAX_ALIAS = 1000;

function isConcrete(alias: string): boolean {
  // A leading dash cannot be a destination: ssh would read an option. Nor can what is not printable.
  return alias !== "" && alias.length <= MAX_ALIAS && !/[*?!]|^-|\p{Cc}/u.test(alias);
}

/**
 * Whether asking ssh about a host runs programs of the user's (`Match exec`) or asks a name server
 * (`CanonicalizeHostname`): then it is not done unasked.
 */
export function hasSideEffects({ lines }: ConfigFiles): boolean {
  return [...lines.values()].flat().some(({ keyword, args }) => {
    const words = args.map((arg) => arg.toLowerCase());
    if (keyword === "match") return words.some((word) => /^!?exec(=|$)/.test(word));
    return keyword === "canonicalizehostname" && words[0] !== "no" && words[0] !== "false";
  });
}
