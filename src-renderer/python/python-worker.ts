import type { loadPyodide } from "pyodide";
import type { RunMessage, StartMessage, WorkerReply } from "../../src-shared/python/messages";
import { startPython } from "../../src-shared/python/python-thread";
import type { PythonFiles } from "./python-files";

/**
 * The worker that has the preview's Python. Templates are other people's code: this worker has no way
 * to the network (its policy, src-main/scheme.ts), to the page's document or to the main process, and
 * what a worker could do otherwise is taken away before the first template comes.
 */
const reply = self.postMessage.bind(self) as (message: WorkerReply) => void;

const unwanted = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "EventSource",
  "Worker",
  "importScripts",
  "indexedDB",
  "caches",
  "BroadcastChannel",
  "MessageChannel",
  "Notification",
  "FileReaderSync",
  "cookieStore",
];

const folder = new URL("/python/", self.location.href).href;

/** Pyodide's code, read while the page still loads the files. */
const code = Promise.all([
  import(/* @vite-ignore */ `${folder}pyodide.mjs`) as Promise<{ loadPyodide: typeof loadPyodide }>,
  // Pyodide imports it by itself, but not before it is started.
  import(/* @vite-ignore */ `${folder}pyodide.asm.mjs`),
]);
// What failed is told by `start`.
code.catch(() => {});

async function start({ files, interrupt, maxMemory }: StartMessage<PythonFiles>) {
  serveFrom(files);
  const [{ loadPyodide: load }] = await code;
  const run = await startPython(
    load,
    { indexURL: folder, _loadSnapshot: files.snapshot },
    { interrupt, maxMemory },
  );
  for (const name of unwanted) Object.defineProperty(self, name, { value: undefined });
  return run;
}

/** Pyodide asks for its files by URL; they are here already. */
function serveFrom({ wasm, stdlib }: PythonFiles): void {
  self.fetch = (input) => {
    const url = String(input);
    if (url.endsWith("/python_stdlib.zip")) return Promise.resolve(new Response(stdlib));
    if (url.endsWith("/pyodide.asm.wasm")) return Promise.resolve(new Response());
    return Promise.reject(new TypeError(`There is no ${url}.`));
  };
  WebAssembly.instantiateStreaming = async (_source, imports) => ({
    module: wasm,
    instance: await WebAssembly.instantiate(wasm, imports),
  });
}

let run: ((message: RunMessage) => WorkerReply) | null = null;

self.onmessage = async ({ data }: MessageEvent<StartMessage<PythonFiles> | RunMessage>) => {
  if (data.kind === "run") {
    if (run !== null) reply(run(data));
    return;
  }
  try {
    run = await start(data);
    reply({ kind: "ready" });
  } catch (thrown) {
    reply({ kind: "failed", message: thrown instanceof Error ? thrown.message : String(thrown) });
  }
};
