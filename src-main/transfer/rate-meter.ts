/** Milliseconds that a rate is taken over: long enough to be steady, short enough to follow the link. */
const SPAN_MS = 5000;
/** Milliseconds before a rate tells anything. */
const LEAST_MS = 500;

/** How fast something goes on just now. */
export class RateMeter {
  #samples: { at: number; done: number }[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @param done bytes that are over by now */
  add(done: number): void {
    const at = this.now();
    this.#samples.push({ at, done });
    // One that is older stays, so that a slow link has a rate, too.
    const first = this.#samples.findIndex((each) => each.at >= at - SPAN_MS);
    this.#samples.splice(0, Math.max(0, first - 1));
  }

  /** Bytes per second; null until it can be told. */
  get rate(): number | null {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined) return null;
    const passed = this.now() - first.at;
    return passed < LEAST_MS ? null : ((last.done - first.done) * 1000) / passed;
  }
}
