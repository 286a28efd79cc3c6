import { resolve } from "node:path";
import { expect, it } from "vitest";
import { describeTypes } from "./describe-types";

const parts = {
  folder: resolve(import.meta.dirname, "../../resources/agent"),
  pyodide: resolve(import.meta.dirname, "../../node_modules/pyodide"),
};

const source = [
  "from rmote.files import Change",
  "from rmote.protocol import Tool",
  "class A(Tool):",
  "    @staticmethod",
  "    def m(x: int = 1) -> Change: pass",
];

it("reads types by the Python of this machine", async () => {
  const answer = await describeTypes(parts, source.join("\n"), "tools.a");
  expect(answer).toMatchObject({
    found: {
      tools: [{ name: "A", methods: [{ name: "m", parameters: [{ type: { kind: "int" } }] }] }],
      types: [{ type: "rmote.files.Change", kind: "namedtuple" }],
    },
  });
});

it("reads what that Python is too old for in WebAssembly, and so without any", async () => {
  const path = process.env.PATH;
  process.env.PATH = "/nowhere";
  try {
    const newer = [...source, "type Name = str", 'class B(A):\n    def n(self, y: Name): t"{y}"'];
    const answer = await describeTypes(parts, newer.join("\n"), "tools.a");
    expect(answer).toMatchObject({
      found: {
        tools: [
          { name: "A" },
          { name: "B", methods: [{}, { parameters: [{ type: { kind: "str" } }] }] },
        ],
        types: [{ type: "rmote.files.Change" }],
      },
    });
  } finally {
    process.env.PATH = path;
  }
}, 60_000);

it("tells the place of what is no Python", async () => {
  expect(await describeTypes(parts, "import os\nclass A(:\n", "tools.a")).toMatchObject({
    problem: { message: "invalid syntax", line: 2, column: 9 },
  });
}, 60_000);
