/** A burst of changes is over when nothing happens for this long. */
export const QUIET_MS = 100;
/** A burst without end is told of all the same. */
const LONGEST_BURST_MS = 500;

/** Makes one notice of many that come close together. */
export class Burst {
  #timer: NodeJS.Timeout | null = null;
  #since = 0;

  /** @param onOver told once for each burst, when it is over or has gone on for half a second */
  constructor(private readonly onOver: () => void) {}

  /** Something happened. */
  notice(): void {
    const now = performance.now();
    if (this.#timer === null) this.#since = now;
    else clearTimeout(this.#timer);
    const left = this.#since + LONGEST_BURST_MS - now;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.onOver();
      },
      Math.max(0, Math.min(QUIET_MS, left)),
    );
  }

  /** Forgets what happened and was not told yet. */
  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
