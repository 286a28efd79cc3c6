import { formatCount, formatPlural } from "../../src-shared/format";
import type { RecordBuffer } from "./record-buffer";

/** Says how many records there are, and how many are not kept any more. Read it again with each version. */
export function countWords(buffer: RecordBuffer): string {
  if (buffer.first === 0) return formatPlural(buffer.next, "record");
  return `${formatCount(buffer.length)} of ${formatPlural(buffer.next, "record")}, the oldest are gone`;
}
