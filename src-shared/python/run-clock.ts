/** Milliseconds of processor time that the thread's process has used so far; null where that cannot be said. */
export type ProcessorTime = () => Promise<number | null>;

export interface RunTime {
  /** Milliseconds, of the clock and of the processor. */
  due: number;
  /** Milliseconds of the clock after which it is due in any case. */
  atMost: number;
}

/** Most runs are over before: only of the others the processor time is asked for. */
const FIRST_LOOK = 100;
/** What is counted is cut to hundredths of a second, and so is a little short. */
const ENOUGH = 0.9;

/**
 * Tells when a run has had its time. A machine that is busy with other things gives a thread little of each
 * second: what counts is the time that it had.
 */
export class RunClock {
  private timers: ReturnType<typeof setTimeout>[] = [];
  /** Which run is the present one: an answer for an earlier one is not heard. */
  private run = 0;

  constructor(
    private readonly time: RunTime,
    private readonly processorTime: ProcessorTime | null,
  ) {}

  /**
   * Calls `due` once, unless it is stopped or started again before.
   * @param times how many times the usual time this run has
   */
  start(due: () => void, times = 1): void {
    this.stop();
    const time = { due: this.time.due * times, atMost: this.time.atMost * times };
    const run = this.run;
    const { processorTime } = this;
    const end = () => {
      if (run !== this.run) return;
      this.stop();
      due();
    };
    if (processorTime === null) {
      this.after(time.due, end);
      return;
    }
    const begin = performance.now();
    /** What was used when the run had begun, as if it had the processor for itself until then. */
    let base: number | null = null;
    this.after(Math.min(FIRST_LOOK, time.due), async () => {
      const before = performance.now() - begin;
      const used = await processorTime();
      if (used !== null) base = used - before;
    });
    const look = async () => {
      const used = await processorTime();
      if (run !== this.run) return;
      const left = used === null || base === null ? 0 : time.due * ENOUGH - (used - base);
      if (left <= 0) end();
      else this.after(Math.max(left, 10), look);
    };
    this.after(time.due, look);
    this.after(time.atMost, end);
  }

  stop(): void {
    this.run += 1;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
  }

  private after(ms: number, action: () => void): void {
    this.timers.push(setTimeout(action, ms));
  }
}
