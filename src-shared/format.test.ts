import { describe, expect, it } from "vitest";
import {
  formatAgo,
  formatBytes,
  formatClock,
  formatCount,
  formatDuration,
  formatExact,
  formatPlural,
} from "./format";

const plain = (text: string) => text.replaceAll("\u202f", " ");

describe("formatCount", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1000, "1 000"],
    [-1_234_567, "-1 234 567"],
    [12_345_678_901_234_567_890n, "12 345 678 901 234 567 890"],
  ])("%s is %s", (count, text) => expect(plain(formatCount(count))).toBe(text));
});

describe("formatPlural", () => {
  it.each([
    [0, "0 hosts"],
    [1, "1 host"],
    [1200, "1 200 hosts"],
  ])("%s is %s", (count, text) => expect(plain(formatPlural(count, "host"))).toBe(text));
  it("takes an irregular plural", () =>
    expect(formatPlural(2, "entry", "entries")).toBe("2 entries"));
});

describe("formatDuration", () => {
  it.each([
    [-1, "0.0 ms"],
    [0.04, "0.0 ms"],
    [3.21, "3.2 ms"],
    [99.94, "99.9 ms"],
    [99.96, "100 ms"],
    [999.4, "999 ms"],
    [999.6, "1.0 s"],
    [59_940, "59.9 s"],
    [59_960, "1 min 00 s"],
    [64_000, "1 min 04 s"],
    [3_599_600, "1 h 00 min"],
    [7_500_000, "2 h 05 min"],
  ])("%s is %s", (ms, text) => expect(plain(formatDuration(ms))).toBe(text));
});

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [1_048_575, "1.0 MiB"],
    [10 * 1024 ** 2, "10.0 MiB"],
    [5 * 1024 ** 4, "5.0 TiB"],
  ])("%s is %s", (bytes, text) => expect(plain(formatBytes(bytes))).toBe(text));
});

describe("formatAgo", () => {
  it.each([
    [59_000, "just now"],
    [5 * 60_000, "5 min ago"],
    [3 * 3_600_000, "3 h ago"],
    [25 * 3_600_000, "yesterday"],
    [48 * 3_600_000, "2 days ago"],
  ])("%s ms is %s", (past, text) => expect(plain(formatAgo(1e12 - past, 1e12))).toBe(text));
});

describe("times", () => {
  const time = new Date(2026, 2, 4, 14, 2, 11, 42).getTime();
  it("writes the time of day", () => {
    expect(formatClock(time)).toBe("14:02:11");
    expect(formatClock(time, true)).toBe("14:02:11.042");
  });
  it("writes the exact time", () => expect(formatExact(time)).toBe("2026-03-04 14:02:11.042"));
  it("survives a clock of a target that makes no sense", () => {
    expect(formatClock(Number.NaN)).toBe("--:--:--");
    expect(formatExact(1e20)).toBe("unknown time");
  });
});
