import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { compact } from "./agent-payload.mjs";

const modules = resolve(import.meta.dirname, "../resources/agent/rmote");

test("what travels is compiled to the same as what is written", () => {
  const names = readdirSync(modules).filter((name) => name.endsWith(".py"));
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
