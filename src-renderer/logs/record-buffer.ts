import type { LogRecord } from "../../src-shared/call";

/** How many records a log keeps. The oldest make room. */
export const MAX_RECORDS = 100_000;

/**
 * The newest records of a log, in the order in which they came. Each has a
 * number that stays: the first ever is 0, and `first` is that of the oldest
 * which is still here, so also the count of those that are gone.
 */
export class RecordBuffer {
  private records: LogRecord[] = [];
  /** Where in `records` the oldest one stands; what is before it is waiting to be let go. */
  private start = 0;
  first = 0;

  constructor(readonly capacity: number = MAX_RECORDS) {}

  get length(): number {
    return this.records.length - this.start;
  }

  /** The number that the next record gets. */
  get next(): number {
    return this.first + this.length;
  }

  push(added: readonly LogRecord[]): void {
    for (const record of added) this.records.push(record);
    const excess = this.length - this.capacity;
    if (excess <= 0) return;
    this.start += excess;
    this.first += excess;
    if (this.start >= this.capacity) {
      this.records = this.records.slice(this.start);
      this.start = 0;
    }
  }

  /** The record with that number, if it is still here. */
  at(number: number): LogRecord | undefined {
    if (number < this.first) return undefined;
    return this.records[this.start + number - this.first];
  }

  clear(): void {
    this.first = this.next;
    this.records = [];
    this.start = 0;
  }
}
