import {
  blockOf,
  partsOf,
  type Statement,
  statementAt,
  type TemplateBlocks,
} from "../../../src-shared/template-blocks";

/** The statements that belong together with the one of a line, itself among them; none where it opens and ends nothing. */
export function matchingParts(found: TemplateBlocks, line: number): Statement[] {
  const statement = statementAt(found, line);
  const block = statement === null ? null : blockOf(found, statement);
  return block === null ? [] : partsOf(block);
}

/** Where to go from a line: from a terminator to its opener, from an opener or a branch to the terminator. */
export function matchOf(found: TemplateBlocks, line: number): Statement | null {
  const parts = matchingParts(found, line);
  const last = parts.at(-1);
  if (last === undefined || last.role !== "close") return null;
  const isLast = last.line <= line && line <= last.endLine;
  return (isLast ? parts[0] : last) ?? null;
}
