import { parseBlocks, partsOf } from "../../../src-shared/template-blocks";

export interface FoldingRange {
  start: number;
  end: number;
  kind: "block" | "comment";
}

/** What can be folded: each branch of a block, up to the line before the next branch or the terminator. */
export function foldingRanges(lines: readonly string[]): FoldingRange[] {
  const { blocks, comments } = parseBlocks(lines);
  const ranges: FoldingRange[] = [];
  for (const block of blocks) {
    const parts = partsOf(block);
    parts.forEach((part, index) => {
      const next = parts[index + 1];
      if (next !== undefined) ranges.push({ start: part.line, end: next.line - 1, kind: "block" });
    });
  }
  for (const { line, endLine } of comments) {
    ranges.push({ start: line, end: endLine, kind: "comment" });
  }
  return ranges.filter(({ start, end }) => end > start).toSorted((a, b) => a.start - b.start);
}
