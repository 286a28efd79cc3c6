import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src-shared/python/analysis-schema";
import { shownError, shownFindings } from "./held-back";

function finding(code: string, line: number, column: number, endColumn: number): Finding {
  const place = { line, column, endLine: line, endColumn };
  return { ...place, code, severity: "error", message: code, unnecessary: false, fixes: [] };
}

const name = finding("unknown-name", 3, 5, 8);
const syntax = finding("syntax", 3, 1, 4);
const far = finding("unknown-name", 9, 1, 4);

describe("what is shown while somebody types", () => {
  it.each<[string, { line: number; column: number } | null, Finding[]]>([
    ["nobody types", null, [name, syntax, far]],
    ["in the word", { line: 3, column: 6 }, [far]],
    ["behind the word", { line: 3, column: 8 }, [far]],
    ["elsewhere in the line", { line: 3, column: 20 }, [name, far]],
    ["in another line", { line: 5, column: 1 }, [name, syntax, far]],
  ])("%s", (_name, typing, shown) => {
    expect(shownFindings([name, syntax, far], typing)).toEqual(shown);
  });

  it("is not the error that an unfinished line causes in the next one", () => {
    const next = finding("syntax", 4, 1, 2);
    expect(shownFindings([next], { line: 3, column: 9 })).toEqual([]);
    expect(shownFindings([next], { line: 1, column: 9 })).toEqual([next]);
  });
});

describe("why a text is no Python", () => {
  const error = (line: number, message = "invalid syntax") => ({
    message,
    line,
    column: 5,
    endLine: line,
    endColumn: 6,
  });
  const typing = (line: number) => ({ line, column: 9 });
  const open = error(3, "'(' was never closed");
  const missing = error(7, "expected an indented block after function definition on line 3");

  it("is said when the line is left or written", () => {
    expect(shownError(error(3), null, typing(3))).toBe(null);
    expect(shownError(error(4), null, typing(3))).toBe(null);
    expect(shownError(error(3), null, typing(5))).toEqual(error(3));
    expect(shownError(error(3), null, null)).toEqual(error(3));
  });

  it("waits for the end of what is being written in several lines", () => {
    expect(shownError(open, null, typing(6))).toBe(null);
    expect(shownError(open, null, typing(1))).toEqual(open);
    expect(shownError(missing, null, typing(4))).toBe(null);
    expect(shownError(missing, null, typing(9))).toEqual(missing);
  });

  it("stays as it was said while somebody goes on in the line, and goes when it is mended", () => {
    expect(shownError(open, error(3), typing(3))).toEqual(error(3));
    expect(shownError(null, error(3), typing(3))).toBe(null);
    expect(shownError(null, error(3), null)).toBe(null);
  });
});
