import { deflateSync } from "node:zlib";
import { COMPRESSION_THRESHOLD } from "./frame";

/** Bytes that tell whether more of the same would get shorter. */
const SAMPLE = 4096;
/** What a sample has to shrink to for the rest to be worth the time. */
const WORTH = 0.9;

/**
 * The payload as one zlib stream, of the lowest level: more costs a target more time than the bytes it saves.
 * @returns null where it would not get shorter, by a sample of it if it is large
 */
export function compress(payload: Buffer): Buffer | null {
  if (payload.length <= COMPRESSION_THRESHOLD) return null;
  if (payload.length > 2 * SAMPLE) {
    const start = Math.floor((payload.length - SAMPLE) / 2);
    const sample = deflateSync(payload.subarray(start, start + SAMPLE), { level: 1 });
    if (sample.length > SAMPLE * WORTH) return null;
  }
  const smaller = deflateSync(payload, { level: 1 });
  return smaller.length < payload.length ? smaller : null;
}
