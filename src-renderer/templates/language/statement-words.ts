import {
  BLOCK_CONT,
  BLOCK_OPEN,
  type Block,
  blockAround,
  parseBlocks,
  takesBranch,
} from "../../../src-shared/template-blocks";

const ANYWHERE = ["import", "from", "assert", "del", "pass", "raise"];

/** The words that a statement of a line may begin with, the terminator that is due first. */
export function statementWords(lines: readonly string[], line: number): string[] {
  // What stands in the line already has no say in what may stand there.
  const found = parseBlocks(lines.with(line - 1, "## "));
  const inner = blockAround(found, line);
  const around: Block[] = [];
  for (let block = inner; block !== null; block = block.parent) around.push(block);
  const isIn = (...keywords: string[]) => around.some(({ keyword }) => keywords.includes(keyword));
  const due = around.find(({ close }) => close === null);
  return [
    ...(due === undefined ? [] : [`end${due.keyword}`]),
    ...BLOCK_CONT.filter((word) => inner !== null && takesBranch(inner.keyword, word)),
    ...BLOCK_OPEN,
    ...(isIn("for", "while") ? ["break", "continue"] : []),
    ...(isIn("def") ? ["return", "nonlocal"] : []),
    ...ANYWHERE,
  ];
}
