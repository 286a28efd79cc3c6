/** A kind of token, as the theme knows them. */
export type FormatToken =
  | ""
  | "comment"
  | "section"
  | "key"
  | "string"
  | "string.escape"
  | "number"
  | "keyword"
  | "constant"
  | "builtin"
  | "identifier"
  | "variable"
  | "delimiter";

export type EmitToken = (start: number, token: FormatToken) => void;

/**
 * The colours of a format, line by line. Where a template puts expressions, the line has the letter `x` in their
 * place, so that a lexer goes on as if a word stood there.
 */
export interface FormatLexer {
  /** What state a text begins in. */
  start: string;
  /**
   * Tells the tokens of a line from a place on, each at its beginning.
   * @returns the state at the end of the line, before its line end
   */
  line(line: string, from: number, state: string, emit: EmitToken): string;
  /** The state behind the line end. */
  next(state: string, line: string): string;
}

export interface LexerRule {
  /** Sticky. `^` is the beginning of a line. */
  match: RegExp;
  token: FormatToken | ((text: string) => FormatToken);
  /** The state behind it, where that is another one. */
  next?: string;
}

/** Walks a line by rules, the first that matches; what none matches is passed over, a character each. */
export function walk(
  line: string,
  from: number,
  state: string,
  emit: EmitToken,
  rules: (state: string) => readonly LexerRule[],
): string {
  let at = from;
  let current = state;
  let isPlain = false;
  while (at < line.length) {
    const found = firstMatch(rules(current), line, at);
    if (found === null) {
      if (!isPlain) emit(at, "");
      isPlain = true;
      at += 1;
      continue;
    }
    isPlain = false;
    const { rule, text } = found;
    if (text !== "") emit(at, typeof rule.token === "string" ? rule.token : rule.token(text));
    at += text.length;
    if (rule.next !== undefined) current = rule.next;
    // A rule that takes nothing must lead to another state, or it would be asked for ever.
    else if (text === "") throw new Error(`a rule takes nothing: ${rule.match}`);
  }
  return current;
}

function firstMatch(rules: readonly LexerRule[], line: string, at: number) {
  for (const rule of rules) {
    rule.match.lastIndex = at;
    const text = rule.match.exec(line)?.[0];
    if (text !== undefined) return { rule, text };
  }
  return null;
}
