import type { CallOutcome, CallRequest, ItemBatch } from "../../src-shared/call";
import { FailureError, failure, toFailure } from "../../src-shared/failure";
import type { SessionManager } from "../session/session-manager";
import type { OwnTools } from "../tools/own-tools";
import type { ToolLibrary } from "../tools/tool-library";
import { ItemQueue } from "./item-queue";
import type { LogBatcher } from "./log-batcher";

/** Calls of tools over open sessions, each under an id of the caller's. */
export class CallService {
  readonly #running = new Map<string, AbortController>();
  /** Of the calls that run, and of those that ended with items yet to be taken. */
  readonly #queues = new Map<string, ItemQueue>();

  constructor(
    private readonly sessions: Pick<SessionManager, "get">,
    private readonly tools: Pick<ToolLibrary, "find">,
    private readonly ownTools: Pick<OwnTools, "source">,
    private readonly logs: LogBatcher,
  ) {}

  /**
   * Runs a call to its end. What the method yields has to be taken meanwhile.
   * Never rejects: every end is an outcome.
   */
  async run(request: CallRequest): Promise<CallOutcome> {
    const begin = performance.now();
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
    try {
      const returned = await this.#call(request, queue, stop.signal);
      return { ok: true, ...returned, elapsedMs: elapsed() };
    } catch (error) {
      return { ok: false, failure: toFailure(error), elapsedMs: elapsed() };
    } finally {
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

  /** Cancels a running call. @throws FailureError `not_found` where there is none */
  cancel(callId: string): void {
    const stop = this.#running.get(callId);
    if (stop === undefined) {
      throw new FailureError(failure("not_found", "This call has ended already."));
    }
    stop.abort();
  }

  async #call(request: CallRequest, queue: ItemQueue, signal: AbortSignal) {
    const { hostId, callId, timeoutSeconds, isUnasked = false } = request;
    const tool =
      request.own === undefined
        ? this.tools.find(request.tool, request.method)
        : await this.ownTools.source(request.own, request.tool);
    const kwargs = new Map(Object.entries(request.kwargs));
    return await this.sessions.get(hostId).run(tool, request.method, request.args, kwargs, {
      signal,
      isUnasked,
      onItem: (item, bytes) => queue.put(item, bytes),
      onLog: (records) => this.logs.add(records.map((record) => ({ ...record, hostId, callId }))),
      ...(timeoutSeconds !== null && { timeoutMs: timeoutSeconds * 1000 }),
    });
  }
}
