import type { Readable, Writable } from "node:stream";
import type { Failure } from "../../src-shared/failure";
import type { Ask } from "../../src-shared/question";
import type { ConnectStep } from "../../src-shared/session";

export interface TransportOptions {
  /** Asks a person; null where nobody is there: then nothing may wait for an answer. */
  ask: Ask | null;
  /** What the transport is doing, as far as it can tell. */
  onStep: (step: ConnectStep) => void;
  /** Ends the attempt while it is being made. */
  signal: AbortSignal | undefined;
}

/** How a transport's process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * A running way to a python: its stdin and stdout, and no idea of what travels there.
 *
 * `stderr` is drained all the time; its last lines are kept as evidence.
 */
export interface Transport {
  readonly readable: Readable;
  readonly writable: Writable;
  /** Resolves when the process has ended and its pipes are empty. Never rejects. */
  readonly exited: Promise<Exit>;
  /** The last lines of stderr, oldest first. */
  stderrLines(): string[];
  onStderr(listener: (lines: string[]) => void): void;
  /**
   * What it means that the process ended before an agent answered, in the
   * terms of this transport; null where the exit says nothing of its own.
   */
  explain(exit: Exit): Failure | null;
  /**
   * What it means that nothing has answered for so many milliseconds; null
   * where the transport itself is through, or does not know.
   */
  explainSilence?(milliseconds: number): Failure | null;
  /**
   * Closes stdin, waits, then SIGTERM, then SIGKILL, also to what the process started. Resolves when
   * it is gone, or cannot be killed; safe to repeat.
   */
  close(): Promise<void>;
}
