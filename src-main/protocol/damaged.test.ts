import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FailureError } from "../../src-shared/failure";
import { anyValue } from "../../src-shared/testing/values";
import { isValue, type Value } from "../../src-shared/value";
import { pack, unpack } from "./codec";
import { Flags, MAX_PAYLOAD, packHeader } from "./frame";
import { type Frame, FrameReader } from "./frame-reader";
import { readException, readHello, readLogRecords } from "./messages";
import { joined } from "./parts";

/** What `read` returns; null where it throws a documented failure. All else fails the test. */
function attempt<T>(read: () => T, codes = ["protocol_error"]): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof FailureError && codes.includes(error.failure.code)) return null;
    throw error;
  }
}

/** Changes of bytes: one set, one put in, one taken out. */
const changes = fc.array(
  fc.record({
    how: fc.constantFrom("set", "insert", "remove"),
    at: fc.nat(),
    byte: fc.oneof(fc.nat(255), fc.integer({ min: 0x80, max: 0xdf })),
  }),
  { minLength: 1, maxLength: 4 },
);

function changed(data: Buffer, list: { how: string; at: number; byte: number }[]): Buffer {
  const bytes = [...data];
  for (const { how, at, byte } of list) {
    bytes.splice(
      at % (bytes.length + 1),
      how === "insert" ? 0 : 1,
      ...(how === "remove" ? [] : [byte]),
    );
  }
  return Buffer.from(bytes);
}

/** Reads bytes as a value, and that as each packet of a fixed shape. */
function checkPayload(data: Buffer): void {
  const value = attempt(() => unpack(data));
  if (value === null) return;
  expect(isValue(value)).toBe(true);
  expect(unpack(pack(value))).toEqual(value);
  attempt(() => readHello(value));
  attempt(() => readLogRecords(value));
  attempt(() => readException(value));
}

const prototypes = () =>
  [Object, Array, Map, Uint8Array, Buffer, Function, Error].map(({ prototype }) =>
    Reflect.ownKeys(prototype),
  );

const packets: Value[] = [
  new Map<Value, Value>([
    ...["nonce", "agent_version", "python_version", "implementation", "platform"].map(asked),
    ...["hostname", "user", "encoding", "executable"].map(asked),
    ["pid", 7],
  ]),
  [new Map<Value, Value>([...["level", "logger", "message"].map(asked), ["time", 1.5]])],
  new Map<Value, Value>([
    ...["type", "message"].map(asked),
    ...["args", "notes", "frames"].map((key): [Value, Value] => [key, []]),
    ["cause", null],
    ["context", null],
    ["refused", false],
  ]),
];

function asked(key: string): [Value, Value] {
  return [key, "text"];
}

const payload = fc.oneof(anyValue, fc.constantFrom(...packets)).map(pack);

const frame = fc
  .tuple(fc.constantFrom(...Object.values(Flags)), fc.boolean(), payload)
  .map(([flag, compressed, data]) => {
    const body = compressed ? deflateSync(data) : data;
    const flags = compressed ? flag | Flags.COMPRESSED : flag & ~Flags.COMPRESSED;
    return Buffer.concat([packHeader({ flags, length: body.length, packetId: 1 }), body]);
  });

describe("what a hostile target sends", () => {
  it("is a value that stays the same or a protocol error, when a good value is damaged", () => {
    const before = prototypes();
    fc.assert(
      fc.property(payload, changes, (data, list) => checkPayload(changed(data, list))),
      { numRuns: 1500 },
    );
    expect(prototypes()).toEqual(before);
  });

  it("is frames or a failure, when a good stream is damaged and split", () => {
    const before = prototypes();
    const streams = fc.array(frame, { minLength: 1, maxLength: 4 }).map(Buffer.concat);
    const pieces = fc.array(fc.integer({ min: 1, max: 200 }));
    fc.assert(
      fc.property(streams, fc.option(changes), pieces, (stream, list, sizes) => {
        const data = list === null ? stream : changed(stream, list);
        const reader = new FrameReader();
        let start = 0;
        for (const size of [...sizes, data.length]) {
          const chunk = data.subarray(start, start + size);
          const read = () => reader.push(chunk);
          const frames: Frame[] | null = attempt(read, ["protocol_error", "connection_lost"]);
          if (frames === null) return;
          for (const each of frames) checkPayload(joined(each.parts));
          start += size;
        }
      }),
      { numRuns: 700 },
    );
    expect(prototypes()).toEqual(before);
  });

  it.each(["__proto__", "constructor", "prototype"])("keeps %s a key like any other", (key) => {
    const inner = new Map<Value, Value>([["polluted", 1]]);
    const value = new Map<Value, Value>([[key, new Map<Value, Value>([[key, inner]])]]);
    expect(unpack(pack(value))).toEqual(value);
    const [hello] = packets;
    if (!(hello instanceof Map)) throw new Error("the hello is a Map");
    readHello(new Map([...hello, [key, inner]]));
    expect(Object.prototype).not.toHaveProperty("polluted");
  });

  it("takes memory for the bytes that came, not for those that it announces", () => {
    const before = process.memoryUsage().arrayBuffers;
    const header = packHeader({ flags: Flags.LOG, length: MAX_PAYLOAD, packetId: 1 });
    const readers = Array.from({ length: 20 }, () => new FrameReader());
    for (const reader of readers) expect(reader.push(header)).toEqual([]);
    for (const head of ["c6", "c9", "db", "dd", "df"]) {
      const lie = Buffer.from(`${head}03ffffff00`, "hex");
      expect(attempt(() => unpack(lie))).toBeNull();
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });
});
