import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Assembler, type Packet } from "./assembler";
import { Flags, MAX_PAYLOAD, MAX_UNFINISHED, MIN_FRAGMENT } from "./frame";
import type { Frame } from "./frame-reader";

const RPC = Flags.RPC | Flags.RESPONSE;
const SYNC = Flags.SYNC | Flags.RESPONSE;

const packet = (flags: number, packetId: number, payload: string | Buffer = ""): Packet => ({
  flags,
  packetId,
  payload: Buffer.from(payload),
});
/** In two parts, of which one may be empty. */
const frame = (flags: number, packetId: number, payload: string | Buffer = ""): Frame => {
  const data = Buffer.from(payload);
  const half = Math.floor(data.length / 2);
  return { flags, packetId, parts: [data.subarray(0, half), data.subarray(half)] };
};
const part = (letter: string) => Buffer.alloc(MIN_FRAGMENT, letter);

describe("Assembler", () => {
  it("puts packets together however their fragments alternate", () => {
    const anyPacket = fc.record({
      flags: fc.constantFrom(RPC, SYNC, Flags.STREAM | Flags.RPC),
      sizes: fc.array(fc.integer({ min: MIN_FRAGMENT, max: MIN_FRAGMENT + 5 }), { maxLength: 4 }),
      last: fc.nat(40),
      isGivenUp: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(anyPacket, { maxLength: 12 }),
        fc.array(fc.nat(MAX_UNFINISHED - 1), { minLength: 100, maxLength: 100 }),
        (packets, turns) => {
          const expected = new Map<number, Packet>();
          const queues = packets.map(({ flags, sizes, last, isGivenUp }, packetId) => {
            const parts = [...sizes, last].map((size, i) => Buffer.alloc(size, 16 * packetId + i));
            const frames = parts.map((each, i) =>
              frame(i < sizes.length ? flags | Flags.MORE : flags, packetId, each),
            );
            if (isGivenUp && sizes.length > 0) {
              return [...frames.slice(0, -1), frame(flags | Flags.CANCEL, packetId)];
            }
            expected.set(packetId, packet(flags, packetId, Buffer.concat(parts)));
            return frames;
          });
          const assembler = new Assembler();
          const got = new Map<number, Packet>();
          for (let i = 0; queues.length > 0; i++) {
            // Of the first four only, as many as may be under way.
            const which = (turns[i % turns.length] ?? 0) % Math.min(queues.length, MAX_UNFINISHED);
            const [next] = queues[which]?.splice(0, 1) ?? [];
            if (queues[which]?.length === 0) queues.splice(which, 1);
            const whole = next === undefined ? null : assembler.add(next);
            if (whole !== null) got.set(whole.packetId, whole);
          }
          expect(got.size).toBe(expected.size);
          for (const [packetId, { flags, payload }] of expected) {
            expect(got.get(packetId)?.flags).toBe(flags);
            expect(got.get(packetId)?.payload.equals(payload)).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("keeps packets of one id and different kinds apart", () => {
    const assembler = new Assembler();
    expect(assembler.add(frame(RPC | Flags.MORE, 1, part("a")))).toBeNull();
    expect(assembler.add(frame(SYNC | Flags.MORE, 1, part("b")))).toBeNull();
    const first = assembler.add(frame(RPC, 1, "c"));
    const second = assembler.add(frame(SYNC, 1, "d"));
    expect(first?.payload.equals(Buffer.concat([part("a"), Buffer.from("c")]))).toBe(true);
    expect(second?.payload.equals(Buffer.concat([part("b"), Buffer.from("d")]))).toBe(true);
  });

  it("forgets a packet that is given up: the same id begins anew", () => {
    const assembler = new Assembler();
    assembler.add(frame(RPC | Flags.MORE, 1, part("a")));
    expect(assembler.add(frame(RPC | Flags.CANCEL, 1))).toBeNull();
    expect(assembler.add(frame(RPC, 1, "b"))).toEqual(packet(RPC, 1, "b"));
  });

  it("takes CANCEL of another packet for a packet of its own", () => {
    const assembler = new Assembler();
    assembler.add(frame(RPC | Flags.MORE, 1, part("a")));
    expect(assembler.add(frame(RPC | Flags.CANCEL, 2))).toEqual(packet(RPC | Flags.CANCEL, 2));
    expect(assembler.add(frame(RPC, 1))?.payload.equals(part("a"))).toBe(true);
  });

  it.each([0, 1, MIN_FRAGMENT, 3 * MIN_FRAGMENT, MAX_PAYLOAD, 2 ** 32 - 1])(
    "takes a large value whatever length it claims, %d bytes",
    (claim) => {
      const size = 3 * MIN_FRAGMENT;
      const data = randomBytes(5 + size);
      for (const head of [0xc6, 0xdb]) {
        data[0] = head;
        data.writeUInt32BE(claim, 1);
        const assembler = new Assembler();
        const more = (start: number) => {
          const piece = data.subarray(start * MIN_FRAGMENT, (start + 1) * MIN_FRAGMENT);
          expect(assembler.add(frame(RPC | Flags.MORE, 1, piece))).toBeNull();
        };
        for (const start of [0, 1, 2]) more(start);
        const whole = assembler.add(frame(RPC, 1, data.subarray(size)));
        expect(whole?.payload.equals(data)).toBe(true);
      }
    },
  );

  it("copies a large value once, to memory of its own size", () => {
    const data = Buffer.alloc(5 + 2 * MIN_FRAGMENT, "x");
    data[0] = 0xc6;
    data.writeUInt32BE(2 * MIN_FRAGMENT, 1);
    const assembler = new Assembler();
    assembler.add(frame(RPC | Flags.MORE, 1, data.subarray(0, MIN_FRAGMENT)));
    const whole = assembler.add(frame(RPC, 1, data.subarray(MIN_FRAGMENT)));
    expect(whole?.payload.buffer.byteLength).toBe(data.length);
  });
});
