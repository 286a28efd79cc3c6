import type { CallOutcome, CallRequest, LogRecord } from "../../src-shared/call";
import { FailureError, failure, toFailure } from "../../src-shared/failure";
import type { SessionManager } from "../session/session-manager";
import type { ToolLibrary } from "../tools/tool-library";

/** Milliseconds over which log records are gathered into one event. */
const LOG_BATCH_MS = 30;

/** Calls of tools over open sessions, each under an id of the caller's. */
export class CallService {
  readonly #running = new Map<string, AbortController>();
  #records: LogRecord[] = [];
  #flush: NodeJS.Timeout | null = null;

  constructor(
    private readonly sessions: SessionManager,
    private readonly tools: ToolLibrary,
    private readonly onLog: (records: LogRecord[]) => void,
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
      this.#send();
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
      onLog: (records) => this.#log(records.map((record) => ({ ...record, hostId, callId }))),
      ...(timeoutSeconds !== null && { timeoutMs: timeoutSeconds * 1000 }),
    });
  }

  #log(records: LogRecord[]): void {
    this.#records.push(...records);
    this.#flush ??= setTimeout(() => this.#send(), LOG_BATCH_MS);
  }

  #send(): void {
    if (this.#flush !== null) clearTimeout(this.#flush);
    this.#flush = null;
    if (this.#records.length > 0) this.onLog(this.#records);
    this.#records = [];
  }
}
