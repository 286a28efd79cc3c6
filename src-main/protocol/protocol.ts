import type { LogRecord } from "../../src-shared/call";
import { FailureError, failure, toFailure } from "../../src-shared/failure";
import type { ConnectStep, Hello } from "../../src-shared/session";
import type { Value } from "../../src-shared/value";
import { BaseProtocol, type Link } from "./base-protocol";
import type { Bootstrap } from "./bootstrap";
import type { BoundaryReader } from "./boundary";
import { unpack } from "./codec";
import { Flags, protocolError } from "./frame";
import type { Frame } from "./frame-reader";
import { readException, readHello, readLogRecords } from "./messages";
import { type ToolSource, toolKey, toolToDict } from "./tool-source";

/** Bytes of a packet with a fixed shape, inflated: no agent of ours sends more. */
const MAX_HELLO = 64 * 1024;
const MAX_LOG = 1024 * 1024;
const MAX_EXCEPTION = 16 * 1024 * 1024;
/** The longest time that a timer takes, about 24 days; a longer limit is none. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A log record as the target sent it; which session it is of is not the protocol's to know. */
export type WireLogRecord = Omit<LogRecord, "callId" | "hostId">;

export interface ProtocolOptions {
  /** Whether payloads are compressed: not on this machine, where it only costs time. */
  compress: boolean;
  /** Milliseconds until a target that does not say hello is given up. */
  timeoutMs: number;
  /** Ends the attempt. */
  signal?: AbortSignal;
  onStep?: (step: ConnectStep) => void;
  /** Records of no call: tool code that goes on after its call, or in threads of its own. */
  onLog?: (records: WireLogRecord[]) => void;
}

export interface CallOptions {
  /** Milliseconds until the call is given up; no limit if left out. */
  timeoutMs?: number;
  /** Cancels the call. */
  signal?: AbortSignal;
  onLog?: (records: WireLogRecord[]) => void;
}

/** The app's end of a connection to one agent. */
export class Protocol extends BaseProtocol {
  /** Tools that the target has, by key: the source it was sent, and when it had it. */
  readonly tools = new Map<string, { source: ToolSource; synced: Promise<void> }>();
  readonly #bootstrap: Bootstrap;
  readonly #options: ProtocolOptions;
  readonly #logListeners = new Map<number, (records: WireLogRecord[]) => void>();
  #hello: ((hello: Hello) => void) | null = null;

  private constructor(link: Link, bootstrap: Bootstrap, options: ProtocolOptions) {
    super(link, bootstrap.marker, options.compress);
    this.#bootstrap = bootstrap;
    this.#options = options;
  }

  /**
   * Starts the agent in a python that a transport has spawned with the
   * bootstrap's arguments, and waits for its hello.
   * @throws FailureError with the reason; closing the transport is the caller's
   */
  static async fromSubprocess(
    link: Link,
    bootstrap: Bootstrap,
    options: ProtocolOptions,
  ): Promise<{ protocol: Protocol; hello: Hello }> {
    const protocol = new Protocol(link, bootstrap, options);
    const hello = await protocol.#start();
    return { protocol, hello };
  }

  async #start(): Promise<Hello> {
    const { timeoutMs, signal, onStep } = this.#options;
    const hello = new Promise<Hello>((resolve) => {
      this.#hello = resolve;
    });
    const timer = setTimeout(() => {
      this.end(
        failure("connect_timeout", `No answer within ${timeoutMs / 1000} s.`, {
          advice: "Check that the machine is up and reachable, and try again.",
          lines: this.noiseLines(),
        }),
      );
    }, timeoutMs);
    const abort = () => this.end(failure("cancelled", "Connecting was cancelled."));
    signal?.addEventListener("abort", abort);
    if (signal?.aborted) abort();
    onStep?.("waiting_for_python");
    this.sendRaw(this.#bootstrap.input);
    try {
      return await Promise.race([
        hello,
        this.waitClosed().then((reason) => {
          const lines = reason.lines.length > 0 ? reason.lines : this.noiseLines();
          throw new FailureError({ ...reason, lines });
        }),
      ]);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  /**
   * Calls a method of a tool, which is sent first if the target does not have it.
   * @throws FailureError `tool_error` with the exception when the method raised,
   *   `tool_refused` when none of it ran, `deadline`, `cancelled`, or why the connection ended
   */
  async call(
    tool: ToolSource,
    method: string,
    args: Value[],
    kwargs: Map<Value, Value>,
    options: CallOptions = {},
  ): Promise<Value> {
    const packetId = this.getId();
    const stop = new AbortController();
    const giveUp = (error: FailureError) => {
      stop.abort(error);
      // The caller is released at once; the target stops when it can.
      if (this.futures.has(packetId)) {
        this.send(Flags.CANCEL | Flags.REQUEST, packetId);
        this.abandon(packetId, error);
      }
    };
    const cancel = () => giveUp(cancelled());
    const seconds = (options.timeoutMs ?? 0) / 1000;
    const timer =
      options.timeoutMs === undefined || options.timeoutMs > MAX_TIMER_MS
        ? undefined
        : setTimeout(() => giveUp(pastDeadline(method, seconds)), options.timeoutMs);
    options.signal?.addEventListener("abort", cancel);
    if (options.signal?.aborted) cancel();
    try {
      stop.signal.throwIfAborted();
      await unlessAborted(this.#sync(tool), stop.signal);
      if (options.onLog !== undefined) this.#logListeners.set(packetId, options.onLog);
      const request = new Map<Value, Value>([
        ["method", `${toolKey(tool)}.${method}`],
        ["args", args],
        ["kwargs", kwargs],
      ]);
      const frame = await this.request(Flags.RPC, packetId, request);
      return this.#valueOf(frame);
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", cancel);
      this.#logListeners.delete(packetId);
    }
  }

  /** What tells this connection from others in the command line of its transport: its nonce. */
  get tag(): string {
    return String(Number.parseInt(this.#bootstrap.nonce, 16));
  }

  /** Milliseconds of a round trip to the agent's reader thread. */
  async ping(): Promise<number> {
    const begin = performance.now();
    await this.request(Flags.PING, this.getId(), null);
    return performance.now() - begin;
  }

  /** Sends a tool unless the target has this version of it. Concurrent callers share one sending. */
  #sync(tool: ToolSource): Promise<void> {
    const key = toolKey(tool);
    const known = this.tools.get(key);
    if (known?.source.source === tool.source && known.source.filename === tool.filename) {
      return known.synced;
    }
    // One version after the other, or the target might end with the older one.
    // A failed sending is forgotten, so that the next call tries again.
    const before = known?.synced.catch(() => {});
    const sent = before?.then(() => this.#sendTool(tool)) ?? this.#sendTool(tool);
    const synced = sent.catch((error: unknown) => {
      if (this.tools.get(key)?.synced === synced) this.tools.delete(key);
      throw error;
    });
    this.tools.set(key, { source: tool, synced });
    return synced;
  }

  async #sendTool(tool: ToolSource): Promise<void> {
    this.#valueOf(await this.request(Flags.SYNC, this.getId(), toolToDict(tool)));
  }

  /** The value of a response, or what it raised. Bytes that are no value end the connection. */
  #valueOf(frame: Frame): Value {
    try {
      if ((frame.flags & Flags.EXCEPTION) === 0) return unpack(frame.payload);
      throw new FailureError(readException(unpack(capped(frame, MAX_EXCEPTION))));
    } catch (error) {
      const reason = toFailure(error);
      if (reason.code === "protocol_error") this.end(reason);
      throw error;
    }
  }

  protected override handle(frame: Frame): void {
    if (frame.flags === Flags.HELLO) {
      this.#receiveHello(frame);
    } else if (frame.flags === Flags.LOG) {
      const records = readLogRecords(unpack(capped(frame, MAX_LOG)));
      (this.#logListeners.get(frame.packetId) ?? this.#options.onLog)?.(records);
    } else if ((frame.flags & Flags.RESPONSE) === 0) {
      throw protocolError(`an unexpected packet with flags 0x${frame.flags.toString(16)}`);
    }
    // A response to a request that was given up is dropped.
  }

  #receiveHello(frame: Frame): void {
    const { hello, nonce } = readHello(unpack(capped(frame, MAX_HELLO)));
    if (this.#hello === null) throw protocolError("a second hello");
    if (nonce !== this.#bootstrap.nonce) throw protocolError("a hello with a wrong nonce");
    this.#hello(hello);
    this.#hello = null;
  }

  protected override noise(reader: BoundaryReader): void {
    if (reader.lines(10).includes(this.#bootstrap.marker)) this.#options.onStep?.("starting_agent");
  }

  /** Ends the connection because this side wants it to end. */
  close(): void {
    this.end(failure("session_closed", "The session was closed."));
  }
}

/** The payload of a packet with a fixed shape. @throws FailureError `protocol_error` for one over its cap */
function capped({ payload }: Frame, cap: number): Buffer {
  if (payload.length > cap)
    throw protocolError(`a packet of ${payload.length} bytes, the cap is ${cap}`);
  return payload;
}

function cancelled(): FailureError {
  return new FailureError(failure("cancelled", "The call was cancelled."));
}

function pastDeadline(method: string, seconds: number): FailureError {
  return new FailureError(
    failure("deadline", `${method} did not end within ${seconds} s and was stopped.`, {
      advice: "Give it more time, or look at what it waits for.",
    }),
  );
}

function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}
