import { type Failure, FailureError, failure, toFailure } from "../../src-shared/failure";
import type { SessionState, Session as SessionView } from "../../src-shared/session";
import type { Value } from "../../src-shared/value";
import { lost } from "../protocol/base-protocol";
import type { OnItem } from "../protocol/item-stream";
import type { CallOptions, Returned, WireLogRecord } from "../protocol/protocol";
import type { ToolSource } from "../protocol/tool-source";
import type { Connection, ConnectOptions } from "./connection";

/** In milliseconds: from an answer to the next heartbeat, and until one without an answer ends the session. */
const HEARTBEAT = { everyMs: 5000, limitMs: 10_000 };

/** Milliseconds over which lines of stderr are gathered: a target may write without end. */
const STDERR_MS = 100;

export interface SessionEvents {
  onChange: (view: SessionView) => void;
  onLog: (hostId: string, records: WireLogRecord[]) => void;
}

/**
 * One host's connection from the first click to its end.
 *
 * connecting -> ready -> closed | failed, and connecting -> closed | failed. An
 * ended session is never used again: connecting anew makes another one.
 */
export class Session {
  readonly #hostId: string;
  readonly #events: SessionEvents;
  readonly #heartbeat: typeof HEARTBEAT;
  readonly #abort = new AbortController();
  #state: SessionState = { kind: "connecting", step: "starting_transport", since: Date.now() };
  #connection: Connection | null = null;
  #stderr: string[] = [];
  #stderrTimer: NodeJS.Timeout | null = null;
  #callsInFlight = 0;
  #nextBeat: NodeJS.Timeout | null = null;
  readonly #connect: (options: ConnectOptions) => Promise<Connection>;
  #opened: Promise<void> | null = null;

  constructor(
    hostId: string,
    connect: (options: ConnectOptions) => Promise<Connection>,
    events: SessionEvents,
    heartbeat = HEARTBEAT,
  ) {
    this.#hostId = hostId;
    this.#connect = connect;
    this.#events = events;
    this.#heartbeat = heartbeat;
  }

  get view(): SessionView {
    return {
      hostId: this.#hostId,
      state: this.#state,
      callsInFlight: this.#callsInFlight,
      stderr: this.#stderr,
    };
  }

  get isOpen(): boolean {
    return this.#state.kind === "connecting" || this.#state.kind === "ready";
  }

  /** Connects, once; resolves when the session is ready. @throws FailureError why it is not */
  async open(): Promise<SessionView> {
    this.#opened ??= this.#open();
    await this.#opened;
    if (this.#state.kind === "failed") throw new FailureError(this.#state.failure);
    if (this.#state.kind === "closed") {
      throw new FailureError(failure("cancelled", "Connecting was cancelled."));
    }
    return this.view;
  }

  /** Calls a method over this session, as `Protocol.run` does. @throws FailureError */
  async run(
    tool: ToolSource,
    method: string,
    args: Value[],
    kwargs: Map<Value, Value>,
    options: CallOptions & { onItem: OnItem },
  ): Promise<Returned> {
    if (this.#state.kind !== "ready" || this.#connection === null) {
      throw new FailureError(
        failure("session_closed", "There is no session with this host.", {
          advice: "Connect first.",
        }),
      );
    }
    this.#count(1);
    try {
      return await this.#connection.protocol.run(tool, method, args, kwargs, options);
    } finally {
      this.#count(-1);
    }
  }

  /** Ends the session, or the attempt. Resolves when no process of it is left. */
  async close(): Promise<void> {
    if (this.isOpen) this.#to({ kind: "closed", since: Date.now() });
    this.#abort.abort();
    await this.#opened;
    await this.#end();
  }

  async #open(): Promise<void> {
    try {
      this.#connection = await this.#connect({
        signal: this.#abort.signal,
        onStep: (step) => {
          if (this.#state.kind === "connecting") this.#to({ ...this.#state, step });
        },
        onLog: (records) => this.#events.onLog(this.#hostId, records),
        onStderr: (lines) => {
          this.#stderr = lines;
          this.#stderrTimer ??= setTimeout(() => {
            this.#stderrTimer = null;
            this.#events.onChange(this.view);
          }, STDERR_MS);
        },
      });
    } catch (error) {
      if (this.isOpen) this.#fail(toFailure(error));
      return;
    }
    if (!this.isOpen) return;
    const { protocol, hello } = this.#connection;
    this.#to({ kind: "ready", hello, latencyMs: null, since: Date.now() });
    void protocol.waitClosed().then((reason) => this.#ended(reason));
    this.#beat();
  }

  /** The connection ended by itself. */
  #ended(reason: Failure): void {
    if (this.isOpen) {
      const stderr = this.#connection?.stderrLines() ?? [];
      this.#fail({ ...reason, lines: [...reason.lines, ...stderr].slice(-10) });
    }
    void this.#end();
  }

  async #end(): Promise<void> {
    if (this.#nextBeat !== null) clearTimeout(this.#nextBeat);
    await this.#connection?.close();
  }

  #beat(): void {
    const { protocol } = this.#connection ?? {};
    if (protocol === undefined || this.#state.kind !== "ready") return;
    const { everyMs, limitMs } = this.#heartbeat;
    let limit: NodeJS.Timeout;
    // An answer may stand behind a large payload: bytes on their way are a sign of life too.
    const watch = (milliseconds: number) => {
      limit = setTimeout(() => {
        const idle = performance.now() - protocol.lastActivity;
        if (idle < limitMs) watch(limitMs - idle);
        else protocol.end(lost(`The target has not answered for ${limitMs / 1000} s.`));
      }, milliseconds);
    };
    watch(limitMs);
    protocol.ping().then(
      (latencyMs) => {
        clearTimeout(limit);
        if (this.#state.kind !== "ready") return;
        this.#to({ ...this.#state, latencyMs });
        this.#nextBeat = setTimeout(() => this.#beat(), everyMs);
      },
      // The end of the connection is told by waitClosed.
      () => clearTimeout(limit),
    );
  }

  #count(change: number): void {
    this.#callsInFlight += change;
    this.#events.onChange(this.view);
  }

  #fail(reason: Failure): void {
    this.#to({ kind: "failed", failure: reason, since: Date.now() });
  }

  #to(state: SessionState): void {
    this.#state = state;
    this.#events.onChange(this.view);
  }
}
