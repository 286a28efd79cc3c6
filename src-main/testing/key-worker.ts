import { setKeyWorker } from "../transport/ssh2/key-thread";
import { compiled } from "./compiled";

/** Has locked keys opened by the worker of the working tree. */
export async function installKeyWorker(): Promise<void> {
  setKeyWorker(await compiled("transport/ssh2/key-worker.ts"));
}
