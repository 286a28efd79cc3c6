import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { agentPayload, compact, modulesOf } from "./agent-payload.mjs";

const modules = resolve(import.meta.dirname, "../resources/agent/rmote");

test("what travels is compiled to the same as what is written", () => {
  const files = readdirSync(modules, { recursive: true, encoding: "utf8" });
  const names = files.filter((name) => name.endsWith(".py"));
  const pairs = names.map((name) => {
    const source = readFileSync(join(modules, name), "utf8");
    const sent = compact(source);
    expect(sent.split("\n").length, name).toBe(source.split("\n").length);
    return [name, source, sent];
  });
  const check = `
import dis, json, sys
def parts(code):
    inner = [parts(each) if hasattr(each, "co_code") else (type(each), each) for each in code.co_consts]
    return [code.co_name, code.co_code, code.co_names, code.co_varnames, inner, list(dis.findlinestarts(code))]
for name, source, sent in json.load(sys.stdin):
    codes = [parts(compile(text, name, "exec", dont_inherit=True, optimize=2)) for text in (source, sent)]
    if codes[0] != codes[1]:
        print(name)
`;
  const done = spawnSync("python3", ["-c", check], { input: JSON.stringify(pairs) });
  expect(`${done.stdout}${done.stderr}`).toBe("");
});

test("comments and docstrings go, lines stay", () => {
  const source = '"""Of\nthree\nlines."""\n\nx = "#"  # kept\n# gone\ndef f():\n    """One."""\n';
  expect(compact(source)).toBe('""\n\n\n\nx = "#"  # kept\n\ndef f():\n    ""\n');
});

test("modules in folders travel with the tools that come to import them, and not in the payload", () => {
  const folder = resolve(modules, "..");
  const source = readFileSync(join(folder, "tools/apt_repository.py"), "utf8");
  const sent = modulesOf(folder, source);
  expect(Object.keys(sent)).toEqual([
    "rmote.packages",
    "rmote.packages.apt_config",
    "rmote.packages.openpgp_keys",
  ]);
  const payload = inflateSync(agentPayload(folder)).toString();
  expect(payload).not.toContain("rmote.packages\0");
  expect(Object.keys(modulesOf(folder, readFileSync(join(folder, "tools/fs.py"), "utf8")))).toEqual(
    [],
  );
});
