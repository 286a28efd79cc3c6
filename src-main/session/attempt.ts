import { type Failure, FailureError, failure, toFailure } from "../../src-shared/failure";
import type { ConnectStep, Hello } from "../../src-shared/session";
import type { WireLogRecord } from "../protocol/protocol";
import type { Connection, ConnectOptions } from "./connection";
import { Heartbeat, type HeartbeatTimes } from "./heartbeat";

export interface AttemptEvents {
  onStep: (step: ConnectStep) => void;
  onOpen: (hello: Hello) => void;
  /** No link came to be. */
  onFail: (reason: Failure) => void;
  /** The link ended by itself. */
  onEnd: (reason: Failure) => void;
  /** @param lastHeard milliseconds since the epoch */
  onLate: (lastHeard: number) => void;
  onHeard: () => void;
  onAnswer: (latencyMs: number) => void;
  onLog: (records: WireLogRecord[]) => void;
  onStderr: (lines: string[]) => void;
}

/** One try to reach a host, and the link that comes of it. Tells what happens until it is closed. */
export class Attempt {
  /** Resolves when there is a link. Rejects with a FailureError where there will be none. */
  readonly made: Promise<void>;
  connection: Connection | null = null;
  heartbeat: Heartbeat | null = null;
  /** By performance.now(). */
  openedAt = 0;
  readonly #abort = new AbortController();
  #settle: { resolve: () => void; reject: (error: FailureError) => void };
  #connecting: Promise<void> = Promise.resolve();

  constructor(
    private readonly connect: (options: ConnectOptions) => Promise<Connection>,
    private readonly times: HeartbeatTimes,
    private readonly events: AttemptEvents,
  ) {
    this.#settle = { resolve: () => {}, reject: () => {} };
    this.made = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Nobody has to wait for it.
    this.made.catch(() => {});
  }

  start(): void {
    this.#connecting = this.#start();
  }

  /** Resolves when no process of it is left. */
  async close(): Promise<void> {
    this.#abort.abort();
    this.#settle.reject(cancelled());
    this.heartbeat?.stop();
    await this.#connecting;
    await this.connection?.close();
  }

  async #start(): Promise<void> {
    const { signal } = this.#abort;
    const { onStep, onLog, onStderr } = this.events;
    try {
      const connection = await this.connect({
        signal,
        onLog,
        onStderr,
        onStep: (step) => {
          // A transport may still find out where it was when there is a link already.
          if (!signal.aborted && this.connection === null) onStep(step);
        },
      });
      this.connection = connection;
    } catch (error) {
      const reason = toFailure(error);
      this.#settle.reject(new FailureError(reason));
      if (!signal.aborted) this.events.onFail(reason);
      return;
    }
    if (!signal.aborted) this.#opened(this.connection);
  }

  #opened({ protocol, hello, stderrLines }: Connection): void {
    const { onOpen, onEnd, onLate, onHeard, onAnswer } = this.events;
    this.openedAt = performance.now();
    onOpen(hello);
    this.#settle.resolve();
    void protocol.waitClosed().then((reason) => {
      if (this.#abort.signal.aborted) return;
      onEnd({ ...reason, lines: [...reason.lines, ...stderrLines()].slice(-10) });
    });
    this.heartbeat = new Heartbeat(protocol, this.times, {
      onLate: (lastHeard) => onLate(Date.now() - (performance.now() - lastHeard)),
      onHeard,
      onAnswer,
    });
    this.heartbeat.start();
  }
}

function cancelled(): FailureError {
  return new FailureError(failure("cancelled", "Connecting was cancelled."));
}
