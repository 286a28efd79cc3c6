import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Where things that cost a download are kept, outside of the checkout.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function cacheFolder(env = process.env) {
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "rmote-desktop");
}

/**
 * The first file of that name in the folders of PATH; root's PATH often lacks the sbin folders,
 * so those are looked at last.
 *
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function findCommand(name, env = process.env) {
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return [...folders, "/usr/sbin", "/sbin"]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/**
 * The script behind a command of an npm package, to be run by this Node: needs no shell, and no
 * `.cmd` on Windows.
 *
 * @param {string} packageName
 * @param {string} command
 */
export function packageCommand(packageName, command) {
  const folder = join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[command]);
}
