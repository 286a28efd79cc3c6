import { EventEmitter, once } from "node:events";
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { failureOf } from "../testing/failure-of";
import { frame, hello, peer } from "../testing/peer";
import type { Bootstrap } from "./bootstrap";
import { BOUNDARY, Flags } from "./frame";

const tool = { name: "T", module: "tools.t", source: "", filename: "t.py" };

describe("the start", () => {
  it("skips noise, and takes the hello in any split", async () => {
    const { bootstrap, readable, started } = peer();
    const bytes = Buffer.concat([
      Buffer.from("banner\nPROTOCOL READY, not\n"),
      BOUNDARY,
      hello(bootstrap),
    ]);
    for (const byte of bytes) readable.write(Buffer.from([byte]));
    expect((await started).hello.pid).toBe(1);
  });

  it("does not take an echo for an agent", async () => {
    const { bootstrap, readable, started, writable } = peer();
    readable.write(BOUNDARY);
    readable.write(hello(bootstrap, String(Number.parseInt(bootstrap.nonce, 16))));
    expect((await failureOf(started)).code).toBe("protocol_error");
    writable.destroy();
  });

  it("gives up after 64 KiB of noise, and quotes its end", async () => {
    const { readable, started } = peer();
    readable.write(Buffer.from(`${"y\n".repeat(40_000)}last words\n`));
    const failure = await failureOf(started);
    expect(failure.code).toBe("not_an_agent");
    expect(failure.lines.at(-1)).toBe("last words");
  });

  it("says when the stream ends first", async () => {
    const { readable, started } = peer();
    readable.end("bye\n");
    const failure = await failureOf(started);
    expect(failure.code).toBe("connection_lost");
    expect(failure.lines).toEqual(["bye"]);
  });
});

describe("a hostile target", () => {
  it.each<[string, (bootstrap: Bootstrap) => Buffer]>([
    ["a second hello", (bootstrap) => hello(bootstrap)],
    ["a request", () => frame(Flags.RPC | Flags.REQUEST, 1, null)],
    ["a log that is no log", () => frame(Flags.LOG, 0, [1])],
    ["a log record without a level", () => frame(Flags.LOG, 0, [new Map([["message", "x"]])])],
    ["bytes", () => Buffer.from("bytes")],
    [
      "a small packet that is 14 million records",
      () => {
        const nils = Buffer.concat([
          Buffer.from("dd00d59f80", "hex"),
          Buffer.alloc(14_000_000, 0xc0),
        ]);
        return frame(Flags.LOG | Flags.COMPRESSED, 0, deflateSync(nils));
      },
    ],
  ])("ends the connection with %s, for all who wait", async (_name, bytes) => {
    const { bootstrap, readable, greet } = peer();
    const protocol = await greet();
    const waiting = failureOf(protocol.ping());
    readable.write(bytes(bootstrap));
    expect((await waiting).code).toBe("protocol_error");
    expect((await failureOf(protocol.ping())).code).toBe("protocol_error");
    expect((await protocol.waitClosed()).code).toBe("protocol_error");
  });

  it("ends a call with an answer that is no value, and the connection too", async () => {
    const { readable, greet } = peer();
    const protocol = await greet();
    const call = failureOf(protocol.call(tool, "m", [], new Map()));
    readable.write(frame(Flags.SYNC | Flags.RESPONSE, 2, Buffer.from([0xc1])));
    expect((await call).code).toBe("protocol_error");
    expect(protocol.isClosed).toBe(true);
  });

  it("does no harm with answers that nobody waits for", async () => {
    const { readable, greet } = peer();
    const protocol = await greet();
    const ping = protocol.ping();
    readable.write(frame(Flags.RPC | Flags.RESPONSE, 99, "late"));
    readable.write(frame(Flags.PING | Flags.RESPONSE, 1, null));
    readable.write(frame(Flags.PING | Flags.RESPONSE, 1, null));
    expect(await ping).toBeGreaterThan(0);
    expect(protocol.isClosed).toBe(false);
  });
});

describe("items that are taken slowly", () => {
  const raised = new Map<Value, Value>([
    ...["type", "message"].map((name): [Value, Value] => [name, "E"]),
    ...["args", "notes", "frames"].map((name): [Value, Value] => [name, []]),
    ...["cause", "context"].map((name): [Value, Value] => [name, null]),
    ["kind", "raised"],
  ]);

  /** A call whose two items have come; the first one is held until `letGo`. */
  async function twoItems(signal?: AbortSignal) {
    const { readable, greet } = peer();
    const protocol = await greet();
    const taken: Value[] = [];
    const events = new EventEmitter();
    const begun = once(events, "begun");
    const held = once(events, "letGo");
    const onItem = async (item: Value) => {
      taken.push(item);
      events.emit("begun");
      await held;
    };
    const call = protocol.run(tool, "m", [], new Map(), { onItem, ...(signal && { signal }) });
    const failing = failureOf(call);
    // So that the call is on its way.
    await new Promise(setImmediate);
    readable.write(frame(Flags.SYNC | Flags.RESPONSE, 2, "tools.t.T"));
    readable.write(frame(Flags.STREAM | Flags.RPC, 1, "a"));
    readable.write(frame(Flags.STREAM | Flags.RPC, 1, "b"));
    await begun;
    return { protocol, readable, taken, failing, letGo: () => events.emit("letGo") };
  }

  it.each([
    [
      "the method raised",
      "tool_error",
      frame(Flags.STREAM | Flags.RPC | Flags.RESPONSE | Flags.EXCEPTION, 1, raised),
    ],
    ["the connection ended", "connection_lost", null],
  ] as const)("are all taken before it is told that %s", async (_name, code, bytes) => {
    const { protocol, readable, taken, failing, letGo } = await twoItems();
    if (bytes !== null) readable.write(bytes);
    readable.end();
    await protocol.waitClosed();
    letGo();
    expect((await failing).code).toBe(code);
    expect(taken).toEqual(["a", "b"]);
  });

  it("are dropped by a cancel, which does not wait for them", async () => {
    const stop = new AbortController();
    const { taken, failing, letGo } = await twoItems(stop.signal);
    stop.abort();
    expect((await failing).code).toBe("cancelled");
    letGo();
    await new Promise(setImmediate);
    expect(taken).toEqual(["a"]);
  });
});

describe("a connection that ends", () => {
  it("settles every waiter once, and refuses calls at once", async () => {
    const { readable, greet } = peer();
    const protocol = await greet();
    const waiting = [1, 2, 3].map(() => failureOf(protocol.ping()));
    const call = failureOf(protocol.call(tool, "m", [], new Map()));
    readable.end();
    for (const each of [...waiting, call]) expect((await each).code).toBe("connection_lost");
    expect((await failureOf(protocol.call(tool, "m", [], new Map()))).code).toBe("connection_lost");
  });

  it("does not send a tool for a call that was cancelled before", async () => {
    const { writable, greet } = peer();
    const protocol = await greet();
    const signal = AbortSignal.abort();
    expect((await failureOf(protocol.call(tool, "m", [], new Map(), { signal }))).code).toBe(
      "cancelled",
    );
    expect(writable.read()).toBeNull();
  });
});
