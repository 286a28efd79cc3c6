import { onDisplay } from "../setup/display.mjs";
import { packageCommand } from "../setup/paths.mjs";
import { run } from "../setup/run.mjs";

/**
 * Runs Playwright, on a virtual display where there is no other. The tests find the Electron to
 * launch in RMOTE_ELECTRON.
 *
 * @param {{ config: string, args: string[], env?: NodeJS.ProcessEnv,
 *   electron: import("../setup/electron.mjs").Electron }} options
 * @returns {Promise<number>} its exit code
 */
export function runPlaywright({ config, args, env, electron }) {
  const playwright = packageCommand("@playwright/test", "playwright");
  const target = onDisplay(process.execPath, [playwright, "test", "-c", config, ...args]);
  return run(target.command, target.args, {
    env: { ...process.env, RMOTE_ELECTRON: electron.executable, ...env },
  });
}
