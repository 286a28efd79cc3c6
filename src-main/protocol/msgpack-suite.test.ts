import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { unpack } from "./codec";

/** A value of the public MessagePack test suite under the name of its kind, and all its encodings. */
interface Vector {
  msgpack: string[];
  nil?: null;
  bool?: boolean;
  /** Bytes, as `01-ff`. */
  binary?: string;
  number?: number;
  /** An integer as text, where a double may not hold it. */
  bignum?: string;
  string?: string;
  array?: Value[];
  map?: Record<string, Value>;
  timestamp?: [seconds: number, nanoseconds: number];
  ext?: [type: number, data: string];
}

const suite: Record<string, Vector[]> = createRequire(import.meta.url)("msgpack-test-suite");
const vectors = Object.values(suite).flat();

const bytes = (text: string) => Buffer.from(text.replaceAll("-", ""), "hex");

/** The suite's extension types are an application's own; what ours make of its payloads. */
const extensions = new Map<number, { value: Value } | { refused: string }>([
  // Ours is an integer of any size.
  [1, { value: 0x10 }],
  // Ours is a float, of 8 bytes always.
  [2, { refused: "a malformed float" }],
  // Ours is text, and the payload is the text of some digits.
  [3, { value: "0123" }],
  // Ours are a tuple, a set, a frozenset and a Decimal: the payload has to be one value.
  [4, { refused: "bytes follow the value of an extension" }],
  [5, { refused: "bytes follow the value of an extension" }],
  [6, { refused: "a value is cut short" }],
  [7, { refused: "bytes follow the value of an extension" }],
]);

function fromPlain(plain: unknown): Value {
  if (Array.isArray(plain)) return plain.map(fromPlain);
  if (typeof plain !== "object" || plain === null) return plain as Value;
  return new Map(Object.entries(plain).map(([key, item]) => [key, fromPlain(item)]));
}

function expected(vector: Vector): Value {
  if (vector.binary !== undefined) return new Uint8Array(bytes(vector.binary));
  if (vector.bignum !== undefined) {
    const exact = BigInt(vector.bignum);
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  }
  if (vector.timestamp !== undefined) {
    const [seconds, nanoseconds] = vector.timestamp;
    return { $: "timestamp", seconds, nanoseconds };
  }
  const { nil, bool, number, string, array, map } = vector;
  return fromPlain([nil, bool, number, string, array, map].find((each) => each !== undefined));
}

describe("the public MessagePack test suite", () => {
  const encodings = vectors.flatMap((vector) =>
    vector.msgpack.map((text) => ({ name: text.slice(0, 60), text, vector })),
  );

  it("is all there", () => {
    const kinds = ["array", "bignum", "binary", "bool", "ext", "map", "nil", "number", "string"];
    const found = new Set(vectors.flatMap((vector) => Object.keys(vector)));
    expect([...found].sort()).toEqual([...kinds, "msgpack", "timestamp"].sort());
    expect(encodings.length).toBeGreaterThan(200);
  });

  it.each(encodings.filter(({ vector }) => vector.ext === undefined))("reads $name", (each) => {
    expect(unpack(bytes(each.text))).toEqual(expected(each.vector));
  });

  it.each(encodings.filter(({ vector }) => vector.ext !== undefined))(
    "reads or refuses the extension $name",
    ({ text, vector }) => {
      const ours = extensions.get(vector.ext?.[0] ?? 0);
      if (ours === undefined) throw new Error("an extension type that this list does not have");
      if ("value" in ours) expect(unpack(bytes(text))).toEqual(ours.value);
      else expect(() => unpack(bytes(text))).toThrow(ours.refused);
    },
  );
});
