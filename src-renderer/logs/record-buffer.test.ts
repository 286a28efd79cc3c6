import { describe, expect, it } from "vitest";
import type { LogRecord } from "../../src-shared/call";
import { RecordBuffer } from "./record-buffer";
import { FilteredRecords, levelRank, matchesRecord } from "./record-filter";

function record(message: string, level = "INFO", logger = "app"): LogRecord {
  return { callId: null, hostId: "local", level, logger, message, time: 0 };
}

const some = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => record(String(from + i)));

describe("RecordBuffer", () => {
  it("keeps the newest and says how many are gone", () => {
    const buffer = new RecordBuffer(3);
    for (let i = 0; i < 10; i++) buffer.push(some(i, i + 1));
    expect([buffer.first, buffer.length, buffer.next]).toEqual([7, 3, 10]);
    expect(buffer.at(6)).toBeUndefined();
    expect([7, 8, 9].map((n) => buffer.at(n)?.message)).toEqual(["7", "8", "9"]);
    expect(buffer.at(10)).toBeUndefined();
  });

  it("takes more at once than it keeps", () => {
    const buffer = new RecordBuffer(3);
    buffer.push(some(0, 100));
    expect([buffer.first, buffer.length, buffer.at(97)?.message]).toEqual([97, 3, "97"]);
  });

  it("goes on counting after it was cleared", () => {
    const buffer = new RecordBuffer(3);
    buffer.push(some(0, 2));
    buffer.clear();
    expect([buffer.first, buffer.length]).toEqual([2, 0]);
    buffer.push(some(2, 3));
    expect(buffer.at(2)?.message).toBe("2");
  });
});

describe("matchesRecord", () => {
  it("compares levels, and takes unknown ones for INFO", () => {
    expect(levelRank("NOTICE")).toBe(levelRank("INFO"));
    expect(matchesRecord(record("x", "DEBUG"), { level: "INFO", search: "" })).toBe(false);
    expect(matchesRecord(record("x", "ERROR"), { level: "WARNING", search: "" })).toBe(true);
  });
  it("searches message and logger, whatever the case", () => {
    const filter = { level: "DEBUG", search: "Disk" } as const;
    expect(matchesRecord(record("disk full"), filter)).toBe(true);
    expect(matchesRecord(record("full", "INFO", "rmote.disk"), filter)).toBe(true);
    expect(matchesRecord(record("full"), filter)).toBe(false);
  });
});

describe("FilteredRecords", () => {
  it("agrees with filtering from the start, whatever comes in between", () => {
    const buffer = new RecordBuffer(50);
    const filter = { level: "DEBUG", search: "3" } as const;
    const filtered = new FilteredRecords(buffer, filter);
    for (let i = 0; i < 40; i++) {
      buffer.push(some(i * 7, i * 7 + 7));
      filtered.refresh();
      const expected = new FilteredRecords(buffer, filter).refresh();
      const messages = (list: FilteredRecords) =>
        Array.from({ length: list.length }, (_, at) => list.at(at)?.message);
      expect(messages(filtered)).toEqual(messages(expected));
      expect(filtered.at(0)?.message).toBe(String(filtered.keyAt(0)));
    }
  });
});
