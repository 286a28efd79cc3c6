import { readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * What of some modules has ever run, by V8's own counters of blocks. It has to be started before
 * the modules are loaded.
 */
export class Coverage {
  #session = new Session();
  #watches;
  /** @type {Map<string, { name: string, source: string, reached: Uint8Array }>} */
  #files = new Map();

  /** @param {(url: string) => boolean} watches whether to watch the module of that address */
  constructor(watches) {
    this.#watches = watches;
  }

  async start() {
    this.#session.connect();
    await this.#session.post("Profiler.enable");
    await this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** Whether anything has run since the last time that never ran before. It stays new. */
  async look() {
    return (await this.#fresh()).length > 0;
  }

  /** The same, and what has run is no longer new. */
  async take() {
    const fresh = await this.#fresh();
    for (const { file, reached } of fresh) file.reached = reached;
    return fresh.length > 0;
  }

  /** The modules of which more has run, with what has run of each. */
  async #fresh() {
    const { result } = await this.#session.post("Profiler.takePreciseCoverage");
    return result
      .filter(({ url }) => this.#watches(url))
      .map(({ url, functions }) => ({ file: this.#file(url), functions }))
      .map(({ file, functions }) => ({ file, reached: addRun(file.reached, functions) }))
      .filter(({ file, reached }) => Buffer.compare(file.reached, reached) !== 0);
  }

  /** For each module the share of its characters that have run, and the lines that have not. */
  report() {
    return [...this.#files.values()].map(({ name, source, reached }) => {
      const missed = [];
      let start = 0;
      for (const [index, line] of source.split("\n").entries()) {
        const at = start + line.search(/\S/);
        // A closing brace alone says nothing.
        if (/\w/.test(line) && !reached[at]) missed.push(index + 1);
        start += line.length + 1;
      }
      const count = reached.reduce((sum, mark) => sum + mark, 0);
      return { name, reached: count / reached.length, missed };
    });
  }

  /** @param {string} url */
  #file(url) {
    let file = this.#files.get(url);
    if (file === undefined) {
      const path = fileURLToPath(url);
      const source = readFileSync(path, "utf8");
      file = { name: basename(path), source, reached: new Uint8Array(source.length) };
      this.#files.set(url, file);
    }
    return file;
  }
}

/**
 * A one for each character that has run, in those that had and those of `functions`.
 * @param {Uint8Array} before
 * @param {import("node:inspector").Profiler.FunctionCoverage[]} functions
 */
function addRun(before, functions) {
  const reached = before.slice();
  // A range inside of another one has the last word on its characters.
  const ranges = functions
    .flatMap((each) => each.ranges)
    .sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of ranges) {
    if (count > 0) reached.fill(1, startOffset, endOffset);
    else reached.set(before.subarray(startOffset, endOffset), startOffset);
  }
  return reached;
}
