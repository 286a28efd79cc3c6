import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { type Inserted, insertMethod } from "../../src-shared/insert-method";
import { type Snippet, snippetSchema } from "../../src-shared/snippet";

const built = resolve(import.meta.dirname, "../../out/agent/snippets.json");
const snippets: Snippet[] = JSON.parse(readFileSync(built, "utf8")).map((each: unknown) =>
  snippetSchema.parse(each),
);
const all = snippets.flatMap(({ parts }) => Object.entries(parts));
const part = (name: string) => {
  const found = all.find(([key]) => key === name)?.[1];
  if (found === undefined) throw new Error(`There is no method ${name}.`);
  return found;
};
const put = (source: string, cursor: number, key: string): Inserted => {
  const done = insertMethod(source, cursor, key.slice(key.indexOf(".") + 1), part(key));
  if (typeof done === "string") throw new Error(done);
  return done;
};

const own = `"""A tool of a user's."""

import platform

from rmote.protocol import Tool, process


class MyTool(Tool):
    """Says hello."""

    @staticmethod
    def hello(name: str = "world") -> str:
        """Greet somebody.

        Args:
            name: Who is greeted.
        """
        return "Hello, %s! This is %s." % (name, platform.node())

    @staticmethod
    def system() -> str:
        """What the host says of its kernel."""
        done = process("uname", "-a", capture_output=True, text=True, check=True)
        return done.stdout.strip()
`;
const lineOf = (source: string, words: string) =>
  source.split("\n").findIndex((line) => line.includes(words)) + 1;

it("every method of every snippet finds what it needs in a new tool, on each line", () => {
  const lines = own.split("\n").map((_, at) => at + 1);
  const texts = all.flatMap(([key]) =>
    lines.map((line) => {
      const { text, line: begin } = put(own, line, key);
      expect(text.split("\n")[begin - 1], key).toBe("    @staticmethod");
      return text;
    }),
  );
  // One after the other, in the same file.
  const together = all.reduce(
    (text, [key]) => put(text, lineOf(text, "def system"), key).text,
    own,
  );
  const check = `
import ast, builtins, json, sys
for source in json.load(sys.stdin):
    namespace = {"__name__": "tools.my_tool"}
    exec(compile(source, "my_tool.py", "exec"), namespace)
    methods = [name for name in vars(namespace["MyTool"]) if not name.startswith("_")]
    if not {"hello", "system"} < set(methods):
        print("lost:", methods)
    def names(code):
        yield from code.co_names
        for each in code.co_consts:
            if hasattr(each, "co_names"):
                yield from names(each)
    tree = ast.parse(source)
    bound = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    local = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    local |= {n.name for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler)}
    local |= {a.arg for a in ast.walk(tree) if isinstance(a, ast.arg)}
    local |= {a.asname or a.name for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom)) for a in n.names}
    for name in sorted(bound - local - set(namespace) - set(vars(builtins))):
        print("unknown:", name)
`;
  const done = spawnSync("python3", ["-c", check], {
    input: JSON.stringify([...new Set(texts), together]),
    env: { ...process.env, PYTHONPATH: resolve(import.meta.dirname, "../../resources/agent") },
  });
  expect(`${done.stdout}${done.stderr}`).toBe("");
});

it("puts a method after the one that the cursor is in, and what it needs above the class", () => {
  const { text, line } = put(own, lineOf(own, "Args:"), "FollowLog.follow");
  const lines = text.split("\n");
  expect(lines[line]).toContain("def follow(");
  expect(lineOf(text, "def hello")).toBeLessThan(line);
  expect(lineOf(text, "def system")).toBeGreaterThan(line);
  expect(lineOf(text, "LOOK_UP = 0.2")).toBeLessThan(lineOf(text, "class MyTool"));
  expect(text).toContain("# Seconds between two looks at the end of the file.\nLOOK_UP = 0.2");
  // Of a module that is imported from already, only what is not yet there.
  expect(text).toContain("from rmote.protocol import Tool, process\nimport os\nimport re\n");
  expect(text).toContain("from rmote.protocol import log\n");
});

it("adds nothing that is there", () => {
  const once = put(own, 1, "FollowLog.journal").text;
  const renamed = once.replace("def journal", "def mine");
  const twice = put(renamed, 1, "FollowLog.journal").text;
  expect(twice.match(/^from rmote/gm)).toHaveLength(1);
  expect(twice.match(/^import re$/gm)).toHaveLength(1);
});

it("keeps the indentation of the class", () => {
  const { text } = put("class A(Tool):\n\tdef a(self):\n\t\tpass\n", 2, "LoggedIn.who");
  expect(text).toContain("\n\n\t@staticmethod\n\tdef who(");
});

it("says why it cannot be put there", () => {
  const who = part("LoggedIn.who");
  expect(insertMethod("x = 1\n", 1, "who", who)).toContain("no Tool class");
  const text = put(own, 1, "LoggedIn.who").text;
  expect(insertMethod(text, 1, "who", who)).toBe("The class has a method who already.");
  const clash = own.replace("class MyTool", "def _idle():\n    pass\n\n\nclass MyTool");
  expect(insertMethod(clash, 1, "who", who)).toContain("It has another _idle already");
});
