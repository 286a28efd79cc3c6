import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FailureError, failure } from "../../src-shared/failure";
import type { Value } from "../../src-shared/value";
import { STREAM_CREDIT } from "../protocol/item-stream";
import { agent } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { call, localConnections, toolWith } from "../testing/local";
import { eventually } from "../testing/processes";
import { type Connection, fromLocal } from "./connection";

// One session for all that leave it usable.
let connection: Connection;
beforeAll(async () => {
  connection = await fromLocal(agent);
});
afterAll(() => connection.close());
const local = localConnections();
const none = new Map<Value, Value>();

/** Methods that yield, and write into a file how far they came and how they ended. */
const tool = toolWith(
  "Streams",
  [
    "def count(self, n):",
    "    for i in range(n): yield i",
    "    return 'end'",
    "async def count_async(self, n):",
    "    for i in range(n):",
    "        await asyncio.sleep(0)",
    "        yield i",
    "def big(self, n, size, path):",
    "    made = 0",
    "    try:",
    "        for made in range(1, n + 1): yield bytes(size)",
    "    finally:",
    "        with open(path, 'w') as file: file.write('%d' % made)",
    "async def big_async(self, n, size, path):",
    "    made = 0",
    "    try:",
    "        for made in range(1, n + 1): yield bytes(size)",
    "    finally:",
    "        with open(path, 'w') as file: file.write('%d' % made)",
    "def then_raise(self, n):",
    "    for i in range(n): yield i",
    "    raise ValueError('after all')",
    "def endless(self, path):",
    "    try:",
    "        while True:",
    "            yield 0",
    "            time.sleep(0.001)",
    "    finally:",
    "        with open(path, 'w') as file: file.write('ended')",
    "def unsendable(self):",
    "    yield 1",
    "    yield print",
    "def forget(self): Streams.so_far = 0",
    "def made(self): return self.so_far",
    "so_far = 0",
    "def counted(self, n, size):",
    "    for i in range(n):",
    "        Streams.so_far = i + 1",
    "        yield bytes(size)",
    "def add(self, a, b): return a + b",
  ],
  ["import asyncio, time"],
);

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-streams-"));
  path = join(folder, "ended");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the generator wrote when its `finally` ran. */
function written(): Promise<string> {
  const look = () => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return "";
    }
  };
  return eventually(look, (text) => text !== "");
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

describe("call", () => {
  it.each(["count", "count_async"])("gathers what a method yields: %s", async (method) => {
    expect(await call(connection, tool, method, [5000])).toEqual(range(5000));
    expect(await call(connection, tool, method, [0])).toEqual([]);
  });

  it("hands items on one by one, in order, and returns what the method returned", async () => {
    const seen: Value[] = [];
    let inside = 0;
    const onItem = async (item: Value) => {
      inside += 1;
      expect(inside).toBe(1);
      await new Promise(setImmediate);
      seen.push(item);
      inside -= 1;
    };
    expect(await call(connection, tool, "count", [300], { onItem })).toBe("end");
    expect(seen).toEqual(range(300));
  });

  it("does not let the target run ahead of who takes the items", async () => {
    await call(connection, tool, "forget");
    const size = 100_000;
    const ahead = Math.ceil(STREAM_CREDIT / (size + 256));
    let taken = 0;
    let most = 0;
    const onItem = async () => {
      // The target has all the time of a further call to run ahead.
      if (taken % 10 === 0) {
        const made = (await call(connection, tool, "made")) as number;
        most = Math.max(most, made - taken);
      }
      taken += 1;
    };
    await call(connection, tool, "counted", [200, size], { onItem });
    expect(taken).toBe(200);
    // One more is made before it waits for credit.
    expect(most).toBeLessThanOrEqual(ahead + 1);
    expect(most).toBeGreaterThan(1);
  });

  it("stops the target at the credit while an item is not taken", async () => {
    await call(connection, tool, "forget");
    const size = 100_000;
    const ahead = Math.ceil(STREAM_CREDIT / (size + 256));
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const result = call(connection, tool, "counted", [200, size], { onItem: () => held });
    let made = -1;
    for (let last = -2; made !== last || made < ahead; ) {
      last = made;
      made = (await call(connection, tool, "made")) as number;
    }
    expect(made).toBe(ahead);
    release();
    await result;
    expect(await call(connection, tool, "made")).toBe(200);
  });

  it("ends with what onItem throws, and closes the generator on the target", async () => {
    let seen = 0;
    const onItem = () => {
      seen += 1;
      if (seen === 3) throw new FailureError(failure("file_error", "The disk is full."));
    };
    const reason = await failureOf(call(connection, tool, "endless", [path], { onItem }));
    expect(reason).toMatchObject({ code: "file_error", message: "The disk is full." });
    expect(await written()).toBe("ended");
    expect(seen).toBe(3);
    expect(await call(connection, tool, "add", [1, 2])).toBe(3);
  });

  it.each(["big", "big_async"])("refuses to gather more than 64 MiB: %s", async (method) => {
    const reason = await failureOf(call(connection, tool, method, [1000, 1_000_000, path]));
    expect(reason.code).toBe("too_large");
    expect(Number(await written())).toBeLessThan(67 + 6);
    expect(await call(connection, tool, "add", [1, 2])).toBe(3);
  });

  it("reports what was raised after the items, when all of them were taken", async () => {
    const seen: Value[] = [];
    const onItem = async (item: Value) => {
      await new Promise(setImmediate);
      seen.push(item);
    };
    const reason = await failureOf(call(connection, tool, "then_raise", [20], { onItem }));
    expect(reason.message).toBe("ValueError: after all");
    expect(seen).toEqual(range(20));
  });

  it("ends with an exception at an item that cannot be sent", async () => {
    const reason = await failureOf(call(connection, tool, "unsendable"));
    expect(reason.code).toBe("tool_error");
    expect(reason.exception?.message).toContain("builtin_function_or_method");
  });

  it("hands on nothing more once it was cancelled", async () => {
    const stop = new AbortController();
    let seen = 0;
    const onItem = () => {
      seen += 1;
      if (seen === 3) stop.abort();
    };
    const ended = call(connection, tool, "count", [1000], { onItem, signal: stop.signal });
    expect((await failureOf(ended)).code).toBe("cancelled");
    // All items that were on their way have come when a later call is answered.
    await call(connection, tool, "add", [1, 2]);
    expect(seen).toBe(3);
  });
});

describe("stream", () => {
  it.each([
    ["count", "end"],
    ["count_async", null],
  ])("iterates, and returns what the method returned: %s", async (method, returned) => {
    const { protocol } = connection;
    const items = protocol.stream(tool, method, [3], none);
    for (const value of range(3)) expect(await items.next()).toEqual({ done: false, value });
    expect(await items.next()).toEqual({ done: true, value: returned });
  });

  it("cancels the method when the loop is left", async () => {
    const seen: Value[] = [];
    for await (const item of connection.protocol.stream(tool, "endless", [path], none)) {
      seen.push(item);
      if (seen.length === 2) break;
    }
    expect(await written()).toBe("ended");
    expect(seen).toEqual([0, 0]);
    expect(await call(connection, tool, "add", [1, 2])).toBe(3);
  });

  it("gives all items before what was raised after them", async () => {
    const { protocol } = connection;
    const seen: Value[] = [];
    const loop = async () => {
      for await (const item of protocol.stream(tool, "then_raise", [50], none)) {
        await new Promise(setImmediate);
        seen.push(item);
      }
    };
    expect((await failureOf(loop())).message).toBe("ValueError: after all");
    expect(seen).toEqual(range(50));
  });

  it.each(["cancelled", "deadline", "connection_lost"])("ends in the middle: %s", async (code) => {
    const connection = await local();
    // Only the stream itself has the time limit.
    await call(connection, tool, "add", [1, 2]);
    const stop = new AbortController();
    let seen = 0;
    const loop = async () => {
      const options = code === "deadline" ? { timeoutMs: 200 } : { signal: stop.signal };
      for await (const _ of connection.protocol.stream(tool, "endless", [path], none, options)) {
        seen += 1;
        if (seen !== 3) continue;
        if (code === "cancelled") stop.abort();
        if (code === "connection_lost") process.kill(connection.hello.pid, "SIGKILL");
      }
    };
    expect((await failureOf(loop())).code).toBe(code);
    expect(seen).toBeGreaterThanOrEqual(3);
    if (code === "connection_lost") return;
    expect(await written()).toBe("ended");
    expect(await call(connection, tool, "add", [1, 2])).toBe(3);
  });

  it("runs ten at once, with small calls in between", async () => {
    const sums: Promise<Value>[] = [];
    const streams = range(10).map(async (which) => {
      const seen: Value[] = [];
      const method = which % 2 === 0 ? "count" : "count_async";
      for await (const item of connection.protocol.stream(tool, method, [100 + which], none)) {
        seen.push(item);
        if (seen.length % 25 === 0) sums.push(call(connection, tool, "add", [which, 1000]));
      }
      return seen;
    });
    expect(await Promise.all(streams)).toEqual(range(10).map((which) => range(100 + which)));
    expect(await Promise.all(sums)).toHaveLength(40);
    for (const sum of await Promise.all(sums)) expect(sum).toBeGreaterThanOrEqual(1000);
  });
});

describe("a stream and an upload on one connection", () => {
  it("count the same bytes as paced", async () => {
    const connection = await local();
    // Enough items for further credit, whose frames the agent counts too.
    await call(connection, tool, "big", [60, 100_000, path]);
    // Two fragments and a last one: the first acknowledgement is about all that was counted.
    await call(connection, tool, "add", [new Uint8Array(140_000), new Uint8Array(0)]);
    expect(connection.protocol.isClosed).toBe(false);
    expect(await call(connection, tool, "add", [1, 2])).toBe(3);
  });
});
