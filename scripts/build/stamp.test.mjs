import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildStamped, needsBuild } from "./stamp.mjs";

let root = "";
const before = new Date("2024-01-01T00:00:00Z");

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rmote-build-"));
  mkdirSync(join(root, "src-main", "hosts"), { recursive: true });
  write("package.json", "{}");
  write("src-main/main.ts", "main");
  write("src-main/hosts/hosts.ts", "hosts");
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** @param {string} path @param {string} text @param {Date} time */
function write(path, text, time = before) {
  writeFileSync(join(root, path), text);
  utimesSync(join(root, path), time, time);
}

const succeed = () => buildStamped(root, async () => {});

test("a fresh clone needs a build, and after it none", async () => {
  expect(needsBuild(root)).toBe(true);
  await succeed();
  expect(needsBuild(root)).toBe(false);
});

test.each([
  ["written", () => write("src-main/hosts/hosts.ts", "HOSTS", new Date())],
  ["replaced by an older one", () => write("src-main/main.ts", "main", new Date(0))],
  ["added", () => write("src-main/hosts/new.ts", "")],
  ["removed", () => rmSync(join(root, "src-main/hosts/hosts.ts"))],
  ["written at the top level", () => write("package.json", '{"version":"2"}')],
])("a file that is %s makes for a build", async (_, change) => {
  await succeed();
  change();
  expect(needsBuild(root)).toBe(true);
});

test("tests and Python's caches make for none", async () => {
  await succeed();
  mkdirSync(join(root, "resources", "agent", "__pycache__"), { recursive: true });
  write("resources/agent/__pycache__/codec.cpython-311.pyc", "");
  write("src-main/main.test.ts", "");
  write("README.md", "");
  expect(needsBuild(root)).toBe(false);
});

test("a build that fails leaves none that counts", async () => {
  await succeed();
  const failing = buildStamped(root, async () => {
    throw new Error("broken");
  });
  await expect(failing).rejects.toThrow("broken");
  expect(needsBuild(root)).toBe(true);
});

test("a file written during the build makes for another one", async () => {
  await buildStamped(root, async () => write("src-main/main.ts", "newer", new Date()));
  expect(needsBuild(root)).toBe(true);
});
