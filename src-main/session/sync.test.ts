import { describe, expect, it } from "vitest";
import { toolOf } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { call, localConnections, toolWith } from "../testing/local";

const local = localConnections();

const version = (word: string) =>
  toolOf(
    "Edited",
    `from rmote.protocol import Tool\nclass Edited(Tool):\n def say(self): return "${word}"\n`,
  );
const broken = toolOf("Edited", "raise RuntimeError('not today')\n");

describe("a tool and its first call", () => {
  it("fail with what the tool raised, not with its absence, as often as it is called", async () => {
    const connection = await local();
    for (let i = 0; i < 3; i++) {
      const failure = await failureOf(call(connection, broken, "say"));
      expect(failure.code).toBe("tool_refused");
      expect(failure.message).toBe("RuntimeError: not today");
    }
    expect(await call(connection, version("well"), "say")).toBe("well");
  });

  it("never fall back to the version before an edit that is refused", async () => {
    const connection = await local();
    expect(await call(connection, version("one"), "say")).toBe("one");
    const calls = Array.from({ length: 10 }, () => failureOf(call(connection, broken, "say")));
    for (const each of calls) expect((await each).message).toBe("RuntimeError: not today");
    expect(await call(connection, version("one"), "say")).toBe("one");
    expect(await call(connection, version("two"), "say")).toBe("two");
  });

  it("are run once for many that begin at the same time", async () => {
    const connection = await local();
    const tool = toolWith(
      "Once",
      ["def count(self): return COUNTED[0]"],
      [
        "import builtins",
        "COUNTED = builtins.__dict__.setdefault('counted', [0])",
        "COUNTED[0] += 1",
      ],
    );
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => call(connection, tool, "count")),
    );
    expect(new Set(answers)).toEqual(new Set([1]));
  });

  it("work with a source that travels in fragments", async () => {
    const connection = await local();
    const tool = toolWith(
      "Large",
      ["def size(self): return len(TEXT)"],
      [`TEXT = "${"x".repeat(300_000)}"`],
    );
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call(connection, tool, "size")),
    );
    expect(new Set(answers)).toEqual(new Set([300_000]));
  });

  it("can be cancelled while the tool is sent: the next call has it", async () => {
    const connection = await local();
    for (const size of [10, 1_000_000]) {
      const tool = toolWith(
        "Sent",
        ["def size(self): return len(TEXT)"],
        ["import time", "time.sleep(0.05)", `TEXT = "${"x".repeat(size)}"`],
      );
      const stop = new AbortController();
      const given = failureOf(call(connection, tool, "size", [], { signal: stop.signal }));
      const kept = call(connection, tool, "size");
      stop.abort();
      expect((await given).code).toBe("cancelled");
      expect(await kept).toBe(size);
      expect(await call(connection, tool, "size")).toBe(size);
    }
  });
});
