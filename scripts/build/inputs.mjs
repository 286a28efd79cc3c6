import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Everything that `npm run build` reads, except for the node modules the lock file stands for. */
const inputs = [
  "src-main",
  "src-renderer",
  "src-shared",
  "resources",
  "scripts",
  "electron.vite.config.ts",
  "tsconfig.json",
  "tsconfig.api.json",
  "package.json",
  "package-lock.json",
];

/** Made by the tests and by Python, in the middle of the inputs. @param {string} path */
const isNoInput = (path) => /(^|[\\/])(__pycache__|tests)([\\/]|$)|\.test\.\w+$/.test(path);

/** @param {string} root @returns {Generator<string>} */
function* inputFiles(root) {
  for (const input of inputs) {
    const stat = statSync(join(root, input), { throwIfNoEntry: false });
    if (stat?.isFile()) yield input;
    if (!stat?.isDirectory()) continue;
    const entries = readdirSync(join(root, input), { recursive: true, encoding: "utf8" });
    for (const entry of entries.sort()) if (!isNoInput(entry)) yield join(input, entry);
  }
}

/**
 * Changes when a file that the build reads is added, removed, renamed or written. From names,
 * sizes and times, not from contents: start has to wait for it.
 *
 * @param {string} root
 */
export function fingerprint(root) {
  const hash = createHash("sha256");
  for (const path of inputFiles(root)) {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (stat?.isFile()) hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
  return hash.digest("hex");
}
