import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type ProcessorTime, RunClock } from "./run-clock";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** When it is due, in milliseconds after its start; null for not within ten seconds. */
async function dueAfter(processorTime: ProcessorTime | null, times = 1): Promise<number | null> {
  const begin = performance.now();
  let due: number | null = null;
  new RunClock({ due: 700, atMost: 3000 }, processorTime).start(() => {
    due = performance.now() - begin;
  }, times);
  await vi.advanceTimersByTimeAsync(10_000);
  return due;
}

/** Of a process that has a part of the processor. */
const part = (share: number): ProcessorTime => {
  const begin = performance.now();
  return async () => 5000 + (performance.now() - begin) * share;
};

it("is due on time where the processor was there, or cannot be asked", async () => {
  expect(await dueAfter(null)).toBe(700);
  expect(await dueAfter(part(1))).toBe(700);
  expect(await dueAfter(async () => null)).toBe(700);
});

it("gives a run longer that shares the processor, but not for ever", async () => {
  const shared = await dueAfter(part(0.5));
  expect(shared).toBeGreaterThan(1100);
  expect(shared).toBeLessThan(1400);
  expect(await dueAfter(part(0.01))).toBe(3000);
  expect(await dueAfter(() => new Promise(() => {}))).toBe(3000);
});

it("is not due once it is stopped, and anew for each start", async () => {
  const due: string[] = [];
  const clock = new RunClock({ due: 700, atMost: 3000 }, part(1));
  clock.start(() => due.push("first"));
  await vi.advanceTimersByTimeAsync(699);
  clock.start(() => due.push("second"));
  await vi.advanceTimersByTimeAsync(699);
  expect(due).toEqual([]);
  await vi.advanceTimersByTimeAsync(2);
  expect(due).toEqual(["second"]);
  clock.start(() => due.push("third"));
  clock.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(due).toEqual(["second"]);
});

it("gives a run more of the time that asks for it", async () => {
  expect(await dueAfter(null, 10)).toBe(7000);
  expect(await dueAfter(part(0.01), 2)).toBe(6000);
});
