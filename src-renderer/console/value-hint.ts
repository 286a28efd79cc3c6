import { formatBytes, formatExact } from "../../src-shared/format";
import type { Value } from "../../src-shared/value";
import { numberOf } from "./table-value";

/** Names of fields that hold seconds since the epoch where they hold a number, as in `os.stat` and the built-in tools. */
const times =
  /^(modified|accessed|created|changed_at|started|expires|[acm]time|mtime|timestamp|\w+_at)$/;
/** Names of fields that hold bytes. */
const sizes = /^(size|bytes|memory|\w+_(bytes|size))$/;

/** The seconds of 2001-09-09 and of 2096-10-02: numbers outside are hardly times. */
const [FIRST, LAST] = [1e9, 4e9];

/**
 * What a number means that its name says the unit of: a time of the clock here, or a size. It stands beside the number
 * and never for it.
 */
export function hintOf(name: string | null, value: Value): string | null {
  const number = name === null ? null : numberOf(value);
  if (name === null || number === null) return null;
  const word = name.replace(/^'(.*)'$/, "$1");
  if (times.test(word) && number >= FIRST && number < LAST) {
    return formatExact(Math.trunc(number) * 1000).replace(/\.\d+$/, "");
  }
  return sizes.test(word) && number >= 1024 && Number.isInteger(number)
    ? formatBytes(number)
    : null;
}
