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
import type { Exit, Transport } from "../transport/transport";
import { asUser, type Becoming, becomeCommand } from "./become";
import { BecomeDialogue } from "./become-dialogue";
import { explainStart } from "./start-failure";

/** Milliseconds until a target that does not answer is given up. */
export const CONNECT_TIMEOUT_MS = 30_000;
/** The longest time that a timer takes, about 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** Milliseconds to wait for the exit status of a transport whose stdout has ended. */
const EXIT_WAIT_MS = 2000;

export interface ConnectOptions {
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
  /** What sentences call the target; its address if left out. */
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
  const { name = target.host } = options;
  return await asUser(options.become, async (becoming) => {
    const bootstrap = bootstrapPacker(agent, true, options.environment);
    const command = startCommand(agent, bootstrap, options, becoming);
    const start = { bootstrap, compress: true, becoming, name };
    return await connect(() => spawnSsh(target, command), start, options);
  });
}

/**
 * Connects to a python on this machine.
 * @throws FailureError with the reason and the evidence
 */
export async function fromLocal(agent: Agent, options: ConnectOptions = {}): Promise<Connection> {
  const { name = "this machine" } = options;
  return await asUser(options.become, async (becoming) => {
    const bootstrap = bootstrapPacker(agent, false, options.environment);
    const pythons = options.python ? [options.python] : PYTHONS;
    const start = { bootstrap, compress: false, becoming, name };
    if (becoming === null) {
      return await connect(() => spawnLocal(pythons, bootstrap.args), start, options);
    }
    const command = startCommand(agent, bootstrap, options, becoming);
    return await connect(() => spawnLocalShell(command), start, options);
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
  const { timeoutMs = CONNECT_TIMEOUT_MS, name = "the target" } = options;
  if (options.become) throw noBecome(options.become);
  const end = performance.now() + timeoutMs;
  let missing: unknown;
  for (const python of options.python ? [options.python] : PYTHONS) {
    const bootstrap = bootstrapPacker(agent, true, options.environment);
    const start = { bootstrap, compress: true, becoming: null, name };
    const timeLeft = Math.max(1, Math.ceil(end - performance.now()));
    try {
      return await connect(() => spawnCommand(target, python, bootstrap.args), start, {
        ...options,
        timeoutMs: timeLeft,
      });
    } catch (error) {
      if (toFailure(error).code !== "no_python") throw error;
      missing ??= error;
    }
  }
  throw missing;
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
  spawn: () => Promise<Transport>,
  { bootstrap, compress, becoming, name }: Start,
  options: ConnectOptions,
): Promise<Connection> {
  const { timeoutMs = CONNECT_TIMEOUT_MS, signal, onStep, onLog, onStderr, ask = null } = options;
  onStep?.("resolving");
  const transport = await spawn();
  const write = (data: Buffer) => void transport.writable.write(data);
  const dialogue = becoming && new BecomeDialogue(becoming, { host: name, ask, write });
  const stderrLines = () => dialogue?.shown(transport.stderrLines()) ?? transport.stderrLines();
  transport.onStderr((lines) => {
    dialogue?.onStderr(lines);
    onStderr?.(stderrLines());
  });
  dialogue?.onStderr(transport.stderrLines());
  const signals = [signal, dialogue?.signal].filter((each) => each !== undefined);
  try {
    const { protocol, hello } = await Protocol.fromSubprocess(transport, bootstrap, {
      compress,
      timeoutMs: Math.min(timeoutMs, MAX_TIMER_MS),
      signal: AbortSignal.any(signals),
      holdsInput: dialogue !== null,
      onMarker: () => dialogue?.end(),
      ...(onStep && { onStep }),
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
    const { python = null } = options;
    const reason = await explain(error, transport, { bootstrap, python, dialogue });
    await transport.close();
    throw new FailureError(reason);
  }
}

interface Attempt {
  bootstrap: Bootstrap;
  python: string | null;
  dialogue: BecomeDialogue | null;
}

/** The most telling reason: the transport's own, then what changes the user says, then what the exit status says. */
async function explain(
  error: unknown,
  transport: Transport,
  { bootstrap, python, dialogue }: Attempt,
) {
  const reason = toFailure(error);
  const lines = () => dialogue?.shown(transport.stderrLines()) ?? transport.stderrLines();
  const evidence = { ...reason, lines: [...reason.lines, ...lines()].slice(-10) };
  if (reason.code !== "connection_lost") return evidence;
  const exit = await within(transport.exited, EXIT_WAIT_MS);
  // Where a python has answered, the transport was fine, whatever its exit status.
  const started = reason.lines.includes(bootstrap.marker);
  return (
    (exit === null || started ? null : transport.explain(exit)) ??
    (started ? null : dialogue?.explain(lines(), exit)) ??
    explainStart({
      exit,
      noise: reason.lines,
      stderr: lines(),
      marker: bootstrap.marker,
      python,
    })
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
