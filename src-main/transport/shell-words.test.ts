import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FailureError } from "../../src-shared/failure";
import { shellQuote, shellWords } from "./shell-words";

describe("shellWords", () => {
  it.each([
    ["docker exec -i web", ["docker", "exec", "-i", "web"]],
    [" \t a\n\tb ", ["a", "b"]],
    ["", []],
    [" \n ", []],
    ["'a b'\"c d\"e\\ f", ["a bc de f"]],
    ["'' a \"\"", ["", "a", ""]],
    ["'a\\' \"'\" '\"'", ["a\\", "'", '"']],
    ['"\\$ \\` \\" \\\\ \\n \\\'"', ["$ ` \" \\ \\n \\'"]],
    ["\\' \\\" \\\\ \\n \\$", ["'", '"', "\\", "n", "$"]],
    ["a\\\nb \"c\\\nd\" \\\n e 'f\\\ng'", ["ab", "cd", "e", "f\\\ng"]],
    ["a && b || c; d & e | f > g", "a && b || c; d & e | f > g".split(" ")],
    ["$X $(x) `x` ~ * ? [a] {a,b} # b", "$X $(x) `x` ~ * ? [a] {a,b} # b".split(" ")],
    ["a\rb h\u00e9llo\u00a0\u{1f600}", ["a\rb", "h\u00e9llo\u00a0\u{1f600}"]],
  ])("%j", (line, words) => {
    expect(shellWords(line)).toEqual(words);
  });

  it.each(["'a", 'a "b', "a\\", '"a\\', "'a\\''"])("refuses %j", (line) => {
    expect(() => shellWords(line)).toThrow(FailureError);
  });

  it("splits as sh does, whatever the quotes", () => {
    // Nothing that sh reads more out of than words.
    const lines = fc.string({ unit: fc.constantFrom("a", "$ ", " ", "\t", "'", '"', "\\") });
    fc.assert(
      fc.property(lines, (line) => {
        let words: string[] | null = null;
        try {
          words = shellWords(line);
        } catch (error) {
          expect(error).toBeInstanceOf(FailureError);
        }
        // A backslash at the very end is the one thing that shells differ in.
        if (words !== null || !/\\$/.test(line)) expect(words).toEqual(wordsOfSh(line));
      }),
      { numRuns: 300 },
    );
  });
});

describe("shellQuote", () => {
  it("is read as the word that it quotes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (word) => {
        expect(shellWords(shellQuote(word))).toEqual([word]);
      }),
    );
    expect(shellQuote("web-1")).toBe("web-1");
  });
});

/** What sh makes of a line; null where it does not take it. */
function wordsOfSh(line: string): string[] | null {
  const script = `set -- ${line}\nprintf '%s\\0' "$@" .`;
  try {
    const printed = execFileSync("sh", ["-c", script], { encoding: "utf8", stdio: "pipe" });
    return printed.split("\0").slice(0, -2);
  } catch {
    return null;
  }
}
