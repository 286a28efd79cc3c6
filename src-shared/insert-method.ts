import type { SnippetPart } from "./snippet";

export interface Inserted {
  text: string;
  /** Where the method begins in it, from 1. */
  line: number;
}

const INDENT = /^[ \t]+/;

/**
 * Puts a method into a Python source: into the Tool class that the cursor is in, after the method that
 * it is in, else into the last one. What the method needs and the source lacks goes before that class.
 * @param cursor line, from 1
 * @returns a sentence where it cannot be put there
 */
export function insertMethod(
  source: string,
  cursor: number,
  name: string,
  part: SnippetPart,
): Inserted | string {
  const lines = source.split("\n");
  const starts = lines.flatMap((line, at) => (/^class\s.*\bTool\b/.test(line) ? [at] : []));
  const start = starts.findLast((at) => at < cursor) ?? starts.at(-1);
  if (start === undefined) return "There is no Tool class in it to put a method into.";
  const end = endOfBlock(lines, start);
  const body = lines.slice(start + 1, end);
  const indent = body.find((line) => INDENT.test(line) && line.trim() !== "")?.match(INDENT)?.[0];
  const own = indent ?? "    ";
  if (body.some((line) => new RegExp(`^${own}(async )?def ${name}\\b`).test(line))) {
    return `The class has a method ${name} already.`;
  }
  const isIn = cursor > start + 1 && cursor <= end;
  const at = isIn ? memberAfter(lines, cursor, end, own) : lastLine(lines, end);
  const method = reindent(part.text, own);
  const definitions = part.definitions.filter((each) => !source.includes(each.text));
  const other = definitions.find((each) => isDefined(source, each.name));
  if (other !== undefined) {
    return `It has another ${other.name} already, which this method would use. Copy the snippet instead.`;
  }
  const imports = importLines(source, part);
  const classStart = aboveDecorators(lines, start, "");
  const importAt = placeOfImports(lines, classStart);

  const isLast = at >= lastLine(lines, end);
  const member = isLast ? ["", ...method] : [...method, ""];
  const above = definitions.flatMap(({ text }) => [...text.split("\n"), "", ""]);
  const next = [
    ...lines.slice(0, importAt),
    ...imports,
    ...lines.slice(importAt, classStart),
    ...above,
    ...lines.slice(classStart, at),
    ...member,
    ...lines.slice(at),
  ];
  const line = at + imports.length + above.length + (isLast ? 2 : 1);
  return { text: next.join("\n"), line };
}

/** The line behind the block that a line begins: the first that is neither blank nor indented. */
function endOfBlock(lines: readonly string[], start: number): number {
  const after = lines.findIndex((line, at) => at > start && /^[^\s#)]/.test(line));
  return after === -1 ? lines.length : after;
}

/** Behind the last line that says something, at the most `end`. */
function lastLine(lines: readonly string[], end: number): number {
  return lines.slice(0, end).findLastIndex((line) => line.trim() !== "") + 1;
}

/** Where the next member of a class begins after the cursor; else the end of the class. */
function memberAfter(
  lines: readonly string[],
  cursor: number,
  end: number,
  indent: string,
): number {
  const isMember = new RegExp(`^${indent}(@|def |async def |class )`);
  const next = lines.findIndex((line, at) => at >= cursor && at < end && isMember.test(line));
  return next === -1 ? lastLine(lines, end) : aboveDecorators(lines, next, indent);
}

function aboveDecorators(lines: readonly string[], start: number, indent: string): number {
  let at = start;
  while (at > 0 && /^(@|#)/.test((lines[at - 1] ?? "").slice(indent.length))) at -= 1;
  return at;
}

/** After the imports; before the class where there are none. */
function placeOfImports(lines: readonly string[], classStart: number): number {
  const last = lines.findLastIndex((line, at) => at < classStart && /^(import|from)\s/.test(line));
  if (last === -1) return classStart;
  const isOpen = /\([^)]*$/.test(lines[last] ?? "");
  const closed = isOpen ? lines.findIndex((line, at) => at > last && line.includes(")")) : last;
  return Math.max(last, closed) + 1;
}

function isDefined(source: string, name: string): boolean {
  return new RegExp(`^(?:(?:class|def|async def)\\s+${name}\\b|${name}\\s*[:=])`, "m").test(source);
}

/** What has to be imported beside what is; of one module all names on one line. */
function importLines(source: string, { imports }: SnippetPart): string[] {
  const names = new Map<string, string[]>();
  const plain: string[] = [];
  for (const { module, name } of imports) {
    const path = module.replaceAll(".", "\\.");
    if (name === null) {
      const known = new RegExp(`^import\\s+(.*,\\s*)?${path}\\s*(,|#|$)`, "m");
      if (!known.test(source)) plain.push(`import ${module}`);
    } else if (
      !new RegExp(`^from\\s+${path}\\s+import\\b[^#\\n]*\\b${name}\\b`, "m").test(source)
    ) {
      names.set(module, [...(names.get(module) ?? []), name]);
    }
  }
  const from = [...names].map(([module, all]) => `from ${module} import ${all.join(", ")}`);
  return [...plain, ...from];
}

/** The lines of a member of a class, indented as that class is. */
function reindent(text: string, indent: string): string[] {
  const was = text.match(INDENT)?.[0] ?? "";
  return text
    .split("\n")
    .map((line) => (line.startsWith(was) ? indent + line.slice(was.length) : line));
}
