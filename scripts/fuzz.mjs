// npm run fuzz [-- --minutes 10] [--seed 1]: coverage-guided fuzzing of both ends of the wire (docs/fuzzing.md).
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildTarget } from "./fuzz/build-target.mjs";
import { findingsFolder, readReport } from "./fuzz/files.mjs";
import { ensureNodeModules } from "./setup/node-modules.mjs";
import { checkNodeVersion } from "./setup/node-version.mjs";
import { root } from "./setup/paths.mjs";
import { Problem, runMain, say } from "./setup/problem.mjs";
import { run } from "./setup/run.mjs";

const { values: options } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now() % 2 ** 32) },
  },
});

await runMain(async () => {
  if (!(Number(options.minutes) > 0)) throw new Problem("--minutes takes a number above 0.");
  checkNodeVersion();
  await ensureNodeModules();
  await buildTarget();
  rmSync(findingsFolder, { recursive: true, force: true });
  say(`Fuzzing both sides for ${options.minutes} minutes, seed ${options.seed}`);
  const sides = ["app", "agent"];
  await Promise.all(sides.map((side) => part("engine.mjs", [side, options.minutes, options.seed])));
  for (const side of sides) tell(side);
  await part("exchange.mjs", []);
  const { inputs, findings } = readReport("exchange");
  say(`exchange: ${inputs} inputs given to both sides, ${findings} findings`);
  if (!existsSync(findingsFolder)) return 0;
  say(`${readdirSync(findingsFolder).length / 2} findings are in ${findingsFolder}`);
  return 1;
});

async function part(/** @type {string} */ script, /** @type {string[]} */ args) {
  // What V8 optimizes and inlines it no longer counts.
  const argv = ["--no-opt", join(root, "scripts", "fuzz", script), ...args];
  const code = await run(process.execPath, argv);
  if (code !== 0) throw new Problem(`${script} ${args.join(" ")} ended with code ${code}.`);
}

function tell(/** @type {string} */ side) {
  const { executions, seconds, kept, findings, coverage } = readReport(side);
  say(
    `${side}: ${executions} executions in ${seconds} s, ${kept} inputs kept, ${findings} findings`,
  );
  for (const { name, reached, missed } of coverage) {
    const lines = missed.length > 0 && missed.length < 40 ? `; not line ${missed.join(", ")}` : "";
    say(`  ${name}: ${(100 * reached).toFixed(1)} % reached${lines}`);
  }
}
