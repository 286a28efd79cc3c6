import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, it } from "vitest";
import { previewSchema } from "../../src-shared/python/preview-schema";
import {
  type EngineLimits,
  type EngineState,
  PythonEngine,
  type SpawnThread,
} from "../../src-shared/python/python-engine";
import { wasmPython } from "../testing/wasm-python";

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: templates have expressions of this form

const MiB = 1024 * 1024;
/** Long enough for a machine that is busy; those of the app are in src-renderer/python/preview-engine.ts. */
const limits: EngineLimits = {
  interruptAfter: 20_000,
  interruptAtMost: 20_000,
  endAfter: 5_000,
  startWithin: 60_000,
  keepBelow: 128 * MiB,
};

let files: { python: string; script: string };
beforeAll(async () => {
  files = await wasmPython();
}, 120_000);

let spawned = 0;
const spawn: SpawnThread = (interrupt, heard, ended) => {
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
};

const open: PythonEngine[] = [];
let shared: PythonEngine;
beforeAll(() => {
  shared = make();
});
afterAll(() => {
  for (const engine of open) engine.stop();
});

function make(states: EngineState["kind"][] = [], start = spawn, more: Partial<EngineLimits> = {}) {
  const engine = new PythonEngine(start, { ...limits, ...more }, ({ kind }) => states.push(kind));
  open.push(engine);
  return engine;
}

const request = (source: string, context: Record<string, unknown> = {}) =>
  JSON.stringify({ method: "preview", params: [source, context] });

async function preview(engine: PythonEngine, source: string, key = "k") {
  const outcome = await engine.run(key, request(source));
  return outcome.kind === "done" ? previewSchema.parse(JSON.parse(outcome.text)) : outcome;
}

it("previews a template and tells what fails, where and with which name", async () => {
  const states: EngineState["kind"][] = [];
  const engine = make(states);
  expect(await preview(engine, "a ${1 + 1}\n")).toMatchObject({ ok: true, output: "a 2\n" });
  expect(await preview(engine, "a ${port}\nb\n")).toMatchObject({
    ok: false,
    output: "a ⟨NameError: port⟩\nb\n",
    failures: [{ line: 1, column: 5, name: "port", output: { start: 2, end: 19 } }],
    lines: [1, 2],
    missing: ["port"],
  });
  expect(states).toEqual(["starting", "ready"]);
});

it("interrupts a loop of Python, and the same thread renders the next template", async () => {
  const engine = make([], spawn, { interruptAfter: 8000, endAfter: 28_000 });
  const before = spawned;
  await preview(engine, "warm");
  expect(await preview(engine, "% while True:\n% endwhile\n")).toEqual({
    kind: "stopped",
    reason: "time",
  });
  expect(await preview(engine, "next")).toMatchObject({ output: "next" });
  expect(spawned).toBe(before + 1);
});

const stubborn: [string, string][] = [
  ["a loop in C", "${sum(range(10 ** 15))}"],
  [
    "a loop that catches the interrupt",
    "% while True:\n% try:\n% while True:\n% endwhile\n% except BaseException:\nx\n% endtry\n% endwhile\n",
  ],
  ["a regular expression that backtracks", "% import re\n${re.match('(a*)*b', 'a' * 40)}"],
];

it.each(stubborn)("stops %s, and the next template is rendered", async (_name, source) => {
  const engine = make([], spawn, { interruptAfter: 2000, endAfter: 200 });
  expect(await preview(engine, source)).toEqual({ kind: "stopped", reason: "time" });
  expect(await preview(engine, "next")).toMatchObject({ output: "next" });
});

it("refuses memory beyond the limit, and the next template is rendered", async () => {
  const engine = shared;
  await preview(engine, "warm");
  const before = spawned;
  const outcome = await engine.run("k", request("${len('a' * 10 ** 9)}"));
  expect(outcome).toMatchObject({ kind: "done", refused: true });
  // Shall not be kept: its memory never shrinks.
  const grown = await engine.run("k", request("${len('a' * (150 * 2 ** 20))}"));
  expect(grown).toMatchObject({ kind: "done", refused: false });
  expect(await preview(engine, "next")).toMatchObject({ output: "next" });
  expect(spawned).toBe(before + 1);
});

it("renders the latest of a key's requests, and each of different keys", async () => {
  const engine = shared;
  await preview(engine, "warm");
  const outcomes = await Promise.all([
    ...["a", "b", "c"].map((source) => preview(engine, source)),
    preview(engine, "other", "o"),
  ]);
  // The first one was begun before the others came.
  expect(outcomes).toMatchObject([
    { output: "a" },
    { kind: "superseded" },
    { output: "c" },
    { output: "other" },
  ]);
});

it.each([
  ["sys.exit()", "% import sys\n% sys.exit(3)\n"],
  ["os._exit()", "% import os\n% os._exit(3)\n"],
  ["endless recursion", "% def f():\n${f()}\n% enddef\n${f()}"],
  ["deep recursion in C", "% x = []\n% for i in range(200000):\n% x = [x]\n% endfor\n${x}"],
  ["a changed builtin", "% import builtins\n% builtins.str = None\n% builtins.len = None\n"],
  ["removed modules", "% import sys\n% sys.modules.clear()\n"],
])("goes on after %s", async (_name, source) => {
  const engine = shared;
  await preview(engine, source);
  expect(await preview(engine, "${str(len('next'))}")).toMatchObject({ output: "4" });
});

it("says why it cannot start, to all who wait and those who come later, and tries again", async () => {
  const states: EngineState["kind"][] = [];
  const dead: SpawnThread = (_interrupt, heard) => {
    queueMicrotask(() => heard({ kind: "failed", message: "no snapshot" }));
    return { post: () => {}, terminate: () => {} };
  };
  const engine = make(states, dead);
  const both = await Promise.allSettled([preview(engine, "a"), preview(engine, "b", "other")]);
  for (const each of both) {
    expect(each).toMatchObject({
      status: "rejected",
      reason: { failure: { lines: ["no snapshot"] } },
    });
  }
  await expect(preview(engine, "c")).rejects.toThrow("did not start");
  expect(states).toEqual(["starting", "failed", "starting", "failed"]);
});

it("gives up a start that takes too long", async () => {
  const silent: SpawnThread = () => ({ post: () => {}, terminate: () => {} });
  await expect(preview(make([], silent, { startWithin: 20 }), "a")).rejects.toThrow(
    "did not start",
  );
});

it("takes no answer that is none", async () => {
  let isFirst = true;
  const odd: SpawnThread = (interrupt, heard, ended) => {
    if (!isFirst) return spawn(interrupt, heard, ended);
    isFirst = false;
    queueMicrotask(() => heard({ kind: "ready" }));
    return { post: ({ id }) => heard({ kind: "done", id, text: 5 }), terminate: () => {} };
  };
  const engine = make([], odd);
  expect(await preview(engine, "a")).toEqual({ kind: "stopped", reason: "crash" });
  expect(await preview(engine, "b")).toMatchObject({ output: "b" });
});

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above
