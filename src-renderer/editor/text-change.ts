/** The one stretch that makes a text another one. Offsets of `before`; null where they are the same. */
export function changeBetween(
  before: string,
  after: string,
): { start: number; end: number; text: string } | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  // Nothing is cut in two: no pair of surrogates, no pair of line end characters.
  if (start > 0 && /[\ud800-\udbff\r]/.test(before[start - 1] ?? "")) start -= 1;
  let tail = 0;
  while (
    tail < most - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  if (tail > 0 && /[\udc00-\udfff\n]/.test(before[before.length - tail] ?? "")) tail -= 1;
  const end = before.length - tail;
  return { start, end, text: after.slice(start, after.length - tail) };
}
