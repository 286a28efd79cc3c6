import { formatBytes, formatPlural } from "../../src-shared/format";
import type { ValueRow } from "./value-rows";

/** A text up to this length and without line breaks stands on the line of its name. */
const SHORT = 120;
/** Characters in a line on the screen: longer ones are continued on the next. */
const LINE = 1000;
/** So many lines of a text, and so many bytes, are shown before one asks for more. */
const SOME_LINES = 500;
const SOME_BYTES = 2048;
/** Bytes shown at most; the rest can be copied. */
const MOST_BYTES = 1024 * 1024;
const BYTES_IN_ROW = 16;

export function isLongText(text: string): boolean {
  return text.length > SHORT || text.includes("\n");
}

export interface TextLine {
  text: string;
  /** Whether it continues the line before it, which was too long for the screen. */
  isContinued: boolean;
}

/** The lines of a text; long ones in parts. Stops after `most` of them. A final line break begins no line. */
export function textLines(text: string, most = Number.POSITIVE_INFINITY): TextLine[] {
  const lines: TextLine[] = [];
  let start = 0;
  while (start <= text.length && lines.length < most) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    if (start === text.length && start > 0) break;
    let at = start;
    do {
      const part = text.slice(at, Math.min(end, at + LINE));
      lines.push({ text: part.replace(/\r$/, ""), isContinued: at > start });
      at += LINE;
    } while (at < end && lines.length < most);
    start = end + 1;
  }
  return lines;
}

export function textRows(
  text: string,
  parent: string,
  depth: number,
  expanded: ReadonlySet<string>,
): ValueRow[] {
  const moreId = `${parent}/all`;
  const isAll = expanded.has(moreId);
  const lines = textLines(text, isAll ? undefined : SOME_LINES + 1);
  const shown = isAll ? lines : lines.slice(0, SOME_LINES);
  const rows: ValueRow[] = shown.map((line, i) => ({
    kind: "line",
    id: `${parent}/${i}`,
    parent,
    depth,
    ...line,
  }));
  if (shown.length < lines.length) {
    const count = formatPlural(text.length, "character");
    rows.push({
      kind: "more",
      id: moreId,
      parent,
      depth,
      text: `Show all ${count}`,
      isExpandable: true,
    });
  }
  return rows;
}

export function hexRows(
  bytes: Uint8Array,
  parent: string,
  depth: number,
  expanded: ReadonlySet<string>,
): ValueRow[] {
  const moreId = `${parent}/all`;
  const isAll = expanded.has(moreId);
  const end = Math.min(bytes.length, isAll ? MOST_BYTES : SOME_BYTES);
  const rows: ValueRow[] = [];
  for (let offset = 0; offset < end; offset += BYTES_IN_ROW) {
    const row = bytes.subarray(offset, Math.min(end, offset + BYTES_IN_ROW));
    rows.push({ kind: "hex", id: `${parent}/${offset}`, parent, depth, offset, bytes: row });
  }
  if (end < bytes.length) {
    const text = isAll
      ? `These are the first ${formatBytes(end)} of ${formatBytes(bytes.length)}. Copying takes all.`
      : `Show ${formatBytes(Math.min(bytes.length, MOST_BYTES))}`;
    rows.push({ kind: "more", id: moreId, parent, depth, text, isExpandable: !isAll });
  }
  return rows;
}

/** The two columns of a hex dump: `7f 45 4c 46 …` and `.ELF…`. */
export function hexColumns(bytes: Uint8Array): { hex: string; text: string } {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
  const text = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".",
  );
  return { hex: hex.join(" "), text: text.join("") };
}
