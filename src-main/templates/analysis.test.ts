import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  checkSchema,
  completionSchema,
  definitionSchema,
  hoverSchema,
  outlineSchema,
  signatureSchema,
} from "../../src-shared/python/analysis-schema";
import { type EngineLimits, PythonEngine } from "../../src-shared/python/python-engine";
import { wasmPython } from "../testing/wasm-python";

/** The Python of the editor, as the page's worker has it: CPython in WebAssembly, behind the engine. */

const MiB = 1024 * 1024;
/** Long enough for a machine that is busy; those of the app are in src-renderer/python/preview-engine.ts. */
const limits: EngineLimits = {
  interruptAfter: 20_000,
  interruptAtMost: 20_000,
  endAfter: 5_000,
  startWithin: 60_000,
  keepBelow: 128 * MiB,
};

let engine: PythonEngine;
let spawned = 0;
beforeAll(async () => {
  const files = await wasmPython();
  engine = new PythonEngine((interrupt, heard, ended) => {
    spawned += 1;
    const worker = new Worker(files.script, {
      workerData: { kind: "start", files: files.python, interrupt, maxMemory: 256 * MiB },
    });
    worker.on("message", heard);
    worker.on("error", (error) => ended(error.message));
    return {
      post: (message) => worker.postMessage(message),
      terminate: () => void worker.terminate(),
    };
  }, limits);
}, 120_000);
afterAll(() => engine.stop());

async function ask<T>(method: string, params: unknown[], schema: { parse: (json: unknown) => T }) {
  const outcome = await engine.run(
    method,
    JSON.stringify({ method: `analysis.${method}`, params }),
  );
  if (outcome.kind !== "done") throw new Error(outcome.kind);
  return schema.parse(JSON.parse(outcome.text));
}

const tool = `import os, json
from rmote.protocol import Tool


class Disk(Tool):
    """Disks."""

    def free(self, path: str) -> int:
        """Bytes that are free."""
        return os.statvfs(path).f_bavail * self.block + missing
`;

it("tells what is wrong with a tool, where, and how it is mended", async () => {
  const { findings } = await ask("check", [tool, "3.11.2"], checkSchema);
  expect(findings.map(({ line, code, severity }) => [line, code, severity])).toEqual([
    [1, "unused-import", "hint"],
    [10, "instance-state", "error"],
    [10, "unknown-name", "error"],
  ]);
  expect(findings[0]?.fixes).toEqual([
    {
      title: "Remove the import of json",
      edits: [{ line: 1, column: 10, endLine: 1, endColumn: 16, text: "" }],
    },
  ]);
});

it("compares with the Python of the target, in the agent's words", async () => {
  const source = "import tomllib\nif (n := tomllib):\n    print(n)\n";
  const said = async (version: string) =>
    (await ask("check", [source, version], checkSchema)).findings.map((each) => each.message);
  expect(await said("3.6.15")).toEqual([
    "the module tomllib needs Python 3.11; the target has 3.6.15",
    "an assignment expression (:=) needs Python 3.8; the target has 3.6.15",
  ]);
  expect(await said("3.11.4")).toEqual([]);
});

it("completes, describes, finds and outlines", async () => {
  const source = `${tool}\nDisk.free(\nos.path.\n`;
  const completion = await ask("complete", [source, 13, 9], completionSchema);
  expect(completion.items.map(({ label }) => label)).toContain("join");
  const agents = "from rmote.protocol import process\nprocess";
  expect((await ask("hover", [agents, 2, 3], hoverSchema))?.title).toMatch(/^def process\(\*argv/);
  expect((await ask("hover", ["import shutil\nshutil.which\n", 2, 9], hoverSchema))?.doc).toMatch(
    /path/,
  );
  expect(await ask("definition", [tool, 10, 27], definitionSchema)).toMatchObject([{ line: 8 }]);
  expect((await ask("signature", [source, 12, 11], signatureSchema))?.parameters).toEqual([
    "self",
    "path: str",
  ]);
  expect(await ask("outline", [tool], outlineSchema)).toMatchObject([
    { name: "Disk", kind: "class", line: 5, children: [{ name: "free", kind: "method" }] },
  ]);
});

it("answers templates in between, and is not changed by what these do", async () => {
  const request = JSON.stringify({
    method: "preview",
    params: ["% import ast, builtins\n% builtins.len = None\n${1 + 1}", {}],
  });
  expect(await engine.run("k", request)).toMatchObject({ kind: "done" });
  const { findings } = await ask("check", [tool, ""], checkSchema);
  expect(findings).toHaveLength(3);
});

it("reads what is nested deep, or says that it cannot", async () => {
  const before = spawned;
  const deep = [
    `x = ${"(".repeat(3000)}`,
    `x = ${"[".repeat(150)}${"]".repeat(150)}`,
    `x = 1${" + 1".repeat(1500)}\nmissing`,
    `x = ${"-".repeat(1000)}1`,
    Array.from({ length: 90 }, (_, n) => `${" ".repeat(n)}if x:`).join("\n"),
  ];
  for (const source of deep) await ask("check", [source, ""], checkSchema);
  expect(spawned).toBe(before);
});

it("answers whatever is typed, by its schema", async () => {
  const before = spawned;
  const part = fc.oneof(
    fc.string({ unit: "binary", maxLength: 5 }),
    fc.constantFrom(..."()[]{}:,.=@\"'\n#;*", "def ", "class ", "f'{", '"""', "self.", "\n    "),
    fc.constantFrom("import ", "from ", "lambda ", "match ", "x", "os.", "Tool", ":=", "é", "\0"),
  );
  const source = fc.array(part, { maxLength: 40 }).map((parts) => parts.join(""));
  await fc.assert(
    fc.asyncProperty(source, fc.nat(6), fc.nat(30), async (typed, line, column) => {
      const place = [typed, line + 1, column + 1];
      await ask("check", [typed, "3.6.15"], checkSchema);
      await ask("complete", place, completionSchema);
      await ask("hover", place, hoverSchema);
      await ask("definition", place, definitionSchema);
      await ask("signature", place, signatureSchema);
      await ask("outline", [typed], outlineSchema);
    }),
    { numRuns: 60 },
  );
  expect(spawned).toBe(before);
}, 60_000);

it("reads the largest built-in tool in a time that typing allows", async () => {
  const source = readFileSync(
    join(import.meta.dirname, "../../resources/agent/tools/service.py"),
    "utf8",
  );
  const { findings } = await ask("check", [source, "3.6.15"], checkSchema);
  expect(findings).toEqual([]);
});
