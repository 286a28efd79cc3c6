import { type FormatLexer, type LexerRule, walk } from "./format-lexer";

// A block of Lua or njs is no text of nginx's own: it is coloured as arguments, which does no harm.
const common: LexerRule[] = [
  { match: /\s+/y, token: "" },
  { match: /#.*/y, token: "comment" },
  { match: /[{}]|;/y, token: "delimiter", next: "directive" },
];

const states: Record<string, LexerRule[]> = {
  directive: [
    ...common,
    {
      match: /(?:if|location|server|http|events|upstream|map|geo|types|stream)\b/y,
      token: "keyword",
      next: "args",
    },
    { match: /[^\s;{}#"'$]+/y, token: "key", next: "args" },
    { match: /(?=["'$])/y, token: "", next: "args" },
  ],
  args: [
    ...common,
    { match: /"/y, token: "string", next: "double" },
    { match: /'/y, token: "string", next: "single" },
    { match: /\$(?:\w+|\{\w+\})/y, token: "variable" },
    { match: /(?:on|off|default|any)(?=[\s;])/y, token: "constant" },
    { match: /-?\d+(?:\.\d+)?(?:[kKmMgG]|ms|[smhdwy])?(?=[\s;:]|$)/y, token: "number" },
    { match: /[=~!^*]+(?=\s)/y, token: "delimiter" },
    { match: /[^\s;{}"'$]+/y, token: "identifier" },
  ],
  double: quoted('"'),
  single: quoted("'"),
};

function quoted(quote: string): LexerRule[] {
  return [
    { match: new RegExp(quote, "y"), token: "string", next: "args" },
    { match: /\\./y, token: "string.escape" },
    { match: /\$(?:\w+|\{\w+\})/y, token: "variable" },
    { match: new RegExp(`[^\\\\$${quote}]+|.`, "y"), token: "string" },
  ];
}

export const nginx: FormatLexer = {
  start: "directive",
  line: (line, from, state, emit) => walk(line, from, state, emit, (name) => states[name] ?? []),
  next: (state) => state,
};
