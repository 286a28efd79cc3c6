// npm test: sets up, then runs every suite even if an earlier one failed, and closes with one line;
// those that run on demand only when named. With the name of a suite it runs that one alone; further arguments go to the suite's tool.
import { checkNodeVersion } from "./setup/node-version.mjs";
import { messageOf, Problem, runMain } from "./setup/problem.mjs";
import { wasInterrupted } from "./setup/run.mjs";
import { closingLine, sum } from "./suites/counts.mjs";
import { Requirements } from "./suites/requirements.mjs";
import { suites } from "./suites/suites.mjs";

const [only, ...args] = process.argv.slice(2);

await runMain(async () => {
  checkNodeVersion();
  const usual = Object.keys(suites).filter((name) => !suites[name]?.onDemand);
  const names = only === undefined ? usual : [only];
  const requirements = new Requirements();
  const counts = [];
  for (const batch of batches(names)) {
    counts.push(...(await Promise.all(batch.map((name) => runSuite(name, requirements)))));
    if (wasInterrupted()) throw new Problem("Interrupted: the remaining tests have not run.");
  }
  const total = sum(counts);
  console.log(`\n${closingLine(total)}`);
  return total.failed === 0 ? 0 : 1;
});

/**
 * The suites in their order. The unit tests and those of Python wait for processes most of the time: they run at
 * the same time.
 *
 * @param {string[]} names
 */
function batches(names) {
  const together = ["unit", "python"];
  if (!together.every((name) => names.includes(name))) return names.map((name) => [name]);
  return names.flatMap((name) => {
    if (name === together[0]) return [together];
    return together.includes(name) ? [] : [[name]];
  });
}

/**
 * @param {string} name
 * @param {Requirements} requirements
 */
async function runSuite(name, requirements) {
  const suite = suites[name];
  if (!suite) {
    throw new Problem(`There is no suite ${name}; there are ${Object.keys(suites).join(", ")}.`);
  }
  console.log(`\n=== ${suite.title} (npm run test:${name})`);
  try {
    const count = await suite.run(requirements, args);
    console.log(`--- ${suite.title}: ${closingLine(count)}`);
    return count;
  } catch (error) {
    console.log(`--- ${suite.title} could not run. ${messageOf(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
