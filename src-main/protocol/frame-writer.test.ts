import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { resolve } from "node:path";
import { PassThrough, Writable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Assembler, type Packet } from "./assembler";
import { unpack } from "./codec";
import { ACK_EVERY, Flags, FRAGMENT_SIZE, MAX_UNFINISHED, MIN_FRAGMENT } from "./frame";
import { type Frame, FrameReader } from "./frame-reader";
import { FrameWriter } from "./frame-writer";
import { sizeOf } from "./parts";

const RPC = Flags.RPC | Flags.REQUEST;
const turn = () => new Promise(setImmediate);

/** The reading end: frames and packets of what was written, and acknowledgements if asked for. */
class Receiver {
  readonly frames: Frame[] = [];
  readonly packets: Packet[] = [];
  mostUnfinished = 0;
  readonly #unfinished = new Set<string>();
  readonly #reader = new FrameReader();
  readonly #assembler = new Assembler();

  push(data: Buffer): void {
    for (const frame of this.#reader.push(data)) {
      this.frames.push(frame);
      const kind = `${frame.flags & ~(Flags.MORE | Flags.CANCEL)} ${frame.packetId}`;
      if ((frame.flags & Flags.MORE) !== 0) this.#unfinished.add(kind);
      else this.#unfinished.delete(kind);
      this.mostUnfinished = Math.max(this.mostUnfinished, this.#unfinished.size);
      const packet = this.#assembler.add(frame);
      if (packet !== null) this.packets.push(packet);
    }
  }

  get paced(): number {
    return this.#reader.paced;
  }

  get unfinished(): number {
    return this.#unfinished.size;
  }
}

/** A writer into memory. `pump` reads what it wrote and acknowledges until nothing more comes. */
function link(compress = false) {
  const stream = new PassThrough();
  const writer = new FrameWriter(stream, compress);
  const receiver = new Receiver();
  const read = (split: number[] = []) => {
    const data: Buffer = stream.read() ?? Buffer.alloc(0);
    let at = 0;
    for (const size of [...split, data.length]) {
      receiver.push(data.subarray(at, at + size));
      at = Math.min(at + size, data.length);
    }
    return data.length;
  };
  const pump = async (split?: number[]) => {
    for (;;) {
      await turn();
      if (read(split) === 0) return;
      writer.acknowledge(receiver.paced);
    }
  };
  /** Reads, and acknowledges nothing, until so many packets are under way. */
  const begin = async (unfinished: number) => {
    for (let turns = 0; receiver.unfinished < unfinished && turns < 20; turns++) {
      await turn();
      read();
    }
    expect(receiver.unfinished).toBe(unfinished);
  };
  return { stream, writer, receiver, read, pump, begin };
}

/** A payload that tells its packet and its place in it. */
function payloadOf(packetId: number, size: number): Buffer {
  const data = Buffer.allocUnsafe(size);
  for (let i = 0; i < size; i++) data[i] = (i * 31 + (i >> 8) * 7 + packetId) & 0xff;
  return data;
}

const sizes = fc.oneof(
  fc.nat(300),
  fc
    .constantFrom(1, 2, 3, 7)
    .chain((n) => fc.integer({ min: n * FRAGMENT_SIZE - 2, max: n * FRAGMENT_SIZE + 2 })),
  fc.integer({ min: 0, max: 6 * FRAGMENT_SIZE }),
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("send" as const), size: sizes }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("wait" as const), size: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("give up" as const), size: fc.nat(20) }) },
);

/** A payload as it comes from the codec: in parts of any length, of which some are empty. */
function inParts(payload: Buffer): Buffer[] {
  const third = Math.floor(payload.length / 3);
  return [payload.subarray(0, third), Buffer.alloc(0), payload.subarray(third)];
}

describe("FrameWriter -> bytes -> FrameReader -> Assembler", () => {
  it.each([true, false])(
    "gives the same packets, each whole (compressed: %s)",
    async (compress) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { maxLength: 25 }),
          fc.array(fc.nat(100_000), { maxLength: 8 }),
          async (steps, split) => {
            const { writer, receiver, read, pump } = link(compress);
            const sent = new Map<number, Buffer>();
            for (const each of steps) {
              if (each.do === "send") {
                const packetId = sent.size + 1;
                const payload = payloadOf(packetId, each.size);
                sent.set(packetId, payload);
                writer.send(RPC, packetId, inParts(payload));
              } else if (each.do === "give up") {
                // Those that were not sent as a whole must not arrive.
                if (writer.giveUp(each.size)) sent.set(each.size, Buffer.alloc(0));
                writer.acknowledge(receiver.paced);
              } else {
                for (let i = 0; i < each.size; i++) await turn();
                read(split);
                writer.acknowledge(receiver.paced);
              }
            }
            await pump(split);
            const given = [...sent].filter(([id, { length }]) => {
              const arrived = receiver.packets.some(({ packetId }) => packetId === id);
              return length === 0 && !arrived;
            });
            for (const [id] of given) sent.delete(id);
            expect(receiver.unfinished).toBe(0);
            expect(receiver.mostUnfinished).toBeLessThanOrEqual(MAX_UNFINISHED);
            const got = receiver.packets.toSorted((a, b) => a.packetId - b.packetId);
            expect(got.map(({ packetId }) => packetId)).toEqual([...sent.keys()]);
            for (const { flags, packetId, payload } of got) {
              expect(flags).toBe(RPC);
              expect(sent.get(packetId)?.equals(payload)).toBe(true);
            }
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it("keeps every fragment but the last above the least size", async () => {
    const { writer, receiver, pump } = link(true);
    writer.send(RPC, 1, [Buffer.alloc(10 * FRAGMENT_SIZE + 1)]);
    await pump();
    const fragments = receiver.frames.map(({ parts }) => sizeOf(parts));
    expect(fragments).toEqual([...new Array<number>(10).fill(FRAGMENT_SIZE), 1]);
    for (const size of fragments.slice(0, -1)) expect(size).toBeGreaterThanOrEqual(MIN_FRAGMENT);
  });

  it("sends a payload of the size of a fragment as one frame, and one byte more as two", async () => {
    const { writer, receiver, pump } = link();
    writer.send(RPC, 1, [Buffer.alloc(FRAGMENT_SIZE)]);
    writer.send(RPC, 2, [Buffer.alloc(FRAGMENT_SIZE + 1)]);
    await pump();
    expect(receiver.frames.map(({ flags, packetId }) => [flags, packetId])).toEqual([
      [RPC, 1],
      [RPC | Flags.MORE, 2],
      [RPC, 2],
    ]);
  });
});

describe("FrameWriter", () => {
  const large = () => randomBytes(20 * FRAGMENT_SIZE);

  it("sends what is small before what is left of the large ones", async () => {
    const { writer, receiver, pump, begin } = link();
    for (const packetId of [1, 2]) writer.send(RPC, packetId, [large()]);
    await begin(2);
    writer.send(RPC, 3, [Buffer.from("small")]);
    await pump();
    const order = receiver.packets.map(({ packetId }) => packetId);
    expect(order).toEqual([3, 1, 2]);
  });

  it("sends small ones in their order, and what was queued in one turn as one piece", async () => {
    const { stream, writer, receiver, read } = link();
    let writes = 0;
    const write = stream.write.bind(stream);
    stream.write = ((...args: Parameters<typeof write>) => {
      writes += 1;
      return write(...args);
    }) as typeof write;
    for (let packetId = 1; packetId <= 50; packetId++) {
      writer.send(RPC, packetId, [Buffer.from([packetId])]);
    }
    await turn();
    read();
    expect(writes).toBe(1);
    expect(receiver.packets.map(({ payload }) => payload[0])).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 1),
    );
  });

  it("stops at the window while nothing is acknowledged, but for what is small", async () => {
    const { writer, receiver, read } = link();
    writer.send(RPC, 1, [large()]);
    const before = writer.pace.window;
    for (let i = 0; i < 20; i++) {
      await turn();
      read();
    }
    expect(receiver.paced).toBe(before);
    writer.send(RPC, 2, [Buffer.from("small")]);
    await turn();
    read();
    expect(receiver.packets.map(({ packetId }) => packetId)).toEqual([2]);
    writer.acknowledge(ACK_EVERY);
    await turn();
    read();
    expect(receiver.paced).toBeGreaterThan(before);
  });

  it("counts what the other end counts: credit too", async () => {
    const { writer, receiver, read } = link(true);
    writer.send(Flags.STREAM | Flags.REQUEST, 1, [Buffer.from("cd1000", "hex")]);
    writer.send(Flags.STREAM | Flags.REQUEST, 1, [Buffer.alloc(2000)]);
    await turn();
    read();
    expect(receiver.paced).toBeGreaterThan(3);
    expect(() => writer.acknowledge(receiver.paced)).not.toThrow();
    expect(() => writer.acknowledge(receiver.paced + 1)).toThrow("were not sent");
  });

  it("waits for a stream that is full, however large the window", async () => {
    let release = () => {};
    let buffered = 0;
    const slow = new Writable({
      highWaterMark: 16 * 1024,
      write: (_chunk, _encoding, done) => {
        release = done;
      },
    });
    const writer = new FrameWriter(slow, false);
    writer.send(RPC, 1, [large()]);
    await turn();
    buffered = slow.writableLength;
    expect(buffered).toBeLessThan(3 * FRAGMENT_SIZE);
    release();
    await turn();
    expect(slow.writableLength).toBeLessThan(3 * FRAGMENT_SIZE);
  });

  it("ends a packet that is given up before a fifth begins", async () => {
    const receiver = new Receiver();
    // A link that takes all at once: only the window holds fragments back.
    const quick = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        receiver.push(chunk);
        done();
      },
    });
    const writer = new FrameWriter(quick, false);
    for (let packetId = 1; packetId <= 5; packetId++) writer.send(RPC, packetId, [large()]);
    await turn();
    expect(receiver.unfinished).toBe(4);
    expect(writer.giveUp(2)).toBe(true);
    // An acknowledgement in the same turn makes room at once.
    for (let paced = -1; paced !== receiver.paced; ) {
      paced = receiver.paced;
      writer.acknowledge(paced);
    }
    expect(receiver.mostUnfinished).toBe(4);
    expect(receiver.packets.map(({ packetId }) => packetId).toSorted()).toEqual([1, 3, 4, 5]);
    const end = receiver.frames.filter(({ flags }) => (flags & Flags.CANCEL) !== 0);
    expect(end.map(({ packetId, parts }) => [packetId, sizeOf(parts)])).toEqual([[2, 0]]);
  });

  it("says nothing of a packet that is given up before its first fragment", async () => {
    const { writer, receiver, pump } = link();
    writer.send(RPC, 1, [large()]);
    expect(writer.giveUp(1)).toBe(true);
    await pump();
    expect(receiver.frames).toEqual([]);
  });

  it("has nothing to give up of a packet that was sent, or is small", async () => {
    const { writer, receiver, pump } = link();
    writer.send(RPC, 1, [large()]);
    await pump();
    writer.send(RPC, 2, [Buffer.from("small")]);
    expect([writer.giveUp(1), writer.giveUp(2), writer.giveUp(3)]).toEqual([false, false, false]);
    await pump();
    expect(receiver.packets.map(({ packetId }) => packetId)).toEqual([1, 2]);
  });

  it("sends nothing more once it was closed", async () => {
    const { writer, receiver, read } = link();
    writer.send(RPC, 1, [large()]);
    writer.send(RPC, 2, [Buffer.from("small")]);
    writer.close();
    writer.send(RPC, 3, [Buffer.from("small")]);
    await turn();
    read();
    expect(receiver.frames).toEqual([]);
  });
});

const driver = resolve(import.meta.dirname, "../../resources/agent/tests/echo_packets.py");

describe("FrameWriter -> Python's Assembler -> Python's fragments -> Assembler", () => {
  it.each(["compress", "plain"])("gives the same packets: %s", async (mode) => {
    const echo = spawn("python3", [driver, mode], { stdio: ["pipe", "pipe", "inherit"] });
    const writer = new FrameWriter(echo.stdin, mode === "compress");
    const receiver = new Receiver();
    const sent = new Map<number, Buffer>();
    const lengths = [0, 1, 1023, 1025, FRAGMENT_SIZE - 1, FRAGMENT_SIZE, FRAGMENT_SIZE + 1];
    lengths.push(2 * FRAGMENT_SIZE, 2 * FRAGMENT_SIZE + 1, 5_000_000, 3, 300_000, 300_001, 90_000);
    for (const [i, length] of lengths.entries()) {
      const payload = i % 2 === 0 ? payloadOf(i, length) : randomBytes(length);
      sent.set(i + 1, payload);
      writer.send(RPC, i + 1, inParts(payload));
    }
    // It is given up in the middle, and Python holds none of it.
    writer.send(RPC, 1000, [Buffer.alloc(50 * FRAGMENT_SIZE)]);
    const done = new Promise<void>((resolveDone) => {
      echo.stdout.on("data", (chunk: Buffer) => {
        receiver.push(chunk);
        const acks = receiver.packets.filter(({ flags }) => flags === Flags.ACK);
        if (receiver.packets.length - acks.length === sent.size) resolveDone();
        for (const { payload } of acks) writer.acknowledge(unpack(payload));
        for (const ack of acks) receiver.packets.splice(receiver.packets.indexOf(ack), 1);
      });
    });
    await turn();
    expect(writer.giveUp(1000)).toBe(true);
    await done;
    echo.stdin.end();
    await once(echo, "exit");
    for (const { flags, packetId, payload } of receiver.packets) {
      expect(flags).toBe(RPC);
      expect(sent.get(packetId)?.equals(payload)).toBe(true);
      sent.delete(packetId);
    }
    expect([...sent.keys()]).toEqual([]);
  });
});
