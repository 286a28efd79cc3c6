import type { CallOutcome, CallRequest } from "../../src-shared/call";
import { FailureError, failure, toFailure } from "../../src-shared/failure";
import type { SessionManager } from "../session/session-manager";
import type { ToolLibrary } from "../tools/tool-library";
import type { LogBatcher } from "./log-batcher";

/** Calls of tools over open sessions, each under an id of the caller's. */
export class CallService {
  readonly #running = new Map<string, AbortController>();

  constructor(
    private readonly sessions: SessionManager,
    private readonly tools: ToolLibrary,
    private readonly logs: LogBatcher,
  ) {}

  /** Runs a call to its end. Never rejects: every end is an outcome. */
  async run(request: CallRequest): Promise<CallOutcome> {
    const begin = performance.now();
    const elapsed = () => performance.now() - begin;
    if (this.#running.has(request.callId)) {
      const reason = failure("bad_request", `A call ${request.callId} is running already.`);
      return { ok: false, failure: reason, elapsedMs: elapsed() };
    }
    const stop = new AbortController();
    this.#running.set(request.callId, stop);
    try {
      const value = await this.#call(request, stop.signal);
      return { ok: true, value, elapsedMs: elapsed() };
    } catch (error) {
      return { ok: false, failure: toFailure(error), elapsedMs: elapsed() };
    } finally {
      this.#running.delete(request.callId);
      // The records of a call come before its outcome.
      this.logs.flush();
    }
  }

  /** Cancels a running call. @throws FailureError `not_found` where there is none */
  cancel(callId: string): void {
    const stop = this.#running.get(callId);
    if (stop === undefined) {
      throw new FailureError(failure("not_found", "This call has ended already."));
    }
    stop.abort();
  }

  async #call(request: CallRequest, signal: AbortSignal) {
    const { hostId, callId, timeoutSeconds } = request;
    const tool = this.tools.find(request.tool, request.method);
    const kwargs = new Map(Object.entries(request.kwargs));
    return await this.sessions.get(hostId).call(tool, request.method, request.args, kwargs, {
      signal,
      onLog: (records) => this.logs.add(records.map((record) => ({ ...record, hostId, callId }))),
      ...(timeoutSeconds !== null && { timeoutMs: timeoutSeconds * 1000 }),
    });
  }
}
