import type { LogRecord } from "../../src-shared/call";
import type { RecordBuffer } from "./record-buffer";

/** The levels of Python's logging, by weight. */
export const levels = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] as const;
export type Level = (typeof levels)[number];

/** 0 for DEBUG to 4 for CRITICAL. A level that Python does not have by itself counts as INFO. */
export function levelRank(level: string): number {
  const rank = levels.indexOf(level as Level);
  return rank === -1 ? 1 : rank;
}

export interface RecordFilter {
  /** The least level that is shown. */
  level: Level;
  search: string;
}

export function matchesRecord(record: LogRecord, filter: RecordFilter): boolean {
  if (levelRank(record.level) < levelRank(filter.level)) return false;
  const search = filter.search.trim().toLowerCase();
  if (search === "") return true;
  return (
    record.message.toLowerCase().includes(search) || record.logger.toLowerCase().includes(search)
  );
}

/**
 * The numbers of the records that pass a filter. It looks at each record once:
 * `refresh` goes on where the last one ended and drops what the buffer dropped.
 */
export class FilteredRecords {
  private numbers: number[] = [];
  private start = 0;
  private seen: number;

  constructor(
    private readonly buffer: RecordBuffer,
    private readonly filter: RecordFilter,
  ) {
    this.seen = buffer.first;
  }

  get length(): number {
    return this.numbers.length - this.start;
  }

  at(index: number): LogRecord | undefined {
    const number = this.numbers[this.start + index];
    return number === undefined ? undefined : this.buffer.at(number);
  }

  /** The stable number of the record at an index, as a key. */
  keyAt(index: number): number {
    return this.numbers[this.start + index] ?? -1;
  }

  refresh(): this {
    const { first, next } = this.buffer;
    for (let number = Math.max(this.seen, first); number < next; number++) {
      const record = this.buffer.at(number);
      if (record !== undefined && matchesRecord(record, this.filter)) this.numbers.push(number);
    }
    this.seen = next;
    while (this.start < this.numbers.length && (this.numbers[this.start] ?? first) < first)
      this.start += 1;
    if (this.start > 10_000 && this.start * 2 > this.numbers.length) {
      this.numbers = this.numbers.slice(this.start);
      this.start = 0;
    }
    return this;
  }
}
