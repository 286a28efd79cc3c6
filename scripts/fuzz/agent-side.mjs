import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../setup/paths.mjs";

/** @typedef {import("./mutate.mjs").Input} Input */

const script = join(root, "scripts", "fuzz", "agent-target.py");
/** Above what the script itself allows an input. */
const SILENCE_MS = 60_000;

/**
 * The agent's end, in a Python of its own.
 * @param {string} hashSeed what the order of its sets comes from
 * @returns {import("./app-side.mjs").Side}
 */
export function agentSide(hashSeed) {
  let python = start(hashSeed);

  /** @param {Buffer} request @returns {Promise<any>} the answer, or null if it died of it */
  async function ask(request) {
    const { child, lines } = python;
    child.stdin.write(request);
    const hang = setTimeout(() => child.kill("SIGKILL"), SILENCE_MS);
    const { value, done } = await lines.next();
    clearTimeout(hang);
    if (!done) return JSON.parse(value);
    python = start(hashSeed);
    return null;
  }

  return {
    async run(batch) {
      const verdicts = await ask(requestOf(batch));
      if (verdicts !== null) return verdicts;
      const found = [];
      for (const input of batch) {
        const [verdict] = (await ask(requestOf([input]))) ?? [
          { finding: "Python died of it, or did not end", features: [], fresh: false },
        ];
        found.push(verdict);
      }
      return found;
    },
    coverage: () => ask(requestOf([])),
    close: () => python.child.stdin.end(),
  };
}

/** @param {string} hashSeed */
function start(hashSeed) {
  const child = spawn("python3", [script], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONHASHSEED: hashSeed },
  });
  // One that died says so by the end of its output.
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, lines };
}

/** @param {Input[]} batch */
function requestOf(batch) {
  const parts = [Buffer.alloc(4)];
  parts[0].writeUInt32BE(batch.length);
  for (const { kind, data } of batch) {
    const head = Buffer.from(`${kind[0]}....`);
    head.writeUInt32BE(data.length, 1);
    parts.push(head, data);
  }
  return Buffer.concat(parts);
}
