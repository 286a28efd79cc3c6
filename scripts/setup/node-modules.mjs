import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { Problem, say } from "./problem.mjs";
import { runNpm } from "./run.mjs";

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 *
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 */

/**
 * Whether what npm says it installed is what the lock file asks for. An optional package may be
 * missing (it is for another system) but not be of another version.
 *
 * @param {Lock} wanted package-lock.json
 * @param {Lock | undefined} installed node_modules/.package-lock.json, which npm writes last
 */
export function isInstalled(wanted, installed) {
  if (!installed) return false;
  return Object.entries(wanted.packages ?? {}).every(([path, want]) => {
    if (path === "") return true;
    const have = installed.packages?.[path];
    if (!have) return want.optional === true;
    return have.version === want.version && have.integrity === want.integrity;
  });
}

/** @param {string} path @returns {Lock | undefined} */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8"));
  } catch {
    return undefined;
  }
}

export async function ensureNodeModules() {
  const wanted = readLock("package-lock.json");
  if (!wanted) {
    throw new Problem(
      `${join(root, "package-lock.json")} is missing or not JSON. Get it back from the ` +
        "repository (git checkout package-lock.json) and run the command again.",
    );
  }
  if (isInstalled(wanted, readLock("node_modules/.package-lock.json"))) return;

  say("Installing the node modules of package-lock.json (npm ci)");
  const code = await runNpm([
    "ci",
    "--ignore-scripts",
    "--include=dev",
    "--loglevel=error",
    "--no-update-notifier",
  ]);
  if (code === 0) return;
  throw new Problem(
    `npm ci ended with code ${code}; what it said is above. The usual causes are a registry ` +
      "that cannot be reached (npm ping tells) and a full disk.",
  );
}
