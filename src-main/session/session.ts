import { type Failure, FailureError, failure } from "../../src-shared/failure";
import {
  isReady,
  type PastState,
  type Retry,
  type SessionState,
  type Session as SessionView,
} from "../../src-shared/session";
import type { Value } from "../../src-shared/value";
import type { OnItem } from "../protocol/item-stream";
import type { CallOptions, Returned, WireLogRecord } from "../protocol/protocol";
import type { ToolSource } from "../protocol/tool-source";
import { Attempt } from "./attempt";
import type { Connection, ConnectOptions } from "./connection";
import { HEARTBEAT, type HeartbeatTimes } from "./heartbeat";
import { isWorthRetrying, pauseBefore } from "./reconnect";
import { addPast, isOpen, pastName, type SessionEvent, transition } from "./session-state";

/** Milliseconds over which lines of stderr are gathered: a target may write without end. */
const STDERR_MS = 100;
/** Milliseconds after which a link that is lost again is tried as if for the first time. */
const STEADY_MS = 60_000;

export interface SessionEvents {
  onChange: (view: SessionView) => void;
  onLog: (hostId: string, records: WireLogRecord[]) => void;
}

export interface SessionOptions {
  heartbeat?: HeartbeatTimes;
  /** Whether a lost link is made anew by itself. Asked each time. */
  isAutoReconnect?: () => boolean;
  /** Milliseconds before an attempt, counted from 1. */
  pauseBefore?: (attempt: number) => number;
}

/**
 * One host's session: from the first click through every link that was lost and
 * made anew, to its end. What may follow what is session-state.ts's.
 *
 * A call is of the link that it was made on, and ends with it: nothing is ever repeated.
 */
export class Session {
  #state: SessionState = { kind: "closed", isCancelled: false, since: Date.now() };
  #past: PastState[] = [];
  /** When the state, or its step, began, by performance.now(). */
  #entered = performance.now();
  /** What is being made, or the link in use; null where there is neither. */
  #attempt: Attempt | null = null;
  /** Links that are not used any more, until the last process of each is gone. */
  readonly #leaving = new Set<Promise<void>>();
  #retryTimer: NodeJS.Timeout | null = null;
  /** When the last link was lost, in milliseconds since the epoch. */
  #lostSince = 0;
  /** Attempts since the link was last steady. */
  #retries = 0;
  #stderr: string[] = [];
  #stderrTimer: NodeJS.Timeout | null = null;
  #callsInFlight = 0;
  readonly #options: Required<SessionOptions>;

  constructor(
    private readonly hostId: string,
    private readonly connect: (options: ConnectOptions) => Promise<Connection>,
    private readonly events: SessionEvents,
    options: SessionOptions = {},
  ) {
    const defaults = { heartbeat: HEARTBEAT, isAutoReconnect: () => false, pauseBefore };
    this.#options = { ...defaults, ...options };
  }

  get view(): SessionView {
    return {
      hostId: this.hostId,
      state: this.#state,
      past: this.#past,
      callsInFlight: this.#callsInFlight,
      stderr: this.#stderr,
    };
  }

  /**
   * Connects, or joins the attempt that is made; resolves when the session is ready.
   * @throws FailureError why it is not
   */
  async open(): Promise<SessionView> {
    if (!isOpen(this.#state)) {
      const isRetry = this.#state.kind === "lost" && this.#state.retry !== null;
      if (!isRetry) this.#retries = 0;
      this.#begin(isRetry, true);
    }
    await this.#attempt?.made;
    return this.view;
  }

  /**
   * Calls a method over this session, as `Protocol.run` does. One that is `isUnasked` is not
   * counted among the calls that run.
   * @throws FailureError
   */
  async run(
    tool: ToolSource,
    method: string,
    args: Value[],
    kwargs: Map<Value, Value>,
    { isUnasked = false, ...options }: CallOptions & { onItem: OnItem; isUnasked?: boolean },
  ): Promise<Returned> {
    const connection = this.#attempt?.connection;
    if (!isReady(this.#state) || !connection) throw new FailureError(notReady(this.#state));
    if (!isUnasked) this.#count(1);
    try {
      return await connection.protocol.run(tool, method, args, kwargs, options);
    } finally {
      if (!isUnasked) this.#count(-1);
    }
  }

  /** Ends the session, or the attempt, or the attempts to come. Resolves when no process of it is left. */
  async close(): Promise<void> {
    this.#plan(null);
    this.#on({ kind: "close" });
    this.#leave();
    await Promise.all(this.#leaving);
  }

  /** Asks the target at once whether it still answers; a lost link is tried anew soon. */
  wake(): void {
    this.#attempt?.heartbeat?.probe();
    if (this.#state.kind !== "lost" || this.#state.retry === null) return;
    this.#retries = 0;
    this.#on({ kind: "planned", retry: this.#plan(this.#nextRetry()) });
  }

  /** The setting has changed. */
  setAutoReconnect(isOn: boolean): void {
    if (this.#state.kind !== "lost" || isOn === (this.#state.retry !== null)) return;
    const isPlanned = isOn && isWorthRetrying(this.#state.failure.code);
    this.#on({ kind: "planned", retry: this.#plan(isPlanned ? this.#nextRetry() : null) });
  }

  /**
   * @param isRetry whether more attempts may follow
   * @param isAsked whether a person has asked for this one
   */
  #begin(isRetry: boolean, isAsked: boolean): void {
    this.#plan(null);
    this.#stderr = [];
    const attempt = new Attempt(this.connect, this.#options.heartbeat, {
      onStep: (step) => this.#of(attempt, { kind: "step", step }),
      onOpen: (hello) => this.#of(attempt, { kind: "opened", hello }),
      onFail: (reason) => this.#failed(attempt, reason, isRetry),
      onEnd: (reason) => this.#lost(attempt, reason),
      onLate: (lastHeard) => this.#of(attempt, { kind: "late", lastHeard }),
      onHeard: () => this.#of(attempt, { kind: "heard" }),
      onAnswer: (latencyMs) => this.#of(attempt, { kind: "answered", latencyMs }),
      onLog: (records) => this.events.onLog(this.hostId, records),
      onStderr: (lines) => {
        if (this.#attempt === attempt) this.#showStderr(lines);
      },
    });
    this.#attempt = attempt;
    this.#on({ kind: "connect", isAsked });
    attempt.start();
  }

  /** Something happened to an attempt. What comes of one that is not used any more is no news. */
  #of(attempt: Attempt, event: SessionEvent): void {
    if (this.#attempt === attempt) this.#on(event);
  }

  /** The attempt came to nothing. */
  #failed(attempt: Attempt, reason: Failure, isRetry: boolean): void {
    if (this.#attempt !== attempt) return;
    this.#leave();
    // Who says Cancel to a question does not need to be told of a failure.
    const isCancelled = reason.code === "cancelled";
    const goesOn = isRetry && this.#options.isAutoReconnect() && isWorthRetrying(reason.code);
    if (goesOn) {
      const retry = this.#plan(this.#nextRetry());
      this.#on({ kind: "lost", failure: reason, retry, since: this.#lostSince });
    } else {
      this.#on(isCancelled ? { kind: "close" } : { kind: "failed", failure: reason });
    }
  }

  /** The link ended by itself. */
  #lost(attempt: Attempt, reason: Failure): void {
    if (this.#attempt !== attempt) return;
    if (performance.now() - attempt.openedAt > STEADY_MS) this.#retries = 0;
    this.#leave();
    if (reason.code === "session_closed") {
      // A tool has ended the agent: that is what a person asked for.
      this.#on({ kind: "close" });
      return;
    }
    const goesOn = this.#options.isAutoReconnect() && isWorthRetrying(reason.code);
    const retry = this.#plan(goesOn ? this.#nextRetry() : null);
    this.#lostSince = Date.now();
    this.#on({ kind: "lost", failure: reason, retry, since: this.#lostSince });
  }

  #nextRetry(): Retry {
    this.#retries += 1;
    return { attempt: this.#retries, at: Date.now() + this.#options.pauseBefore(this.#retries) };
  }

  /** Has the next attempt made when it is time, or none. */
  #plan(retry: Retry): Retry {
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    const begin = () => this.#begin(true, false);
    this.#retryTimer = retry === null ? null : setTimeout(begin, retry.at - Date.now());
    return retry;
  }

  /** What was being made or in use is left to its end. */
  #leave(): void {
    const attempt = this.#attempt;
    if (attempt === null) return;
    this.#attempt = null;
    const left = attempt.close().finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
    if (this.#stderrTimer !== null) clearTimeout(this.#stderrTimer);
    this.#stderrTimer = null;
  }

  #showStderr(lines: string[]): void {
    this.#stderr = lines;
    this.#stderrTimer ??= setTimeout(() => {
      this.#stderrTimer = null;
      this.#tell();
    }, STDERR_MS);
  }

  #count(change: number): void {
    this.#callsInFlight += change;
    this.#tell();
  }

  #on(event: SessionEvent): void {
    const before = this.#state;
    const after = transition(before, event, Date.now());
    if (after === before) return;
    this.#state = after;
    if (pastName(after) !== pastName(before)) {
      const now = performance.now();
      const isNew = event.kind === "connect" && event.isAsked;
      this.#past = isNew ? [] : addPast(this.#past, before, now - this.#entered);
      this.#entered = now;
    }
    this.#tell();
  }

  #tell(): void {
    this.events.onChange(this.view);
  }
}

/** Why no call can be made just now. */
function notReady({ kind }: SessionState): Failure {
  switch (kind) {
    case "connecting":
      return failure("session_closed", "The session with this host is not ready yet.", {
        advice: "Call again when it is.",
      });
    case "lost":
      return failure("session_closed", "The connection to this host is lost.", {
        advice: "Reconnect first.",
      });
    default:
      return failure("session_closed", "There is no session with this host.", {
        advice: "Connect first.",
      });
  }
}
