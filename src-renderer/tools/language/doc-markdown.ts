import {
  type DocBlock,
  type DocEntry,
  inlineParts,
  parseDocstring,
} from "../../../src-shared/docstring";

/**
 * A docstring as Markdown for an editor's widgets. What its author wrote is text alone, besides code between backticks:
 * nothing in it can be a link, a picture or HTML.
 */
export function docMarkdown(doc: string): { value: string } {
  const { blocks, sections } = parseDocstring(doc);
  const parts = [
    ...blocks.map(markdown),
    ...sections.flatMap(({ title, entries, blocks: inside }) => [
      ...(title === "" ? [] : [`**${escaped(title)}**`]),
      ...(entries.length === 0 ? [] : [listOf(entries)]),
      ...inside.map(markdown),
    ]),
  ];
  return { value: parts.join("\n\n") };
}

/** Source as a block of Markdown in Python's colours. */
export function pythonMarkdown(source: string): { value: string } {
  return { value: fenced(source, "python") };
}

function markdown(block: DocBlock): string {
  switch (block.kind) {
    case "paragraph":
      return line(block.text);
    case "list":
      return list(block.items.map(line));
    case "entries":
      return listOf(block.entries);
    case "verbatim":
      return fenced(block.text, "text");
  }
}

const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");

const listOf = (entries: readonly DocEntry[]) =>
  list(entries.map(({ name, text }) => `${code(name)} ${line(text)}`));

const line = (text: string) =>
  inlineParts(text)
    .map((part) => (part.isCode ? code(part.text) : escaped(part.text)))
    .join("");

/** ASCII punctuation behind a backslash is itself: https://spec.commonmark.org/0.31.2/#backslash-escapes */
const escaped = (text: string) => text.replace(/[!-/:-@[-`{-~]/g, "\\$&");

function code(text: string): string {
  const marks = "`".repeat(longestRun(text) + 1);
  return `${marks} ${text} ${marks}`;
}

function fenced(text: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

const longestRun = (text: string) =>
  Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
