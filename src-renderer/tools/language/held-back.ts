import type { Finding } from "../../../src-shared/python/analysis-schema";
import type { SourceError } from "../../../src-shared/python/preview-schema";
import type { SourcePlace } from "../../python/analysis-engine";

/**
 * The findings that are shown while somebody types at a place: not those of the word and of the line that are only
 * half written. Null for nobody.
 */
export function shownFindings(
  findings: readonly Finding[],
  typing: SourcePlace | null,
): readonly Finding[] {
  if (typing === null) return findings;
  const { line, column } = typing;
  return findings.filter((finding) => {
    const holds =
      (finding.line < line || (finding.line === line && finding.column <= column)) &&
      (finding.endLine > line || (finding.endLine === line && finding.endColumn >= column));
    return !holds && !(finding.code === "syntax" && isHalfWritten(finding, typing));
  });
}

/**
 * Why a text is no Python, as it is shown while somebody types at a place. What is said already stays until the text
 * is mended or the line is written: it says neither another thing at each key nor nothing in between.
 * @param before what was shown last
 */
export function shownError(
  error: SourceError | null,
  before: SourceError | null,
  typing: SourcePlace | null,
): SourceError | null {
  if (error === null || typing === null) return error;
  return isHalfWritten(error, typing) ? before : error;
}

/** What CPython says of a block that is missing: it stumbles over what comes behind the block's head. */
const MISSING_BLOCK =
  /^(?:Python cannot read this: )?expected an indented block after .* on line (\d+)/;
/** What it says at the begin of what has no end: all that is written behind that may be in it. */
const WITHOUT_END = /was never closed|unterminated triple-quoted/;

/** Whether Python stumbles only because what is written at a place is not finished: in that line, or in the next one. */
function isHalfWritten(
  { line, endLine, message }: Omit<SourceError, "column" | "endColumn">,
  typing: SourcePlace,
): boolean {
  const first = Math.min(line, Number(MISSING_BLOCK.exec(message)?.[1] ?? line));
  const last = WITHOUT_END.test(message) ? Number.POSITIVE_INFINITY : endLine;
  return first <= typing.line + 1 && last >= typing.line;
}
