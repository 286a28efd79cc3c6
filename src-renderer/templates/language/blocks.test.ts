import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBlocks } from "../../../src-shared/template-blocks";
import { foldingRanges } from "./folding";
import { formatTemplate } from "./format-template";
import { matchingParts, matchOf } from "./matching";
import { statementWords } from "./statement-words";
import { missingTerminator } from "./terminator";
import { formatted, templates } from "./testing/template-cases";

const lines = (source: string) => source.split("\n");

describe("the terminator that Enter inserts", () => {
  it.each([
    ["% for x in y:\n", 1, "% endfor"],
    ["  % if x\n  ", 1, "  % endif"],
    ["a\n\t% def f(x):\n\t\nb", 2, "\t% enddef"],
    ["% if (a and\n  b):\n", 2, "% endif"],
    ["% if a:\n% for x in y:\n\ntext\n% endif", 2, "% endfor"],
    // The new block has taken the terminator of the one around it.
    ["% for y in b:\n% for x in a:\n\n% endfor", 2, "% endfor"],
    ["% for x in y: # all\n", 1, "% endfor"],
  ])("%j", (source, line, expected) => {
    expect(missingTerminator(lines(source), line, true)).toBe(expected);
  });

  it.each([
    ["% for x in y:\n\n% endfor", 1],
    ["% for x in y:\n\n%", 1],
    ["% if x:\n% else:\n\n% endif", 2],
    ["% x = 1\n", 1],
    ["text\n", 1],
    ["% for x in [\n", 1],
    ["%% for x in y:\n", 1],
    ["## % for x in y:\n", 1],
    ["${'''\n% for x in y:\n'''}", 2],
  ])("none for %j", (source, line) => {
    expect(missingTerminator(lines(source), line, true)).toBeNull();
  });

  it("is none where Enter was pressed in a block that has one, though one is missing elsewhere", () => {
    const source = lines("% for y in b:\n% for x in a:\n\n% endfor");
    expect(missingTerminator(source, 2, false)).toBeNull();
  });
});

describe("the words that a statement may begin with", () => {
  it.each([
    ["% for x in y:\n% ", 2, ["endfor", "else", "for"]],
    ["% for x in y:\n% if x:\n% e", 3, ["endif", "elif", "else"]],
    ["% for x in y:\n% if x:\n% \n% endif\n% endfor", 3, ["elif", "else", "for"]],
    // Here the block around it has lost its terminator to the inner one.
    ["% for x in y:\n% for y in z:\n% \n% endfor", 3, ["endfor", "else", "for"]],
    ["% try\n% ", 2, ["endtry", "else", "except", "finally"]],
    ["% ", 1, ["for", "if"]],
  ])("%j", (source, line, expected) => {
    expect(statementWords(lines(source), line).slice(0, expected.length)).toEqual(expected);
  });

  it("are of loops and of functions only in them", () => {
    expect(statementWords(lines("% def f():\n% "), 2)).toContain("return");
    expect(statementWords(lines("% while x:\n% if x:\n% "), 3)).toContain("break");
    expect(statementWords(["% "], 1).filter((word) => /return|break/.test(word))).toEqual([]);
  });
});

it("folds each branch and runs of comments", () => {
  const source =
    "% if a:\nb\n% elif c:\n% for x in y:\nd\n% endfor\n% else:\n% endif\n##\n##\n% if e:\nf";
  expect(foldingRanges(lines(source))).toEqual([
    { start: 1, end: 2, kind: "block" },
    { start: 3, end: 6, kind: "block" },
    { start: 4, end: 5, kind: "block" },
    { start: 9, end: 10, kind: "comment" },
  ]);
});

it("finds what belongs together, and the way there and back", () => {
  const found = parseBlocks(
    lines("% if (a or\n  b):\nx\n% else:\n% endif\n% x = 1\n% for y in z:"),
  );
  const at = (line: number) => matchingParts(found, line).map((part) => part.line);
  expect([1, 2, 3, 4, 5, 6, 7].map(at)).toEqual([
    [1, 4, 5],
    [1, 4, 5],
    [],
    [1, 4, 5],
    [1, 4, 5],
    [],
    [7],
  ]);
  expect([1, 2, 3, 4, 5, 6, 7].map((line) => matchOf(found, line)?.line)).toEqual([
    5,
    5,
    undefined,
    5,
    1,
    undefined,
    undefined,
  ]);
});

describe("formatting", () => {
  it.each([
    ["%for x in y\n${x}\n%endfor", "% for x in y:\n${x}\n% endfor"],
    ["%   if a : \nb\n  %else\n%\tend  ", "% if a :\nb\n% else:\n% end"],
    [
      "% if a:\n% for x in y:\n% z = 1\n  text\n% endfor\n% endif",
      "% if a:\n  % for x in y:\n    % z = 1\n  text\n  % endfor\n% endif",
    ],
    // Who indents with the text keeps it.
    [
      "a:\n% for x in y\n    % if x\n  b\n  % endif\n% endfor",
      "a:\n% for x in y:\n    % if x:\n  b\n    % endif\n% endfor",
    ],
    ["\t% if a\n% x=1\n% end", "\t% if a:\n\t\t% x=1\n\t% end"],
    ["% if a # why\n%  # nothing \n%", "% if a: # why\n%  # nothing \n%"],
    ["% if x[1:2]\n% end", "% if x[1:2]:\n% end"],
    ["% if (y := f()) == '''a:\n  b'''  \n% end", "% if (y := f()) == '''a:\n  b''':\n% end"],
    ["% if x: y\n% end", "% if x: y\n% end"],
    ["% x = [\n  1, \n  2]  \ntext  ", "% x = [\n  1, \n  2]\ntext  "],
    ["% x = [\n", "% x = [\n"],
    [" %%if\n  ## %if \n${'''\n%if\n'''}", " %%if\n  ## %if \n${'''\n%if\n'''}"],
    ["% endif  \n%else", "% endif\n% else:"],
  ])("%j", (source, expected) => {
    expect(formatted(source)).toBe(expected);
    expect(formatTemplate(lines(expected))).toEqual([]);
  });

  it("touches no line but statements, keeps the blocks, and is done at once", () => {
    fc.assert(
      fc.property(templates, (source) => {
        const result = formatted(source);
        expect(formatted(result)).toBe(result);
        const [before, after] = [parseBlocks(lines(source)), parseBlocks(lines(result))];
        expect(after.statements.map(({ line, role, keyword }) => [line, role, keyword])).toEqual(
          before.statements.map(({ line, role, keyword }) => [line, role, keyword]),
        );
        const touched = new Set(before.statements.flatMap(({ line, endLine }) => [line, endLine]));
        lines(result).forEach((text, index) => {
          if (!touched.has(index + 1)) expect(text).toBe(lines(source)[index]);
        });
      }),
    );
  });
});
