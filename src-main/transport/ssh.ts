import type { Readable, Writable } from "node:stream";
import { type Failure, FailureError, failure } from "../../src-shared/failure";
import { Askpass } from "./askpass";
import { ProcessTransport } from "./process-transport";
import { sshArguments, sshVersion } from "./ssh-arguments";
import { explainSshExit, explainSshSilence } from "./ssh-failure";
import { SshProgress } from "./ssh-progress";
import type { Exit, Transport, TransportOptions } from "./transport";

/** Where and how to reach a host by the system's OpenSSH. What is left out is the user's own configuration's. */
export interface SshTarget {
  /** What ssh is given as destination: an alias of the configuration, or a host's name. */
  host: string;
  /** What sentences call it; the destination if left out. */
  name?: string;
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

/**
 * Starts ssh. What it asks goes to `options.ask`, unless the target is interactive.
 * @throws FailureError `no_transport` where there is no ssh, `file_error` where it could not ask
 */
export async function spawnSsh(
  target: SshTarget,
  command: string,
  options: TransportOptions,
): Promise<Transport> {
  const name = target.name ?? target.host;
  const version = await sshVersion();
  const progress = new SshProgress(options.onStep);
  // The ways between ssh and what asks for it, until there is an ssh.
  let terminate = () => {};
  const askpass =
    options.ask === null || target.interactive
      ? null
      : new Askpass(
          { ask: options.ask, name, signal: options.signal },
          () => contextOf(progress),
          () => terminate(),
        );
  try {
    const env = askpass === null ? null : await askpass.start();
    const ssh = await ProcessTransport.spawn(
      {
        file: "ssh",
        args: sshArguments(target, command, version, Boolean(askpass || target.interactive)),
        terminal: target.interactive ?? false,
        env: environment(env, target.interactive ?? false),
        isKept: (line) => {
          const isKept = progress.read(line);
          // The session has begun: what ssh would ask now would stop it.
          if (progress.isStarted) askpass?.close();
          return isKept;
        },
        // ControlPersist, where the host's own options ask for it.
        isSurvived: true,
      },
      (exit, lines) => {
        const reason = explainSshExit(name, progress, exit, lines);
        if (reason !== null) askpass?.failed(reason);
        return reason;
      },
    );
    terminate = () => void ssh.terminate();
    return new SshTransport(ssh, askpass, progress, name);
  } catch (error) {
    askpass?.close();
    if (error instanceof FailureError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FailureError(
      failure("no_transport", "OpenSSH's ssh cannot be started on this machine.", {
        advice: "Install it, for example with: sudo apt install openssh-client",
        lines: [reason],
      }),
    );
  }
}

/** A running ssh, and what asks for it. */
class SshTransport implements Transport {
  readonly readable: Readable;
  readonly writable: Writable;
  readonly exited: Promise<Exit>;

  constructor(
    private readonly ssh: ProcessTransport,
    private readonly askpass: Askpass | null,
    private readonly progress: SshProgress,
    private readonly name: string,
  ) {
    this.readable = ssh.readable;
    this.writable = ssh.writable;
    this.exited = ssh.exited;
    void ssh.exited.then(() => askpass?.close());
  }

  stderrLines(): string[] {
    return this.ssh.stderrLines();
  }

  onStderr(listener: (lines: string[]) => void): void {
    this.ssh.onStderr(listener);
  }

  explain(exit: Exit): Failure | null {
    return this.askpass?.givenUp ?? this.ssh.explain(exit);
  }

  explainSilence(milliseconds: number): Failure | null {
    return explainSshSilence(this.name, this.progress, milliseconds, this.stderrLines());
  }

  close(): Promise<void> {
    this.askpass?.close();
    // Before the command is sent there is nothing that could end in order.
    return this.progress.isStarted ? this.ssh.close() : this.ssh.terminate();
  }
}

function contextOf({ hop, said }: SshProgress) {
  const login = hop.user === null ? "" : `${hop.user}@${hop.host ?? ""}`;
  return { method: hop.method, login, instruction: said.join("\n") };
}

/** Without askpass ssh, and the ssh of a jump host, are to ask nobody: not by another program either. */
function environment(
  askpass: Record<string, string> | null,
  isInteractive: boolean,
): NodeJS.ProcessEnv {
  if (isInteractive) return process.env;
  if (askpass === null) return { ...process.env, SSH_ASKPASS_REQUIRE: "never" };
  // Before OpenSSH 8.4, and for notices also later, it asks only where it believes in a display.
  return { DISPLAY: ":0", ...process.env, ...askpass };
}
