// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates have expressions of this form
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { launchApp, type RunningApp } from "./app";
import { root } from "./cli";

// Templates in the preview's own worker, in the running app: what they cannot reach.

let app: RunningApp;
let worker: string;

test.beforeAll(async () => {
  const scripts = readdirSync(join(root, "out/renderer/assets"));
  worker = `/assets/${scripts.find((name) => name.startsWith("python-worker"))}`;
  app = await launchApp();
});
test.afterAll(() => app.close());

/** Previews templates, one after the other, in one worker started as the page starts it. */
function previews(
  sources: string[],
): Promise<{ ok: boolean; output: string | null; types: string[] }[]> {
  return app.page.evaluate(
    async ([script, all]) => {
      const bytes = async (name: string) => (await fetch(`/python/${name}`)).arrayBuffer();
      const zipped = (await fetch("/python/snapshot.gz")).body;
      if (zipped === null) throw new Error("no snapshot");
      const inflated = zipped.pipeThrough(new DecompressionStream("gzip"));
      const files = {
        wasm: await WebAssembly.compile(await bytes("pyodide.asm.wasm")),
        stdlib: await bytes("python_stdlib.zip"),
        snapshot: await new Response(inflated).arrayBuffer(),
      };
      const thread = new Worker(script, { type: "module" });
      const heard = () =>
        new Promise<{ kind: string; text: string; message?: string }>((done, fail) => {
          thread.onmessage = ({ data }) => done(data);
          thread.onerror = ({ message }) => fail(new Error(message));
        });
      const interrupt = new SharedArrayBuffer(1);
      thread.postMessage({ kind: "start", files, interrupt, maxMemory: 256 * 1024 * 1024 });
      const started = await heard();
      if (started.kind !== "ready") throw new Error(JSON.stringify(started));
      const found = [];
      for (const [id, source] of all.entries()) {
        const request = JSON.stringify({ method: "preview", params: [source, {}] });
        thread.postMessage({ kind: "run", id, request });
        const reply = await heard();
        if (reply.kind !== "done") throw new Error(`${source}: ${JSON.stringify(reply)}`);
        const { ok, output, failures } = JSON.parse(reply.text);
        found.push({ ok, output, types: failures.map(({ type }: { type: string }) => type) });
      }
      thread.terminate();
      return found;
    },
    [worker, sources] as const,
  );
}

const hostile = [
  // The page and what is around Python.
  "% import js\n${js.document}",
  "% import pyodide_js\n${pyodide_js}",
  "% from pyodide.code import run_js\n${run_js('1')}",
  "% from pyodide.ffi import create_proxy\n${create_proxy}",
  "% import _pyodide_core\n${_pyodide_core}",
  "% import importlib\n${importlib.import_module('js').fetch}",
  "% import importlib.machinery as m\n${m.BuiltinImporter.load_module('_pyodide_core')}",
  "% import sys\n${sys.modules['js']}",
  "% import gc\n${[x for x in gc.get_objects() if type(x).__name__ == 'JsProxy']}",
  // The network.
  "% import urllib.request\n${urllib.request.urlopen('https://example.org/').read()}",
  "% import urllib.request\n${urllib.request.urlopen('rmote://app/index.html').read()}",
  "% import socket\n${socket.create_connection(('127.0.0.1', 22), 1)}",
  // The machine.
  "${open('/etc/hostname').read()}",
  "${open('/etc/passwd').read()}",
  "% import subprocess\n${subprocess.run(['id'])}",
  "% import os\n${os.fork()}",
];

test("a template reaches neither the page, nor the network, nor files of this machine", async () => {
  const found = await previews([...hostile, "still ${1 + 1}"]);
  expect(found.pop()).toMatchObject({ ok: true, output: "still 2" });
  for (const [at, { ok, output, types }] of found.entries()) {
    expect(ok, `${hostile[at]} gave ${output}`).toBe(false);
    expect(types.length, hostile[at]).toBeGreaterThan(0);
  }
});

test("what it finds on a disk is the library of its own Python", async () => {
  const source = "% import os\n${sorted(os.listdir('/'))} ${os.path.expanduser('~')}";
  const [found] = await previews([source]);
  expect(found?.output).toBe("['dev', 'home', 'lib', 'proc', 'tmp'] /home/pyodide");
});

test("one template leaves nothing behind for the next", async () => {
  const found = await previews([
    "% import builtins, sys, json\n% builtins.len = lambda x: 7\n% json.dumps = None\n% sys.path.clear()\n% builtins.mine = 1\na",
    "${len('ab')} ${'mine' in dir(__builtins__)}",
    "% import wave\n${wave.__name__}",
  ]);
  expect(found.slice(1).map(({ output }) => output)).toEqual(["2 False", "wave"]);
});

test("the worker's policy lets it load scripts of ours, and connect to nothing", async () => {
  const policy = await app.page.evaluate(
    async (script) => (await fetch(script)).headers.get("content-security-policy"),
    worker,
  );
  expect(policy).toBe("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
});
