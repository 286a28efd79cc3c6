import type { LogRecord } from "../../src-shared/call";
import { type Failure, FailureError, failure, toFailure } from "../../src-shared/failure";
import type { ConnectStep, Hello } from "../../src-shared/session";
import { float, type Value } from "../../src-shared/value";
import type { Packet } from "./assembler";
import { BaseProtocol, type Link } from "./base-protocol";
import type { Bootstrap } from "./bootstrap";
import type { BoundaryReader } from "./boundary";
import { pack, unpack } from "./codec";
import { Ending } from "./ending";
import { Flags, FRAGMENT_SIZE, protocolError } from "./frame";
import { HandOver } from "./hand-over";
import { gatherInto, ItemStream, type OnItem, STREAM_CREDIT } from "./item-stream";
import { readException, readHello, readLogRecords } from "./messages";
import { type StreamMethod, splitArguments, type ToolMethod } from "./tool-method";
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
  /** Ends the attempt, with the failure that is its reason, else as cancelled. */
  signal?: AbortSignal;
  onStep?: (step: ConnectStep) => void;
  /** Called when a python has said that it runs. */
  onMarker?: () => void;
  /** Whether the bootstrap waits for that, because something else reads the same stdin before. */
  holdsInput?: boolean;
  /** Records of no call: tool code that goes on after its call, or in threads of its own. */
  onLog?: (records: WireLogRecord[]) => void;
}

export interface CallOptions {
  /** Milliseconds until the call is given up; no limit if left out. */
  timeoutMs?: number;
  /** Cancels the call. */
  signal?: AbortSignal;
  onLog?: (records: WireLogRecord[]) => void;
  /** Takes the items that the method yields, as they come. Without it they are gathered. */
  onItem?: OnItem;
}

/** What a method came to. */
export interface Returned {
  value: Value;
  /** Whether it yielded before it returned, were it no item at all. */
  isStream: boolean;
}

/** A tool on the target. */
interface SyncedTool {
  source: ToolSource;
  /** Resolves when the target has it. */
  synced: Promise<void>;
  /**
   * Resolves with the id of the packet that has it, as soon as that was sent; null
   * once it is there. A tool in fragments would be overtaken: for that one it
   * resolves, with null, when the target has it.
   */
  sent: Promise<number | null> | null;
}

/** What arrives for a call before its answer. */
interface Listener {
  onLog: ((records: WireLogRecord[]) => void) | undefined;
  items: ItemStream;
}

/** The app's end of a connection to one agent. */
export class Protocol extends BaseProtocol {
  /** Tools that the target has or is sent, by key. */
  readonly tools = new Map<string, SyncedTool>();
  readonly #bootstrap: Bootstrap;
  readonly #options: ProtocolOptions;
  readonly #listeners = new Map<number, Listener>();
  #hello: ((hello: Hello) => void) | null = null;
  #isMarked = false;

  private constructor(link: Link, bootstrap: Bootstrap, options: ProtocolOptions) {
    super(link, options.compress);
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
    const { signal } = this.#options;
    const hello = new Promise<Hello>((resolve) => {
      this.#hello = resolve;
    });
    const abort = () => this.end(abortReason(signal));
    signal?.addEventListener("abort", abort);
    if (signal?.aborted) abort();
    if (!this.#options.holdsInput) this.sendRaw(this.#bootstrap.input);
    try {
      return await Promise.race([
        hello,
        this.waitClosed().then((reason) => {
          const lines = reason.lines.length > 0 ? reason.lines : this.noiseLines();
          throw new FailureError({ ...reason, lines });
        }),
      ]);
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /**
   * Calls a method of a tool, which is sent first if the target does not have it. A method with
   * types takes its arguments as Python does: by position, then by name in an object.
   * @returns what the method returned; the list of its items where it yields some
   *   and there is no `onItem`
   * @throws FailureError as `run` does, and `too_large` for a list of more than 64 MiB
   */
  call(
    tool: ToolSource,
    method: string,
    args: Value[],
    kwargs: Map<Value, Value>,
    options?: CallOptions,
  ): Promise<Value>;
  call<Args extends readonly unknown[], Item, Result>(
    method: StreamMethod<Args, Item, Result>,
    ...args: Args
  ): Promise<Item[]>;
  // The last one is what a compiler's message is about.
  call<Args extends readonly unknown[], Result>(
    method: ToolMethod<Args, Result>,
    ...args: Args
  ): Promise<Result>;
  async call(first: ToolSource | AnyMethod, ...rest: unknown[]): Promise<unknown> {
    // Calls go in the order in which they are made: one whose source is at hand waits for nothing.
    const made = "isStream" in first ? await readTyped(first, rest) : readUntyped(first, rest);
    const { tool, method, args, kwargs, options } = made;
    const gathered: Value[] = [];
    const onItem = options.onItem ?? gatherInto(gathered, method);
    const returned = await this.run(tool, method, args, kwargs, { ...options, onItem });
    return returned.isStream && options.onItem === undefined ? gathered : returned.value;
  }

  /**
   * Calls a method whose items, where it yields some, are taken one by one. All
   * that came before it failed or the connection ended are taken before that is
   * told; after a cancel or the deadline none is.
   * @throws FailureError `tool_error` with the exception when the method raised,
   *   `tool_refused` when none of it ran, `deadline`, `cancelled`, what `onItem`
   *   threw, or why the connection ended
   */
  async run(
    tool: ToolSource,
    method: string,
    args: Value[],
    kwargs: Map<Value, Value>,
    options: CallOptions & { onItem: OnItem },
  ): Promise<Returned> {
    const packetId = this.getId();
    const ending = new Ending((error) => {
      items.close();
      this.abandon(packetId, error);
    });
    const items = new ItemStream(
      (payload) => this.#valueOf({ flags: Flags.STREAM | Flags.RPC, packetId, payload }),
      options.onItem,
      (bytes) => {
        if (this.futures.has(packetId)) this.send(Flags.STREAM | Flags.REQUEST, packetId, bytes);
      },
      (reason) => ending.end(new FailureError(reason)),
    );
    const { timeoutMs, signal } = options;
    const deadline =
      timeoutMs === undefined || timeoutMs > MAX_TIMER_MS ? null : performance.now() + timeoutMs;
    const timer =
      deadline === null
        ? undefined
        : setTimeout(() => ending.end(pastDeadline(method, timeoutMs ?? 0)), timeoutMs);
    const cancel = () => ending.end(cancelled());
    signal?.addEventListener("abort", cancel);
    if (signal?.aborted) cancel();
    try {
      ending.check();
      const known = this.#sync(tool);
      const after = known.sent === null ? null : await ending.unless(known.sent);
      this.#listeners.set(packetId, { onLog: options.onLog, items });
      const request = new Map<Value, Value>([
        ["method", `${toolKey(tool)}.${method}`],
        ["args", args],
        ["kwargs", kwargs],
        ["credit", STREAM_CREDIT],
      ]);
      if (deadline !== null) {
        request.set("timeout", float(Math.max(deadline - performance.now(), 1) / 1000));
      }
      if (after !== null) request.set("after", after);
      const answer = this.request(Flags.RPC, packetId, request);
      // A tool that is refused says more than that there is none.
      const frame = after === null ? await answer : await both(known.synced, answer);
      const isStream = (frame.flags & Flags.STREAM) !== 0;
      if (isStream) await ending.unless(items.done());
      return { value: this.#valueOf(frame), isStream };
    } catch (error) {
      // What came before it failed is taken first, unless nobody wants it any more.
      await ending.unless(items.done());
      throw error;
    } finally {
      items.close();
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      this.#listeners.delete(packetId);
    }
  }

  /**
   * Calls a method that yields. Its items come as they are taken: the target
   * waits for who is slow. Leaving the loop early cancels the call.
   * @returns what the method returned at its end
   * @throws FailureError as `run` does
   */
  stream(
    tool: ToolSource,
    method: string,
    args: Value[],
    kwargs: Map<Value, Value>,
    options?: Omit<CallOptions, "onItem">,
  ): AsyncGenerator<Value, Value, undefined>;
  stream<Args extends readonly unknown[], Item, Result>(
    method: StreamMethod<Args, Item, Result>,
    ...args: Args
  ): AsyncGenerator<Item, Result, undefined>;
  async *stream(
    first: ToolSource | AnyMethod,
    ...rest: unknown[]
  ): AsyncGenerator<unknown, unknown, undefined> {
    const made = "isStream" in first ? await readTyped(first, rest) : readUntyped(first, rest);
    const { tool, method, args, kwargs, options } = made;
    const stop = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
    const hand = new HandOver<Value>();
    const result = this.run(tool, method, args, kwargs, {
      ...options,
      signal,
      onItem: (item) => hand.put(item),
    }).finally(() => hand.end());
    try {
      yield* hand;
      return (await result).value;
    } finally {
      stop.abort();
      // Whoever leaves early does not wait for the answer, nor hear of it.
      result.catch(() => {});
    }
  }

  /** What tells this connection from others in the command line of its transport: its nonce. */
  get tag(): string {
    return String(Number.parseInt(this.#bootstrap.nonce, 16));
  }

  /** Milliseconds of a round trip to the agent's reader thread. */
  async ping(): Promise<number> {
    const begin = performance.now();
    this.#valueOf(await this.request(Flags.PING, this.getId(), null));
    return performance.now() - begin;
  }

  /** Sends a tool unless the target has this version of it. Concurrent callers share one sending. */
  #sync(tool: ToolSource): SyncedTool {
    const key = toolKey(tool);
    const known = this.tools.get(key);
    if (known?.source.source === tool.source && known.source.filename === tool.filename) {
      return known;
    }
    const send = () => {
      const packetId = this.getId();
      return { packetId, answer: this.request(Flags.SYNC, packetId, toolToDict(tool)) };
    };
    // One version after the other, or the target might end with the older one.
    const request = known === undefined ? Promise.resolve(send()) : known.synced.then(send, send);
    const synced = request.then(async ({ answer }) => {
      this.#valueOf(await answer);
      entry.sent = null;
    });
    const isSmall = pack(toolToDict(tool)).length <= FRAGMENT_SIZE;
    const sent = isSmall ? request.then(({ packetId }) => packetId) : synced.then(() => null);
    const entry: SyncedTool = { source: tool, sent, synced };
    entry.synced.catch(() => {
      // The next call tries again.
      if (this.tools.get(key) === entry) this.tools.delete(key);
    });
    sent.catch(() => {});
    this.tools.set(key, entry);
    return entry;
  }

  /** The value of a response, or what it raised. Bytes that are no value end the connection. */
  #valueOf(frame: Packet): Value {
    try {
      if ((frame.flags & Flags.EXCEPTION) === 0) return unpack(frame.payload);
      throw new FailureError(readException(unpack(capped(frame, MAX_EXCEPTION))));
    } catch (error) {
      const reason = toFailure(error);
      if (reason.code === "protocol_error") this.end(reason);
      throw error;
    }
  }

  protected override handle(frame: Packet): void {
    if (frame.flags === Flags.HELLO) {
      this.#receiveHello(frame);
    } else if (frame.flags === Flags.BYE) {
      this.end(asked());
    } else if (frame.flags === Flags.LOG) {
      const records = readLogRecords(unpack(capped(frame, MAX_LOG)));
      (this.#listeners.get(frame.packetId)?.onLog ?? this.#options.onLog)?.(records);
    } else if (frame.flags === (Flags.STREAM | Flags.RPC)) {
      // Those of a call that was given up, or has been answered, are dropped.
      if (this.futures.has(frame.packetId))
        this.#listeners.get(frame.packetId)?.items.push(frame.payload);
    } else if ((frame.flags & Flags.RESPONSE) === 0) {
      throw protocolError(`an unexpected packet with flags 0x${frame.flags.toString(16)}`);
    }
    // A response to a request that was given up is dropped.
  }

  #receiveHello(frame: Packet): void {
    const { hello, nonce } = readHello(unpack(capped(frame, MAX_HELLO)));
    if (this.#hello === null) throw protocolError("a second hello");
    if (nonce !== this.#bootstrap.nonce) throw protocolError("a hello with a wrong nonce");
    this.#hello(hello);
    this.#hello = null;
  }

  protected override noise(reader: BoundaryReader): void {
    if (this.#isMarked || !reader.lines(10).includes(this.#bootstrap.marker)) return;
    this.#isMarked = true;
    this.#options.onStep?.("starting_agent");
    this.#options.onMarker?.();
    if (this.#options.holdsInput) this.sendRaw(this.#bootstrap.input);
  }

  /** Ends the connection because this side wants it to end. */
  close(): void {
    this.end(failure("session_closed", "The session was closed."));
  }
}

type AnyMethod =
  | ToolMethod<readonly unknown[], unknown>
  | StreamMethod<readonly unknown[], unknown, unknown>;

interface MadeCall {
  tool: ToolSource;
  method: string;
  args: Value[];
  kwargs: Map<Value, Value>;
  options: CallOptions;
}

/** A call of a method with types, whose source may have to be read first. */
async function readTyped(method: AnyMethod, rest: readonly unknown[]): Promise<MadeCall> {
  const { name, options } = method;
  return { tool: await method.tool(), method: name, ...splitArguments(rest), options };
}

function readUntyped(tool: ToolSource, rest: readonly unknown[]): MadeCall {
  const [method, args, kwargs, options = {}] = rest as UntypedCall;
  return { tool, method, args, kwargs, options };
}

type UntypedCall = [string, Value[], Map<Value, Value>, CallOptions?];

/** The payload of a packet with a fixed shape. @throws FailureError `protocol_error` for one over its cap */
function capped({ payload }: Packet, cap: number): Buffer {
  if (payload.length > cap)
    throw protocolError(`a packet of ${payload.length} bytes, the cap is ${cap}`);
  return payload;
}

/** Why an attempt is ended from outside. */
function abortReason(signal: AbortSignal | undefined): Failure {
  if (signal?.reason instanceof FailureError) return signal.reason.failure;
  return failure("cancelled", "Connecting was cancelled.");
}

/** Why a connection ends whose agent said that it was asked to. */
function asked(): Failure {
  return failure("session_closed", "The agent on the target was asked to end.", {
    advice: "Connect again to go on.",
  });
}

function cancelled(): FailureError {
  return new FailureError(failure("cancelled", "The call was cancelled."));
}

function pastDeadline(method: string, timeoutMs: number): FailureError {
  return new FailureError(
    failure("deadline", `${method} did not end within ${timeoutMs / 1000} s and was stopped.`, {
      advice: "Give it more time, or look at what it waits for.",
    }),
  );
}

/** The answer, unless the first promise fails: then that failure. */
async function both<T>(first: Promise<void>, answer: Promise<T>): Promise<T> {
  const [, value] = await Promise.all([first, answer]);
  return value;
}
