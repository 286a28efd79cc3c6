import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import type { HostSettings } from "../../src-shared/host";
import { printableLine } from "../../src-shared/printable";
import { isOnPath } from "./containers";

/** What ssh is asked about: a destination, and what would stand on its command line. */
export interface SshQuery {
  address: string;
  settings: Pick<HostSettings, "user" | "port" | "identity" | "jump" | "sshOptions">;
  /** Another configuration than the user's own (`ssh -F`). */
  configFile: string | null;
}

export type SshAnswer =
  /** The options that hold, in ssh's order, and the lines of its log where it was asked for. */
  | { kind: "options"; options: { name: string; value: string }[]; log: string[] }
  /** ssh does not accept its configuration or the destination: its own lines. */
  | { kind: "refused"; lines: string[] }
  /** There is no ssh to ask. */
  | { kind: "missing" };

export interface AskOptions {
  signal?: AbortSignal | undefined;
  /** Whether its log is wanted too. */
  log?: boolean;
  /** Whether `Match exec` and name servers are left out, because nobody asked for this host. */
  isQuiet?: boolean;
}

/** A `Match exec` of the user's, or a name server, may take its time. */
const TIMEOUT_MS = 20_000;

/**
 * Asks ssh what it makes of a destination (`ssh -G`), without connecting.
 * It runs what `Match exec` of the user's configuration says. Never rejects.
 */
export function askSsh(query: SshQuery, options: AskOptions = {}): Promise<SshAnswer> {
  const { signal, log = false, isQuiet = false } = options;
  return new Promise((resolve) => {
    execFile(
      "ssh",
      sshArguments(query, log, isQuiet),
      {
        encoding: "utf8",
        maxBuffer: 16 * 1024 * 1024,
        timeout: TIMEOUT_MS,
        ...(signal && { signal }),
        ...(isQuiet && { env: quietEnvironment() }),
      },
      (error, stdout, stderr) => {
        const lines = stderr.split(/\r?\n/);
        if (error === null) resolve({ kind: "options", options: optionsOf(stdout), log: lines });
        else if (error.code === "ENOENT") resolve({ kind: "missing" });
        else resolve({ kind: "refused", lines: reasons(lines, error.killed === true) });
      },
    );
  });
}

function sshArguments(query: SshQuery, log: boolean, isQuiet: boolean): string[] {
  const { address, configFile, settings } = query;
  const { user, port, identity, jump = [], sshOptions = [] } = settings;
  const args = [log ? "-vvvTG" : "-TG"];
  if (isQuiet) args.push("-o", "CanonicalizeHostname=no");
  if (configFile !== null) args.push("-F", configFile);
  if (user !== undefined) args.push("-l", user);
  if (port !== undefined) args.push("-p", String(port));
  if (identity !== undefined) args.push("-i", identity);
  if (jump.length > 0) args.push("-J", jump.join(","));
  return [...args, ...sshOptions.flatMap((option) => ["-o", option]), "--", address];
}

/** ssh hands the commands of `Match exec` to this shell (readconf.c): it runs none of them. */
function quietEnvironment(): NodeJS.ProcessEnv {
  const shell = ["/bin/false", "/usr/bin/false"].find((path) => existsSync(path));
  return { ...process.env, ...(shell !== undefined && { SHELL: shell }) };
}

function optionsOf(text: string): { name: string; value: string }[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const space = line.indexOf(" ");
    if (line === "") return [];
    if (space === -1) return [{ name: line, value: "" }];
    return [{ name: line.slice(0, space), value: line.slice(space + 1) }];
  });
}

function reasons(lines: string[], isTimeout: boolean): string[] {
  const said = lines
    .filter((line) => line.trim() !== "" && !/^debug\d|^OpenSSH_|: terminating, \d+ bad/.test(line))
    .map((line) => printableLine(line))
    .slice(0, 10);
  if (isTimeout) return [...said, `ssh -G took longer than ${TIMEOUT_MS / 1000} seconds.`];
  return said.length > 0 ? said : ["ssh -G failed without a word."];
}

/**
 * Has ssh read its configuration, with nothing run and nobody asked for it.
 * @returns ssh's own lines where it does not accept it; empty where it does, null where there is no ssh
 */
export async function checkSshConfig(configFile: string | null): Promise<string[] | null> {
  const query = { address: "rmote-desktop.invalid", settings: {}, configFile };
  const answer = await askSsh(query, { isQuiet: true });
  if (answer.kind === "missing") return null;
  return answer.kind === "refused" ? answer.lines : [];
}

/** Whether there is an ssh that could be started. */
export function hasSsh(): Promise<boolean> {
  return isOnPath("ssh", process.env.PATH ?? "");
}
