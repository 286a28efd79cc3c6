import { printableLine } from "../../src-shared/printable";
import { BOUNDARY } from "./frame";

/** Bytes of banner and motd before the boundary that are put up with. */
const MAX_NOISE = 64 * 1024;

/** Looks for the boundary in what a target writes before its first frame. */
export class BoundaryReader {
  #noise: Buffer = Buffer.alloc(0);

  /**
   * Takes the next bytes of the stream.
   * @returns the bytes behind the boundary, or null while it has not come
   * @throws RangeError when more noise came than is put up with
   */
  push(chunk: Buffer): Buffer | null {
    const all = Buffer.concat([this.#noise, chunk]);
    // A boundary begins a line, or a banner that quotes one would pass.
    for (let at = all.indexOf(BOUNDARY); at !== -1; at = all.indexOf(BOUNDARY, at + 1)) {
      if (at > MAX_NOISE) break;
      if (at > 0 && all[at - 1] !== 0x0a) continue;
      this.#noise = all.subarray(0, at);
      return all.subarray(at + BOUNDARY.length);
    }
    this.#noise = all;
    if (all.length > MAX_NOISE) throw new RangeError("no boundary");
    return null;
  }

  /** What came before the boundary, as lines of printable text; the last `count` of them. */
  lines(count: number): string[] {
    return printableLines(this.#noise.toString("utf8")).slice(-count);
  }
}

/** The lines of what a target wrote: no control characters, no empty lines, bounded in length. */
export function printableLines(text: string): string[] {
  return text
    .split(/\r?\n|\r/)
    .map((line) => printableLine(line))
    .filter((line) => line !== "");
}
