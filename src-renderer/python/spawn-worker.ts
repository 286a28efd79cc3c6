import type { PythonThread, SpawnThread } from "../../src-shared/python/python-engine";
import { loadPythonFiles } from "./python-files";
import PythonWorker from "./python-worker?worker";

const MAX_MEMORY = 256 * 1024 * 1024;

/** A thread of the page (`SpawnThread`). */
export const spawnWorker: SpawnThread = (interrupt, heard, ended): PythonThread => {
  const worker = new PythonWorker({ name: "python" });
  worker.onmessage = ({ data }) => heard(data);
  worker.onerror = (event) => ended(event.message || "Its worker did not start.");
  worker.onmessageerror = () => ended("It sent something that cannot be read.");
  loadPythonFiles().then(
    (files) => worker.postMessage({ kind: "start", files, interrupt, maxMemory: MAX_MEMORY }),
    (thrown: unknown) => ended(thrown instanceof Error ? thrown.message : String(thrown)),
  );
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
  };
};
