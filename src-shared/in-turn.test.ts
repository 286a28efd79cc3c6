import { expect, it } from "vitest";
import { inTurn } from "./in-turn";

it("begins in order, and never more at a time than it may", async () => {
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const items = Array.from({ length: 20 }, (_, at) => at);
  await inTurn(items, 3, async (item) => {
    begun.push(item);
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < 1 + (item % 4); turn++) await Promise.resolve();
    running -= 1;
  });
  expect(begun).toEqual(items);
  expect(most).toBe(3);
  expect(running).toBe(0);
});

it("has nothing to do with nothing", async () => {
  await expect(inTurn([], 3, () => Promise.reject(new Error("called")))).resolves.toBeUndefined();
});
