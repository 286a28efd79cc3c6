import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageCommand, root } from "../setup/paths.mjs";
import { say } from "../setup/problem.mjs";
import { run, runNode } from "../setup/run.mjs";
import { checkChrootTools, copyAgent, ensureChroot, enterChroot, releases } from "./chroots.mjs";
import {
  countOfCheck,
  countOfPlaywright,
  countOfUnittest,
  countOfVitest,
  settleCount,
  sum,
} from "./counts.mjs";
import { runPlaywright } from "./playwright.mjs";
import { builtApp, electron, nodeModules, system } from "./requirements.mjs";

/**
 * @typedef {import("./counts.mjs").Count} Count
 * @typedef {import("./requirements.mjs").Requirements} Requirements
 *
 * @typedef {object} Suite
 * @property {string} title
 * @property {boolean} [onDemand] whether it runs only when it is named
 * @property {(requirements: Requirements, args: string[]) => Promise<Count>} run `args` are
 *   handed on to the suite's tool
 */

const agent = join(root, "resources", "agent");
const analysis = join(root, "resources", "analysis");
const preview = join(root, "resources", "preview");
const snippets = join(root, "resources", "snippets");

/** @type {Record<string, Suite>} */
export const suites = {
  format: {
    title: "Format",
    async run(requirements, args) {
      await requirements.meet(nodeModules);
      return biome(["format", ...args]);
    },
  },
  lint: {
    title: "Lint and order of imports",
    async run(requirements, args) {
      await requirements.meet(nodeModules);
      return biome(["check", "--formatter-enabled=false", "--error-on-warnings", ...args]);
    },
  },
  types: {
    title: "Types",
    async run(requirements, args) {
      await requirements.meet(nodeModules);
      return countOfCheck(await runNode(packageCommand("typescript", "tsc"), args));
    },
  },
  unit: {
    title: "Unit tests",
    async run(requirements, args) {
      await requirements.meet(nodeModules);
      await requirements.meet(system);
      await requirements.meet(builtApp);
      return vitest(args);
    },
  },
  python: {
    title: "Python: syntax, types and tests",
    async run(requirements, args) {
      await requirements.meet(nodeModules);
      await requirements.meet(system);
      const check = join(root, "scripts", "check-python.py");
      const syntax = await run("python3", [check, agent, snippets]);
      const types = await runNode(packageCommand("pyright", "pyright"), []);
      return sum([
        countOfCheck(syntax),
        countOfCheck(types),
        await pythonTests(agent, [], args),
        await pythonTests(analysis, [], args),
        await pythonTests(preview, [], args),
        await pythonTests(snippets, [], args),
        await unittest([], [join(root, "scripts", "mako", "test_differences.py")], args, root),
      ]);
    },
  },
  e2e: {
    title: "End-to-end tests",
    async run(requirements, args) {
      await requirements.meet(nodeModules);
      await requirements.meet(system);
      const found = await requirements.meet(electron);
      await requirements.meet(builtApp);
      return withReport(countOfPlaywright, (file) =>
        runPlaywright({
          config: "e2e/playwright.config.ts",
          args: ["--reporter=list,json", ...args],
          electron: found,
          displays: "own",
          env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
        }),
      );
    },
  },
  targets: {
    title: "The agent on the Pythons of Debian releases, in chroots",
    onDemand: true,
    async run(requirements) {
      await requirements.meet(nodeModules);
      checkChrootTools();
      const counts = [];
      for (const { release, python } of releases) {
        const folder = await ensureChroot(release);
        say(`Debian ${release}, Python ${python}: the agent's own tests`);
        counts.push(await pythonTests(copyAgent(folder), enterChroot(folder), []));
        say(`Debian ${release}, Python ${python}: sessions over the command transport`);
        const sessions = ["connection", "session"].map(
          (name) => `src-main/session/${name}.test.ts`,
        );
        counts.push(await vitest(sessions, { RMOTE_TEST_COMMAND: `chroot '${folder}'` }));
      }
      return sum(counts);
    },
  },
};

/** @param {string[]} args @param {NodeJS.ProcessEnv} env */
async function vitest(args, env = {}) {
  const command = packageCommand("vitest", "vitest");
  return withReport(countOfVitest, (file) => {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    return runNode(command, ["run", ...reporters, ...args], { env: { ...process.env, ...env } });
  });
}

/** @param {string[]} args */
async function biome(args) {
  return countOfCheck(await runNode(packageCommand("@biomejs/biome", "biome"), args));
}

/**
 * @param {string} folder whose `tests` are run
 * @param {string[]} prefix command that reaches the Python
 * @param {string[]} args for unittest
 */
async function pythonTests(folder, prefix, args) {
  const tests = ["-m", "unittest", "discover", "-s", join(folder, "tests"), "-t", folder];
  return unittest(prefix, tests, args, folder);
}

/**
 * @param {string[]} prefix command that reaches the Python
 * @param {string[]} tests what Python is given to run
 * @param {string[]} args for unittest
 * @param {string} folder that modules are found in
 */
async function unittest(prefix, tests, args, folder) {
  let said = "";
  const [command = "", ...words] = [...prefix, "python3"];
  const code = await run(command, [...words, ...tests, ...args], {
    env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1" },
    onStderr: (chunk) => {
      said = (said + chunk).slice(-4000);
    },
  });
  return settle(countOfUnittest(said), code);
}

/**
 * Runs a test runner that writes a JSON report to the file it is given.
 *
 * @param {(report: any) => Count} count
 * @param {(file: string) => Promise<number>} runner resolves with its exit code
 */
async function withReport(count, runner) {
  const folder = mkdtempSync(join(tmpdir(), "rmote-tests-"));
  try {
    const file = join(folder, "report.json");
    const code = await runner(file);
    return settle(readReport(file, count), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @param {(report: any) => Count} count
 */
function readReport(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** @param {Count | undefined} reported @param {number} code */
function settle(reported, code) {
  const { count, remark } = settleCount(reported, code);
  if (remark) say(remark);
  return count;
}
