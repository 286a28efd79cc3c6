import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { localConnections, toolWith } from "../testing/local";
import { type TypescriptUser, typescriptUser } from "../testing/typescript-user";
import { asNumber, Exec, FileSystem, type ToolMethod, withOptions } from "./main";
import { type Int, type StreamMethod, toolMethods } from "./tool-types";

describe("calls with types", () => {
  const connect = localConnections();

  it("give arguments by position and by name", async () => {
    const { protocol } = await connect();
    const text = await protocol.call(FileSystem.read_str, "/etc/hosts");
    expect(text).toBe(readFileSync("/etc/hosts", "utf8"));
    const part = await protocol.call(FileSystem.read_bytes, "/etc/hosts", { limit: 4 });
    expect(Buffer.from(part).toString()).toBe(text.slice(0, 4));
    const done = await protocol.call(Exec.command, "sh", "-c", 'printf "$A"', {
      env: new Map([["A", "b"]]),
    });
    expect(done.fields.get("stdout")).toBe("b");
  });

  it("gather a stream, or take it item by item", async () => {
    const { protocol } = await connect();
    expect(await protocol.call(Exec.lines, "echo 1; echo 2")).toEqual(["1", "2"]);
    const lines: string[] = [];
    for await (const line of protocol.stream(Exec.lines, "echo 3; sleep 60")) {
      lines.push(line);
      break;
    }
    expect(lines).toEqual(["3"]);
  });

  it("have options of a method", async () => {
    const { protocol } = await connect();
    const logged: string[] = [];
    const quick = withOptions(
      withOptions(Exec.shell, {
        onLog: (records) => logged.push(...records.map((r) => r.message)),
      }),
      { timeoutMs: 200 },
    );
    await expect(protocol.call(quick, "sleep 60")).rejects.toMatchObject({
      failure: { code: "deadline" },
    });
    expect(logged).toEqual(["Running sleep 60"]);
  });

  it("hold for a tool of one's own", async () => {
    const { protocol } = await connect();
    const source = toolWith("Sum", [
      "@staticmethod",
      "def of(*numbers, start=0, **more):",
      "    return sum(numbers, start) + sum(more.values())",
      "@staticmethod",
      "def count(to):",
      "    yield from range(to)",
      "    return 'end'",
    ]);
    const sum = toolMethods(() => source);
    const of: ToolMethod<[...number[]] | [...number[], Record<string, number>], Int> =
      sum.method("of");
    expect(await protocol.call(of, 1, 2, { start: 3, more: 4 })).toBe(10);
    expect(asNumber(await protocol.call(of))).toBe(0);
    const count: StreamMethod<[to: number], Int, string> = sum.stream("count");
    const items = protocol.stream(count, 2);
    expect(await items.next()).toEqual({ done: false, value: 0 });
    expect(await items.next()).toEqual({ done: false, value: 1 });
    expect(await items.next()).toEqual({ done: true, value: "end" });
  });
});

let user: TypescriptUser | null = null;
afterEach(() => user?.remove());

it("the example of the documentation compiles and runs in a project that has the package", async () => {
  const docs = readFileSync(resolve(import.meta.dirname, "../../docs/typescript.md"), "utf8");
  const [, example = ""] = /```ts\n([\s\S]*?)```/.exec(docs) ?? [];
  user = typescriptUser();
  user.write("example.ts", example);
  expect(await user.compile()).toBe("");
  expect(await user.run("example.js")).toBe('true\n"/"\none\ntwo\n');
}, 120_000);

it("a project that has the package is told of a call that cannot be", async () => {
  user = typescriptUser();
  user.write(
    "wrong.ts",
    [
      'import { connect, FileSystem } from "rmote-desktop";',
      'const { protocol } = await connect("local");',
      "await protocol.call(FileSystem.read_str, 5);",
    ].join("\n"),
  );
  const said = await user.compile();
  expect(said).toMatch(/wrong\.ts\(3,\d+\): error TS/);
  expect(said).toContain("path: string");
}, 120_000);
