import { parseBlocks, type TemplateBlocks } from "../../../src-shared/template-blocks";

/**
 * The terminator that is missing when Enter was pressed at the end of a block's opener: `  % endfor`, with its
 * indentation. Null where there is none to insert.
 * @param lines the text after Enter
 * @param line the opener's line, from 1
 * @param wasTyped whether the opener was changed just before: it may have taken the terminator of a block around it
 */
export function missingTerminator(
  lines: readonly string[],
  line: number,
  wasTyped: boolean,
): string | null {
  const before = parseBlocks(lines);
  const block = before.blocks.find(({ open }) => open.endLine === line);
  if (block === undefined || !block.open.isComplete) return null;
  if (block.close !== null && !wasTyped) return null;
  const indent = (lines[block.open.line - 1] ?? "").slice(0, block.open.column - 1);
  const terminator = `${indent}% end${block.keyword}`;
  const after = parseBlocks([...lines.slice(0, line + 1), terminator, ...lines.slice(line + 1)]);
  const isBetter = wrongs(after) < wrongs(before) && after.strays.length <= before.strays.length;
  return isBetter ? terminator : null;
}

function wrongs({ blocks, strays }: TemplateBlocks): number {
  return blocks.filter(({ close }) => close === null).length + strays.length;
}
