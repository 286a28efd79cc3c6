import { describe, expect, it } from "vitest";
import { type Failure, FailureError, failure } from "../../src-shared/failure";
import type { Value } from "../../src-shared/value";
import { pack, unpack } from "./codec";
import { ItemStream, type OnItem, STREAM_CREDIT } from "./item-stream";

function stream(onItem: OnItem, read: (payload: Buffer) => Value = unpack) {
  const grants: number[] = [];
  const failures: Failure[] = [];
  const items = new ItemStream(
    read,
    onItem,
    (bytes) => grants.push(bytes),
    (reason) => failures.push(reason),
  );
  return { items, grants, failures };
}

/** What an item costs, by the text of the protocol. */
const cost = (payload: Buffer) => payload.length + 256;

describe("ItemStream", () => {
  it("hands on one after another, with the size of each", async () => {
    const seen: [Value, number][] = [];
    const { items } = stream(async (item, bytes) => {
      await new Promise(setImmediate);
      seen.push([item, bytes]);
    });
    for (const item of [1, "two", null]) items.push(pack(item));
    await items.done();
    expect(seen).toEqual([
      [1, 1],
      ["two", 4],
      [null, 1],
    ]);
  });

  it("gives back exactly what the items cost, never more than was used", async () => {
    const { items, grants } = stream(() => {});
    const payload = pack(new Uint8Array(50_000));
    for (let i = 0; i < 500; i++) {
      items.push(payload);
      await items.done();
    }
    const granted = grants.reduce((sum, bytes) => sum + bytes, 0);
    expect(granted).toBeLessThanOrEqual(500 * cost(payload));
    expect(granted).toBeGreaterThan(500 * cost(payload) - STREAM_CREDIT);
    for (const bytes of grants) expect(bytes).toBeGreaterThanOrEqual(STREAM_CREDIT / 2);
  });

  it("refuses an item when nothing of the credit is left, however small the items", () => {
    const { items } = stream(() => new Promise(() => {}));
    const nil = pack(null);
    for (let i = 0; i < Math.ceil(STREAM_CREDIT / cost(nil)); i++) items.push(nil);
    expect(() => items.push(nil)).toThrow("beyond its credit");
  });

  it("takes no more than it gave credit for", async () => {
    let hold = false;
    const { items, grants } = stream(() => (hold ? new Promise(() => {}) : undefined));
    const payload = pack(new Uint8Array(STREAM_CREDIT / 2));
    items.push(payload);
    await items.done();
    expect(grants).toEqual([cost(payload)]);
    hold = true;
    items.push(payload);
    items.push(payload);
    expect(() => items.push(payload)).toThrow("beyond its credit");
  });

  it("hands on nothing after a failure, which it tells once", async () => {
    let calls = 0;
    const full = failure("file_error", "full");
    const { items, failures, grants } = stream(() => {
      calls += 1;
      throw new FailureError(full);
    });
    for (let i = 0; i < 3; i++) items.push(pack(new Uint8Array(STREAM_CREDIT / 4)));
    await items.done();
    expect([calls, failures, grants]).toEqual([1, [full], []]);
  });

  it("hands on nothing after it was closed", async () => {
    let calls = 0;
    const { items } = stream(() => {
      calls += 1;
      items.close();
    });
    items.push(pack(1));
    items.push(pack(2));
    await items.done();
    expect(calls).toBe(1);
  });

  it("fails with why an item cannot be read", async () => {
    const { items, failures } = stream(() => {});
    items.push(Buffer.from([0xc1]));
    await items.done();
    expect(failures.map(({ code }) => code)).toEqual(["protocol_error"]);
  });
});
