import { beforeAll, describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { FRAGMENT_SIZE, MAX_UNFINISHED } from "../protocol/frame";
import { failureOf } from "../testing/failure-of";
import { call, localConnections, toolWith } from "../testing/local";
import type { Connection } from "./connection";

const local = localConnections();

const tool = toolWith(
  "Fair",
  [
    "def size(self, data): return len(data)",
    "def make(self, size):",
    // Incompressible, and quick to make.
    "    return os.urandom(1 << 20) * (size >> 20)",
    "def add(self, a, b): return a + b",
    "def sleep(self, data, seconds): time.sleep(seconds)",
    "def unfinished(self):",
    "    for each in gc.get_objects():",
    "        if type(each).__name__ == 'Assembler': return len(each._unfinished)",
  ],
  ["import gc, os, time"],
);

const MEBIBYTE = 1024 * 1024;
const size = 48 * MEBIBYTE;
let data: Uint8Array;
beforeAll(() => {
  data = new Uint8Array(size).fill(1);
});

/** Answers of small calls, one after another, until the transfer has ended. */
async function callsDuring(connection: Connection, transfer: Promise<Value>): Promise<number> {
  let running = true;
  const ended = transfer.finally(() => {
    running = false;
  });
  let answers = 0;
  while (running) {
    expect(await call(connection, tool, "add", [answers, 1])).toBe(answers + 1);
    if (running) answers += 1;
  }
  await ended;
  return answers;
}

/** Resolves as soon as the target holds a part of what is sent. */
async function untilUnfinished(connection: Connection): Promise<void> {
  let seen: Value = 0;
  while (seen === 0) seen = await call(connection, tool, "unfinished");
}

describe("small calls", () => {
  it("are answered while 48 MiB travel to the target", async () => {
    const connection = await local();
    await call(connection, tool, "add", [1, 1]);
    const upload = call(connection, tool, "size", [data]);
    // Each waits for a frame or two of the transfer; were it for all of it, there would be one.
    expect(await callsDuring(connection, upload)).toBeGreaterThan(5);
    expect(await upload).toBe(size);
  });

  it("are answered while 48 MiB travel to the app", async () => {
    const connection = await local();
    await call(connection, tool, "add", [1, 1]);
    const download = call(connection, tool, "make", [size]);
    expect(await callsDuring(connection, download)).toBeGreaterThan(5);
    expect(((await download) as Uint8Array).length).toBe(size);
  });

  it("are answered before any of many large calls that were sent earlier", async () => {
    const connection = await local();
    await call(connection, tool, "add", [1, 1]);
    const order: string[] = [];
    const part = data.subarray(0, 8 * MEBIBYTE);
    const uploads = Array.from({ length: 6 }, () =>
      call(connection, tool, "size", [part]).then(() => order.push("large")),
    );
    await call(connection, tool, "add", [1, 1]).then(() => order.push("small"));
    await Promise.all(uploads);
    expect(order).toEqual(["small", ...new Array<string>(6).fill("large")]);
  });
});

describe("a large upload that is given up", () => {
  it.each(["cancelled", "deadline"])("leaves nothing behind at the target: %s", async (code) => {
    const connection = await local();
    await call(connection, tool, "add", [1, 1]);
    const part = data.subarray(0, 16 * MEBIBYTE);
    // More than may be under way, as often as would fill that.
    for (let round = 0; round < MAX_UNFINISHED; round++) {
      const stop = new AbortController();
      const uploads = Array.from({ length: MAX_UNFINISHED + 1 }, () => {
        const options = code === "deadline" ? { timeoutMs: 20 } : { signal: stop.signal };
        return failureOf(call(connection, tool, "sleep", [part, 300], options));
      });
      if (code === "cancelled") {
        await untilUnfinished(connection);
        stop.abort();
      }
      for (const upload of uploads) expect((await upload).code).toBe(code);
    }
    expect(await call(connection, tool, "unfinished")).toBe(0);
    const few = Array.from({ length: MAX_UNFINISHED }, (_, i) =>
      call(connection, tool, "size", [data.subarray(0, FRAGMENT_SIZE * 3 + i)]),
    );
    expect(await Promise.all(few)).toEqual([0, 1, 2, 3].map((i) => FRAGMENT_SIZE * 3 + i));
  });
});
