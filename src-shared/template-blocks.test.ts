import { describe, expect, it } from "vitest";
import { blockAround, parseBlocks, partsOf, statementAt } from "./template-blocks";

const parse = (source: string) => parseBlocks(source.split("\n"));
/** Each block as the lines of its parts, `-` where it is not closed. */
const shape = (source: string) =>
  parse(source).blocks.map((block) =>
    [block.keyword, ...partsOf(block).map(({ line }) => line), block.close ?? "-"]
      .filter((part) => typeof part !== "object")
      .join(" "),
  );

describe("statements", () => {
  it("are lines whose first character is a per cent sign, and no others", () => {
    const { statements, comments } = parse(
      "  % for x in y:\n%% no\na % b\n## % no\n##\n${'''\n% if x''' + '''\n% if y'''}\n%endfor",
    );
    expect(statements).toMatchObject([
      { line: 1, column: 3, keyword: "for", role: "open" },
      { line: 9, column: 1, keyword: "endfor", role: "close" },
    ]);
    expect(comments).toEqual([{ line: 4, endLine: 5 }]);
  });

  it("go on over lines, without their comments", () => {
    const { statements } = parse(
      "% x = [1, # one\n  2,\n] # all\n% if a and \\\n    b: # why\n% s = '''\n% if\n'''  \nt",
    );
    expect(statements).toMatchObject([
      { line: 1, endLine: 3, endColumn: 2, code: "x = [1, # one\n  2,\n]", role: "plain" },
      { line: 4, endLine: 5, endColumn: 7, keyword: "if", role: "open", isComplete: true },
      { line: 6, endLine: 8, endColumn: 4, code: "s = '''\n% if\n'''", role: "plain" },
    ]);
  });

  it("that were left open end where another begins, or the template", () => {
    const { statements, blocks } = parse("% for x in (1,\n% if x:\n% endif\n% y = [");
    expect(statements.map(({ isComplete }) => isComplete)).toEqual([false, true, true, false]);
    expect(blocks.map(({ close }) => close?.line)).toEqual([undefined, 3]);
  });

  it.each([
    ["%", "close"],
    ["%  ", "close"],
    ["% end", "close"],
    ["% endfor # all", "close"],
    ["% end = 5", "plain"],
    ["% end.x()", "plain"],
    ["% endless = 1", "plain"],
    ["% format(x)", "plain"],
    ["% iffy = 1", "plain"],
    ["% else", "middle"],
    ["%if x", "open"],
    ["% pass", "plain"],
  ])("%j is of the kind %s", (line, role) => {
    expect(parse(line).statements).toMatchObject([{ role }]);
  });

  it("do nothing where there is nothing but a comment", () => {
    expect(parse("% # note").statements).toEqual([]);
  });
});

describe("blocks", () => {
  it.each([
    ["% if a\n% elif b\n% else\n% end", ["if 1 2 3 4"]],
    ["% for x in y\n% if x\n% else\n%\n% else\n% endfor", ["for 1 5 6", "if 2 3 4"]],
    ["% try\n% except A\n% except\n% else\n% finally\n% endtry", ["try 1 2 3 4 5 6"]],
    // A terminator of an outer block closes what was left open inside.
    ["% if a\n% for x in y\n% endif", ["if 1 3", "for 2 -"]],
    ["% for x in a\n% for y in b\n% endfor", ["for 1 -", "for 2 3"]],
    ["% endfor\n% else\n% if x\n% end", ["if 3 4"]],
    ["% def f(x):\n% class A:\n% endclass\n% enddef", ["def 1 4", "class 2 3"]],
    ["% with a as b:\n% while 1\n% endwhile\n% endwith", ["with 1 4", "while 2 3"]],
    ["% elif x\n% if a\n% except\n% endif", ["if 2 4"]],
  ])("%j", (source, expected) => {
    expect(shape(source)).toEqual(expected);
  });

  it("tell what belongs to none", () => {
    expect(parse("% endfor\n% if x\n% except\n% end").strays.map(({ line }) => line)).toEqual([
      1, 3,
    ]);
  });

  it("are found from a line", () => {
    const found = parse("% for x in [1,\n  2]:\na\n% if x:\nb\n% endif\n% endfor\nc");
    expect(statementAt(found, 2)?.keyword).toBe("for");
    expect(statementAt(found, 3)).toBeNull();
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((line) => blockAround(found, line)?.keyword)).toEqual([
      undefined,
      undefined,
      "for",
      "for",
      "if",
      "for",
      undefined,
      undefined,
    ]);
  });
});

it("reads 10,000 nested blocks", () => {
  const depth = 10_000;
  const lines = [...Array(depth).fill("% if x:"), ...Array(depth).fill("% endif")];
  const { blocks } = parseBlocks(lines);
  expect(blocks.every(({ close }) => close !== null)).toBe(true);
});
