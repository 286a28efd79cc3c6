import { type FormatLexer, type LexerRule, walk } from "./format-lexer";

const rules: LexerRule[] = [
  { match: /\s+/y, token: "" },
  { match: /"(?:[^"\\]|\\.)*"(?=\s*:)/y, token: "key" },
  { match: /"/y, token: "string", next: "string" },
  { match: /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y, token: "number" },
  { match: /(?:true|false|null)\b/y, token: "constant" },
  { match: /[[\]{},:]/y, token: "delimiter" },
  // No part of JSON, and used all the same.
  { match: /\/\/.*/y, token: "comment" },
  { match: /\w+/y, token: "identifier" },
];

const string: LexerRule[] = [
  { match: /"/y, token: "string", next: "value" },
  { match: /\\u[\da-fA-F]{4}|\\./y, token: "string.escape" },
  { match: /[^"\\]+|\\/y, token: "string" },
];

export const json: FormatLexer = {
  start: "value",
  line: (line, from, state, emit) =>
    walk(line, from, state, emit, (name) => (name === "string" ? string : rules)),
  // A string ends with its line, even where it is wrong.
  next: () => "value",
};
