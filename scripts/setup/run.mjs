import { spawn } from "node:child_process";
import { constants } from "node:os";
import { root } from "./paths.mjs";
import { messageOf, Problem } from "./problem.mjs";

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(chunk: Buffer) => void} [onStderr] sees what the command writes to stderr, which is
 *   shown all the same
 */

/** @type {NodeJS.Signals[]} */
const passedOn = ["SIGINT", "SIGTERM", "SIGHUP"];

let interrupted = false;

/** Whether a signal has been passed on to a command: then no other one should be started. */
export function wasInterrupted() {
  return interrupted;
}

/**
 * Calls `action` every second once the shell is gone by which npm started us. npm hands SIGTERM on
 * to that shell, which dies of it without a word to us.
 *
 * @param {() => void} action
 */
function onNpmGone(action) {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return undefined;
  return setInterval(() => {
    if (process.ppid !== parent) action();
  }, 1000).unref();
}

/**
 * Runs a command in the repository's folder with our own input and output.
 *
 * It leads a process group of its own and the signals we get are passed on to that group: what a
 * shell script such as `xvfb-run` started ends with it, and Ctrl+C arrives once, not twice.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} options
 * @returns {Promise<number>} its exit code, or 128 + the number of the signal that ended it
 */
export function run(command, args, { env = process.env, onStderr } = {}) {
  return new Promise((resolve, reject) => {
    const ownGroup = process.platform !== "win32";
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      interrupted = true;
      if (child.pid === undefined) return;
      try {
        process.kill(ownGroup ? -child.pid : child.pid, signal);
      } catch {
        // It has ended already; its end is on the way to us.
      }
    };
    const watch = onNpmGone(() => passOn("SIGTERM"));
    const settle = () => {
      clearInterval(watch);
      for (const signal of passedOn) process.off(signal, passOn);
    };
    // Before the command starts: a signal that came in between would end us and leave it alone.
    for (const signal of passedOn) process.on(signal, passOn);
    const child = spawn(command, args, {
      cwd: root,
      env,
      detached: ownGroup,
      stdio: ["inherit", "inherit", onStderr ? "pipe" : "inherit"],
    });
    child.stderr?.on("data", (chunk) => {
      process.stderr.write(chunk);
      onStderr?.(chunk);
    });
    child.once("error", (error) => {
      settle();
      reject(new Problem(`${command} could not be started: ${messageOf(error)}.`));
    });
    child.once("close", (code, signal) => {
      settle();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * Runs a script of an npm package (or ours) with the Node that runs us.
 *
 * @param {string} script
 * @param {string[]} args
 * @param {RunOptions} options
 */
export function runNode(script, args, options = {}) {
  return run(process.execPath, [script, ...args], options);
}

/**
 * Runs npm: the one that runs us if there is one, else the one on PATH.
 *
 * @param {string[]} args
 */
export function runNpm(args) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith("npm-cli.js")) return runNode(npm, args);
  if (process.platform === "win32") return run("cmd.exe", ["/d", "/s", "/c", "npm", ...args]);
  return run("npm", args);
}
