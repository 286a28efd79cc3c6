import type { LogRecord } from "../../src-shared/call";

/** Milliseconds over which records are gathered into one event. */
const BATCH_MS = 30;
/** Records that one event carries at the most; what is beyond is counted and said. */
const BATCH_LIMIT = 20_000;

/** Gathers log records, so that a target that logs without end costs one event at a time. */
export class LogBatcher {
  #records: LogRecord[] = [];
  #lost = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly onBatch: (records: LogRecord[]) => void) {}

  add(records: LogRecord[]): void {
    for (const record of records) {
      if (this.#records.length < BATCH_LIMIT) this.#records.push(record);
      else this.#lost += 1;
    }
    this.#timer ??= setTimeout(() => this.flush(), BATCH_MS);
  }

  /** Sends what has been gathered now, so that it comes before what follows. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const records = this.#records;
    const last = records.at(-1);
    if (last === undefined) return;
    if (this.#lost > 0) {
      const message = `${this.#lost} records were lost here: they came faster than they can be shown.`;
      records.push({ ...last, level: "WARNING", logger: "rmote", message });
    }
    this.#records = [];
    this.#lost = 0;
    this.onBatch(records);
  }
}
