import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  closingLine,
  countOfCheck,
  countOfPlaywright,
  countOfUnittest,
  countOfVitest,
  settleCount,
  sum,
} from "./counts.mjs";

test("the closing line names skipped tests only when there are some", () => {
  expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
  expect(closingLine({ passed: 1, failed: 2, skipped: 3 })).toBe("1 passed, 2 failed, 3 skipped");
});

test("checks and suites add up", () => {
  expect(sum([countOfCheck(0), countOfCheck(2), { passed: 3, failed: 0, skipped: 1 }])).toEqual({
    passed: 4,
    failed: 1,
    skipped: 1,
  });
});

test("a file that vitest cannot load is one failure", () => {
  const report = {
    numPassedTests: 2,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [
      { status: "passed", assertionResults: [{ status: "passed" }, { status: "passed" }] },
      { status: "failed", assertionResults: [{ status: "failed" }] },
      { status: "failed", assertionResults: [] },
    ],
  };
  expect(countOfVitest(report)).toEqual({ passed: 2, failed: 2, skipped: 2 });
});

test("a flaky Playwright test has passed, an error outside of a test has not", () => {
  const report = {
    stats: { expected: 4, flaky: 1, unexpected: 2, skipped: 3 },
    errors: [{ message: "no such file" }],
  };
  expect(countOfPlaywright(report)).toEqual({ passed: 5, failed: 3, skipped: 3 });
});

/** What the python3 of this system really prints. @param {string} source */
function unittest(source) {
  const folder = mkdtempSync(join(tmpdir(), "rmote-unittest-"));
  try {
    writeFileSync(join(folder, "test_it.py"), `import unittest\n${source}`);
    const args = ["-m", "unittest", "discover", "-s", folder];
    return countOfUnittest(spawnSync("python3", args, { encoding: "utf8" }).stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("counts Python's tests by what unittest prints", () => {
  const methods = (/** @type {string[]} */ ...lines) =>
    `class T(unittest.TestCase):\n${lines.map((line) => `    ${line}\n`).join("")}`;
  expect(unittest(methods("def test_a(self): pass", "def test_b(self): pass"))).toEqual({
    passed: 2,
    failed: 0,
    skipped: 0,
  });
  // Each kind of outcome, in a file that is made for this test: nothing of ours is skipped.
  const mixed = methods(
    "def test_pass(self): pass",
    "def test_fail(self): self.fail()",
    "def test_error(self): raise KeyError()",
    "@unittest.skip('later')",
    "def test_skip(self): pass",
    "@unittest.expectedFailure",
    "def test_unexpected(self): pass",
  );
  expect(unittest(mixed)).toEqual({ passed: 1, failed: 3, skipped: 1 });
  expect(unittest("import no_such_module_of_ours")).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countOfUnittest("Segmentation fault")).toBeUndefined();
});

test.each([
  ["a crash without a report", undefined, 139, 1],
  ["no test at all", { passed: 0, failed: 0, skipped: 0 }, 0, 1],
  ["only skipped tests", { passed: 0, failed: 0, skipped: 4 }, 0, 1],
  ["a failure outside of the tests", { passed: 3, failed: 0, skipped: 0 }, 1, 1],
  ["failed tests", { passed: 3, failed: 2, skipped: 0 }, 1, 2],
  ["success", { passed: 3, failed: 0, skipped: 0 }, 0, 0],
])("%s settles the count", (_, reported, code, failed) => {
  expect(settleCount(reported, code).count.failed).toBe(failed);
});
