import type { FailureError } from "../../src-shared/failure";

/** The early end of something that is waited for: the first reason counts. */
export class Ending {
  #reason: FailureError | null = null;
  #waiting: ((reason: FailureError) => void)[] = [];

  /** @param onEnd called once, with the reason */
  constructor(private readonly onEnd: (reason: FailureError) => void) {}

  end(reason: FailureError): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    for (const reject of this.#waiting) reject(reason);
    this.onEnd(reason);
  }

  /** @throws the reason, if it has ended */
  check(): void {
    if (this.#reason !== null) throw this.#reason;
  }

  /** What the promise comes to, unless it ends before that: then it rejects with the reason. */
  unless<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#reason !== null) reject(this.#reason);
      else this.#waiting.push(reject);
      promise.then(resolve, reject);
    });
  }
}
