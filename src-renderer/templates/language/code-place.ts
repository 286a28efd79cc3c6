import { scanTemplateLine, type TemplateState } from "../../../src-shared/template-scan";

/** What can be completed at a place of a template. Columns count from 1. */
export type CodePlace =
  /** Text, a comment, the inside of a Python text. */
  | { kind: "none" }
  /** The first word of a statement. */
  | { kind: "keyword" }
  | { kind: "name" }
  /** Behind the dot of an expression. */
  | { kind: "member"; expression: string; dot: number }
  /** In the quotes of `expression["`. */
  | { kind: "key"; expression: string; quote: string; column: number };

const NAME = "[\\p{L}_][\\p{L}\\p{N}\\p{M}_]*";
const CHAIN = `${NAME}(?:\\.${NAME}|\\[(?:\\d+|'[^'\\\\]*'|"[^"\\\\]*")\\])*`;
// What stands before would be a part of the expression, and cannot be told without running it.
const START = "(?<![\\p{L}\\p{N}\\p{M}_.)\\]'\"])";
const MEMBER = new RegExp(`${START}(${CHAIN})\\.(?:${NAME})?$`, "u");
const KEY = new RegExp(`${START}(${CHAIN})\\[(['"])([^'"\\\\]*)$`, "u");
const ENDS_IN_CHAIN = new RegExp(`${START}(${CHAIN})$`, "u");
const ANY_MEMBER = new RegExp(`\\.(?:${NAME})?$`, "u");
const FIRST_WORD = /^[ \t]*%[ \t\f]*[\p{L}\p{N}_]*$/u;

/** @param lines the template @param line from 1 @param column of the cursor, from 1 */
export function placeAt(lines: readonly string[], line: number, column: number): CodePlace {
  const state = stateBefore(lines, line);
  const before = (lines[line - 1] ?? "").slice(0, column - 1);
  let last = "";
  const { kind, inside } = scanTemplateLine(before, state, (_, type) => {
    last = type;
  });
  if (inside === "" || last === "comment") return { kind: "none" };
  const top = inside.at(-1) ?? "";
  if (top === ":") return { kind: "none" };
  if (top >= "A" && top <= "P") {
    const [, expression = "", quote = "", typed = ""] = KEY.exec(before) ?? [];
    if (expression === "") return { kind: "none" };
    return { kind: "key", expression, quote, column: column - typed.length };
  }
  if (kind === "statement" && state === "" && FIRST_WORD.test(before)) return { kind: "keyword" };
  if (/\d[\w.]*$/.test(before) && last === "number") return { kind: "none" };
  const expression = MEMBER.exec(before)?.[1];
  if (expression !== undefined)
    return { kind: "member", expression, dot: before.lastIndexOf(".") + 1 };
  return ANY_MEMBER.test(before) ? { kind: "none" } : { kind: "name" };
}

/** A chain of names, attributes and keys in the code. Columns count from 1, the end is exclusive. */
export interface ExpressionAt {
  expression: string;
  column: number;
  endColumn: number;
}

/** The expression that ends with the name at a place: on `port` of `host.port + 1` it is `host.port`. */
export function expressionAt(
  lines: readonly string[],
  line: number,
  column: number,
): ExpressionAt | null {
  const text = lines[line - 1] ?? "";
  const tokens: { start: number; type: string }[] = [];
  scanTemplateLine(text, stateBefore(lines, line), (start, type) => tokens.push({ start, type }));
  const index = tokens.findLastIndex(({ start }) => start <= column - 1);
  const type = tokens[index]?.type;
  if (type !== "identifier" && type !== "builtin") return null;
  const end = tokens[index + 1]?.start ?? text.length;
  const expression = ENDS_IN_CHAIN.exec(text.slice(0, end))?.[1];
  if (expression === undefined) return null;
  return { expression, column: end - expression.length + 1, endColumn: end + 1 };
}

function stateBefore(lines: readonly string[], line: number): TemplateState {
  let state: TemplateState = "";
  for (const text of lines.slice(0, line - 1))
    ({ state } = scanTemplateLine(text, state, () => {}));
  return state;
}
