import type { Finding } from "../../../src-shared/python/analysis-schema";
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
    const isHalfWritten = finding.code === "syntax" && finding.line <= line + 1;
    return !holds && !(isHalfWritten && finding.endLine >= line);
  });
}
