import { Problem } from "./problem.mjs";

/** Release lines and the first minor that is supported in each; 24 and all later ones are. */
const firstMinor = new Map([
  [20, 19],
  [22, 12],
]);

/**
 * The same versions as "engines" in package.json, checked before anything can read that.
 *
 * @param {string} version such as "20.19.0"
 */
export function isSupported(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const first = firstMinor.get(major);
  return first === undefined ? major >= 24 : minor >= first;
}

export function checkNodeVersion(version = process.versions.node) {
  if (isSupported(version)) return;
  throw new Problem(
    `This is Node ${version} (${process.execPath}), which Rmote Desktop does not support. ` +
      "Install Node 20 (20.19 or newer), 22 (22.12 or newer), or 24 and newer, " +
      "and run the command again.",
  );
}
