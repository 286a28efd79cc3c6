import fc from "fast-check";
import { formatTemplate } from "../format-template";

/** A template as the format command leaves it. */
export function formatted(source: string): string {
  const lines = source.split("\n");
  for (const { line, column, endColumn, text } of formatTemplate(lines).toReversed()) {
    const before = lines[line - 1] ?? "";
    lines[line - 1] = before.slice(0, column - 1) + text + before.slice(endColumn - 1);
  }
  return lines.join("\n");
}

const blanks = fc.constantFrom("", "", " ", "  ", "    ", "\t");
const tail = fc.constantFrom("", "", " ", "  # why", " #:");
const colon = fc.constantFrom("", ":", " :");
const text = fc.constantFrom(
  "a",
  "  b: ${n}",
  "%% c",
  "## d",
  "",
  "\\${e}  ",
  "${[1,\n % 2][0]}",
  "${'''\n% if\n'''}",
);
const condition = fc.constantFrom(
  "n",
  "n[1:2]",
  "(n and\n   n)",
  "n == ':'",
  "n \\\n  and n",
  "f'{n:>3}'",
);

const statement = (code: fc.Arbitrary<string>, end: fc.Arbitrary<string> = fc.constant("")) =>
  fc.tuple(blanks, blanks, code, end, tail).map(([a, b, c, d, e]) => `${a}%${b}${c}${d}${e}`);

/** Templates that are right, with statements written in all ways; they read the name `n`, a string. */
export const templates: fc.Arbitrary<string> = fc
  .letrec<{ body: string[]; node: string[]; block: string[] }>((tie) => ({
    body: fc.array(tie("node"), { maxLength: 3 }).map((nodes) => nodes.flat()),
    node: fc.oneof(
      { depthSize: "small" },
      text.map((line) => [line]),
      statement(fc.constantFrom("x = 1", "x = [1,\n 2]", "pass", "s = '''\n%if\n'''")).map(
        (line) => [line],
      ),
      tie("block"),
    ),
    block: fc.oneof(
      fc
        .tuple(
          statement(
            condition.map((code) => `if ${code}`),
            colon,
          ),
          tie("body"),
          statement(fc.constant("else"), colon),
          tie("body"),
          statement(fc.constantFrom("endif", "end")),
        )
        .map(([open, a, middle, b, close]) => [open, ...a, middle, ...b, close]),
      fc
        .tuple(
          statement(fc.constant("for c in n"), colon),
          tie("body"),
          fc.tuple(blanks, fc.constantFrom("%", "% endfor", "%end")).map((parts) => parts.join("")),
        )
        .map(([open, a, close]) => [open, ...a, close]),
    ),
  }))
  .body.map((all) => all.join("\n"));
