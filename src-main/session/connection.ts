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
import type { Exit, Transport, TransportOptions } from "../transport/transport";
import { ConnectDeadline } from "./connect-deadline";
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
  return await withDeadline(options, (deadline) =>
    connect((more) => spawnSsh(target, command, more), bootstrap, true, options, deadline),
  );
}

/**
 * Connects to a python on this machine.
 * @throws FailureError with the reason and the evidence
 */
export async function fromLocal(agent: Agent, options: ConnectOptions = {}): Promise<Connection> {
  const bootstrap = bootstrapPacker(agent, false);
  const pythons = options.python ? [options.python] : PYTHONS;
  const spawn = async ({ onStep }: TransportOptions) => {
    const transport = await spawnLocal(pythons, bootstrap.args);
    onStep("starting_agent");
    return transport;
  };
  return await withDeadline(options, (deadline) =>
    connect(spawn, bootstrap, false, options, deadline),
  );
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
  return await withDeadline(options, async (deadline) => {
    let missing: unknown;
    for (const python of options.python ? [options.python] : PYTHONS) {
      const bootstrap = bootstrapPacker(agent, true);
      const spawn = async ({ onStep }: TransportOptions) => {
        const transport = await spawnCommand(target, python, bootstrap.args);
        onStep("starting_agent");
        return transport;
      };
      try {
        return await connect(spawn, bootstrap, true, options, deadline);
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

async function connect(
  spawn: (options: TransportOptions) => Promise<Transport>,
  bootstrap: Bootstrap,
  compress: boolean,
  options: ConnectOptions,
  deadline: ConnectDeadline,
): Promise<Connection> {
  const { ask, onStep = () => {}, onLog, onStderr } = options;
  const { signal } = deadline;
  onStep("resolving");
  const transport = await deadline.ofSpawn(
    spawn({ ask: ask ? deadline.around(ask) : null, onStep, signal }),
  );
  if (onStderr !== undefined) transport.onStderr(onStderr);
  try {
    const { protocol, hello } = await Protocol.fromSubprocess(transport, bootstrap, {
      compress,
      signal,
      onStep,
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
    const reason = await explain(error, transport, bootstrap, options);
    await transport.close();
    throw new FailureError(reason);
  }
}

/** The most telling reason: the transport's own, then what its exit status says. */
async function explain(
  error: unknown,
  transport: Transport,
  bootstrap: Bootstrap,
  { python = null, timeoutMs = CONNECT_TIMEOUT_MS }: ConnectOptions,
) {
  const reason = toFailure(error);
  const evidence = { ...reason, lines: [...reason.lines, ...transport.stderrLines()].slice(-10) };
  if (reason.code === "connect_timeout") return transport.explainSilence?.(timeoutMs) ?? evidence;
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
