import { Script } from "node:vm";
import { targetUrl } from "./build-target.mjs";
import { Coverage } from "./coverage.mjs";

/**
 * @typedef {import("./mutate.mjs").Input} Input
 * @typedef {import("./app-target.mjs").Verdict} Verdict
 *
 * @typedef {object} Side one end of the wire, as what runs inputs
 * @property {(batch: Input[]) => Promise<(Verdict & { fresh: boolean })[]>} run `fresh` is an input
 *   that reached what none did before
 * @property {() => Promise<{ name: string, reached: number, missed: number[] }[]>} coverage
 * @property {() => void} close
 */

/** For a batch as for an input of its own; an input is told off for far less. */
const HANG_MS = 20_000;

/** The app's end, in this process. @returns {Promise<Side>} */
export async function appSide() {
  const watched = targetUrl("src-main/protocol/codec").replace(/codec\.js$/, "");
  const msgpackr = /\/node_modules\/msgpackr\/.*unpack/;
  const coverage = new Coverage((url) => url.startsWith(watched) || msgpackr.test(url));
  await coverage.start();
  const { judge } = await import("./app-target.mjs");
  await coverage.take();
  const features = new Set();

  /** @param {Input} input @returns {Verdict} */
  const judgeAlone = (input) =>
    inTime(() => judge(input)) ?? { finding: "it does not end", features: [] };
  /** @param {Input[]} batch @returns {Verdict[]} */
  const judgeAll = (batch) => inTime(() => batch.map(judge)) ?? batch.map(judgeAlone);

  /**
   * Blocks do not say which input ran them, so halves of the batch run again.
   * @param {Input[]} batch
   * @returns {Promise<Input[]>}
   */
  async function findFresh(batch) {
    judgeAll(batch);
    if (batch.length === 1) return (await coverage.take()) ? batch : [];
    if (!(await coverage.look())) return [];
    const middle = Math.ceil(batch.length / 2);
    const first = await findFresh(batch.slice(0, middle));
    return [...first, ...(await findFresh(batch.slice(middle)))];
  }

  return {
    async run(batch) {
      const verdicts = judgeAll(batch);
      const reached = (await coverage.look()) ? await findFresh(batch) : [];
      return verdicts.map((verdict, index) => {
        const fresh = addAll(features, verdict.features) || reached.includes(batch[index]);
        return { ...verdict, fresh };
      });
    },
    async coverage() {
      return coverage.report();
    },
    close() {},
  };
}

/** @param {Set<string>} all @param {string[]} more */
function addAll(all, more) {
  const before = all.size;
  for (const each of more) all.add(each);
  return all.size > before;
}

const slot = Symbol.for("rmote.fuzz.action");
const script = new Script("globalThis[Symbol.for('rmote.fuzz.action')]()");

/**
 * V8 can interrupt what runs inside of a script of its own.
 * @template T
 * @param {() => T} action
 * @returns {T | undefined} nothing if it has not ended in time
 */
function inTime(action) {
  Object.assign(globalThis, { [slot]: action });
  try {
    return script.runInThisContext({ timeout: HANG_MS });
  } catch (error) {
    if (error?.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return undefined;
  }
}
