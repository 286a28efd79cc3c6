import {
  scanTemplateLine,
  type TemplateState,
  type TemplateToken,
} from "../../../src-shared/template-scan";
import type { FormatLexer, FormatToken } from "./formats/format-lexer";

/** The state of the colours at the beginning of a line: of the template, and of the format that it makes. */
export interface TokenState {
  template: TemplateState;
  format: string;
}

export interface LineTokens {
  /** Each begins at its offset and ends where the next begins. */
  tokens: { start: number; type: string }[];
  state: TokenState;
}

const types: Partial<Record<TemplateToken, string>> = {
  escape: "template.escape",
  "template.comment": "comment",
};

/** Colours a line of a template; statements and expressions interrupt the format, and it goes on behind them. */
export function tokenizeTemplate(line: string, state: TokenState, lexer: FormatLexer): LineTokens {
  const tokens: { start: number; type: TemplateToken }[] = [];
  const scanned = scanTemplateLine(line, state.template, (start, type) =>
    tokens.push({ start, type }),
  );
  if (scanned.kind !== "text") {
    return {
      tokens: merge(tokens.map(({ start, type }) => ({ start, type: types[type] ?? type }))),
      state: { template: scanned.state, format: state.format },
    };
  }
  const begin = tokens.find(
    ({ type }) => type === "text" || type === "template" || type === "escape",
  );
  // A line within an expression is no line of the output.
  const from =
    state.template === ""
      ? 0
      : (begin?.start ?? line.length) + (begin?.type === "template" ? 1 : 0);
  const formatTokens: { start: number; type: FormatToken }[] = [];
  const output = maskedLine(line, tokens);
  const after = lexer.line(output, from, state.format, (start, type) =>
    formatTokens.push({ start, type }),
  );
  const format = scanned.state === "" ? lexer.next(after, output) : after;
  return {
    tokens: merge(overlay(tokens, formatTokens, line.length)),
    state: { template: scanned.state, format },
  };
}

/** Colours a line of a format itself. */
export function tokenizeFormat(line: string, format: string, lexer: FormatLexer): LineTokens {
  const tokens: { start: number; type: string }[] = [];
  const after = lexer.line(line, 0, format, (start, type) => tokens.push({ start, type }));
  return { tokens: merge(tokens), state: { template: "", format: lexer.next(after, line) } };
}

/** The line as the format sees it: a word in place of each expression, nothing in place of what escapes. */
function maskedLine(
  line: string,
  tokens: readonly { start: number; type: TemplateToken }[],
): string {
  let masked = "";
  tokens.forEach(({ start, type }, index) => {
    const end = tokens[index + 1]?.start ?? line.length;
    if (type === "text") masked += line.slice(start, end);
    else masked += (type === "escape" ? " " : "x").repeat(end - start);
  });
  return masked;
}

function overlay(
  tokens: readonly { start: number; type: TemplateToken }[],
  format: readonly { start: number; type: FormatToken }[],
  length: number,
): { start: number; type: string }[] {
  const merged: { start: number; type: string }[] = [];
  let next = 0;
  tokens.forEach(({ start, type }, index) => {
    const end = tokens[index + 1]?.start ?? length;
    if (type !== "text") {
      merged.push({ start, type: types[type] ?? type });
      return;
    }
    // The token that is open where the text begins, and those that begin in it.
    while ((format[next + 1]?.start ?? length) <= start) next += 1;
    merged.push({ start, type: format[next]?.type ?? "" });
    while ((format[next + 1]?.start ?? length) < end) {
      next += 1;
      const token = format[next];
      if (token !== undefined) merged.push({ start: token.start, type: token.type });
    }
  });
  return merged;
}

function merge(
  tokens: readonly { start: number; type: string }[],
): { start: number; type: string }[] {
  return tokens.filter(({ type }, index) => index === 0 || type !== tokens[index - 1]?.type);
}
