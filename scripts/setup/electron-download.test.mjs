import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  forgetFailure,
  recallFailure,
  rememberFailure,
  runWhileProgressing,
} from "./electron-download.mjs";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-download-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** @param {string} source @returns {string} */
function script(source) {
  const path = join(folder, "installer.cjs");
  writeFileSync(path, source);
  return path;
}

test("ends an installer that never receives a byte", async () => {
  const failure = await runWhileProgressing({
    script: script("setInterval(() => {}, 1000)"),
    env: process.env,
    folders: [join(folder, "download")],
    connectMs: 500,
  });
  expect(failure).toBe("it was given up after 0.5 s without a byte.");
});

test("lets an installer go on for as long as bytes arrive", async () => {
  const failure = await runWhileProgressing({
    script: script(`
      const { appendFileSync } = require("node:fs");
      let left = 25;
      const timer = setInterval(() => {
        appendFileSync(process.env.TARGET, "byte");
        if (--left === 0) clearInterval(timer);
      }, 200);
    `),
    env: { ...process.env, TARGET: join(folder, "release.zip") },
    folders: [folder],
    // Less than all of it takes, and more than a busy machine lets a process wait.
    stallMs: 4000,
  });
  expect(failure).toBeUndefined();
});

test("tells with which words an installer failed", async () => {
  const failure = await runWhileProgressing({
    script: script('console.error("TypeError: fetch failed"); process.exit(3)'),
    env: process.env,
    folders: [],
  });
  expect(failure).toBe("its installer ended with code 3: TypeError: fetch failed.");
});

test("remembers a failure for a day, and for that version only", () => {
  const hour = 60 * 60 * 1000;
  rememberFailure(folder, "45.4.1", "No route.", 1000 * hour);
  expect(recallFailure(folder, "45.4.1", 1023 * hour)).toMatch(/^No route\. That was at 1970-/);
  expect(recallFailure(folder, "45.4.1", 1024 * hour)).toBeUndefined();
  expect(recallFailure(folder, "45.5.0", 1001 * hour)).toBeUndefined();
  forgetFailure(folder);
  expect(recallFailure(folder, "45.4.1", 1001 * hour)).toBeUndefined();
});
