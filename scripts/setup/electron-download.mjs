import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { messageOf } from "./problem.mjs";

const failureLife = 24 * 60 * 60 * 1000;

/** @param {string} cache */
const failureFile = (cache) => join(cache, "electron-download-failed.json");

/**
 * Why the download of this version failed within the last day, if it did.
 *
 * @param {string} cache
 * @param {string} version
 * @param {number} now milliseconds since the epoch
 * @returns {string | undefined}
 */
export function recallFailure(cache, version, now = Date.now()) {
  try {
    const failure = JSON.parse(readFileSync(failureFile(cache), "utf8"));
    const age = now - Date.parse(failure.at);
    if (failure.version !== version || !(age >= 0 && age < failureLife)) return undefined;
    return `${failure.reason} That was at ${failure.at} and is not tried again for a day.`;
  } catch {
    return undefined;
  }
}

/** @param {string} cache */
export function forgetFailure(cache) {
  rmSync(failureFile(cache), { force: true });
}

/**
 * @param {string} cache
 * @param {string} version
 * @param {string} reason
 * @param {number} now milliseconds since the epoch
 */
export function rememberFailure(cache, version, reason, now = Date.now()) {
  mkdirSync(cache, { recursive: true });
  const at = new Date(now).toISOString();
  writeFileSync(failureFile(cache), `${JSON.stringify({ version, at, reason })}\n`);
}

/** Bytes in the files of a folder, as far as they can be read. @param {string} folder */
function bytesIn(folder) {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      const stat = statSync(join(folder, entry), { throwIfNoEntry: false });
      if (stat?.isFile()) bytes += stat.size;
    }
  } catch {
    // Not there yet, or just moved away: no progress to be seen in it.
  }
  return bytes;
}

/** The line with the error, out of what Node prints around it. @param {string} text */
function errorLine(text) {
  const lines = text.trim().split("\n");
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1);
}

/**
 * Runs a Node script that writes files into `folders` and ends it when it stands still: when
 * nothing has been written within `connectMs`, or nothing more for `stallMs` after that.
 *
 * @param {{ script: string, env: NodeJS.ProcessEnv, folders: string[], connectMs?: number,
 *   stallMs?: number }} options
 * @returns {Promise<string | undefined>} why it failed
 */
export function runWhileProgressing({ script, env, folders, connectMs = 15000, stallMs = 30000 }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said = (said + text).slice(-4000);
    });

    const before = folders.map(bytesIn).join();
    let seen = before;
    let lastChange = Date.now();
    let stalled = "";
    const watch = setInterval(() => {
      const now = folders.map(bytesIn).join();
      if (now !== seen) {
        seen = now;
        lastChange = Date.now();
      }
      const limit = seen === before ? connectMs : stallMs;
      if (Date.now() - lastChange < limit) return;
      stalled = `it was given up after ${limit / 1000} s without a byte.`;
      child.kill("SIGKILL");
    }, 250);

    /** @param {string | undefined} failure */
    const settle = (failure) => {
      clearInterval(watch);
      resolve(failure);
    };
    child.once("error", (error) => settle(`it could not be started: ${messageOf(error)}.`));
    child.once("close", (code) => {
      if (stalled) settle(stalled);
      else if (code === 0) settle(undefined);
      else settle(`its installer ended with code ${code}: ${errorLine(said)}.`);
    });
  });
}

/**
 * The official release, fetched and unpacked by the electron package's own installer. A failure
 * is remembered.
 *
 * @param {{ packageFolder: string, version: string, cache: string, env: NodeJS.ProcessEnv }} from
 * @returns {Promise<string | undefined>} why it failed
 */
export async function downloadElectron({ packageFolder, version, cache, env }) {
  mkdirSync(cache, { recursive: true });
  const temporary = mkdtempSync(join(cache, "download-"));
  try {
    const failure = await runWhileProgressing({
      script: join(packageFolder, "install.js"),
      env: { ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      folders: [temporary, join(packageFolder, "dist")],
    });
    if (failure === undefined) {
      forgetFailure(cache);
      return undefined;
    }
    const reason = `The download of ${version} from GitHub failed: ${failure}`;
    rememberFailure(cache, version, reason);
    return reason;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
