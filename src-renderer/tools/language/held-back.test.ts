import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src-shared/python/analysis-schema";
import { shownFindings } from "./held-back";

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
