import { FailureError, failure } from "../../src-shared/failure";
import { ProcessTransport } from "./process-transport";
import { explainSshExit } from "./ssh-failure";
import type { Transport, TransportOptions } from "./transport";

/** Where and how to reach a host by the system's OpenSSH. What is left out is the user's own configuration's. */
export interface SshTarget {
  /** What ssh is given as destination: an alias of the configuration, or a host's name. */
  host: string;
  user?: string | null;
  port?: number | null;
  /** Path of a private key. */
  identity?: string | null;
  /** Hosts to go through, the first hop first, as `ssh -J` takes them; the configuration's own if empty. */
  jump?: readonly string[];
  /** Further arguments for ssh, as they are: `["-o", "Compression=yes"]`. */
  sshOptions?: readonly string[];
  /** Another configuration file than the user's own (`ssh -F`). */
  configFile?: string | null;
  /** Whether ssh may ask on a terminal. Without one it would hang or ask in the wrong place. */
  interactive?: boolean;
}

/** The arguments of ssh that run `command` on the target. */
function sshArguments(target: SshTarget, command: string): string[] {
  const args = ["-T"];
  if (target.configFile) args.push("-F", target.configFile);
  if (!target.interactive) args.push("-o", "BatchMode=yes");
  // A RemoteCommand of the configuration does not go together with a command.
  args.push("-o", "RemoteCommand=none");
  if (target.port) args.push("-p", String(target.port));
  if (target.user) args.push("-l", target.user);
  if (target.identity) args.push("-i", target.identity);
  if (target.jump?.length) args.push("-J", target.jump.join(","));
  args.push(...(target.sshOptions ?? []), "--", target.host, command);
  return args;
}

/**
 * Starts ssh.
 * @throws FailureError `no_transport` where there is no ssh
 */
export async function spawnSsh(
  target: SshTarget,
  command: string,
  options: TransportOptions,
): Promise<Transport> {
  options.onStep("connecting");
  try {
    return await ProcessTransport.spawn(
      {
        file: "ssh",
        args: sshArguments(target, command),
        terminal: target.interactive ?? false,
      },
      (exit, lines) => explainSshExit(target, exit, lines),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FailureError(
      failure("no_transport", "OpenSSH's ssh cannot be started on this machine.", {
        advice: "Install it, for example with: sudo apt install openssh-client",
        lines: [reason],
      }),
    );
  }
}
