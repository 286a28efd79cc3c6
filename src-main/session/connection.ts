import { FailureError, toFailure } from "../../src-shared/failure";
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
import { spawnLocal } from "../transport/local";
import { type SshTarget, spawnSsh } from "../transport/ssh";
import type { Exit, Transport } from "../transport/transport";
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
  /** Asks a person; null or left out where nobody is there. */
  ask?: Ask | null;
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
  const bootstrap = bootstrapPacker(agent, true);
  const command = shellCommand(bootstrap, options.python ?? null);
  const { ask = null, onStep = () => {}, signal } = options;
  const spawn = () => spawnSsh(target, command, { ask, onStep, signal });
  return await connect(spawn, bootstrap, true, options);
}

/**
 * Connects to a python on this machine.
 * @throws FailureError with the reason and the evidence
 */
export function fromLocal(agent: Agent, options: ConnectOptions = {}): Promise<Connection> {
  const bootstrap = bootstrapPacker(agent, false);
  const pythons = options.python ? [options.python] : PYTHONS;
  return connect(() => spawnLocal(pythons, bootstrap.args), bootstrap, false, options);
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
  const { timeoutMs = CONNECT_TIMEOUT_MS } = options;
  const end = performance.now() + timeoutMs;
  let missing: unknown;
  for (const python of options.python ? [options.python] : PYTHONS) {
    const bootstrap = bootstrapPacker(agent, true);
    const timeLeft = Math.max(1, Math.ceil(end - performance.now()));
    try {
      return await connect(() => spawnCommand(target, python, bootstrap.args), bootstrap, true, {
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

async function connect(
  spawn: () => Promise<Transport>,
  bootstrap: Bootstrap,
  compress: boolean,
  options: ConnectOptions,
): Promise<Connection> {
  const { timeoutMs = CONNECT_TIMEOUT_MS, signal, onStep, onLog, onStderr } = options;
  onStep?.("starting_transport");
  const transport = await spawn();
  if (onStderr !== undefined) transport.onStderr(onStderr);
  try {
    const { protocol, hello } = await Protocol.fromSubprocess(transport, bootstrap, {
      compress,
      timeoutMs: Math.min(timeoutMs, MAX_TIMER_MS),
      ...(signal && { signal }),
      ...(onStep && { onStep }),
      ...(onLog && { onLog }),
    });
    return {
      protocol,
      hello,
      stderrLines: () => transport.stderrLines(),
      close: () => {
        protocol.close();
        return transport.close();
      },
    };
  } catch (error) {
    const reason = await explain(error, transport, bootstrap, options.python ?? null);
    await transport.close();
    throw new FailureError(reason);
  }
}

/** The most telling reason: the transport's own, then what its exit status says. */
async function explain(
  error: unknown,
  transport: Transport,
  bootstrap: Bootstrap,
  python: string | null,
) {
  const reason = toFailure(error);
  const evidence = { ...reason, lines: [...reason.lines, ...transport.stderrLines()].slice(-10) };
  if (reason.code !== "connection_lost") return evidence;
  const exit = await within(transport.exited, EXIT_WAIT_MS);
  // Where a python has answered, the transport was fine, whatever its exit status.
  const started = reason.lines.includes(bootstrap.marker);
  return (
    (exit === null || started ? null : transport.explain(exit)) ??
    explainStart({
      exit,
      noise: reason.lines,
      stderr: transport.stderrLines(),
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
