import { expect, test } from "vitest";
import { Mutator } from "./mutate.mjs";
import { Random } from "./random.mjs";

/** @param {number} seed @param {Buffer} stream */
function inputs(seed, stream) {
  const value = [Buffer.from("9301a161c3", "hex"), Buffer.from("c0", "hex")];
  const mutator = new Mutator(new Random(seed));
  return Array.from({ length: 300 }, () => mutator.next({ value, stream: [stream] }));
}

test("the same seed makes the same inputs, another one others", () => {
  const [first, same, other] = [7, 7, 8].map((seed) =>
    inputs(seed, Buffer.from("RMOTE")).map(({ kind, data }) => kind + data.toString("hex")),
  );
  expect(same).toEqual(first);
  expect(other).not.toEqual(first);
});

test("an input stays short enough for a pipe that nobody reads, and its seed as it was", () => {
  const seed = Buffer.alloc(59_999, "RMOTE");
  const sizes = inputs(1, seed).flatMap(({ kind, data }) => (kind === "stream" ? data.length : []));
  expect(Math.max(...sizes)).toBe(60_000);
  expect(seed.equals(Buffer.alloc(59_999, "RMOTE"))).toBe(true);
});
