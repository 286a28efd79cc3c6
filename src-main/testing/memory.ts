import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/**
 * Bytes that this process holds on to: objects, and buffers outside of the heap. Buffers are given
 * back a while after they were collected, so it is measured until it no longer falls.
 */
export async function heldMemory(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let still = 0; still < 5; still++) {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    if (heapUsed + external < least - 100_000) still = 0;
    least = Math.min(least, heapUsed + external);
    await setTimeout(50);
  }
  return least;
}
