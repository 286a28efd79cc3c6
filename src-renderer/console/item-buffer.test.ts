import { describe, expect, it } from "vitest";
import { ItemBuffer, MAX_BYTES, MAX_ITEMS } from "./item-buffer";

const numbers = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ value: from + i, bytes: 1 }));

describe("an item buffer", () => {
  it("keeps the newest, and each its number", () => {
    const buffer = new ItemBuffer();
    for (let from = 0; from < 25_000; from += 1000) buffer.push(numbers(from, 1000));
    expect([buffer.length, buffer.first, buffer.next]).toEqual([MAX_ITEMS, 15_000, 25_000]);
    expect([buffer.at(14_999), buffer.at(15_000), buffer.at(24_999)]).toEqual([
      undefined,
      15_000,
      24_999,
    ]);
    expect(buffer.values()).toHaveLength(MAX_ITEMS);
  });

  it("keeps fewer of large ones, but always the newest", () => {
    const buffer = new ItemBuffer();
    buffer.push([
      { value: "a", bytes: MAX_BYTES / 2 },
      { value: "b", bytes: MAX_BYTES / 2 },
    ]);
    expect(buffer.values()).toEqual(["a", "b"]);
    buffer.push([{ value: "c", bytes: 1 }]);
    expect(buffer.values()).toEqual(["b", "c"]);
    buffer.push([{ value: "d", bytes: MAX_BYTES * 2 }]);
    expect([buffer.values(), buffer.first]).toEqual([["d"], 3]);
    buffer.push([{ value: "e", bytes: 1 }]);
    expect([buffer.values(), buffer.first]).toEqual([["e"], 4]);
  });
});
