import { constants, deflateRawSync, deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { LogRecord } from "../../src-shared/call";
import type { Value } from "../../src-shared/value";
import { LogBatcher } from "../runs/log-batcher";
import { failureOf } from "../testing/failure-of";
import { frame, hello, helloFields, peer } from "../testing/peer";
import { pack } from "./codec";
import {
  BOUNDARY,
  Flags,
  FRAGMENT_SIZE,
  MAX_PAYLOAD,
  MAX_UNFINISHED,
  MIN_FRAGMENT,
  packHeader,
} from "./frame";
import type { CallOptions, WireLogRecord } from "./protocol";

const RPC = Flags.RPC | Flags.RESPONSE;
const SYNC = Flags.SYNC | Flags.RESPONSE;
const ITEM = Flags.STREAM | Flags.RPC;
const PONG = Flags.PING | Flags.RESPONSE;
const RAISED = RPC | Flags.EXCEPTION;
const tool = { name: "T", module: "tools.t", source: "", filename: "t.py" };

const map = (...entries: [Value, Value][]) => new Map<Value, Value>(entries);
const compressed = (flags: number, packetId: number, data: Buffer) =>
  frame(flags | Flags.COMPRESSED, packetId, data);
const hex = (text: string) => Buffer.from(text, "hex");
const record = (message: Value) =>
  map(["level", "INFO"], ["logger", "x"], ["message", message], ["time", 1]);

function exception(more: [Value, Value][] = []): Map<Value, Value> {
  return map(
    ["type", "E"],
    ["message", "m"],
    ["args", []],
    ["notes", []],
    ["frames", []],
    ["cause", null],
    ["context", null],
    ["kind", "raised"],
    ...more,
  );
}

/** Zeros, 1 GiB of them when inflated: far more than may be kept for one frame. */
function bomb(): Buffer {
  const mebibyte = deflateRawSync(Buffer.alloc(1024 * 1024), {
    finishFlush: constants.Z_FULL_FLUSH,
  });
  return Buffer.concat([hex("7801"), ...new Array<Buffer>(1024).fill(mebibyte)]);
}

/** A header whose fields may be out of range. */
function header(fields: { magic?: string; flags?: number; length?: number; id?: bigint }): Buffer {
  const data = packHeader({ flags: 0, length: 0, packetId: 0 });
  data.write(fields.magic ?? "RMOTE", "latin1");
  data.writeUInt32BE(fields.flags ?? Flags.LOG, 5);
  data.writeUInt32BE(fields.length ?? 0, 9);
  data.writeBigUInt64BE(fields.id ?? 0n, 13);
  return data;
}

/** A protocol with a call (id 1) whose tool (id 2) has been answered, and a ping (id 3). */
async function waiting(options?: CallOptions) {
  const { greet, ...rest } = peer();
  const protocol = await greet();
  const answer = protocol.call(tool, "m", [], new Map(), options);
  const ping = protocol.ping();
  // Whether they fail is what a test looks at, or not.
  answer.catch(() => {});
  ping.catch(() => {});
  await rest.sent();
  rest.readable.write(frame(SYNC, 2, "tools.t.T"));
  return { protocol, answer, ping, ...rest };
}

const fragment = (flags: number, id: number, size = FRAGMENT_SIZE) =>
  frame(flags | Flags.MORE, id, Buffer.alloc(size));

describe("what ends the connection, with one reason for all who wait", () => {
  it.each<[string, Buffer, RegExp]>([
    ["a wrong magic", header({ magic: "RMOTF" }), /a frame begins with/],
    ["a magic in lower case", header({ magic: "rmote" }), /a frame begins with/],
    ["a length over the cap", header({ length: MAX_PAYLOAD + 1 }), /over the cap/],
    ["the largest length", header({ length: 2 ** 32 - 1 }), /over the cap/],
    ["an id past 2^53-1", header({ id: 2n ** 53n }), /packet id/],
    ["the largest id", header({ id: 2n ** 64n - 1n }), /packet id/],
    ["the first unknown flag", header({ flags: 16384 }), /unknown flags/],
    ["the last unknown flag", header({ flags: 2 ** 31 }), /unknown flags/],
    ["a BYE that asks", frame(Flags.BYE | Flags.REQUEST, 1, null), /unexpected packet/],
    ["no flags", header({ flags: 0 }), /unexpected packet/],
    ["a request", frame(Flags.RPC | Flags.REQUEST, 9, null), /unexpected packet/],
    ["a CANCEL", frame(Flags.CANCEL | Flags.REQUEST, 1, null), /unexpected packet/],
    ["credit", frame(Flags.STREAM | Flags.REQUEST, 1, 5), /unexpected packet/],
    ["a flag beside those of LOG", frame(Flags.LOG | Flags.SYNC, 0, []), /unexpected packet/],
    ["an exception for a ping", frame(PONG | Flags.EXCEPTION, 3, exception()), /another kind/],
    ["a ping that streams", frame(PONG | Flags.STREAM, 3, null), /another kind/],
    ["a tool for a call", frame(SYNC, 1, "x"), /another kind/],
    ["a call for a ping", frame(RPC, 3, "x"), /another kind/],
    ["an answer that asks", frame(RPC | Flags.REQUEST, 1, "x"), /another kind/],
    ["an answer that is 0xc1", frame(RPC, 1, hex("c1")), /begins no value/],
    ["a ping's answer that is 0xc1", frame(PONG, 3, hex("c1")), /begins no value/],
    ["an empty answer", frame(RPC, 1, hex("")), /cut short/],
    ["an answer with bytes behind it", frame(RPC, 1, hex("0102")), /follow a value/],
    ["an unknown extension type", frame(RPC, 1, hex("d46300")), /unknown extension type 99/],
    ["nesting without end", frame(RPC, 1, Buffer.alloc(100_000, 0x91)), /collection|nested/],
    ["an exception that is none", frame(RAISED, 1, map(["type", "x"])), /malformed exception/],
    [
      "an exception of an unknown kind",
      frame(RAISED, 1, exception([["kind", "__proto__"]])),
      /malformed exception/,
    ],
    [
      "an exception over its cap",
      frame(RAISED, 1, exception([["notes", ["x".repeat(16 * 1024 * 1024)]]])),
      /cap/,
    ],
    ["a log over its cap", frame(Flags.LOG, 0, [record("x".repeat(1024 * 1024))]), /cap/],
    [
      "more log records than one packet has",
      frame(Flags.LOG, 0, new Array<Value>(10_001).fill(map())),
      /malformed log records/,
    ],
    ["a log that is a map", frame(Flags.LOG, 0, map(["0", record("x")])), /malformed log/],
    ["a log of a number", frame(Flags.LOG, 0, [record(5)]), /malformed log record/],
    ["compressed bytes that are no zlib", compressed(Flags.LOG, 0, hex("00")), /inflated/],
    ["an empty zlib stream", compressed(Flags.LOG, 0, hex("")), /inflated/],
    ["a wrong checksum", compressed(Flags.LOG, 0, deflateSync(hex("90")).fill(0, 5)), /inflated/],
    [
      "a bomb of 64 MiB + 1",
      compressed(RPC, 1, deflateSync(Buffer.alloc(MAX_PAYLOAD + 1))),
      /64|more than/,
    ],
    ["a fragment that is too small", fragment(RPC, 1, MIN_FRAGMENT - 1), /not the last/],
    ["an empty fragment", fragment(RPC, 1, 0), /not the last/],
    [
      "a second fragment that is too small",
      Buffer.concat([fragment(RPC, 1), fragment(RPC, 1, 1)]),
      /not the last/,
    ],
    [
      "a fifth packet in fragments",
      Buffer.concat([1, 2, 3, 4, 5].map((id) => fragment(RPC, id))),
      /more than 4 packets/,
    ],
    [
      "one packet in fragments of five kinds",
      Buffer.concat([RPC, SYNC, ITEM, Flags.LOG, PONG].map((kind) => fragment(kind, 1))),
      /more than 4 packets/,
    ],
    [
      "fragments of 64 MiB + 1 together",
      Buffer.concat([
        compressed(RPC | Flags.MORE, 1, deflateSync(Buffer.alloc(MAX_PAYLOAD), { level: 1 })),
        frame(RPC, 1, Buffer.alloc(1)),
      ]),
      /in fragments is over the cap/,
    ],
    ["the end of a packet that never began", frame(ITEM | Flags.CANCEL, 1, hex("")), /unexpected/],
    ["ACK of bytes that were not sent", frame(Flags.ACK, 0, 1), /acknowledgement/],
    ["a negative ACK", frame(Flags.ACK, 0, -1), /acknowledgement/],
    ["ACK of a fraction", frame(Flags.ACK, 0, 0.5), /acknowledgement/],
    ["ACK of an integral float", frame(Flags.ACK, 0, { $: "float", value: 0 }), /acknowledgement/],
    ["ACK of NaN", frame(Flags.ACK, 0, Number.NaN), /acknowledgement/],
    ["ACK of a text", frame(Flags.ACK, 0, "0"), /acknowledgement/],
    ["ACK of nil", frame(Flags.ACK, 0, null), /acknowledgement/],
    ["ACK past 2^53", frame(Flags.ACK, 0, 2n ** 53n), /acknowledgement/],
    ["ACK that is no value", frame(Flags.ACK, 0, hex("c1")), /begins no value/],
  ])("%s", async (_name, bytes, message) => {
    const { protocol, answer, ping, readable } = await waiting();
    readable.write(bytes);
    const reason = await protocol.waitClosed();
    expect(reason.code).toBe("protocol_error");
    expect(reason.message).toMatch(message);
    // One that was already answered keeps its answer.
    const ended = await Promise.allSettled([answer, ping]);
    const reasons = ended.filter(({ status }) => status === "rejected");
    expect(reasons.length).toBeGreaterThan(0);
    for (const each of reasons) expect(each).toMatchObject({ reason: { failure: reason } });
    expect((await failureOf(protocol.ping())).code).toBe("protocol_error");
  });

  it("an item beyond the credit", async () => {
    const { protocol, readable } = await waiting({ onItem: () => new Promise(() => {}) });
    const half = frame(ITEM, 1, pack(new Uint8Array(2 * 1024 * 1024)));
    // The last one may go past the credit.
    readable.write(Buffer.concat([half, half]));
    await new Promise(setImmediate);
    expect(protocol.isClosed).toBe(false);
    readable.write(frame(ITEM, 1, null));
    expect((await protocol.waitClosed()).message).toContain("beyond its credit");
  });

  it("an ACK that goes back", async () => {
    const { protocol, readable, sent } = await waiting();
    const upload = protocol.call(tool, "m", [new Uint8Array(1024 * 1024)], new Map());
    upload.catch(() => {});
    await sent();
    readable.write(frame(Flags.ACK, 0, FRAGMENT_SIZE));
    await new Promise(setImmediate);
    expect(protocol.isClosed).toBe(false);
    readable.write(frame(Flags.ACK, 0, FRAGMENT_SIZE - 1));
    expect((await protocol.waitClosed()).message).toContain("acknowledgement");
  });

  it.each([
    ["a second hello", (nonce: string) => helloFields(nonce)],
    ["a second hello without fields", () => map()],
  ])("%s", async (_name, fields) => {
    const { protocol, bootstrap, readable } = await waiting();
    readable.write(frame(Flags.HELLO, 0, fields(bootstrap.nonce)));
    expect((await protocol.waitClosed()).code).toBe("protocol_error");
  });
});

describe("a hello", () => {
  it.each<[string, [Value, Value], RegExp]>([
    ["over its cap", ["further", "x".repeat(70_000)], /the cap is 65536/],
    ["with a field too long", ["user", "x".repeat(5000)], /malformed hello .user/],
    ["with a pid that is no integer", ["pid", 1.5], /malformed hello .pid/],
    ["with a pid past 2^53", ["pid", 2n ** 60n], /malformed hello .pid/],
    [
      "with a field of another type",
      ["hostname", map(["__proto__", "x"])],
      /malformed hello .hostname/,
    ],
  ])("is refused: %s", async (_name, [key, value], message) => {
    const { bootstrap, readable, started } = peer();
    readable.write(
      Buffer.concat([
        BOUNDARY,
        frame(Flags.HELLO, 0, helloFields(bootstrap.nonce).set(key, value)),
      ]),
    );
    const failure = await failureOf(started);
    expect(failure.code).toBe("protocol_error");
    expect(failure.message).toMatch(message);
  });

  it("is refused without a field, whatever its prototype would have", async () => {
    const { bootstrap, readable, started } = peer();
    const fields = helloFields(bootstrap.nonce);
    fields.delete("user");
    fields.set("__proto__", map(["user", "root"]));
    readable.write(Buffer.concat([BOUNDARY, frame(Flags.HELLO, 0, fields)]));
    expect((await failureOf(started)).message).toContain("malformed hello (user");
  });
});

describe("keys that would touch a prototype", () => {
  const evil: [Value, Value][] = [
    ["__proto__", map(["polluted", 1])],
    ["constructor", map(["prototype", map(["polluted", 1])])],
    ["toString", null],
  ];

  it("are nothing in any packet with a fixed shape", async () => {
    const { bootstrap, readable, writable, started, logs, sent } = peer();
    const fields = map(...helloFields(bootstrap.nonce), ...evil);
    readable.write(Buffer.concat([BOUNDARY, frame(Flags.HELLO, 0, fields)]));
    const { protocol, hello: greeting } = await started;
    readable.write(frame(Flags.LOG, 0, [map(...record("x"), ...evil)]));
    // The bootstrap.
    writable.read();
    const answer = failureOf(protocol.call(tool, "m", [], new Map()));
    await sent();
    const cause = map(...exception(), ...evil);
    readable.write(frame(SYNC | Flags.EXCEPTION, 2, exception([...evil, ["cause", cause]])));
    const failure = await answer;
    expect(logs).toEqual([[{ level: "INFO", logger: "x", message: "x", time: 1000 }]]);
    for (const each of [greeting, logs[0]?.[0], failure.exception, failure.exception?.cause]) {
      expect(each).not.toHaveProperty("polluted");
      expect(Object.getPrototypeOf(each)).toBe(Object.prototype);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe("a stream that is cut", () => {
  it("anywhere is the end of the connection, and of nothing but that", async () => {
    const make = (nonce: string) =>
      Buffer.concat([
        BOUNDARY,
        frame(Flags.HELLO, 0, helloFields(nonce)),
        frame(Flags.LOG, 0, [record("x")]),
        compressed(PONG, 7, deflateSync(hex("c0"))),
        frame(Flags.ACK, 0, 0),
      ]);
    const { length } = make("0123456789ab");
    for (let cut = 0; cut < length; cut++) {
      const { bootstrap, readable, started } = peer();
      const bytes = make(bootstrap.nonce);
      readable.end(bytes.subarray(0, bytes.length - length + cut));
      const end = started.then(
        ({ protocol }) => protocol.waitClosed(),
        ({ failure }) => failure,
      );
      expect((await end).code, `cut at ${cut}`).toBe("connection_lost");
    }
  });
});

describe("what does no harm", () => {
  it.each<[string, Buffer]>([
    ["a response to an unknown id", frame(RPC, 99, "x")],
    ["a response to id 0", frame(RPC, 0, "x")],
    ["a response to the largest id", frame(RPC, Number.MAX_SAFE_INTEGER, "x")],
    ["an item for an unknown call", frame(ITEM, 99, "x")],
    ["an item for a ping", frame(ITEM, 3, "x")],
    ["the end of an unknown stream", frame(ITEM | Flags.RESPONSE, 99, "x")],
    ["an exception for an unknown call", frame(RAISED, 99, "x")],
    ["a response twice", Buffer.concat([frame(SYNC, 2, "x"), frame(SYNC, 2, "x")])],
    ["a log for an unknown call", frame(Flags.LOG, 99, [record("x")])],
    ["no log records", frame(Flags.LOG, 0, [])],
    ["an ACK of nothing", frame(Flags.ACK, 0, 0)],
    [
      "a packet in fragments that is given up",
      Buffer.concat([fragment(RPC, 1), fragment(RPC, 1), frame(RPC | Flags.CANCEL, 1, hex(""))]),
    ],
    [
      "four packets in fragments, again and again",
      Buffer.concat(
        Array.from({ length: 3 * MAX_UNFINISHED }, (_, i) => fragment(RPC, 90 + (i % 4))).concat(
          [90, 91, 92, 93].map((id) => frame(RPC, id, hex(""))),
          Array.from({ length: 4 }, (_, i) => fragment(RPC, 80 + i)),
        ),
      ),
    ],
  ])("%s", async (_name, bytes) => {
    const { protocol, answer, ping, readable } = await waiting();
    readable.write(bytes);
    readable.write(Buffer.concat([frame(RPC, 1, "mine"), frame(PONG, 3, null)]));
    expect(await answer).toBe("mine");
    expect(await ping).toBeGreaterThanOrEqual(0);
    // A second answer to what was answered.
    readable.write(
      Buffer.concat([frame(RPC, 1, "again"), frame(ITEM, 1, 1), frame(PONG, 3, null)]),
    );
    await new Promise(setImmediate);
    expect(protocol.isClosed).toBe(false);
  });
});

describe("memory", () => {
  it("is not taken for what a bomb claims to hold", async () => {
    const { protocol, readable } = await waiting();
    const bytes = compressed(RPC, 1, bomb());
    const before = process.resourceUsage().maxRSS;
    readable.write(bytes);
    expect((await protocol.waitClosed()).message).toContain("inflates to more than");
    // Kilobytes: a few times the cap, where all of it would be 1 GiB.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(400 * 1024);
  });

  it("is not taken for a length that nothing follows", async () => {
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 100; i++) {
      const { readable, greet } = peer();
      await greet();
      readable.write(packHeader({ flags: RPC, length: MAX_PAYLOAD, packetId: 1 }));
      await new Promise(setImmediate);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MAX_PAYLOAD);
  });

  it("stays bounded with a flood of records, of which each is shown or counted", async () => {
    const { greet, readable, logs } = peer();
    const protocol = await greet();
    const batches: LogRecord[][] = [];
    const batcher = new LogBatcher((records) => batches.push(records));
    const packet = frame(Flags.LOG, 0, new Array<Value>(10_000).fill(record("line")));
    for (let i = 0; i < 20; i++) {
      readable.write(packet);
      await new Promise(setImmediate);
      const records: WireLogRecord[] = logs.splice(0).flat();
      batcher.add(records.map((each) => ({ ...each, hostId: "h", callId: null })));
    }
    batcher.flush();
    expect(protocol.isClosed).toBe(false);
    let shown = 0;
    let lost = 0;
    for (const records of batches) {
      expect(records.length).toBeLessThanOrEqual(20_001);
      for (const { message } of records) {
        const count = /^(\d+) records were lost here/.exec(message)?.[1];
        if (count === undefined) shown += 1;
        else lost += Number(count);
      }
    }
    expect(shown + lost).toBe(200_000);
    expect(shown).toBeGreaterThan(0);
  });

  it("of a million records at once is that of one batch, which says how many it has not", () => {
    const batches: LogRecord[][] = [];
    const batcher = new LogBatcher((records) => batches.push(records));
    const one = { level: "INFO", logger: "x", message: "m", time: 1, callId: null, hostId: "h" };
    for (let i = 0; i < 100; i++) batcher.add(new Array<LogRecord>(10_000).fill(one));
    batcher.flush();
    expect(batches.map(({ length }) => length)).toEqual([20_001]);
    expect(batches[0]?.at(-1)?.message).toMatch(/^980000 records were lost here/);
    batcher.add([one]);
    batcher.flush();
    expect(batches[1]).toEqual([one]);
  });
});

describe("bytes", () => {
  it("of a frame that come one by one are one frame", async () => {
    const { answer, readable } = await waiting();
    for (const byte of frame(RPC, 1, "slow")) readable.write(Buffer.from([byte]));
    expect(await answer).toBe("slow");
  });

  it("behind the end of the connection are not read any more", async () => {
    const { protocol, logs, bootstrap, readable } = await waiting();
    readable.write(
      Buffer.concat([header({ magic: "XXXXX" }), frame(Flags.LOG, 0, [record("late")])]),
    );
    const reason = await protocol.waitClosed();
    readable.write(hello(bootstrap));
    readable.write(frame(Flags.LOG, 0, [record("later")]));
    await new Promise(setImmediate);
    expect(logs).toEqual([]);
    expect(await protocol.waitClosed()).toBe(reason);
  });
});
