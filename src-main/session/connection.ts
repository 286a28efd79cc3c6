import { FailureError, failure, toFailure } from "../../src-shared/failure";
import type { Become } from "../../src-shared/host";
import type { Ask } from "../../src-shared/question";
import type { ConnectStep, Hello } from "../../src-shared/session";
import {
  type Agent,
  type Bootstrap,
  bootstrapPacker,
  PYTHONS,
  shellCommand,
} from "../protocol/bootstrap";
import { Protocol, type WireLogRecord } from "../protocol/protocol";
import { type CommandTarget, spawnCommand } from "../transport/command";
import { spawnLocal, spawnLocalShell } from "../transport/local";
import { type SshTarget, spawnSsh } from "../transport/ssh";
import type { Exit, Transport, TransportOptions } from "../transport/transport";
import { asUser, type Becoming, becomeCommand } from "./become";
import { BecomeDialogue } from "./become-dialogue";
import { ConnectDeadline } from "./connect-deadline";
import { inTurn } from "./in-turn";
import { explainStart } from "./start-failure";

/** Milliseconds until a target that does not answer is given up. */
export const CONNECT_TIMEOUT_MS = 30_000;
/** Milliseconds to wait for the exit status of a transport whose stdout has ended. */
const EXIT_WAIT_MS = 2000;

export interface ConnectOptions {
  /** Milliseconds that the target has to answer. The time in which a person is asked does not count. */
  timeoutMs?: number;
  signal?: AbortSignal;
  onStep?: (step: ConnectStep) => void;
  onLog?: (records: WireLogRecord[]) => void;
  onStderr?: (lines: string[]) => void;
  /** The python to use; the usual ones are tried if left out. */
  python?: string | null;
  /** Another user, who the agent runs as. */
  become?: Become | null;
  /** Variables that the agent and what it starts have. */
  environment?: Readonly<Record<string, string>>;
  /** Asks a person; null or left out where nobody is there. */
  ask?: Ask | null;
  /** What sentences call the target. */
  name?: string;
}

/** A transport with an agent at its other end. */
export interface Connection {
  protocol: Protocol;
  hello: Hello;
  stderrLines(): string[];
  /** Ends protocol and transport; resolves when the process is gone. */
  close(): Promise<void>;
}

/**
 * Connects by the system's OpenSSH, as the user's own configuration says.
 * @throws FailureError with the reason and the evidence
 */
export async function fromSsh(
  agent: Agent,
  target: SshTarget,
  options: ConnectOptions = {},
): Promise<Connection> {
  return await fromShell(agent, (command, more) => spawnSsh(target, command, more), {
    name: target.host,
    ...options,
  });
}

/**
 * Connects by what runs a command line in the login shell of a target.
 * @throws FailureError with the reason and the evidence
 */
export async function fromShell(
  agent: Agent,
  spawn: (command: string, options: TransportOptions) => Promise<Transport>,
  options: ConnectOptions & { name: string },
): Promise<Connection> {
  return await asUser(options.become, (becoming) => {
    const bootstrap = bootstrapPacker(agent, true, options.environment);
    const command = startCommand(agent, bootstrap, options, becoming);
    const start = { bootstrap, compress: true, becoming, name: options.name };
    return withDeadline(options, (deadline) =>
      connect((more) => spawn(command, more), start, options, deadline),
    );
  });
}

/**
 * Connects to a python on this machine.
 * @throws FailureError with the reason and the evidence
 */
export async function fromLocal(agent: Agent, options: ConnectOptions = {}): Promise<Connection> {
  const { python, name = "this machine" } = options;
  return await asUser(options.become, (becoming) => {
    const bootstrap = bootstrapPacker(agent, false, options.environment);
    const spawn = async ({ onStep }: TransportOptions) => {
      const transport =
        becoming === null
          ? await spawnLocal(python ? [python] : PYTHONS, bootstrap.args)
          : await spawnLocalShell(startCommand(agent, bootstrap, options, becoming));
      onStep("starting_agent");
      return transport;
    };
    const start = { bootstrap, compress: false, becoming, name };
    return withDeadline(options, (deadline) => connect(spawn, start, options, deadline));
  });
}

/** The command line for a login shell, run as another user where there is one to become. */
function startCommand(
  agent: Agent,
  bootstrap: Bootstrap,
  { python = null }: ConnectOptions,
  becoming: Becoming | null,
): string {
  const command = shellCommand(bootstrap, python);
  return becoming === null ? command : becomeCommand(becoming, command, agent, bootstrap, python);
}

/**
 * Connects by a command of the user's own that runs another one on the target. Where no python is
 * named, the next one is tried only when this one is clearly not there; the time is that of all.
 * @throws FailureError with the reason and the evidence
 */
export async function fromCommand(
  agent: Agent,
  target: CommandTarget,
  options: ConnectOptions = {},
): Promise<Connection> {
  const { name = "the target" } = options;
  if (options.become) throw noBecome(options.become);
  return await withDeadline(options, async (deadline) => {
    let missing: unknown;
    for (const python of options.python ? [options.python] : PYTHONS) {
      const bootstrap = bootstrapPacker(agent, true, options.environment);
      const start = { bootstrap, compress: true, becoming: null, name };
      const spawn = async ({ onStep }: TransportOptions) => {
        const transport = await spawnCommand(target, python, bootstrap.args);
        onStep("starting_agent");
        return transport;
      };
      try {
        return await connect(spawn, start, options, deadline);
      } catch (error) {
        if (toFailure(error).code !== "no_python") throw error;
        missing ??= error;
      }
    }
    throw missing;
  });
}

async function withDeadline(
  { timeoutMs = CONNECT_TIMEOUT_MS, signal }: ConnectOptions,
  attempt: (deadline: ConnectDeadline) => Promise<Connection>,
): Promise<Connection> {
  const deadline = new ConnectDeadline(timeoutMs, signal);
  try {
    return await attempt(deadline);
  } finally {
    deadline.stop();
  }
}

function noBecome({ method, user }: Become): FailureError {
  return new FailureError(
    failure("become_refused", `A command does not become ${user} by a setting of its own.`, {
      advice: `Put it into the command: docker exec -i -u ${user} web, or sudo -u ${user}. ${method} is for hosts that are reached by ssh, and for this machine.`,
    }),
  );
}

/** What one attempt starts with. */
interface Start {
  bootstrap: Bootstrap;
  compress: boolean;
  becoming: Becoming | null;
  /** What sentences call the target. */
  name: string;
}

async function connect(
  spawn: (options: TransportOptions) => Promise<Transport>,
  { bootstrap, compress, becoming, name }: Start,
  options: ConnectOptions,
  deadline: ConnectDeadline,
): Promise<Connection> {
  const { onStep = () => {}, onLog, onStderr } = options;
  const ask = options.ask ? deadline.around(options.ask) : null;
  const { signal } = deadline;
  onStep("resolving");
  await inTurn();
  const transport = await deadline.ofSpawn(spawn({ ask, onStep, signal }));
  const write = (data: Buffer) => void transport.writable.write(data);
  const dialogue = becoming && new BecomeDialogue(becoming, { host: name, ask, write });
  const stderrLines = () => dialogue?.shown(transport.stderrLines()) ?? transport.stderrLines();
  transport.onStderr((lines) => {
    dialogue?.onStderr(lines);
    onStderr?.(stderrLines());
  });
  // What came while the transport was made.
  dialogue?.onStderr(transport.stderrLines());
  try {
    const { protocol, hello } = await Protocol.fromSubprocess(transport, bootstrap, {
      compress,
      signal: dialogue ? AbortSignal.any([signal, dialogue.signal]) : signal,
      onStep,
      onMarker: () => dialogue?.end(),
      holdsInput: dialogue !== null,
      ...(onLog && { onLog }),
    });
    return {
      protocol,
      hello,
      stderrLines,
      close: () => {
        protocol.close();
        return transport.close();
      },
    };
  } catch (error) {
    dialogue?.end();
    const { python = null, timeoutMs = CONNECT_TIMEOUT_MS } = options;
    const reason = await explain(error, transport, { bootstrap, python, timeoutMs, dialogue });
    await transport.close();
    throw new FailureError(reason);
  }
}

interface Attempt {
  bootstrap: Bootstrap;
  python: string | null;
  timeoutMs: number;
  dialogue: BecomeDialogue | null;
}

/** The most telling reason: the transport's own, then that of what changes the user, then what the exit status says. */
async function explain(
  error: unknown,
  transport: Transport,
  { bootstrap, python, timeoutMs, dialogue }: Attempt,
) {
  const reason = toFailure(error);
  const stderr = () => dialogue?.shown(transport.stderrLines()) ?? transport.stderrLines();
  const evidence = { ...reason, lines: [...reason.lines, ...stderr()].slice(-10) };
  if (reason.code === "connect_timeout") return transport.explainSilence?.(timeoutMs) ?? evidence;
  if (reason.code !== "connection_lost") return evidence;
  const exit = await within(transport.exited, EXIT_WAIT_MS);
  const { marker } = bootstrap;
  // Where a python has answered, the transport was fine, whatever its exit status.
  const started = reason.lines.includes(marker);
  return (
    (exit === null || started ? null : transport.explain(exit)) ??
    (started ? null : dialogue?.explain(stderr(), exit)) ??
    explainStart({ exit, noise: reason.lines, stderr: stderr(), marker, python })
  );
}

async function within(exited: Promise<Exit>, milliseconds: number): Promise<Exit | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds);
  });
  const exit = await Promise.race([exited, late]);
  clearTimeout(timer);
  return exit;
}
