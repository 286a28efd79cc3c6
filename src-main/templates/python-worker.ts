import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { gunzipSync } from "node:zlib";
import type { loadPyodide } from "pyodide";
import type { RunMessage, StartMessage, WorkerReply } from "../../src-shared/python/messages";
import { startPython } from "../../src-shared/python/python-thread";

/** A thread of Node with the Python that the preview has. Its files are the folder's that the build wrote. */

const { files, interrupt, maxMemory } = workerData as StartMessage<string>;
const reply = (message: WorkerReply) => parentPort?.postMessage(message);

try {
  const { href } = pathToFileURL(join(files, "pyodide.mjs"));
  const module = (await import(/* @vite-ignore */ href)) as { loadPyodide: typeof loadPyodide };
  const snapshot = gunzipSync(readFileSync(join(files, "snapshot.gz")));
  const run = await startPython(
    module.loadPyodide,
    { indexURL: files, _loadSnapshot: snapshot },
    { interrupt, maxMemory },
  );
  parentPort?.on("message", (message: RunMessage) => reply(run(message)));
  reply({ kind: "ready" });
} catch (thrown) {
  reply({ kind: "failed", message: thrown instanceof Error ? thrown.message : String(thrown) });
}
