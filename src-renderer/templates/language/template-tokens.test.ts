import { describe, expect, it } from "vitest";
import type { TargetFormat } from "../../../src-shared/target-format";
import { lexers } from "./formats/lexers";
import { type TokenState, tokenizeFormat, tokenizeTemplate } from "./template-tokens";

/** The tokens of each line as `text:type`, blanks left out. */
function tokensOf(format: TargetFormat, source: string, isTemplate = true): string[][] {
  const lexer = lexers[format];
  let state: TokenState = { template: "", format: lexer.start };
  return source.split("\n").map((line) => {
    const found = isTemplate
      ? tokenizeTemplate(line, state, lexer)
      : tokenizeFormat(line, state.format, lexer);
    state = found.state;
    expect(found.tokens.map(({ start }) => start)).toEqual(
      found.tokens.map(({ start }) => start).toSorted((a, b) => a - b),
    );
    return found.tokens
      .map(({ start, type }, index) => {
        const end = found.tokens[index + 1]?.start ?? line.length;
        return [line.slice(start, end).trim(), type];
      })
      .filter(([text]) => text !== "")
      .map(([text, type]) => `${text}:${type}`);
  });
}

/** The type of the token that a piece of text has. */
function typeOf(format: TargetFormat, source: string, piece: string): string | undefined {
  const all = tokensOf(format, source).flat();
  return all.find((token) => token.startsWith(`${piece}:`))?.slice(piece.length + 1);
}

describe("the template itself", () => {
  it("tells statements, expressions, comments and escapes", () => {
    expect(
      tokensOf(
        "plain",
        ["% for x in range(3):", "a ${x + 1} b", "## note", "\\${y}", " %% z", "% endfor"].join(
          "\n",
        ),
      ),
    ).toEqual([
      [
        "%:template",
        "for:keyword",
        "x:identifier",
        "in:keyword",
        "range:builtin",
        "(:delimiter",
        "3:number",
        ")::delimiter",
      ],
      ["a:", "${:template", "x:identifier", "+:delimiter", "1:number", "}:template", "b:"],
      ["## note:comment"],
      ["\\:template.escape", "${y}:"],
      ["%:template.escape", "% z:"],
      ["%:template", "endfor:keyword"],
    ]);
  });

  it.each([
    ['${"}"} t'],
    ["${ {'k': 1}['k'] } t"],
    ["${ {1, 2} } t"],
    ["${f\"{ {'a': '}'}['a'] }}}\"} t"],
    ['${f"{x["a"]:>{width}}"} t'],
    ['${f"{x!r:{y}}"} t'],
    ['${rb"\\"} t'.replace('\\"', '\\\\"')],
    ["${'''a } ' b'''} t"],
    ["${[c for c in '}{' if c != '}']} t"],
    ["${(lambda: {'a': '}'})()} t"],
    ["${'a' # no comment here\n 'b}'} t"],
    ['${"""a\n}\nb"""} t'],
    ["${foo(\n  1,\n  # }\n  2)\n} t"],
    ["${x['\\'}']} t"],
    ["${é['}']} t"],
    ["${u'}' rb'}' if'}'else''} t"],
  ])("finds the end of %j", (source) => {
    expect(tokensOf("plain", source).at(-1)?.at(-1)).toBe("t:");
    expect(tokensOf("plain", source).at(-1)?.at(-2)).toBe("}:template");
  });

  it("goes on with a statement over lines, and ends it at a comment", () => {
    const tokens = tokensOf("plain", "% x = [1,\n  2] # two\ntext\n% y = 1 + \\\n 2\ntext ${y}");
    expect(tokens[1]).toEqual(["2:number", "]:delimiter", "# two:comment"]);
    expect(tokens[2]).toEqual(["text:"]);
    expect(tokens[4]).toEqual(["2:number"]);
    expect(tokens[5]?.[0]).toBe("text:");
  });

  it("finds its way back where an expression was left open", () => {
    const tokens = tokensOf("plain", "a ${foo(\nb\n% endif\ntext");
    expect(tokens[2]?.[0]).toBe("%:template");
    expect(tokens[3]).toEqual(["text:"]);
    expect(tokensOf("plain", "a ${foo(1} b")[0]?.at(-1)).toBe("b:");
    expect(tokensOf("plain", "a ${'x} b\ntext")[1]?.[0]).not.toBe("text:");
  });
});

describe("the format around it", () => {
  it("is interrupted and goes on", () => {
    const source = [
      "server {",
      "    listen ${port};",
      "% if tls:",
      "    ssl_certificate /etc/ssl/${name}.pem",
      "% endif",
      "        on;",
      "    root /var;",
    ].join("\n");
    const tokens = tokensOf("nginx", source);
    expect(tokens[0]).toEqual(["server:keyword", "{:delimiter"]);
    expect(tokens[1]).toEqual([
      "listen:key",
      "${:template",
      "port:identifier",
      "}:template",
      ";:delimiter",
    ]);
    expect(tokens[3]?.at(-1)).toBe(".pem:identifier");
    // The directive is still open behind the block.
    expect(tokens[5]).toEqual(["on:constant", ";:delimiter"]);
    expect(tokens[6]?.[0]).toBe("root:key");
  });

  it("does not take the line of an expression for one of its own", () => {
    const tokens = tokensOf("ini", "[a]\nkey = ${[\n  1,\n][0]} more = text\nother = 1");
    expect(tokens[3]?.join(" ")).not.toContain("key");
    expect(tokens[4]?.[0]).toBe("other:key");
  });

  it("sees the text that an escape makes", () => {
    const tokens = tokensOf("shell", 'echo "\\${HOME}" \\${USER} $x');
    expect(tokens[0]).toContain("${HOME}:variable");
    expect(tokens[0]).toContain("${USER}:variable");
  });

  it.each([
    ["nginx", "worker_processes 4;", "4", "number"],
    ["nginx", 'return 200 "a $uri";', "$uri", "variable"],
    ["nginx", "# a ${b} c", "c", "comment"],
    ["ini", "[se ction]", "[se ction]", "section"],
    ["ini", "max size = 10M", "10M", "number"],
    ["ini", "Port 22", "Port", "key"],
    ["ini", "; note", "; note", "comment"],
    ["yaml", "a b: 'it''s'", "a b", "key"],
    ["yaml", "a: true", "true", "constant"],
    ["yaml", "a: don't", "don't", "identifier"],
    ["yaml", "- &x 12", "12", "number"],
    ["yaml", "a: |\n  b: c\nd: e", "b: c", "string"],
    ["yaml", "a: |\n  b: c\nd: e", "d", "key"],
    ["yaml", "- a: >-\n    b: c\n  d: e", "b: c", "string"],
    ["yaml", "- a: >-\n    b: c\n  d: e", "d", "key"],
    ["json", '{"a": "b\\n"}', '"a"', "key"],
    ["json", '{"a": "b\\n"}', "\\n", "string.escape"],
    ["json", "[-1.5e3, null]", "-1.5e3", "number"],
    ["systemd", "ExecStart=/bin/x %i", "%i", "variable"],
    ["systemd", "ExecStart=/bin/x \\\n  --flag\n", "--flag", "identifier"],
    ["shell", "if [ $x = 'a' ]; then", "if", "keyword"],
    ["shell", "cat <<EOF\nif x\nEOF\nfi", "if x", "string"],
    ["shell", "cat <<EOF\nif x\nEOF\nfi", "fi", "keyword"],
    ["python", "def f(): return '''a", "def", "keyword"],
  ] as const)("%s: %j", (format, source, piece, type) => {
    expect(typeOf(format, source, piece)).toBe(type);
  });
});

it("colours Python source over its lines", () => {
  const tokens = tokensOf(
    "python",
    '@dataclass\nclass A:\n    """doc\n  % if x\n    """\n    x: int = 1',
    false,
  );
  expect(tokens[0]).toEqual(["@:keyword", "dataclass:identifier"]);
  expect(tokens[3]).toEqual(["% if x:string"]);
  expect(tokens[5]).toContain("int:builtin");
});

it("takes its time from the length of the text alone", () => {
  const lexer = lexers.nginx;
  const lines = ["% for s in sites:", "    listen ${s['port']:>5} default; # x", "% endfor"];
  let state: TokenState = { template: "", format: lexer.start };
  const states = new Set<string>();
  for (let i = 0; i < 5000; i += 1) {
    ({ state } = tokenizeTemplate(lines[i % 3] ?? "", state, lexer));
    states.add(JSON.stringify(state));
  }
  // Nothing piles up from line to line: a change is coloured up to where the states are the same again.
  expect(states.size).toBe(1);
});
