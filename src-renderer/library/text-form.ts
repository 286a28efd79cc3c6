/**
 * Files keep their byte order mark and their line ends, whatever these are. An editor has neither
 * the mark nor several kinds of line ends: this leads from the text of a file to that of an editor and back.
 */
const BOM = "\ufeff";

/** The text as an editor has it: without a byte order mark, with the line ends that most lines have. */
export function editorText(exact: string): string {
  const text = withoutBom(exact);
  if (!isMixed(text)) return text;
  const ends = text.match(/\r\n|\r|\n/g) ?? [];
  const returns = ends.filter((end) => end !== "\n").length;
  // As Monaco decides it, so that its text is this one.
  return text.replace(/\r\n|\r|\n/g, returns > ends.length / 2 ? "\r\n" : "\n");
}

/**
 * The text of the file after something was changed in the editor: what was not touched is as it was.
 * @param exact the file's text before
 * @param edited the editor's text now
 */
export function exactText(exact: string, edited: string): string {
  const bom = exact.startsWith(BOM) ? BOM : "";
  const text = withoutBom(exact);
  if (!isMixed(text)) return bom + edited;
  const before = linesOf(text);
  const after = linesOf(edited);
  const most = Math.min(before.length, after.length);
  const isSame = (a: number, b: number) => before[a]?.text === after[b]?.text;
  let head = 0;
  while (head < most && isSame(head, head)) head += 1;
  let tail = 0;
  while (tail < most - head && isSame(before.length - 1 - tail, after.length - 1 - tail)) tail += 1;
  const kept = [
    ...before.slice(0, head),
    ...after.slice(head, after.length - tail),
    ...before.slice(before.length - tail),
  ];
  const end = edited.includes("\r\n") ? "\r\n" : "\n";
  const parts: string[] = [];
  for (const line of kept.reverse()) {
    const isLast = parts.length === 0;
    let lineEnd = isLast ? "" : line.end || end;
    // With what follows it would be one line end.
    if (lineEnd === "\r" && parts.at(-1)?.startsWith("\n")) lineEnd = end;
    parts.push(line.text + lineEnd);
  }
  return bom + parts.reverse().join("");
}

function withoutBom(text: string): string {
  return text.startsWith(BOM) ? text.slice(1) : text;
}

function isMixed(text: string): boolean {
  return new Set(text.match(/\r\n|\r|\n/g) ?? []).size > 1 || /\r(?!\n)/.test(text);
}

interface Line {
  text: string;
  /** Empty for the last one. */
  end: string;
}

function linesOf(text: string): Line[] {
  const parts = text.split(/(\r\n|\r|\n)/);
  const lines: Line[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    lines.push({ text: parts[at] ?? "", end: parts[at + 1] ?? "" });
  }
  return lines;
}
