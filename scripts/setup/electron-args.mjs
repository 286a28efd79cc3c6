import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The flags that Electron needs on this system, each with a line that says why.
 *
 * @param {{ platform?: NodeJS.Platform, uid?: number | undefined }} options
 * @returns {{ args: string[], notes: string[] }}
 */
export function electronArgs({ platform = process.platform, uid = process.getuid?.() } = {}) {
  if (platform !== "linux" || uid !== 0) return { args: [], notes: [] };
  return {
    args: ["--no-sandbox"],
    notes: [
      "Running as root, where Chromium's sandbox cannot work: Electron gets --no-sandbox. " +
        "Start it as an ordinary user to have the sandbox.",
    ],
  };
}

/**
 * Why Electron will refuse to start for an ordinary user on this system, and the way out.
 *
 * @param {string} executable
 * @returns {string | undefined}
 */
export function sandboxHint(executable) {
  if (process.platform !== "linux" || process.getuid?.() === 0) return undefined;
  const helper = join(dirname(executable), "chrome-sandbox");
  const stat = statSync(helper, { throwIfNoEntry: false });
  if (stat?.uid === 0 && (stat.mode & 0o4000) !== 0) return undefined;
  // What the sandbox does first; refused by Ubuntu's AppArmor and inside some containers.
  const { status } = spawnSync("unshare", ["--user", "--map-root-user", "true"]);
  if (status === 0 || status === null) return undefined;
  return (
    "This system keeps user namespaces from ordinary users, so Chromium's sandbox needs its " +
    `helper, or Electron ends at once: sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`
  );
}
