// npm run tour: plays the main job in the real window, with screenshots and a report in .tour/.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildWhenNeeded } from "./build/build.mjs";
import { ensureElectron } from "./setup/electron.mjs";
import { ensureNodeModules } from "./setup/node-modules.mjs";
import { checkNodeVersion } from "./setup/node-version.mjs";
import { root } from "./setup/paths.mjs";
import { runMain, say } from "./setup/problem.mjs";
import { ensureSystem } from "./setup/system.mjs";
import { runPlaywright } from "./suites/playwright.mjs";

const output = join(root, ".tour");

await runMain(async () => {
  checkNodeVersion();
  await ensureNodeModules();
  await ensureSystem({ forTests: true });
  const electron = await ensureElectron();
  for (const note of electron.notes) say(note);
  await buildWhenNeeded();

  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const code = await runPlaywright({
    config: "e2e/tour.config.ts",
    args: [`--output=${join(output, "playwright")}`, ...process.argv.slice(2)],
    electron,
    env: { RMOTE_TOUR: output },
  });
  say(`The tour's screenshots and report are in ${output}`);
  return code;
});
