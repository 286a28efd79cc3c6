/**
 * A line of what a target wrote, as it may be shown: without control characters,
 * bounded in length.
 */
export function printableLine(line: string, width = 500): string {
  const text = line
    .slice(0, width * 4)
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trimEnd();
  return text.length > width ? `${text.slice(0, width)}…` : text;
}
