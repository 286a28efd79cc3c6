import { type FormatLexer, type LexerRule, walk } from "./format-lexer";

/**
 * States: `plain`, in a quoted text `double` and `single`, and `block N` in a block of text (`|` and `>`) that
 * belongs to a line with N blanks before it; `block-head N` on that line itself.
 */
const plain: LexerRule[] = [
  { match: /\s+/y, token: "" },
  { match: /(?<=^|\s)#.*/y, token: "comment" },
  { match: /^(?:---|\.\.\.)(?=\s|$)/y, token: "section" },
  { match: /^%\S.*/y, token: "section" },
  { match: /[-?](?=\s|$)/y, token: "delimiter" },
  {
    match:
      /(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#"'[\]{},&*!|>%@`][^#"'[\]{},]{0,200}?)(?=\s*:(?:\s|$))/y,
    token: "key",
  },
  { match: /:(?=\s|$|[[{"'])/y, token: "delimiter" },
  { match: /[[\]{},]/y, token: "delimiter" },
  { match: /[&*][^\s[\]{},]+/y, token: "variable" },
  { match: /!\S*/y, token: "keyword" },
  // Within a word a quote is a character like others.
  { match: /(?<=^|[\s[{,:])"/y, token: "string", next: "double" },
  { match: /(?<=^|[\s[{,:])'/y, token: "string", next: "single" },
  { match: /(?:true|false|yes|no|on|off|null|~)(?=\s*(?:$|[,\]}]|\s#))/iy, token: "constant" },
  {
    match:
      /[-+]?(?:0[xo][\da-fA-F]+|\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|\.inf|\.nan)(?=\s*(?:$|[,\]}]|\s#))/iy,
    token: "number",
  },
  { match: /[^\s[\]{},:]+|:/y, token: "identifier" },
];

const double: LexerRule[] = [
  { match: /"/y, token: "string", next: "plain" },
  { match: /\\./y, token: "string.escape" },
  { match: /[^"\\]+|\\/y, token: "string" },
];

const single: LexerRule[] = [
  { match: /''/y, token: "string.escape" },
  { match: /'/y, token: "string", next: "plain" },
  { match: /[^']+/y, token: "string" },
];

const BLOCK_HEAD = /(?:^|[:\s-])[|>][-+\d]*\s*(?:\s#.*)?$/;

export const yaml: FormatLexer = {
  start: "plain",
  line(line, from, state, emit) {
    let current = state;
    if (current.startsWith("block ")) {
      const isInside = indentOf(line) > Number(current.slice(6)) || line.trim() === "";
      if (isInside || from > 0) {
        if (from < line.length) emit(from, "string");
        return current;
      }
      current = "plain";
    }
    return walk(line, from, current, emit, (name) =>
      name === "double" ? double : name === "single" ? single : plain,
    );
  },
  next: (state, line) =>
    state === "plain" && BLOCK_HEAD.test(line) ? `block ${blockIndent(line)}` : state,
};

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** A block in a list may begin with its second dash: the blanks count from what the text belongs to. */
function blockIndent(line: string): number {
  const dashes = /^\s*(?:- +)*(?=\S*\s*:)/.exec(line)?.[0].length;
  return dashes ?? indentOf(line);
}
