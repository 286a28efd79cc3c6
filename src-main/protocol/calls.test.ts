import { describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { failureOf } from "../testing/failure-of";
import { frame, peer } from "../testing/peer";
import type { Packet } from "./assembler";
import { pack, unpack } from "./codec";
import { Flags, FRAGMENT_SIZE, packHeader } from "./frame";
import type { CallOptions, Protocol } from "./protocol";
import type { ToolSource } from "./tool-source";

const SYNC = Flags.SYNC | Flags.REQUEST;
const RPC = Flags.RPC | Flags.REQUEST;
const CANCEL = Flags.CANCEL | Flags.REQUEST;
const ITEM = Flags.STREAM | Flags.RPC;
const none = new Map<Value, Value>();

const version = (source: string): ToolSource => ({
  name: "T",
  module: "tools.t",
  source,
  filename: "t.py",
});
const tool = version("one");

function call(protocol: Protocol, options?: CallOptions, of = tool): Promise<Value> {
  return protocol.call(of, "m", [], none, options);
}

/** An exception as the agent sends it. */
function exception(kind: string, message: string): Value {
  const empty = ["args", "notes", "frames"].map((name): [Value, Value] => [name, []]);
  return new Map<Value, Value>([
    ["type", "ToolRefused"],
    ["message", message],
    ["kind", kind],
    ["cause", null],
    ["context", null],
    ...empty,
  ]);
}

const synced = (id: number) => frame(Flags.SYNC | Flags.RESPONSE, id, "tools.t.T");
const refused = (id: number, kind: number = Flags.SYNC) =>
  frame(kind | Flags.RESPONSE | Flags.EXCEPTION, id, exception("refused", `no to ${id}`));
const result = (id: number, value: Value) => frame(Flags.RPC | Flags.RESPONSE, id, value);

const shapes = (frames: Packet[]) => frames.map(({ flags, packetId }) => [flags, packetId]);
const afterOf = ({ payload }: Packet) => (unpack(payload) as Map<Value, Value>).get("after");

describe("the first call of a tool", () => {
  it("travels with the tool: both are sent before anything is answered", async () => {
    const { readable, greet, sent } = peer();
    const answer = call(await greet());
    const frames = await sent();
    expect(shapes(frames)).toEqual([
      [SYNC, 2],
      [RPC, 1],
    ]);
    expect(frames.map(afterOf)).toEqual([undefined, 2]);
    readable.write(Buffer.concat([synced(2), result(1, "done")]));
    expect(await answer).toBe("done");
  });

  it("is alone in naming the tool: later calls begin at once", async () => {
    const { readable, greet, sent } = peer();
    const protocol = await greet();
    const answer = call(protocol);
    await sent();
    readable.write(Buffer.concat([synced(2), result(1, null)]));
    await answer;
    const second = call(protocol);
    const frames = await sent();
    expect(shapes(frames)).toEqual([[RPC, 3]]);
    expect(frames.map(afterOf)).toEqual([undefined]);
    readable.write(result(3, 1));
    expect(await second).toBe(1);
  });

  it("shares one sending with all that begin meanwhile", async () => {
    const { readable, greet, sent } = peer();
    const protocol = await greet();
    const answers = Array.from({ length: 50 }, () => call(protocol));
    const frames = await sent();
    expect(frames.filter(({ flags }) => flags === SYNC)).toHaveLength(1);
    const calls = frames.filter(({ flags }) => flags === RPC);
    expect(calls).toHaveLength(50);
    const [sync] = frames;
    expect(new Set(calls.map(afterOf))).toEqual(new Set([sync?.packetId]));
    readable.write(synced(sync?.packetId ?? 0));
    for (const { packetId } of calls) readable.write(result(packetId, packetId));
    expect(await Promise.all(answers)).toEqual(calls.map(({ packetId }) => packetId));
  });

  it("fails with the refusal of the tool, and the next one sends it again", async () => {
    const { readable, greet, sent } = peer();
    const protocol = await greet();
    const answer = failureOf(call(protocol));
    await sent();
    readable.write(Buffer.concat([refused(2), refused(1, Flags.RPC)]));
    expect(await answer).toMatchObject({ code: "tool_refused", message: "ToolRefused: no to 2" });
    expect(protocol.tools.size).toBe(0);
    const second = call(protocol);
    expect(shapes(await sent())).toEqual([
      [SYNC, 4],
      [RPC, 3],
    ]);
    readable.write(Buffer.concat([synced(4), result(3, "now")]));
    expect(await second).toBe("now");
  });

  it("does not call the older version of a tool that is refused when edited", async () => {
    const { readable, greet, sent } = peer();
    const protocol = await greet();
    const first = call(protocol);
    await sent();
    readable.write(Buffer.concat([synced(2), result(1, "one")]));
    await first;
    const edited = failureOf(call(protocol, {}, version("two")));
    expect(shapes(await sent())).toEqual([
      [SYNC, 4],
      [RPC, 3],
    ]);
    readable.write(Buffer.concat([refused(4), refused(3, Flags.RPC)]));
    expect((await edited).message).toBe("ToolRefused: no to 4");
    // Also the older version has to be sent again.
    const again = call(protocol);
    expect(shapes(await sent())).toEqual([
      [SYNC, 6],
      [RPC, 5],
    ]);
    readable.write(Buffer.concat([synced(6), result(5, "one")]));
    expect(await again).toBe("one");
  });

  it("waits with a version until the one before it was answered", async () => {
    const { readable, greet, sent } = peer();
    const protocol = await greet();
    const old = call(protocol);
    const recent = call(protocol, {}, version("two"));
    expect(shapes(await sent())).toEqual([
      [SYNC, 2],
      [RPC, 1],
    ]);
    readable.write(synced(2));
    expect(shapes(await sent())).toEqual([
      [SYNC, 4],
      [RPC, 3],
    ]);
    readable.write(Buffer.concat([synced(4), result(3, "two"), result(1, "one")]));
    expect(await Promise.all([old, recent])).toEqual(["one", "two"]);
  });

  it("does not overtake a tool that travels in fragments", async () => {
    const { readable, greet, sent } = peer();
    const protocol = await greet();
    const large = version("x".repeat(FRAGMENT_SIZE));
    const answer = call(protocol, {}, large);
    const before = await sent();
    expect(shapes(before)).toEqual([
      [SYNC | Flags.MORE, 2],
      [SYNC, 2],
    ]);
    readable.write(synced(2));
    expect(shapes(await sent())).toEqual([[RPC, 1]]);
    readable.write(result(1, "done"));
    expect(await answer).toBe("done");
  });

  it("fails with the refusal of a tool that travels in fragments", async () => {
    const { readable, greet, sent } = peer();
    const answer = failureOf(call(await greet(), {}, version("x".repeat(FRAGMENT_SIZE))));
    await sent();
    readable.write(refused(2));
    expect((await answer).message).toBe("ToolRefused: no to 2");
    expect(await sent()).toEqual([]);
  });

  it("can be cancelled while the tool is sent, which others go on with", async () => {
    const { readable, greet, sent } = peer();
    const protocol = await greet();
    const stop = new AbortController();
    const cancelled = failureOf(call(protocol, { signal: stop.signal }));
    const other = call(protocol);
    const [sync] = await sent();
    stop.abort();
    expect((await cancelled).code).toBe("cancelled");
    expect(shapes(await sent())).toEqual([[CANCEL, 1]]);
    readable.write(Buffer.concat([synced(sync?.packetId ?? 0), result(1, "late")]));
    const third = call(protocol);
    const [again] = await sent();
    expect(again?.flags).toBe(RPC);
    readable.write(Buffer.concat([result(3, "two"), result(again?.packetId ?? 0, "three")]));
    expect(await Promise.all([other, third])).toEqual(["two", "three"]);
  });

  it("is not sent at all if it is cancelled while it waits for its tool", async () => {
    const { readable, greet, sent } = peer();
    const protocol = await greet();
    const stop = new AbortController();
    const old = call(protocol);
    const waiting = failureOf(call(protocol, { signal: stop.signal }, version("two")));
    await sent();
    stop.abort();
    expect((await waiting).code).toBe("cancelled");
    readable.write(Buffer.concat([synced(2), result(1, "one")]));
    expect(await old).toBe("one");
    // The tool was asked for, the call is not.
    expect(shapes(await sent())).toEqual([[SYNC, 4]]);
  });
});

describe("the items of a call", () => {
  const item = (value: Value) => frame(ITEM, 1, value);
  const end = (value: Value) => frame(ITEM | Flags.RESPONSE, 1, value);

  async function streaming(options: CallOptions) {
    const { greet, readable, sent } = peer();
    const protocol = await greet();
    const answer = call(protocol, options);
    await sent();
    readable.write(synced(2));
    return { protocol, answer, readable, sent };
  }

  it("come before what was raised after them, also to who is slow", async () => {
    const seen: Value[] = [];
    const onItem = async (value: Value) => {
      await new Promise(setImmediate);
      seen.push(value);
    };
    const { answer, readable } = await streaming({ onItem });
    const raised = frame(ITEM | Flags.RESPONSE | Flags.EXCEPTION, 1, exception("raised", "no"));
    readable.write(Buffer.concat([item(1), item(2), item(3), raised]));
    expect((await failureOf(answer)).code).toBe("tool_error");
    expect(seen).toEqual([1, 2, 3]);
  });

  it("come before what was raised to who iterates, too", async () => {
    const { greet, readable, sent } = peer();
    const protocol = await greet();
    const items = protocol.stream(tool, "m", [], none);
    const first = items.next();
    await sent();
    const raised = frame(ITEM | Flags.RESPONSE | Flags.EXCEPTION, 1, exception("raised", "no"));
    readable.write(Buffer.concat([synced(2), item(1), item(2), raised]));
    expect(await first).toEqual({ done: false, value: 1 });
    await sent();
    expect(await items.next()).toEqual({ done: false, value: 2 });
    expect((await failureOf(items.next())).message).toBe("ToolRefused: no");
  });

  it("are not handed on once the call was cancelled, however many had come", async () => {
    const stop = new AbortController();
    const seen: Value[] = [];
    const onItem = (value: Value) => {
      seen.push(value);
      if (value === 2) stop.abort();
    };
    const { answer, readable, sent } = await streaming({ onItem, signal: stop.signal });
    readable.write(Buffer.concat([item(1), item(2), item(3), end(null)]));
    expect((await failureOf(answer)).code).toBe("cancelled");
    await sent();
    expect(seen).toEqual([1, 2]);
  });

  it("are all taken before the loss of the connection is told", async () => {
    const seen: Value[] = [];
    const onItem = async (value: Value) => {
      seen.push(value);
      await new Promise(setImmediate);
    };
    const { answer, readable } = await streaming({ onItem });
    readable.end(Buffer.concat([item(1), item(2), item(3)]));
    expect((await failureOf(answer)).code).toBe("connection_lost");
    expect(seen).toEqual([1, 2, 3]);
  });

  it("are none any more after the end", async () => {
    const seen: Value[] = [];
    const onItem = async (value: Value) => {
      await new Promise(setImmediate);
      seen.push(value);
    };
    const { answer, readable, protocol, sent } = await streaming({ onItem });
    readable.write(Buffer.concat([item(1), end("end"), item(2)]));
    expect(await answer).toBe("end");
    await sent();
    expect(seen).toEqual([1]);
    expect(protocol.isClosed).toBe(false);
  });

  it("end the connection if one of them is no value", async () => {
    const { answer, readable, protocol } = await streaming({ onItem: () => {} });
    readable.write(frame(ITEM, 1, Buffer.from([0xc1])));
    expect((await failureOf(answer)).code).toBe("protocol_error");
    expect(protocol.isClosed).toBe(true);
  });

  it("leave the connection alone when onItem fails with another connection's end", async () => {
    const other = peer();
    const dead = await other.greet();
    other.readable.write(frame(Flags.LOG, 0, 1));
    const { answer, readable, protocol } = await streaming({
      onItem: async () => {
        await dead.ping();
      },
    });
    readable.write(item(1));
    expect((await failureOf(answer)).code).toBe("protocol_error");
    expect(protocol.isClosed).toBe(false);
  });

  it("are paid for with credit as they are taken", async () => {
    const { answer, readable, sent } = await streaming({ onItem: () => {} });
    const megabyte = pack(new Uint8Array(1024 * 1024));
    readable.write(frame(ITEM, 1, megabyte));
    expect((await sent()).map(({ flags }) => flags)).toEqual([Flags.ACK]);
    readable.write(frame(ITEM, 1, megabyte));
    const [credit] = (await sent()).filter(({ flags }) => flags !== Flags.ACK);
    expect([credit?.flags, credit?.packetId]).toEqual([Flags.STREAM | Flags.REQUEST, 1]);
    expect(unpack(credit?.payload ?? Buffer.alloc(0))).toBe(2 * (megabyte.length + 256));
    readable.write(end("end"));
    expect(await answer).toBe("end");
  });
});

describe("acknowledgements", () => {
  it("say how much of streams and fragments was read, as it is read", async () => {
    const { greet, readable, sent } = peer();
    await greet();
    const fragment = Buffer.alloc(FRAGMENT_SIZE);
    const more = Flags.RPC | Flags.RESPONSE | Flags.MORE;
    readable.write(frame(more, 9, fragment));
    // What has neither flag does not count.
    readable.write(frame(Flags.RPC | Flags.RESPONSE, 8, new Uint8Array(60_000)));
    expect(await sent()).toEqual([]);
    readable.write(frame(more, 9, fragment));
    const [ack, ...others] = await sent();
    expect(others).toEqual([]);
    expect([ack?.flags, ack?.packetId]).toEqual([Flags.ACK, 0]);
    expect(unpack(ack?.payload ?? Buffer.alloc(0))).toBe(2 * FRAGMENT_SIZE);
  });
});

describe("a call that is given up", () => {
  it("does not send what is left of it", async () => {
    const { greet, readable, sent } = peer();
    const protocol = await greet();
    const first = call(protocol);
    await sent();
    readable.write(Buffer.concat([synced(2), result(1, null)]));
    await first;
    const stop = new AbortController();
    const data = new Uint8Array(10 * 1024 * 1024);
    const upload = failureOf(
      protocol.call(tool, "m", [data], none, { signal: stop.signal, timeoutMs: 60_000 }),
    );
    const frames = await sent();
    expect(frames.length).toBeGreaterThan(0);
    for (const { flags } of frames) expect(flags).toBe(RPC | Flags.MORE);
    stop.abort();
    expect((await upload).code).toBe("cancelled");
    // Looking makes room: a few fragments may have followed those that were seen.
    const rest = await sent();
    expect(frames.length + rest.length).toBeLessThan(8);
    const last = rest.at(-1);
    expect([last?.flags, last?.packetId, last?.payload.length]).toEqual([RPC | Flags.CANCEL, 3, 0]);
    const next = call(protocol);
    expect(shapes(await sent())).toEqual([[RPC, 4]]);
    readable.write(result(4, "on"));
    expect(await next).toBe("on");
  });

  it("is answered all the same, which is dropped", async () => {
    const { greet, readable, sent } = peer();
    const protocol = await greet();
    const stop = new AbortController();
    const given = failureOf(call(protocol, { signal: stop.signal }));
    await sent();
    stop.abort();
    await given;
    readable.write(Buffer.concat([synced(2), refused(1, Flags.RPC), frame(ITEM, 1, "item")]));
    const ping = protocol.ping();
    const [request] = (await sent()).filter(({ flags }) => flags === (Flags.PING | Flags.REQUEST));
    readable.write(frame(Flags.PING | Flags.RESPONSE, request?.packetId ?? 0, null));
    expect(await ping).toBeGreaterThanOrEqual(0);
  });
});

describe("a header", () => {
  it("of a frame that was cut short is the end of the connection when the stream ends", async () => {
    const { greet, readable } = peer();
    const protocol = await greet();
    const waiting = failureOf(protocol.ping());
    readable.end(packHeader({ flags: Flags.LOG, length: 100, packetId: 0 }));
    expect((await waiting).code).toBe("connection_lost");
  });
});
