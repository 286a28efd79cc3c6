import { hasDisplay, onDisplay } from "../setup/display.mjs";
import { packageCommand } from "../setup/paths.mjs";
import { run } from "../setup/run.mjs";

/**
 * Runs Playwright, on a virtual display where there is no other: one for all, or with `displays: "own"`
 * one that each worker makes for itself (e2e/display.ts). The tests find the Electron to launch in
 * RMOTE_ELECTRON.
 *
 * @param {{ config: string, args: string[], env?: NodeJS.ProcessEnv, displays?: "shared" | "own",
 *   electron: import("../setup/electron.mjs").Electron }} options
 * @returns {Promise<number>} its exit code
 */
export function runPlaywright({ config, args, env, displays = "shared", electron }) {
  const playwright = packageCommand("@playwright/test", "playwright");
  const all = [playwright, "test", "-c", config, ...args];
  const isOwn = displays === "own" && !hasDisplay();
  const target = isOwn
    ? { command: process.execPath, args: all }
    : onDisplay(process.execPath, all);
  return run(target.command, target.args, {
    env: {
      ...process.env,
      RMOTE_ELECTRON: electron.executable,
      ...(isOwn && { RMOTE_TEST_DISPLAY: "virtual" }),
      ...env,
    },
  });
}
