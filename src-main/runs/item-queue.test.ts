import { describe, expect, it } from "vitest";
import type { ItemBatch } from "../../src-shared/call";
import { failureOf } from "../testing/failure-of";
import { ItemQueue, MAX_WAITING } from "./item-queue";

const values = ({ items }: ItemBatch) => items.map(({ value }) => value);

/** Whether a promise has settled once all that is due now has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = new Promise<"pending">((resolve) => setImmediate(() => resolve("pending")));
  return (await Promise.race([promise, pending])) !== "pending";
}

describe("an item queue", () => {
  it("hands out what came together at once, in order", async () => {
    const queue = new ItemQueue();
    const batch = queue.take();
    for (const word of ["a", "b", "c"]) await queue.put(word, 1);
    expect(values(await batch)).toEqual(["a", "b", "c"]);
  });

  it("lets who puts wait while too much waits to be taken", async () => {
    const queue = new ItemQueue();
    await queue.put("first", 1);
    const second = queue.put("second", MAX_WAITING);
    expect(await isSettled(second)).toBe(false);
    expect(values(await queue.take())).toEqual(["first", "second"]);
    expect(await isSettled(second)).toBe(true);
  });

  it("says the end with the last items, or to who waits for more", async () => {
    const left = new ItemQueue();
    await left.put(1, 1);
    expect(left.end()).toBe(false);
    expect(await left.take()).toEqual({ items: [{ value: 1, bytes: 1 }], isEnd: true });
    const empty = new ItemQueue();
    const waiting = empty.take();
    expect(empty.end()).toBe(true);
    expect(await waiting).toEqual({ items: [], isEnd: true });
  });

  it("refuses items that nobody takes any more, also one that waits for room", async () => {
    const queue = new ItemQueue();
    const waiting = failureOf(queue.put("large", MAX_WAITING));
    queue.abandon();
    expect((await waiting).code).toBe("cancelled");
    expect((await failureOf(queue.put("more", 1))).code).toBe("cancelled");
    expect(await queue.take()).toEqual({ items: [], isEnd: true });
  });
});
