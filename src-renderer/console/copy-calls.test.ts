import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Connection, fromLocal } from "../../src-main/session/connection";
import { agent } from "../../src-main/testing/agent";
import { type TypescriptUser, typescriptUser } from "../../src-main/testing/typescript-user";
import { ToolLibrary } from "../../src-main/tools/tool-library";
import { toolScript } from "../../src-main/tools/tool-script";
import { toJson } from "../../src-shared/json-value";
import type { Method } from "../../src-shared/tool";
import type { ToolScript } from "../../src-shared/tool-script";
import type { SecretForm, Value } from "../../src-shared/value";
import type { CopiedCall } from "./copy-call";
import { placeholders } from "./copy-placeholders";
import { pythonScript } from "./copy-python";
import { shellText } from "./copy-shell";
import { typescriptText } from "./copy-typescript";
import { pythonText } from "./python-text";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "rmote-copy-"));
const library = new ToolLibrary(join(root, "out/agent"));
const own = `
from __future__ import annotations
import enum
from rmote.protocol import Tool, log, process

class Unit(enum.Enum):
    KIB = "kib"

class Disk(Tool):
    factor = 2

    def twice(self, numbers, *, unit: Unit = Unit.KIB, **more):
        log("twice")
        return [n * self.factor for n in numbers], unit.name, more, process("echo", "é", capture_output=True, text=True).stdout

    def same(self, value):
        return value

    async def later(self, text):
        return text * 2
`;

interface Case {
  name: string;
  tool: string;
  method: string;
  args?: Value[];
  kwargs?: Record<string, Value>;
}

/** A file that no other test changes meanwhile, as those do that make users. */
const file = join(folder, "lines");
writeFileSync(file, "first\nzwei é\nit's\n");
const tree = join(folder, "tree");
mkdirSync(join(tree, "one"), { recursive: true });
writeFileSync(join(tree, "one/file"), "1");

const cases: Case[] = [
  { name: "text", tool: "FileSystem", method: "read_str", args: [file] },
  { name: "bytes", tool: "FileSystem", method: "read_bytes", args: [file, 1, 5] },
  { name: "named", tool: "FileSystem", method: "stat", args: [file] },
  {
    name: "change",
    tool: "FileSystem",
    method: "write",
    args: [join(folder, "it's $HOME"), 'a"b\n\u2028é\\'],
    kwargs: { mode: "600", check: true },
  },
  {
    name: "command",
    tool: "Exec",
    method: "command",
    args: ["printf", "%s|%s", "it's", '"$A" `x` \\n'],
    kwargs: { env: new Map([["A", "b c"]]), timeout: { $: "float", value: 5 } },
  },
  { name: "stream", tool: "Exec", method: "lines", args: ["echo 1; echo 'zwei é'"] },
  {
    name: "template",
    tool: "Template",
    method: "render",
    args: [
      "${a} ${b}",
      new Map<Value, Value>([
        ["a", 1],
        ["b", ["x", null, true, 1.5]],
      ]),
    ],
  },
  { name: "list", tool: "Facts", method: "gather", args: [["hostname"]] },
  { name: "log", tool: "Logger", method: "set_log_level", args: ["WARNING"] },
  {
    name: "snippet",
    tool: "rmote.snippets.disk_report.DiskReport",
    method: "folders",
    args: [tree],
    kwargs: { top: 2 },
  },
  {
    name: "snippetOfItems",
    tool: "rmote.snippets.follow_log.FollowLog",
    method: "follow",
    args: [file],
    kwargs: { stay: false },
  },
  {
    name: "snippetAsItIs",
    tool: "rmote.snippets.deploy_config.DeployConfig",
    method: "deploy",
    kwargs: { path: file, content: "first\n", check: true },
  },
  { name: "account", tool: "User", method: "present", args: ["root"], kwargs: { check: true } },
  {
    name: "own",
    tool: "Disk",
    method: "twice",
    args: [[1, 2 ** 50, 2n ** 70n, Number.NaN, { $: "decimal", text: "1.50" }]],
    kwargs: { unit: "kib", some: { $: "timedelta", days: 1, seconds: 2, microseconds: 3 } },
  },
  { name: "awaited", tool: "Disk", method: "later", args: ["ab"] },
];

const ownMethod = (name: string): Method => ({
  name,
  summary: "",
  doc: "",
  signature: "",
  parameters: [],
  returns: "",
  async: false,
  stream: false,
  line: 1,
});

function copied({ tool, method, args = [], kwargs = {} }: Case): [CopiedCall, ToolScript] {
  const known =
    library.tools.find(({ name }) => name === tool) ?? library.snippets.find(tool)?.tool;
  const source = known
    ? library.find(tool, method)
    : { name: "Disk", module: "tools.disk", source: own, filename: join(folder, "disk.py") };
  const call: CopiedCall = {
    host: "local",
    toolKey: `${source.module}.${source.name}`,
    toolName: source.name,
    method: known?.methods.find(({ name }) => name === method) ?? ownMethod(method),
    args,
    kwargs,
    timeoutSeconds: null,
  };
  return [call, toolScript(join(root, "out/agent/python"), source)];
}

const run = promisify(execFile);
let env: NodeJS.ProcessEnv;
let connection: Connection;
const values = new Map<string, Value>();

beforeAll(async () => {
  writeFileSync(join(folder, "disk.py"), own);
  const program = join(folder, "rmote-desktop");
  const script = join(root, "scripts/rmote-desktop.mjs");
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
  chmodSync(program, 0o755);
  env = {
    ...process.env,
    FORCE_COLOR: "0",
    PATH: `${folder}:${process.env.PATH}`,
    RMOTE_DESKTOP_HOME: join(folder, "home"),
  };
  connection = await fromLocal(agent);
  for (const each of cases) {
    const tool =
      each.tool === "Disk"
        ? { name: "Disk", module: "tools.disk", source: own, filename: "disk.py" }
        : library.find(each.tool, each.method);
    const kwargs = new Map<Value, Value>(Object.entries(each.kwargs ?? {}));
    values.set(
      each.name,
      await connection.protocol.call(tool, each.method, each.args ?? [], kwargs),
    );
  }
});
afterAll(async () => {
  await connection.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What is printed where the console shows this value. */
function printed(each: Case, text: (value: Value) => string): string {
  const value = values.get(each.name) ?? null;
  const print = (item: Value) => `${typeof item === "string" ? item : text(item)}\n`;
  const isStream = each.name === "stream" || each.name === "snippetOfItems";
  return isStream && Array.isArray(value) ? value.map(print).join("") : print(value);
}

describe("a copied call gives what the console has shown", () => {
  it.each(cases)("as a command line: $name", async (each) => {
    const { stdout } = await run("sh", ["-c", shellText(...copied(each))], { env });
    expect(stdout).toBe(printed(each, (value) => toJson(value, 2)));
  });

  it.each(cases)("as a Python script: $name", async (each) => {
    const file = join(folder, "script.py");
    writeFileSync(file, pythonScript(...copied(each)));
    // Nothing of ours is in its way, and the locale knows no é.
    const plain = { PATH: process.env.PATH ?? "", LC_ALL: "C", HOME: folder };
    const { stdout } = await run("python3", ["-I", file], { env: plain, cwd: "/" });
    expect(stdout).toBe(printed(each, pythonLike));
  });

  let user: TypescriptUser | null = null;
  afterAll(() => user?.remove());
  it("as TypeScript", async () => {
    user = typescriptUser();
    for (const each of cases) user.write(`${each.name}.ts`, typescriptText(...copied(each)));
    expect(await user.compile()).toBe("");
    for (const each of cases) {
      expect(await user.run(`${each.name}.js`)).toBe(printed(each, (value) => toJson(value, 2)));
    }
  }, 240_000);
});

/** As Python's own repr: that of the wire's types writes them short. */
function pythonLike(value: Value): string {
  return pythonText(value).replace(/timedelta\(/g, "datetime.timedelta(");
}

it("a method as it is has what it needs, and something in the place of what it does not say", async () => {
  const found = library.snippets.find("rmote.snippets.deploy_config.DeployConfig");
  const deploy = found?.tool.methods.find(({ name }) => name === "deploy");
  const report = library.snippets
    .find("rmote.snippets.disk_report.DiskReport")
    ?.tool.methods.find(({ name }) => name === "report");
  if (deploy === undefined || report === undefined) throw new Error("a snippet is gone");
  expect(placeholders(deploy)).toEqual({
    args: ["PATH", "CONTENT"],
    kwargs: {},
    names: ["path", "content"],
  });
  expect(placeholders(report)).toEqual({ args: [], kwargs: {}, names: [] });
});

it("a script takes along what travels with a tool", async () => {
  const each: Case = { name: "modules", tool: "Apt", method: "package", args: ["-y"] };
  const file = join(folder, "modules.py");
  writeFileSync(file, pythonScript(...copied(each)));
  await expect(run("python3", ["-I", file])).rejects.toThrow(
    "ValueError: '-y' cannot be the name of a package.",
  );
});

it("a secret is a variable in each form, and its value in none", async () => {
  const each: Case = {
    name: "secret",
    tool: "Exec",
    method: "shell",
    args: ["cat"],
    kwargs: { input: { $: "secret", name: "input", as: "text" }, check: true },
  };
  const [secret, script] = copied(each);
  const shell = shellText(secret, script);
  const python = pythonScript(secret, script);
  const typescript = typescriptText(secret, script);
  for (const text of [shell, python, typescript]) expect(text).toContain("INPUT");
  const without = await run("sh", ["-c", shell], { env }).catch((error) => error);
  expect(without.code).not.toBe(0);
  expect(without.stderr).toContain("INPUT");
  const given = await run("sh", ["-c", shell], { env: { ...env, INPUT: "it's" } });
  expect(given.stdout).toContain('"stdout": "it\'s"');
  const copy = join(folder, "secret.py");
  writeFileSync(copy, python);
  const { stdout } = await run("python3", [copy], { env: { ...env, INPUT: "it's" } });
  expect(stdout).toBe(`CommandResult(returncode=0, stdout="it's", stderr='')\n`);
  expect(readFileSync(copy, "utf8")).toContain("# INPUT is a secret");
});

it("secrets within lists and dicts, of bytes and of JSON, are what their variables have", async () => {
  const secret = (name: string, as: SecretForm): Value => ({ $: "secret", name, as });
  const each: Case = {
    name: "secrets",
    tool: "Disk",
    method: "same",
    args: [
      [
        secret("a.1", "text"),
        new Map([["b", secret("b", "utf-8")]]),
        secret("c", "base64"),
        secret("d", "json"),
      ],
    ],
  };
  const [call, script] = copied(each);
  const given = { ...env, A_1: "it's", B: "é", C: "AP8=", D: '{"x": [1, 1.5]}' };
  const shell = shellText(call, script);
  const { stdout } = await run("sh", ["-c", shell], { env: given });
  expect(JSON.parse(stdout)).toEqual([
    "it's",
    { b: { $bytes: "w6k=" } },
    { $bytes: "AP8=" },
    { x: [1, 1.5] },
  ]);
  const without = await run("sh", ["-c", shell], { env: { ...given, B: "" } }).catch((e) => e);
  expect(without.code).not.toBe(0);
  const copy = join(folder, "secrets.py");
  writeFileSync(copy, pythonScript(call, script));
  const python = await run("python3", [copy], { env: given });
  expect(python.stdout).toBe(`["it's", {'b': b'\\xc3\\xa9'}, b'\\x00\\xff', {'x': [1, 1.5]}]\n`);
  const user = typescriptUser();
  try {
    user.write("secrets.ts", typescriptText(call, script));
    expect(await user.compile()).toBe("");
    expect(JSON.parse(await user.run("secrets.js", given))).toEqual(JSON.parse(stdout));
  } finally {
    user.remove();
  }
}, 120_000);
