import { Worker } from "node:worker_threads";
import type { KeyJob, KeyResult } from "./key-job";

let script: string | null = null;

/** Names what a thread runs to open a key (`key-worker.ts` as JavaScript), once for the process. */
export function setKeyWorker(path: string): void {
  script = path;
}

/**
 * Opens a locked key in a thread of its own, which ends with it.
 * @throws Error where the thread fails, which says nothing of the key
 */
export async function runKeyJob(job: KeyJob): Promise<KeyResult> {
  if (script === null) throw new Error("No key worker was named.");
  const worker = new Worker(script, { workerData: job, env: {} });
  return await new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`The key worker ended with ${code}.`)));
  });
}
