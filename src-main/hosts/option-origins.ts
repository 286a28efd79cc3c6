import { dirname } from "node:path";
import type { OptionOrigin } from "../../src-shared/host";
import { readConfigFiles } from "../ssh-config/config-files";
import { walkConfig } from "../ssh-config/config-walk";

/** A line that says what an option is, by the name that `ssh -G` prints. */
export interface OptionSource {
  name: string;
  values: string[];
  origin: OptionOrigin;
}

/**
 * The lines of the configuration that hold, in the order in which ssh reads them: the first one
 * decides. Which sections count is taken from ssh's own log, since only it can tell.
 * @param log what `ssh -vvvG` wrote to stderr
 * @param folder what includes of a user's configuration are relative to; `~/.ssh` unless given
 */
export async function findOrigins(
  log: readonly string[],
  folder?: string,
): Promise<OptionSource[]> {
  const sources: OptionSource[] = [];
  for (const pass of passes(log)) {
    const { hostSections, matches } = readSections(pass);
    let next = 0;
    for (const root of roots(pass)) {
      const isSystem = root.startsWith("/etc/") || /programdata/i.test(root);
      const files = await readConfigFiles(root, isSystem ? dirname(root) : folder);
      walkConfig(files, {
        enters({ keyword, number, rest }, file) {
          if (keyword === "host") return hostSections.has(place(file, number));
          const found = matches.findIndex(({ text }, index) => index >= next && text === rest);
          if (found !== -1) next = found + 1;
          return matches[found]?.isFound ?? false;
        },
        visit({ keyword, args, number }, file) {
          const name = SYNONYMS[keyword] ?? keyword;
          const values = EACH_ARGUMENT.has(name) ? args : [args.join(" ")];
          sources.push({ name, values, origin: { kind: "file", file, line: number } });
        },
      });
    }
  }
  return sources;
}

/** `Match final` and new names after canonicalisation make ssh read everything again. */
function passes(log: readonly string[]): string[][] {
  const result: string[][] = [[]];
  for (const line of log) {
    if (line.startsWith("debug1: re-parsing configuration")) result.push([]);
    else result.at(-1)?.push(line);
  }
  return result;
}

/** The files that ssh began with: it names those that are included before it reads them. */
function roots(log: readonly string[]): string[] {
  const included = new Set<string>();
  const found: string[] = [];
  for (const line of log) {
    const include = / line \d+: Including file (.*) depth \d+(?: \(parse only\))?$/.exec(line)?.[1];
    if (include !== undefined) included.add(include);
    const read = /^debug1: Reading configuration data (.*)$/.exec(line)?.[1];
    if (read !== undefined && !included.has(read)) found.push(read);
  }
  return found;
}

function readSections(log: readonly string[]) {
  const hostSections = new Set<string>();
  const matches: { text: string; isFound: boolean }[] = [];
  for (const line of log) {
    const [, file, number] = /^debug1: (.*) line (\d+): Applying options for /.exec(line) ?? [];
    if (file !== undefined) hostSections.add(place(file, Number(number)));
    const text = /^debug2: checking match for '(.*)' host /.exec(line)?.[1];
    if (text !== undefined) matches.push({ text: text.trim(), isFound: false });
    const last = matches.at(-1);
    if (last !== undefined && /^debug2: match found/.test(line)) last.isFound = true;
  }
  return { hostSections, matches };
}

/** ssh cuts the names of files in its log (`%.200s`). */
function place(file: string, line: number): string {
  return `${file.slice(0, 200)}:${line}`;
}

/** Arguments that ssh prints one a line. */
const EACH_ARGUMENT = new Set(["sendenv", "setenv"]);

/** Names under which `ssh -G` prints another one (readconf.c). */
const SYNONYMS: Record<string, string> = {
  challengeresponseauthentication: "kbdinteractiveauthentication",
  skeyauthentication: "kbdinteractiveauthentication",
  tisauthentication: "kbdinteractiveauthentication",
  dsaauthentication: "pubkeyauthentication",
  pubkeyacceptedkeytypes: "pubkeyacceptedalgorithms",
  hostbasedkeytypes: "hostbasedacceptedalgorithms",
  hostbasedacceptedkeytypes: "hostbasedacceptedalgorithms",
  smartcarddevice: "pkcs11provider",
  keepalive: "tcpkeepalive",
};
