import type { CallOutcome, CallRequest, ItemBatch } from "../../src-shared/call";
import { FailureError, failure, toFailure } from "../../src-shared/failure";
import type { Value } from "../../src-shared/value";
import type { WireLogRecord } from "../protocol/protocol";
import type { ToolSource } from "../protocol/tool-source";
import type { SessionManager } from "../session/session-manager";
import type { OwnTools } from "../tools/own-tools";
import type { ToolLibrary } from "../tools/tool-library";
import { type CallSecrets, redactedFailure, redacter } from "./call-secrets";
import { ItemQueue } from "./item-queue";
import type { LogBatcher } from "./log-batcher";
import type { FilledCall } from "./secret-value";

/** Calls of tools over open sessions, each under an id of the caller's. */
export class CallService {
  readonly #running = new Map<string, AbortController>();
  /** Of the calls that run, and of those that ended with items yet to be taken. */
  readonly #queues = new Map<string, ItemQueue>();
  /** Of the calls that run on each host: what takes their secrets out of a text. */
  readonly #redacters = new Map<string, Set<(text: string) => string>>();

  constructor(
    private readonly sessions: Pick<SessionManager, "get">,
    private readonly tools: Pick<ToolLibrary, "find">,
    private readonly ownTools: Pick<OwnTools, "source">,
    private readonly secrets: Pick<CallSecrets, "fill">,
    private readonly logs: LogBatcher,
  ) {}

  /**
   * Runs a call to its end. What the method yields has to be taken meanwhile.
   * Secrets of it are asked for first; what it logs and why it failed does not say them.
   * Never rejects: every end is an outcome.
   */
  async run(request: CallRequest): Promise<CallOutcome> {
    let begin = performance.now();
    const elapsed = () => performance.now() - begin;
    const { callId } = request;
    if (this.#running.has(callId)) {
      const reason = failure("bad_request", `A call ${callId} is running already.`);
      return { ok: false, failure: reason, elapsedMs: elapsed() };
    }
    const stop = new AbortController();
    const queue = new ItemQueue();
    this.#running.set(callId, stop);
    this.#queues.set(callId, queue);
    let typed: readonly string[] = [];
    let forget = () => {};
    try {
      const tool = await this.toolOf(request);
      const session = this.sessions.get(request.hostId);
      const filled = await this.secrets.fill(request, tool, stop.signal);
      typed = filled.secrets;
      forget = this.#hide(request.hostId, typed);
      // What a person took to type is no time of the call.
      begin = performance.now();
      const returned = await session.run(tool, request.method, filled.args, filled.kwargs, {
        ...this.#options(request, filled, queue),
        signal: stop.signal,
      });
      return { ok: true, ...returned, elapsedMs: elapsed() };
    } catch (error) {
      const reason = redactedFailure(toFailure(error), typed);
      return { ok: false, failure: reason, elapsedMs: elapsed() };
    } finally {
      forget();
      this.#running.delete(callId);
      if (queue.end()) this.#queues.delete(callId);
      // The records of a call come before its outcome.
      this.logs.flush();
    }
  }

  /** The next items of a call; a call that is not known has no more. */
  async takeItems(callId: string): Promise<ItemBatch> {
    const queue = this.#queues.get(callId);
    if (queue === undefined) return { items: [], isEnd: true };
    const batch = await queue.take();
    if (batch.isEnd) this.#queues.delete(callId);
    return batch;
  }

  /** Who took the items is gone: a call that yields ends with its next item, others run on. */
  abandonItems(): void {
    for (const queue of this.#queues.values()) queue.abandon();
    this.#queues.clear();
  }

  /** Takes log records of a host that are of no call: what runs there may have written them, with a secret of its own. */
  addUnclaimed(hostId: string, records: WireLogRecord[]): void {
    const redacters = [...(this.#redacters.get(hostId) ?? [])];
    this.logs.add(
      records.map((record) => ({
        ...record,
        message: redacters.reduce((message, redact) => redact(message), record.message),
        hostId,
        callId: null,
      })),
    );
  }

  /** Cancels a running call. @throws FailureError `not_found` where there is none */
  cancel(callId: string): void {
    const stop = this.#running.get(callId);
    if (stop === undefined) {
      throw new FailureError(failure("not_found", "This call has ended already."));
    }
    stop.abort();
  }

  /** The tool of a call, as it is sent. @throws FailureError `not_found`, `bad_request` or `file_error` */
  async toolOf({
    tool,
    own,
    method,
  }: Pick<CallRequest, "tool" | "own" | "method">): Promise<ToolSource> {
    return own === undefined
      ? this.tools.find(tool, method)
      : await this.ownTools.source(own, tool);
  }

  /** @returns what ends it */
  #hide(hostId: string, secrets: readonly string[]): () => void {
    if (secrets.length === 0) return () => {};
    const redact = redacter(secrets);
    const all = this.#redacters.get(hostId) ?? new Set();
    this.#redacters.set(hostId, all.add(redact));
    return () => {
      all.delete(redact);
      if (all.size === 0) this.#redacters.delete(hostId);
    };
  }

  #options(request: CallRequest, { secrets }: FilledCall, queue: ItemQueue) {
    const { hostId, callId, timeoutSeconds, isUnasked = false } = request;
    const redact = redacter(secrets);
    return {
      isUnasked,
      onItem: (item: Value, bytes: number) => queue.put(item, bytes),
      onLog: (records: WireLogRecord[]) =>
        this.logs.add(
          records.map((record) => ({
            ...record,
            message: redact(record.message),
            hostId,
            callId,
          })),
        ),
      ...(timeoutSeconds !== null && { timeoutMs: timeoutSeconds * 1000 }),
    };
  }
}
