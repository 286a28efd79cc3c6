import { type FormatLexer, type LexerRule, walk } from "./format-lexer";

const key: LexerRule[] = [
  { match: /\s+/y, token: "" },
  { match: /[#;].*/y, token: "comment" },
  { match: /\[[^\]]*\]?/y, token: "section", next: "value" },
  { match: /[^=:\s[][^=:\n]*?(?=\s*[=:])/y, token: "key", next: "sign" },
  // Programs without a sign between the two: sshd, redis.
  { match: /[^\s=:]+/y, token: "key", next: "value" },
  { match: /(?=[=:])/y, token: "", next: "sign" },
];

const sign: LexerRule[] = [
  { match: /\s+/y, token: "" },
  { match: /[=:]/y, token: "delimiter", next: "value" },
];

const value: LexerRule[] = [
  { match: /\s+/y, token: "" },
  { match: /(?<=\s)[#;].*/y, token: "comment" },
  { match: /"(?:[^"\\]|\\.)*"?|'[^']*'?/y, token: "string" },
  { match: /(?:true|false|yes|no|on|off|none|null)(?=[\s,;]|$)/iy, token: "constant" },
  {
    match: /[-+]?\d+(?:\.\d+)*(?:[kKmMgGtT][bB]?|ms|min|[smhdwy])?(?=[\s,;:/]|$)/y,
    token: "number",
  },
  { match: /\$(?:\w+|\{[^}]*\})/y, token: "variable" },
  { match: /\\.?/y, token: "string.escape" },
  { match: /[,]/y, token: "delimiter" },
  { match: /[^\s"'$\\,]+/y, token: "identifier" },
];

const systemdValue: LexerRule[] = [
  { match: /%[a-zA-Z%]/y, token: "variable" },
  ...value.filter(({ token }) => token !== "comment"),
];
systemdValue.push({ match: /[^\s"'$\\,%]+/y, token: "identifier" });

function lexer(values: LexerRule[], takesContinuation: boolean): FormatLexer {
  const states: Record<string, LexerRule[]> = { key, sign, value: values };
  return {
    start: "key",
    line: (line, from, state, emit) => walk(line, from, state, emit, (name) => states[name] ?? []),
    next: (state, line) =>
      takesContinuation && /\\$/.test(line) && state === "value" ? state : "key",
  };
}

export const ini = lexer(value, false);
export const systemd = lexer(systemdValue, true);
