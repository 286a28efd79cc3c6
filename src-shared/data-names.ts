import { applyEdits, modify } from "jsonc-parser";
import { isMap, isScalar, parseDocument, stringify } from "yaml";
import type { DataFormat } from "./template-files";

/**
 * A data set's text with names added at its end, each with null as its value. Comments and layout stay;
 * names that it has already are left out. A text that cannot be read is returned as it is.
 */
export function addNames(text: string, format: DataFormat, names: readonly string[]): string {
  return format === "json" ? addToJson(text, names) : addToYaml(text, names);
}

function addToJson(text: string, names: readonly string[]): string {
  let result = text.trim() === "" ? "{}\n" : text;
  const newline = /\r\n/.test(text) ? "\r\n" : "\n";
  const indent = /\n(\t|[ ]+)"/.exec(text)?.[1];
  const formattingOptions = {
    insertSpaces: indent !== "\t",
    tabSize: indent === undefined || indent === "\t" ? 2 : indent.length,
    eol: newline,
  };
  for (const name of new Set(names)) {
    if (hasJsonName(result, name)) continue;
    result = applyEdits(result, modify(result, [name], null, { formattingOptions }));
  }
  return result;
}

function hasJsonName(text: string, name: string): boolean {
  try {
    const top: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (typeof top !== "object" || top === null || Array.isArray(top)) return true;
    return Object.hasOwn(top, name);
  } catch {
    // Text that is no JSON is left as it is.
    return true;
  }
}

function addToYaml(text: string, names: readonly string[]): string {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return text;
  const top = document.contents;
  const isBlank = top === null || (isScalar(top) && top.source === "");
  if (!isBlank && !isMap(top)) return text;
  const present = new Set(
    isMap(top) ? top.items.map(({ key }) => (isScalar(key) ? key.value : null)) : [],
  );
  const added = [...new Set(names)].filter((name) => !present.has(name));
  if (added.length === 0) return text;
  const keys = added.map((name) => stringify(name).trim());
  if (isMap(top) && top.flow === true)
    return addToFlow(text, top.range?.[1] ?? text.length, top.items.length > 0, keys);
  const newline = /\r\n/.test(text) ? "\r\n" : "\n";
  const start = isMap(top) ? (top.range?.[0] ?? 0) : 0;
  const indent = isMap(top) ? start - (text.lastIndexOf("\n", start - 1) + 1) : 0;
  const lines = keys.map((key) => `${" ".repeat(indent)}${key}: null${newline}`).join("");
  const end = /^\.\.\.\s*$/m.exec(text)?.index ?? text.length;
  const before = text.slice(0, end);
  const glue = before === "" || before.endsWith("\n") ? "" : newline;
  return before + glue + lines + text.slice(end);
}

function addToFlow(text: string, end: number, hasItems: boolean, keys: string[]): string {
  const close = end - 1;
  const before = text.slice(0, close).trimEnd();
  const space = text.slice(before.length, close);
  const glue = !hasItems || before.endsWith(",") ? "" : ",";
  const lead = hasItems || before.endsWith("{") ? (hasItems ? " " : "") : " ";
  return `${before}${glue}${lead}${keys.map((key) => `${key}: null`).join(", ")}${space}${text.slice(close)}`;
}
