import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { pack } from "../protocol/codec";
import { FRAGMENT_SIZE } from "../protocol/frame";
import { toolToDict } from "../protocol/tool-source";
import { agent, builtIn } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { eventually } from "../testing/processes";
import { type Connection, fromLocal } from "./connection";

/** @see Protocol: a tool that is larger travels before its first call, not with it. */
it.each([
  ["fs", "FileSystem"],
  ["transfer", "Transfer"],
  ["apt", "Apt"],
  ["dnf", "Dnf"],
  ["pacman", "Pacman"],
] as const)("sends the tool of %s.py together with its first call", (file, name) => {
  expect(pack(toolToDict(builtIn(file, name))).length).toBeLessThanOrEqual(FRAGMENT_SIZE);
});

const tool = builtIn("fs", "FileSystem");
let connection: Connection;
let folder: string;
beforeAll(async () => {
  connection = await fromLocal(agent);
});
afterAll(() => connection.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-files-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (
  path: string,
  content: Value,
  more: Record<string, Value> = {},
  signal?: AbortSignal,
) =>
  connection.protocol.call(tool, "write", [path, content], new Map(Object.entries(more)), {
    ...(signal && { signal }),
  });

it("tells what a write changed as data, and what it refused as an exception of its own", async () => {
  const path = join(folder, "a.conf");
  const result = await write(path, "one\n", { mode: "0640" });
  expect(result).toMatchObject({ $: "namedtuple", type: "rmote.files.Write" });
  const fields = (result as { fields: Map<string, Value> }).fields;
  expect([fields.get("changed"), fields.get("mode"), fields.get("changes")]).toEqual([
    true,
    "0640",
    ["create"],
  ]);
  expect(fields.get("diff")).toContain("+one\n");
  const other = await failureOf(write(path, "two\n", { expected: "absent" }));
  expect(other.exception?.type).toBe("rmote.files.UnexpectedContent");
  const invalid = await failureOf(write(path, "two\n", { validate: "grep -q one {}" }));
  expect(invalid.exception?.type).toBe("rmote.files.InvalidContent");
});

it("kills the validating command of a write that is cancelled, and leaves all as it was", async () => {
  const path = join(folder, "a");
  await write(path, "old");
  const stop = new AbortController();
  const validate = `sh -c 'touch ${folder}/on; exec sleep 1000' {}`;
  const written = failureOf(write(path, "new", { validate }, stop.signal));
  await eventually(() => existsSync(join(folder, "on")), Boolean);
  stop.abort();
  expect((await written).code).toBe("cancelled");
  await eventually(
    () => readdirSync(folder).sort(),
    (names) => names.join() === "a,on",
  );
});

it("follows a file until nobody listens any more", async () => {
  const path = join(folder, "log");
  await write(path, "one\ntwo\n");
  const lines: Value[] = [];
  for await (const line of connection.protocol.stream(tool, "tail", [path, 1], new Map())) {
    lines.push(line);
    if (lines.length === 3) break;
    appendFileSync(path, `more ${lines.length}\n`);
  }
  expect(lines).toEqual(["two", "more 1", "more 2"]);
});
