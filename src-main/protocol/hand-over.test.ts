import { describe, expect, it } from "vitest";
import { HandOver } from "./hand-over";

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const item of items) seen.push(item);
  return seen;
}

describe("HandOver", () => {
  it("hands over in order, to who was there before and who comes later", async () => {
    const hand = new HandOver<number>();
    const early = all(hand);
    for (const item of [1, 2, 3]) await hand.put(item);
    hand.end();
    expect(await early).toEqual([1, 2, 3]);
    expect(await all(hand)).toEqual([]);
  });

  it("says that an item was taken when the next one is asked for", async () => {
    const hand = new HandOver<number>();
    const items = hand[Symbol.asyncIterator]();
    let taken = false;
    const put = hand.put(1).then(() => {
      taken = true;
    });
    expect(await items.next()).toEqual({ done: false, value: 1 });
    await new Promise(setImmediate);
    expect(taken).toBe(false);
    const next = items.next();
    await put;
    hand.end();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it("still gives the item that was put before the end", async () => {
    const hand = new HandOver<number>();
    hand.put(1);
    hand.end();
    expect(await all(hand)).toEqual([1]);
  });

  it("can be left in the middle", async () => {
    const hand = new HandOver<number>();
    hand.put(1);
    for await (const item of hand) {
      expect(item).toBe(1);
      break;
    }
    hand.put(2);
    hand.end();
    expect(await all(hand)).toEqual([2]);
  });
});
