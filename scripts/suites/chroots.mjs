// Chroots of Debian releases: targets with another Python than this machine's.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { cacheFolder, findCommand, root } from "../setup/paths.mjs";
import { Problem, say } from "../setup/problem.mjs";
import { run } from "../setup/run.mjs";

/** Releases, and the Python that each has. */
export const releases = [
  { release: "bullseye", python: "3.9" },
  { release: "trixie", python: "3.13" },
];

/** What the tests need there: an interpreter with its whole library, and pgrep. */
const packages = "python3,procps";

/** Says what is missing on this system to make a chroot or to enter one. */
export function checkChrootTools() {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    throw new Problem("The targets are chroots, which only root on Linux can make.");
  }
  for (const [command, debianPackage] of [
    ["debootstrap", "debootstrap"],
    ["unshare", "util-linux"],
  ]) {
    if (findCommand(command)) continue;
    throw new Problem(
      `${command} is missing. On Debian and Ubuntu this installs it: ` +
        `sudo apt-get install ${debianPackage}`,
    );
  }
}

/**
 * The chroot of a release, made by debootstrap the first time and kept in the cache folder.
 * RMOTE_DEBIAN_MIRROR names another mirror than debootstrap's own.
 *
 * @param {string} release
 * @returns {Promise<string>} its folder
 */
export async function ensureChroot(release) {
  const folder = join(cacheFolder(), "targets", release);
  if (!existsSync(folder)) await makeChroot(release, folder);
  const check = spawnSync("chroot", [folder, "sh", "-c", "echo >/dev/null"], { encoding: "utf8" });
  if (check.status !== 0) {
    throw new Problem(
      `${folder} cannot be used: ${check.stderr.trim()}\n` +
        "Its file system has to allow device nodes; XDG_CACHE_HOME puts it elsewhere.",
    );
  }
  return folder;
}

/** @param {string} release @param {string} folder */
async function makeChroot(release, folder) {
  // Under another name until it is whole.
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  say(`Making a chroot of Debian ${release} in ${folder}`);
  const mirror = process.env.RMOTE_DEBIAN_MIRROR;
  const args = ["--variant=minbase", `--include=${packages}`, release, partial];
  // In a mount namespace of its own: what it mounts goes with it, however it ends.
  const code = await run("unshare", [
    "--mount",
    "debootstrap",
    ...args,
    ...(mirror ? [mirror] : []),
  ]);
  if (code !== 0) {
    throw new Problem(
      `debootstrap ended with code ${code}; what it said is above. ` +
        "RMOTE_DEBIAN_MIRROR names another mirror, e.g. one that still has an old release.",
    );
  }
  renameSync(partial, folder);
}

/**
 * The command that runs another one in the chroot with a /proc, which is gone when that ends.
 *
 * @param {string} folder
 */
export function enterChroot(folder) {
  return ["unshare", `--root=${folder}`, "--mount-proc"];
}

/**
 * Copies the agent, its tests and what those read into the chroot.
 *
 * @param {string} folder
 * @returns {string} the copy of resources/agent, as a path in the chroot
 */
export function copyAgent(folder) {
  const copy = "/srv/rmote-desktop";
  rmSync(join(folder, copy), { recursive: true, force: true });
  for (const path of ["resources/agent", "e2e/vectors", "node_modules/msgpack-test-suite/dist"]) {
    cpSync(join(root, path), join(folder, copy, path), {
      recursive: true,
      filter: (source) => basename(source) !== "__pycache__",
    });
  }
  return `${copy}/resources/agent`;
}
