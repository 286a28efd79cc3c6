import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fingerprint } from "./inputs.mjs";

/** @param {string} root */
const stampFile = (root) => join(root, "out", ".build-stamp");

/**
 * Whether anything has changed since the last build that succeeded.
 *
 * @param {string} root
 */
export function needsBuild(root) {
  try {
    return readFileSync(stampFile(root), "utf8") !== fingerprint(root);
  } catch {
    return true;
  }
}

/**
 * Runs a build, and stamps its result with what the inputs were when it began: a file that is
 * written during the build makes for another one.
 *
 * @param {string} root
 * @param {() => Promise<void>} build
 */
export async function buildStamped(root, build) {
  const before = fingerprint(root);
  rmSync(stampFile(root), { force: true });
  await build();
  mkdirSync(dirname(stampFile(root)), { recursive: true });
  writeFileSync(stampFile(root), before);
}
