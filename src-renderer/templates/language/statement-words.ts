import {
  BLOCK_CONT,
  BLOCK_OPEN,
  type Block,
  blockAround,
  parseBlocks,
  takesBranch,
} from "../../../src-shared/template-blocks";

export interface StatementWord {
  word: string;
  /** 0 for the terminator that is due, more for what is less likely. */
  rank: number;
}

const ANYWHERE = ["import", "from", "assert", "del", "pass", "raise"];

/** The words that a statement of a line may begin with. */
export function statementWords(lines: readonly string[], line: number): StatementWord[] {
  // What stands in the line already has no say in what may stand there.
  const found = parseBlocks(lines.with(line - 1, "## "));
  const inner = blockAround(found, line);
  const around: Block[] = [];
  for (let block = inner; block !== null; block = block.parent) around.push(block);
  const isIn = (...keywords: string[]) => around.some(({ keyword }) => keywords.includes(keyword));
  const due = around.find(({ close }) => close === null);
  return [
    ...(due === undefined ? [] : [{ word: `end${due.keyword}`, rank: 0 }]),
    ...BLOCK_CONT.filter((word) => inner !== null && takesBranch(inner.keyword, word)).map(
      (word) => ({
        word,
        rank: 1,
      }),
    ),
    ...BLOCK_OPEN.map((word) => ({ word, rank: 2 })),
    ...(isIn("for", "while") ? ["break", "continue"] : []).map((word) => ({ word, rank: 3 })),
    ...(isIn("def") ? ["return", "nonlocal"] : []).map((word) => ({ word, rank: 3 })),
    ...ANYWHERE.map((word) => ({ word, rank: 3 })),
  ];
}
