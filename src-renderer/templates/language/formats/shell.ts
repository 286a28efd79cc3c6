import { type FormatLexer, type LexerRule, walk } from "./format-lexer";

const KEYWORDS = new Set(
  "if then else elif fi for while until do done case esac in function select return exit break continue local export readonly set unset shift trap source".split(
    " ",
  ),
);

const variable: LexerRule = {
  match: /\$(?:\{[^}]*\}|\w+|[#?@*!$-])/y,
  token: "variable",
};

const plain: LexerRule[] = [
  { match: /\s+/y, token: "" },
  { match: /(?<=^|[\s;&|()])#.*/y, token: "comment" },
  { match: /\\./y, token: "string.escape" },
  variable,
  { match: /\$?'/y, token: "string", next: "single" },
  { match: /"/y, token: "string", next: "double" },
  { match: /[A-Za-z_]\w*(?=\+?=)/y, token: "key" },
  { match: /\d+(?=[\s;)&|]|$)/y, token: "number" },
  { match: /[A-Za-z_][\w-]*/y, token: (text) => (KEYWORDS.has(text) ? "keyword" : "identifier") },
  { match: /[;&|<>()[\]{}=!`$]+/y, token: "delimiter" },
];

const double: LexerRule[] = [
  { match: /"/y, token: "string", next: "plain" },
  { match: /\\./y, token: "string.escape" },
  variable,
  { match: /[^"\\$]+|[\\$]/y, token: "string" },
];

const single: LexerRule[] = [
  { match: /'/y, token: "string", next: "plain" },
  { match: /[^']+/y, token: "string" },
];

const HEREDOC = /(?<!<)<<(-?)\s*(?:(["'])([^"']+)\2|\\?(\w+))/;

/** States: `plain`, `double`, `single`, and `here - WORD` in a text that ends with a word (`-` where tabs may precede it). */
export const shell: FormatLexer = {
  start: "plain",
  line(line, from, state, emit) {
    if (state.startsWith("here ")) {
      if (from < line.length) emit(from, isEnd(line, state) ? "delimiter" : "string");
      return state;
    }
    return walk(line, from, state, emit, (name) =>
      name === "double" ? double : name === "single" ? single : plain,
    );
  },
  next(state, line) {
    if (state.startsWith("here ")) return isEnd(line, state) ? "plain" : state;
    const here = state === "plain" ? HEREDOC.exec(line) : null;
    // What a comment says begins nothing.
    if (here === null || /(?:^|\s)#/.test(line.slice(0, here.index))) return state;
    return `here ${here[1] === "-" ? "-" : "="} ${here[3] ?? here[4]}`;
  },
};

function isEnd(line: string, state: string): boolean {
  const text = state[5] === "-" ? line.replace(/^\t+/, "") : line;
  return text === state.slice(7);
}
