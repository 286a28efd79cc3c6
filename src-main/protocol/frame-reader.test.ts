import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FailureError } from "../../src-shared/failure";
import type { Packet } from "./assembler";
import { Flags, HEADER_SIZE, MAX_ID, MAX_PAYLOAD, packHeader, unpackHeader } from "./frame";
import { type Frame, FrameReader } from "./frame-reader";
import { joined } from "./parts";

const frame = (flags: number, packetId: number, payload: Buffer) =>
  Buffer.concat([packHeader({ flags, length: payload.length, packetId }), payload]);

const whole = ({ parts, ...rest }: Frame): Packet => ({ ...rest, payload: joined(parts) });

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code;
    throw error;
  }
  throw new Error("it did not throw");
}

describe("header", () => {
  it("is the documented layout", () => {
    const header = packHeader({ flags: Flags.RPC | Flags.REQUEST, length: 258, packetId: 7 });
    expect(header.toString("hex")).toBe("524d4f544500000012000001020000000000000007");
    expect(header).toHaveLength(HEADER_SIZE);
  });

  it("comes back as it was", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, ...Object.values(Flags)),
        fc.nat(MAX_PAYLOAD),
        fc.nat(MAX_ID),
        (flags, length, packetId) => {
          const header = { flags, length, packetId };
          expect(unpackHeader(packHeader(header))).toEqual(header);
        },
      ),
    );
  });

  it("is refused with a length over the cap, an id past 2^53 - 1 or unknown flags", () => {
    const long = packHeader({ flags: 0, length: 0, packetId: 0 });
    long.writeUInt32BE(MAX_PAYLOAD + 1, 9);
    expect(codeOf(() => unpackHeader(long))).toBe("protocol_error");
    const big = packHeader({ flags: 0, length: 0, packetId: 0 });
    big.writeBigUInt64BE(2n ** 53n, 13);
    expect(codeOf(() => unpackHeader(big))).toBe("protocol_error");
    const odd = packHeader({ flags: 2 ** 31, length: 0, packetId: 0 });
    expect(codeOf(() => unpackHeader(odd))).toBe("protocol_error");
  });
});

describe("FrameReader", () => {
  const frames = fc.array(
    fc.record({
      flags: fc.constantFrom(Flags.LOG, Flags.RPC | Flags.RESPONSE),
      packetId: fc.nat(MAX_ID),
      payload: fc.uint8Array({ maxLength: 3000 }).map((data) => Buffer.from(data)),
      compressed: fc.boolean(),
    }),
    { maxLength: 8 },
  );

  it("gives the same frames for any split of the bytes", () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat(5000)), (sent, cuts) => {
        const bytes = Buffer.concat(
          sent.map(({ flags, packetId, payload, compressed }) =>
            compressed
              ? frame(flags | Flags.COMPRESSED, packetId, deflateSync(payload))
              : frame(flags, packetId, payload),
          ),
        );
        const reader = new FrameReader();
        const got: Packet[] = [];
        let start = 0;
        for (const cut of [...cuts, bytes.length]) {
          const chunk = Buffer.from(bytes.subarray(start, Math.min(start + cut, bytes.length)));
          got.push(...reader.push(chunk).map(whole));
          start = Math.min(start + cut, bytes.length);
        }
        expect(got).toEqual(
          sent.map(({ flags, packetId, payload }) => ({ flags, packetId, payload })),
        );
      }),
    );
  });

  it("gives the same frames byte by byte", () => {
    const bytes = Buffer.concat([
      frame(Flags.LOG, 1, Buffer.from("abc")),
      frame(Flags.PING, 2, Buffer.alloc(0)),
    ]);
    const reader = new FrameReader();
    const got = [...bytes].flatMap((byte) => reader.push(Buffer.from([byte])).map(whole));
    expect(got.map((each) => [each.packetId, each.payload.toString()])).toEqual([
      [1, "abc"],
      [2, ""],
    ]);
  });

  it("copies no large chunk, and keeps small ones together", () => {
    const payload = randomBytes(300_000);
    const data = frame(Flags.LOG, 1, payload);
    const read = (size: number) => {
      const reader = new FrameReader();
      const chunks = Array.from({ length: Math.ceil(data.length / size) }, (_, i) =>
        Buffer.from(data.subarray(i * size, (i + 1) * size)),
      );
      const [got] = chunks.flatMap((chunk) => reader.push(chunk));
      if (got === undefined) throw new Error("no frame");
      expect(joined(got.parts).equals(payload)).toBe(true);
      return { parts: got.parts, own: new Set<unknown>(chunks.map((chunk) => chunk.buffer)) };
    };
    const large = read(50_100);
    expect(large.parts.every((part) => large.own.has(part.buffer))).toBe(true);
    // 300,000 Buffers would be.
    expect(read(1).parts.length).toBeLessThan(10);
    expect(read(3000).parts.length).toBeLessThan(10);
  });

  it("refuses a wrong magic at its first byte", () => {
    expect(codeOf(() => new FrameReader().push(Buffer.from("X")))).toBe("protocol_error");
    expect(codeOf(() => new FrameReader().push(Buffer.from("RMOTA".padEnd(21))))).toBe(
      "protocol_error",
    );
  });

  it("refuses a bomb, a cut stream and bytes behind a stream", () => {
    const push = (payload: Buffer) =>
      codeOf(() => new FrameReader().push(frame(Flags.LOG | Flags.COMPRESSED, 1, payload)));
    expect(push(deflateSync(Buffer.alloc(MAX_PAYLOAD + 1)))).toBe("protocol_error");
    const good = deflateSync(Buffer.from("hello"));
    expect(push(good.subarray(0, -2))).toBe("protocol_error");
    expect(push(Buffer.concat([good, Buffer.from("x")]))).toBe("protocol_error");
    expect(push(Buffer.from("not zlib"))).toBe("protocol_error");
  });
});
