/** A part of a documentation as it is read. Texts have their code between backticks (`inlineParts`). */
export type DocBlock =
  | { kind: "paragraph"; text: string }
  | { kind: "list"; items: string[] }
  /** Names, and what is said of each. */
  | { kind: "entries"; entries: DocEntry[] }
  /** Lines that mean something as lines: code, or a table. */
  | { kind: "verbatim"; text: string };

export interface DocEntry {
  name: string;
  text: string;
}

/** `Args:` and its like, with what is indented below it. */
export interface DocSection {
  /** In words: `Args` are parameters. */
  title: string;
  /** Where it is a list of names and what is said of each; its blocks are none then. */
  entries: DocEntry[];
  blocks: DocBlock[];
}

export interface Docstring {
  blocks: DocBlock[];
  sections: DocSection[];
}

const HEADING =
  /^(Args|Arguments|Parameters|Params|Keyword Args|Attributes|Returns?|Yields?|Raises|Examples?|Notes?|Warnings?|See Also|Todo):[ \t]*$/;
const OF_PARAMETERS = /^(?:Args|Arguments|Parameters|Params|Keyword Args)$/;
const OF_NAMES = /^(?:Attributes|Raises)$/;
const ENTRY = /^(\*{0,2}[\w.]+)(?: ?\([^)\n]*\))? ?: ?(.*)$/;
const ITEM = /^[-*•] +/;

/**
 * Reads a docstring whose indentation was taken away (`inspect.cleandoc`): prose and the sections that Google's style
 * has (https://google.github.io/styleguide/pyguide.html#38-comments-and-docstrings). What fits neither stays in lines.
 */
export function parseDocstring(doc: string): Docstring {
  const lines = doc.replace(/\r\n?/g, "\n").split("\n");
  const before: string[] = [];
  const parts: { title: string; lines: string[] }[] = [];
  for (const [at, line] of lines.entries()) {
    const title = HEADING.exec(line)?.[1];
    const below = lines.slice(at + 1).find((each) => each.trim() !== "");
    if (title !== undefined && below !== undefined && /^\s/.test(below)) {
      parts.push({ title, lines: [] });
      continue;
    }
    const part = parts.at(-1);
    if (part === undefined) before.push(line);
    // What is not indented goes on with the prose.
    else if (/^\S/.test(line)) parts.push({ title: "", lines: [line] });
    else part.lines.push(line);
  }
  const sections = parts.map(({ title, lines: inside }): DocSection => {
    const hasNames = OF_PARAMETERS.test(title) || OF_NAMES.test(title);
    const entries = hasNames ? entriesOf(inside) : [];
    return { title: words(title), entries, blocks: entries.length > 0 ? [] : blocksOf(inside) };
  });
  return { blocks: blocksOf(before), sections };
}

function words(title: string): string {
  if (OF_PARAMETERS.test(title)) return "Parameters";
  return title === "Raises" ? "Errors" : title;
}

interface Documented {
  doc: string;
  /** Its first paragraph. */
  summary: string;
}

/** What a docstring says beside its summary, which stands elsewhere. */
export function detailsOf({ doc, summary }: Documented): Docstring {
  const { blocks, sections } = parseDocstring(doc);
  const [first, ...rest] = blocks;
  const isSummary = first?.kind === "paragraph" && plain(first.text) === plain(summary);
  return { blocks: isSummary ? rest : blocks, sections };
}

/** The same without what it says of parameters, where they have a form. */
export function notesOf(documented: Documented): Docstring {
  const { blocks, sections } = detailsOf(documented);
  return { blocks, sections: sections.filter(({ title }) => title !== "Parameters") };
}

const plain = (text: string) => text.replace(/\s+/g, " ").trim();

function dedented(lines: readonly string[]): string[] {
  const used = lines.filter((line) => line.trim() !== "");
  const indent = Math.min(...used.map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent).trimEnd());
}

function entriesOf(lines: readonly string[]): DocEntry[] {
  const entries: DocEntry[] = [];
  for (const line of dedented(lines)) {
    if (line === "") continue;
    const found = /^\S/.test(line) ? ENTRY.exec(line) : null;
    const last = entries.at(-1);
    if (found !== null) entries.push({ name: found[1] ?? "", text: found[2] ?? "" });
    else if (last !== undefined) last.text = `${last.text} ${line.trim()}`.trim();
    else return [];
  }
  return entries;
}

function blocksOf(lines: readonly string[]): DocBlock[] {
  const text = dedented(lines).join("\n").trim();
  return text === ""
    ? []
    : text.split(/\n(?:[ \t]*\n)+/).flatMap((each) => blockOf(each.split("\n")));
}

function blockOf(given: readonly string[]): DocBlock[] {
  const lines = dedented(given);
  const first = lines.findIndex((line) => ITEM.test(line));
  const isList =
    first >= 0 && lines.slice(first).every((line) => ITEM.test(line) || /^\s/.test(line));
  if (isList) return [...prose(lines.slice(0, first)), listOf(lines.slice(first))];
  const rows = rowsOf(lines);
  return rows === null ? prose(lines) : [{ kind: "entries", entries: rows }];
}

function listOf(lines: readonly string[]): DocBlock {
  const items: string[] = [];
  for (const line of lines) {
    if (ITEM.test(line)) items.push(line.replace(ITEM, ""));
    else items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }
  return { kind: "list", items };
}

const ROW = /^(\*{0,2}[A-Za-z_]\w*(?:, \w+)*) {2,}(\S.*)$/;

/** Rows of a name and what is said of it, with a gap between and more of it further in; null for anything else. */
function rowsOf(lines: readonly string[]): DocEntry[] | null {
  const entries: DocEntry[] = [];
  for (const line of lines) {
    const row = ROW.exec(line);
    const last = entries.at(-1);
    if (row !== null) entries.push({ name: row[1] ?? "", text: row[2] ?? "" });
    else if (last !== undefined && /^\s{4}/.test(line)) last.text += ` ${line.trim()}`;
    else return null;
  }
  return entries;
}

/** Prose, or lines, or prose that leads to lines that are indented. */
function prose(lines: readonly string[]): DocBlock[] {
  const [head = ""] = lines;
  if (lines.length === 0) return [];
  const indented = lines.findIndex((line) => /^\s/.test(line));
  const isInLines = /^>>> /.test(head) || lines.some((line) => /\S(?: {3,}|\t)\S/.test(line));
  if (!isInLines && indented < 0) return [{ kind: "paragraph", text: lines.join(" ") }];
  const leads = !isInLines && lines.slice(indented).every((line) => /^\s/.test(line));
  if (!leads || indented === 0) return [{ kind: "verbatim", text: lines.join("\n") }];
  return [
    { kind: "paragraph", text: lines.slice(0, indented).join(" ") },
    { kind: "verbatim", text: dedented(lines.slice(indented)).join("\n") },
  ];
}

export interface InlinePart {
  isCode: boolean;
  text: string;
}

/** A text with its code, which stands between one or two backticks, apart. */
export function inlineParts(text: string): InlinePart[] {
  return text
    .split(/(``.+?``(?!`)|`[^`\n]+`)/)
    .map((part, at) => {
      const isCode = at % 2 === 1;
      return { isCode, text: isCode ? part.replace(/^`+ ?|(?<=[^`]) ?`+$/g, "") : part };
    })
    .filter((part) => part.text !== "");
}
