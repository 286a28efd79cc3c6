import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Assembler } from "./assembler";
import { Flags, MAX_UNFINISHED, MIN_FRAGMENT } from "./frame";
import type { Frame } from "./frame-reader";

const RPC = Flags.RPC | Flags.RESPONSE;
const SYNC = Flags.SYNC | Flags.RESPONSE;

const frame = (flags: number, packetId: number, payload: string | Buffer = ""): Frame => ({
  flags,
  packetId,
  payload: Buffer.from(payload),
});
const part = (letter: string) => Buffer.alloc(MIN_FRAGMENT, letter);

describe("Assembler", () => {
  it("puts packets together however their fragments alternate", () => {
    const packet = fc.record({
      flags: fc.constantFrom(RPC, SYNC, Flags.STREAM | Flags.RPC),
      sizes: fc.array(fc.integer({ min: MIN_FRAGMENT, max: MIN_FRAGMENT + 5 }), { maxLength: 4 }),
      last: fc.nat(40),
      isGivenUp: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(packet, { maxLength: 12 }),
        fc.array(fc.nat(MAX_UNFINISHED - 1), { minLength: 100, maxLength: 100 }),
        (packets, turns) => {
          const expected = new Map<number, Frame>();
          const queues = packets.map(({ flags, sizes, last, isGivenUp }, packetId) => {
            const parts = [...sizes, last].map((size, i) => Buffer.alloc(size, 16 * packetId + i));
            const frames = parts.map((each, i) =>
              frame(i < sizes.length ? flags | Flags.MORE : flags, packetId, each),
            );
            if (isGivenUp && sizes.length > 0) {
              return [...frames.slice(0, -1), frame(flags | Flags.CANCEL, packetId)];
            }
            expected.set(packetId, frame(flags, packetId, Buffer.concat(parts)));
            return frames;
          });
          const assembler = new Assembler();
          const got = new Map<number, Frame>();
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
    const whole = frame(RPC, 1, "b");
    expect(assembler.add(whole)).toEqual(whole);
  });

  it("takes CANCEL of another packet for a packet of its own", () => {
    const assembler = new Assembler();
    assembler.add(frame(RPC | Flags.MORE, 1, part("a")));
    const other = frame(RPC | Flags.CANCEL, 2);
    expect(assembler.add(other)).toEqual(other);
    expect(assembler.add(frame(RPC, 1))?.payload.equals(part("a"))).toBe(true);
  });
});
