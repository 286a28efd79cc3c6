/** A time limit that stands still while a person is asked. */
export class Patience {
  #left: number;
  #started: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  #pauses = 0;

  /** @param milliseconds until `onEnd`, from now on */
  constructor(
    milliseconds: number,
    private readonly onEnd: () => void,
  ) {
    this.#left = milliseconds;
    this.#run();
  }

  /** Begins anew with another time. */
  restart(milliseconds: number): void {
    this.#halt();
    this.#left = milliseconds;
    if (this.#pauses === 0) this.#run();
  }

  /** Lets the time stand still until the promise has settled. */
  async pausedBy<T>(work: Promise<T>): Promise<T> {
    this.#pauses += 1;
    this.#halt();
    try {
      return await work;
    } finally {
      this.#pauses -= 1;
      if (this.#pauses === 0 && this.#left > 0) this.#run();
    }
  }

  /** Ends it for good. */
  stop(): void {
    this.#halt();
    this.#left = 0;
  }

  #run(): void {
    this.#started = performance.now();
    this.#timer = setTimeout(this.onEnd, this.#left);
  }

  #halt(): void {
    clearTimeout(this.#timer);
    if (this.#started !== null) {
      this.#left = Math.max(1, this.#left - (performance.now() - this.#started));
    }
    this.#started = null;
  }
}
