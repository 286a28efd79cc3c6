import { afterEach, describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import type { CallOptions, WireLogRecord } from "../protocol/protocol";
import type { ToolSource } from "../protocol/tool-source";
import { builtIn, connectToTarget, toolOf } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { descendants, eventually, openDescriptors, processesWith } from "../testing/processes";
import type { Connection } from "./connection";

const open: Connection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

async function local(): Promise<Connection> {
  const connection = await connectToTarget();
  open.push(connection);
  return connection;
}

const none = new Map<Value, Value>();

function call(
  { protocol }: Connection,
  tool: ToolSource,
  method: string,
  args: Value[],
  options?: CallOptions,
) {
  return protocol.call(tool, method, args, none, options);
}

describe("a session with this machine", () => {
  it("says what the target is", async () => {
    const { hello } = await local();
    expect(hello.pythonVersion).toMatch(/^3\.\d+\.\d+$/);
    expect(hello.pid).toBeGreaterThan(1);
    expect(hello.hostname).not.toBe("");
  });

  it("returns what a command printed", async () => {
    const result = await call(await local(), builtIn("exec", "Exec"), "shell", [
      "echo héllo; exit 3",
    ]);
    expect(result).toEqual({
      $: "namedtuple",
      type: "rmote.tools.exec.CommandResult",
      fields: new Map<string, Value>([
        ["returncode", 3],
        ["stdout", "héllo\n"],
        ["stderr", ""],
      ]),
    });
  });

  it("reports an exception with the frames of the tool's source", async () => {
    const failure = await failureOf(
      call(await local(), builtIn("fs", "FileSystem"), "read_str", ["/no/such/file"]),
    );
    expect(failure.code).toBe("tool_error");
    expect(failure.exception?.type).toBe("FileNotFoundError");
    expect(failure.exception?.frames[0]).toMatchObject({
      file: "rmote/tools/fs.py",
      module: "rmote.tools.fs",
      source: 'with open(_expand(path), encoding=encoding, errors=errors, newline="") as file:',
    });
  });

  it("ties prints, logging and log() to their call", async () => {
    const tool = toolOf(
      "Talk",
      [
        "import sys",
        "from rmote.protocol import Tool, log",
        "class Talk(Tool):",
        "    @staticmethod",
        "    def talk(word):",
        "        import logging",
        "        print('out', word)",
        "        sys.stderr.write('err without newline')",
        "        logging.getLogger('mine').warning('warn %s', word)",
        "        log('said ' + word)",
      ].join("\n"),
    );
    const connection = await local();
    const logs: [WireLogRecord[], WireLogRecord[]] = [[], []];
    await Promise.all(
      logs.map((records, i) =>
        call(connection, tool, "talk", [`w${i}`], { onLog: (more) => records.push(...more) }),
      ),
    );
    for (const [i, records] of logs.entries()) {
      expect(records.map((r) => `${r.level} ${r.logger} ${r.message}`)).toEqual([
        `INFO stdout out w${i}`,
        `WARNING mine warn w${i}`,
        `INFO Talk said w${i}`,
        "WARNING stderr err without newline",
      ]);
    }
  });

  it("cancels a command and all that it started", async () => {
    const connection = await local();
    const stop = new AbortController();
    const failure = failureOf(
      call(connection, builtIn("exec", "Exec"), "shell", ["sleep 3141 & sleep 3141"], {
        signal: stop.signal,
        onLog: () => stop.abort(),
      }),
    );
    expect((await failure).code).toBe("cancelled");
    await eventually(
      () => processesWith("sleep 3141"),
      (left) => left.length === 0,
    );
    // The session goes on.
    expect(await connection.protocol.ping()).toBeGreaterThan(0);
  });

  it("goes on after a value that Python cannot read", async () => {
    const connection = await local();
    const exec = builtIn("exec", "Exec");
    const failure = await failureOf(
      call(connection, exec, "shell", [{ $: "date", text: "tomorrow" }]),
    );
    expect(failure.code).toBe("tool_refused");
    expect(failure.message).toContain("malformed text 'tomorrow'");
    await call(connection, exec, "shell", ["true"]);
  });

  it("takes a log record and a flag of any kind for what they are", async () => {
    const tool = toolOf(
      "Odd",
      [
        "import enum, logging",
        "from rmote.protocol import Tool, log",
        "class Bits(enum.Flag):",
        "    R = 1",
        "    W = 2",
        "class Odd(Tool):",
        "    def run(self):",
        "        log('number', logging.WARNING)",
        "        logging.getLogger('n' * 5000).warning('long name')",
        "        print('x' * 200000)",
        "        return [Bits(0), {Bits.R: 1}]",
      ].join("\n"),
    );
    const connection = await local();
    const records: WireLogRecord[] = [];
    const value = await call(connection, tool, "run", [], {
      onLog: (more) => records.push(...more),
    });
    expect(records.map(({ level, message }) => `${level} ${message.length}`)).toEqual([
      "30 6",
      "WARNING 9",
      "INFO 65536",
      "INFO 65536",
      "INFO 65536",
      "INFO 3392",
    ]);
    expect(value).toMatchObject([{ $: "enum", value: 0 }, expect.any(Map)]);
  });

  it("never goes back to an older version of a tool", async () => {
    const version = (word: string, seconds: number) =>
      toolOf(
        "Edited",
        `import time; time.sleep(${seconds})\nfrom rmote.protocol import Tool\nclass Edited(Tool):\n def say(self): return ${JSON.stringify(word)}`,
      );
    const connection = await local();
    const old = call(connection, version("old", 0.2), "say", []);
    const recent = version("new", 0);
    expect(await call(connection, recent, "say", [])).toBe("new");
    await old;
    expect(await call(connection, recent, "say", [])).toBe("new");
  });

  it("takes a limit past what a timer holds for none", async () => {
    const connection = await local();
    const options = { timeoutMs: 3_000_000_000 };
    const result = call(connection, builtIn("exec", "Exec"), "shell", ["sleep 0.1"], options);
    await expect(result).resolves.toBeDefined();
  });

  it("runs async methods and gives up one past its deadline", async () => {
    const tool = toolOf(
      "Later",
      [
        "import asyncio",
        "from rmote.protocol import Tool",
        "class Later(Tool):",
        "    async def wait(self, seconds):",
        "        await asyncio.sleep(seconds)",
        "        return seconds",
      ].join("\n"),
    );
    const connection = await local();
    expect(await call(connection, tool, "wait", [0.01])).toBe(0.01);
    const failure = await failureOf(call(connection, tool, "wait", [300], { timeoutMs: 50 }));
    expect(failure.code).toBe("deadline");
  });

  it("leaves nothing behind after 100 connects, crashes included", async () => {
    const before = openDescriptors();
    for (let round = 0; round < 25; round++) {
      const connections = await Promise.all([local(), local(), local(), local()]);
      // The first three are in the middle of a command: two are killed, one is closed.
      await Promise.all(
        (["SIGKILL", "SIGTERM", null] as const).map(async (signal, i) => {
          const connection = connections[i];
          if (connection === undefined) return;
          const ended = failureOf(
            call(connection, builtIn("exec", "Exec"), "shell", ["sleep 8765"]),
          );
          const { pid } = connection.hello;
          await eventually(
            () => descendants(pid).some(({ command }) => command.startsWith("sleep 8765")),
            Boolean,
          );
          if (signal === null) return;
          process.kill(pid, signal);
          expect((await ended).code).toBe("connection_lost");
        }),
      );
      await Promise.all(connections.map((connection) => connection.close()));
    }
    await eventually(
      () => descendants(process.pid).filter((p) => p.command.includes("sys.path")),
      (left) => left.length === 0,
    );
    await eventually(openDescriptors, (now) => now <= before + 2);
    await eventually(
      () => processesWith("sleep 8765"),
      (left) => left.length === 0,
    );
  }, 120_000);
});
