import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { SshTarget } from "./ssh";

/** Options of the configuration since OpenSSH 8.7 that would leave us without stdin, or without a command. */
const SINCE_8_7 = ["StdinNull=no", "ForkAfterAuthentication=no", "SessionType=default"];

/**
 * The arguments of ssh that run `command` on the target. What the user's configuration says
 * holds, but for what would keep a command from running with our pipes.
 * @param version of ssh, as `sshVersion` has it
 * @param isAsking whether ssh may ask, on a terminal or by askpass
 */
export function sshArguments(
  target: SshTarget,
  command: string,
  version: number,
  isAsking: boolean,
): string[] {
  // -v: it is by ssh's own report that we know how far it is.
  const args = ["-T", "-v"];
  if (target.configFile) args.push("-F", target.configFile);
  if (!isAsking) args.push("-o", "BatchMode=yes");
  // A RemoteCommand of the configuration does not go together with a command.
  args.push("-o", "RemoteCommand=none");
  if (version >= 8.7) args.push(...SINCE_8_7.flatMap((option) => ["-o", option]));
  if (target.port) args.push("-p", String(target.port));
  if (target.user) args.push("-l", target.user);
  if (target.identity) args.push("-i", target.identity);
  if (target.jump?.length) args.push("-J", target.jump.join(","));
  args.push(...(target.sshOptions ?? []));
  // A shared connection is used, but never made: closing our session would end those of other
  // programs over it. ssh takes the first value, so an option of the host's own still can.
  args.push("-o", "ControlMaster=no", "--", target.host, command);
  return args;
}

let version: Promise<number> | null = null;

/** The version of this machine's OpenSSH, such as 9.2; 0 where it does not say. Asked once. */
export function sshVersion(): Promise<number> {
  version ??= promisify(execFile)("ssh", ["-V"], { windowsHide: true }).then(
    ({ stdout, stderr }) => Number(/^OpenSSH_\D*(\d+\.\d+)/.exec(stderr + stdout)?.[1] ?? 0),
    // Where ssh cannot be started, starting it for the session says why.
    () => 0,
  );
  return version;
}
