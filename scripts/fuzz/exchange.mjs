// Gives what either side has kept to both, and looks where they differ: node scripts/fuzz/exchange.mjs.
import { agentSide } from "./agent-side.mjs";
import { appSide } from "./app-side.mjs";
import { readCorpus, writeFinding, writeReport } from "./files.mjs";
import { seeds } from "./seeds.mjs";

const HEADER_SIZE = 21;

/**
 * What docs/protocol.md lets one side refuse that the other reads, by the text of the error.
 * @type {Record<"app" | "agent", RegExp[]>}
 */
const explained = {
  app: [/has more than \d+ items/],
  // All of them are what Python has no value for.
  agent: [
    /cannot be the key of a dict/,
    /a set with an item that cannot be hashed/,
    /malformed text .* in extension type/,
    /a time(stamp|delta) out of range/,
  ],
};

/** @typedef {import("./app-target.mjs").Verdict} Verdict */

/** @param {Verdict} app @param {Verdict} agent @returns {string | undefined} */
function difference(app, agent) {
  const finding = app.finding ?? agent.finding;
  if (finding !== undefined) return finding;
  if (app.refused !== undefined && agent.refused !== undefined) return undefined;
  if (app.refused === undefined && agent.refused === undefined) {
    return app.plain && app.digest !== agent.digest ? "both read it, as other values" : undefined;
  }
  const [side, said] =
    app.refused === undefined
      ? /** @type {const} */ (["agent", agent.refused])
      : /** @type {const} */ (["app", app.refused]);
  if (explained[side].some((pattern) => pattern.test(said ?? ""))) return undefined;
  if (side === "app" && isShortStart(said ?? "")) return undefined;
  return `only the ${side} refuses it: ${said}`;
}

/** The app refuses what begins no frame at once, the agent when it has as much as a header. */
function isShortStart(/** @type {string} */ said) {
  const quoted = /a frame begins with (".*")/.exec(said)?.[1];
  return quoted !== undefined && JSON.parse(quoted).length < HEADER_SIZE;
}

const app = await appSide();
const agent = agentSide("0");
const inputs = [...seeds(), ...readCorpus("app"), ...readCorpus("agent")];
const verdicts = [await app.run(inputs), await agent.run(inputs)];
agent.close();
const seen = new Map();
for (const [index, input] of inputs.entries()) {
  const found = difference(verdicts[0][index], verdicts[1][index]);
  const key = found?.replace(/".*"|-?\d+/g, "#");
  if (found === undefined || seen.has(key)) continue;
  seen.set(key, writeFinding(input, found));
  console.error(`exchange: FOUND ${seen.get(key)}: ${found}`);
}
writeReport("exchange", { inputs: inputs.length, findings: seen.size });
