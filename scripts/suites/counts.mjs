/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 */

/** A tool that only says yes or no is one test. @param {number} code its exit code @returns {Count} */
export function countOfCheck(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** @param {Count[]} counts @returns {Count} */
export function sum(counts) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** @param {Count} count */
export function closingLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

/**
 * What a test runner counted, made to agree with how it ended: one that failed without a failed
 * test, wrote no report, or ran no test at all has one failure.
 *
 * @param {Count | undefined} reported
 * @param {number} code the runner's exit code
 * @returns {{ count: Count, remark?: string }}
 */
export function settleCount(reported, code) {
  if (!reported) {
    const remark = `It ended with code ${code} and without a report of its tests.`;
    return { count: { passed: 0, failed: 1, skipped: 0 }, remark };
  }
  if (reported.failed > 0) return { count: reported };
  if (code !== 0) {
    return {
      count: { ...reported, failed: 1 },
      remark: `No test failed, but it ended with code ${code}.`,
    };
  }
  if (reported.passed === 0) {
    return { count: { ...reported, failed: 1 }, remark: "It ran no test." };
  }
  return { count: reported };
}

/**
 * @param {any} report of vitest's json reporter
 * @returns {Count}
 */
export function countOfVitest(report) {
  // A file that could not be loaded is failed and has no tests.
  const broken = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === "failed" &&
      !file.assertionResults.some((/** @type {any} */ test) => test.status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * @param {any} report of Playwright's json reporter
 * @returns {Count}
 */
export function countOfPlaywright({ stats, errors }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * @param {string} text the end of what Python's unittest wrote to stderr
 * @returns {Count | undefined}
 */
export function countOfUnittest(text) {
  const ran = text.match(/^Ran (\d+) tests? in /m);
  const verdict = text.match(/^(?:OK|FAILED|NO TESTS RAN)(?: \((.*)\))?\s*$/m);
  if (!ran || !verdict) return undefined;
  /** @type {Record<string, number>} */
  const details = {};
  for (const part of (verdict[1] ?? "").split(", ")) {
    const [name = "", number = "0"] = part.split("=");
    details[name] = Number(number);
  }
  const { failures = 0, errors = 0, skipped = 0 } = details;
  const failed = failures + errors + (details["unexpected successes"] ?? 0);
  // Each failed subtest counts as a failure, so there may be more of them than tests.
  return { passed: Math.max(0, Number(ran[1]) - failed - skipped), failed, skipped };
}
