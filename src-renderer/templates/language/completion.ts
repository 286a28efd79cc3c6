import { languages } from "monaco-editor/editor/editor.api.js";
import type { Member } from "../../../src-shared/preview";
import {
  PYTHON_BUILTINS,
  PYTHON_CONSTANTS,
  PYTHON_KEYWORDS,
} from "../../../src-shared/python-scan";
import { parseBlocks } from "../../../src-shared/template-blocks";
import { type CodePlace, placeAt } from "./code-place";
import { localNames, resolve } from "./local-names";
import { statementWords } from "./statement-words";
import { templateContext } from "./template-context";

type Item = Omit<languages.CompletionItem, "range"> & { range?: languages.CompletionItem["range"] };

const {
  Class,
  Constant,
  Field,
  Function: Call,
  Keyword,
  Method,
  Variable,
} = languages.CompletionItemKind;

/** Offers names of the data, what they have, and the words of statements. */
export const completions: languages.CompletionItemProvider = {
  // A blank begins the first word of a statement; a `%` alone may be the whole of one.
  triggerCharacters: [".", '"', "'", " ", "{"],
  provideCompletionItems: async (model, position, context) => {
    const lines = model.getLinesContent();
    const place = placeAt(lines, position.lineNumber, position.column);
    const trigger = context.triggerCharacter;
    if (place.kind === "none" || !isAskedFor(place, trigger)) return { suggestions: [] };
    const word = model.getWordUntilPosition(position);
    const typed = {
      startLineNumber: position.lineNumber,
      endLineNumber: position.lineNumber,
      startColumn: word.startColumn,
      endColumn: position.column,
    };
    const rest = model.getLineContent(position.lineNumber).slice(position.column - 1);
    const items = await itemsOf(place, lines, position.lineNumber, model.uri.path.slice(1), rest);
    const start = place.kind === "member" ? place.dot : null;
    return {
      suggestions: items.map((item) => ({
        ...item,
        // A key takes the place of the dot, too.
        range:
          item.filterText?.startsWith(".") && start !== null
            ? { ...typed, startColumn: start }
            : typed,
      })),
    };
  },
};

/** Nobody asked for anything by a blank within an expression, or by a quote that begins a text. */
function isAskedFor(place: CodePlace, trigger: string | undefined): boolean {
  if (trigger === undefined) return true;
  if (trigger === ".") return place.kind === "member";
  if (trigger === "{") return place.kind === "name";
  return place.kind === (trigger === " " ? "keyword" : "key");
}

async function itemsOf(
  place: Exclude<CodePlace, { kind: "none" }>,
  lines: readonly string[],
  line: number,
  path: string,
  rest: string,
): Promise<Item[]> {
  const found = parseBlocks(lines);
  const context = templateContext(path);
  if (place.kind === "member" || place.kind === "key") {
    const resolved = resolve(found, line, place.expression);
    if (context === null || resolved.kind === "local") return [];
    const members = await context.members(resolved.expression).catch(nothing);
    if (place.kind === "member") return members.map(memberItem);
    return members
      .filter(({ kind }) => kind === "key")
      .map((key) => keyItem(key, place.quote, rest));
  }
  const names = (await context?.names().catch(nothing)) ?? [];
  const items: Item[] = [
    ...names.map(({ name, type }) => item(name, Variable, "4", type)),
    ...localNames(found).map(({ name, line: at }) => item(name, Variable, "4", `line ${at}`)),
  ];
  if (place.kind === "keyword") {
    const words = statementWords(lines, line);
    return [
      ...words.map((word, index) => item(word, Keyword, String(index).padStart(3, "0"))),
      ...items,
    ];
  }
  return [
    ...items,
    ...[...PYTHON_BUILTINS].map((name) => item(name, /^[A-Z]/.test(name) ? Class : Call, "5")),
    ...[...PYTHON_CONSTANTS].map((name) => item(name, Constant, "5")),
    ...[...PYTHON_KEYWORDS].map((name) => item(name, Keyword, "6")),
  ];
}

/** The engine says itself, where the preview is, that it cannot be asked. */
function nothing(): never[] {
  return [];
}

/** @param rank a text by which they are sorted */
function item(label: string, kind: languages.CompletionItemKind, rank: string, detail = ""): Item {
  return { label, kind, insertText: label, sortText: rank + label, detail };
}

function memberItem({ name, kind, type }: Member): Item {
  if (kind !== "key") return item(name, kind === "method" ? Method : Field, "1", type);
  return {
    ...item(name, Field, "0", type),
    insertText: `[${JSON.stringify(name)}]`,
    filterText: `.${name}`,
  };
}

function keyItem({ name, type }: Member, quote: string, rest: string): Item {
  const text = name.replace(/[\\"']/g, (char) =>
    char === "\\" || char === quote ? `\\${char}` : char,
  );
  const closing = rest.startsWith(quote) ? "" : rest.startsWith("]") ? quote : `${quote}]`;
  return { ...item(name, Field, "0", type), insertText: text + closing };
}
