import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { MAX_DATA_DEPTH, MAX_DATA_VALUES, notNames, tooDeep, tooMany } from "./data-limits";
import type { DataSet } from "./data-set";
import { fromJson, numberOf } from "./json-value";
import { TextPlaces } from "./text-places";
import type { Value } from "./value";

interface Wrong {
  offset: number;
  length: number;
  message: string;
}

/** A data set that is JSON (`readData`). */
export function readJsonData(source: string): DataSet {
  const text = source.replace(/^\uFEFF/, " ");
  if (text.trim() === "") return { ok: true, value: new Map() };
  const wrong: Wrong[] = [];
  const value = checkShape(text, wrong) ? readTop(text, wrong) : null;
  if (value !== null && wrong.length === 0) return { ok: true, value };
  const places = new TextPlaces(text);
  return {
    ok: false,
    problems: wrong.map(({ offset, length, message }) => ({
      ...places.range(offset, offset + Math.max(length, 1)),
      message,
    })),
  };
}

/** Whether the parser can take the text: it calls itself for each level. */
function checkShape(text: string, wrong: Wrong[]): boolean {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[[\]{}]/g)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    if (depth <= MAX_DATA_DEPTH) continue;
    wrong.push({ offset: index, length: 1, message: tooDeep });
    return false;
  }
  return true;
}

function readTop(text: string, wrong: Wrong[]): Map<string, Value> | null {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  wrong.push(
    ...errors.map(({ error, offset, length }) => ({ offset, length, message: sentence(error) })),
  );
  if (tree === undefined || errors.length > 0) return null;
  if (tree.type !== "object") {
    const { offset, length } = tree;
    wrong.push({ offset, length, message: notNames("an object", `{"name": "value"}`) });
    return null;
  }
  const budget = { left: MAX_DATA_VALUES };
  return dict(tree, text, wrong, budget);
}

function dict(node: Node, text: string, wrong: Wrong[], budget: { left: number }) {
  const entries = new Map<string, Value>();
  for (const { children } of node.children ?? []) {
    const [key, item] = children ?? [];
    if (key === undefined || item === undefined) continue;
    const name = String(key.value);
    if (entries.has(name)) {
      const { offset, length } = key;
      wrong.push({ offset, length, message: `${JSON.stringify(name)} is here twice.` });
    }
    entries.set(name, toValue(item, text, wrong, budget));
  }
  return entries;
}

function toValue(node: Node, text: string, wrong: Wrong[], budget: { left: number }): Value {
  budget.left -= 1;
  if (budget.left === -1)
    wrong.push({ offset: node.offset, length: node.length, message: tooMany });
  switch (node.type) {
    case "object":
      return tagged(node, text) ?? dict(node, text, wrong, budget);
    case "array":
      return (node.children ?? []).map((item) => toValue(item, text, wrong, budget));
    case "number":
      return numberOf(text.slice(node.offset, node.offset + node.length));
    case "string":
      return String(node.value);
    case "boolean":
      return node.value === true;
    default:
      return null;
  }
}

/** What a `$` form stands for; null for an object that only looks like one, such as `{"$schema": ...}`. */
function tagged(node: Node, text: string): Value | undefined {
  const first = node.children?.[0]?.children?.[0]?.value;
  if (typeof first !== "string" || !first.startsWith("$")) return undefined;
  try {
    return fromJson(text.slice(node.offset, node.offset + node.length));
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

function sentence(error: ParseError["error"]): string {
  switch (printParseErrorCode(error)) {
    case "InvalidSymbol":
      return "This is no JSON: text stands in double quotes, and true, false and null are written like this.";
    case "InvalidNumberFormat":
    case "UnexpectedEndOfNumber":
      return "This number is not written as JSON writes one.";
    case "PropertyNameExpected":
      return "A name in double quotes has to stand here. JSON has no comma before the closing brace.";
    case "ValueExpected":
      return "A value has to stand here. JSON has no comma before the closing bracket.";
    case "ColonExpected":
      return "A colon is missing.";
    case "CommaExpected":
      return "A comma is missing.";
    case "CloseBraceExpected":
      return "A closing brace } is missing.";
    case "CloseBracketExpected":
      return "A closing bracket ] is missing.";
    case "EndOfFileExpected":
      return "There is something behind the end.";
    case "InvalidCommentToken":
    case "UnexpectedEndOfComment":
      return "JSON has no comments. A data set in YAML can have them.";
    case "UnexpectedEndOfString":
      return "This text has no closing quote on its line.";
    case "InvalidUnicode":
    case "InvalidEscapeCharacter":
      return "JSON has no such escape after a backslash.";
    default:
      return "This character has to be written as an escape, such as \\n or \\u0009.";
  }
}
