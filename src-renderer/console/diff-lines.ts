import { textLines } from "./block-rows";

export interface DiffLine {
  kind: "file" | "place" | "added" | "removed" | "same" | "note";
  /** Without the sign that a unified diff has in front. */
  text: string;
  /** Number of the line before and after; null where it is in neither. */
  before: number | null;
  after: number | null;
}

/** The lines of a unified diff, as `diff -u` writes it. What is none is a note. */
export function diffLines(diff: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let [before, after] = [0, 0];
  // The lines that are still to come of a hunk: in it, `--- a` is a removed line.
  let [oldLeft, newLeft] = [0, 0];
  for (const { text, isContinued } of textLines(diff)) {
    const last = lines.at(-1);
    if (isContinued && last !== undefined) {
      lines.push({ ...last, text, before: null, after: null });
      continue;
    }
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(text);
    const rest = text.slice(1);
    if (oldLeft <= 0 && newLeft <= 0) {
      if (hunk !== null) {
        [before, after] = [Number(hunk[1]), Number(hunk[3])];
        [oldLeft, newLeft] = [Number(hunk[2] ?? 1), Number(hunk[4] ?? 1)];
        lines.push(outside("place", text));
      } else lines.push(outside(/^(---|\+\+\+) /.test(text) ? "file" : "note", text));
    } else if (text.startsWith("+")) {
      lines.push({ kind: "added", text: rest, before: null, after });
      after += 1;
      newLeft -= 1;
    } else if (text.startsWith("-")) {
      lines.push({ kind: "removed", text: rest, before, after: null });
      before += 1;
      oldLeft -= 1;
    } else if (text.startsWith(" ") || text === "") {
      lines.push({ kind: "same", text: rest, before, after });
      before += 1;
      after += 1;
      oldLeft -= 1;
      newLeft -= 1;
    } else lines.push(outside("note", text));
  }
  return lines;
}

function outside(kind: DiffLine["kind"], text: string): DiffLine {
  return { kind, text, before: null, after: null };
}

/** How many lines came and went. */
export function diffCounts(lines: readonly DiffLine[]): { added: number; removed: number } {
  const count = (kind: string) =>
    lines.filter((line) => line.kind === kind && (line.before ?? line.after) !== null).length;
  return { added: count("added"), removed: count("removed") };
}
