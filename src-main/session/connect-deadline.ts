import { FailureError, failure } from "../../src-shared/failure";
import type { Ask } from "../../src-shared/question";

/** The longest time that a timer takes, about 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The time that a target has until its agent answers. While a person is asked it stands still. */
export class ConnectDeadline {
  readonly #abort = new AbortController();
  /** Aborts when the time is over, with the failure as its reason, or when `signal` does. */
  readonly signal: AbortSignal;
  #left: number;
  #since = 0;
  #timer: NodeJS.Timeout | null = null;
  #questions = 0;
  #stopped = false;

  /** @param timeoutMs milliseconds */
  constructor(
    private readonly timeoutMs: number,
    signal: AbortSignal | undefined,
  ) {
    this.signal = signal ? AbortSignal.any([this.#abort.signal, signal]) : this.#abort.signal;
    this.#left = Math.min(timeoutMs, MAX_TIMER_MS);
    this.#run();
  }

  /** The same `ask`, during which no time passes. */
  around(ask: Ask): Ask {
    return async (body, signal) => {
      this.#questions += 1;
      if (this.#questions === 1) this.#halt();
      try {
        return await ask(body, signal);
      } finally {
        this.#questions -= 1;
        if (this.#questions === 0) this.#run();
      }
    };
  }

  /** The same promise, but where the time was over before it failed, that is the failure. */
  async ofSpawn<T>(spawning: Promise<T>): Promise<T> {
    try {
      return await spawning;
    } catch (error) {
      throw this.#abort.signal.reason ?? error;
    }
  }

  /** No time passes any more. */
  stop(): void {
    this.#stopped = true;
    this.#halt();
  }

  #run(): void {
    if (this.#stopped || this.#abort.signal.aborted) return;
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#abort.abort(this.#tooLate()), this.#left);
  }

  #halt(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#left = Math.max(1, this.#left - (performance.now() - this.#since));
  }

  #tooLate(): FailureError {
    return new FailureError(
      failure("connect_timeout", `No answer within ${this.timeoutMs / 1000} s.`, {
        advice: "Check that the machine is up and reachable, and try again.",
      }),
    );
  }
}
