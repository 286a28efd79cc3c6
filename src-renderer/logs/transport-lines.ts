/**
 * The lines that are new in `after`, given what was known `before`. Both are
 * the tails of one growing text, so what they share is the end of the one and
 * the beginning of the other.
 */
export function newLines(before: readonly string[], after: readonly string[]): string[] {
  for (let shared = Math.min(before.length, after.length); shared > 0; shared--) {
    const offset = before.length - shared;
    if (after.slice(0, shared).every((line, i) => line === before[offset + i])) {
      return after.slice(shared);
    }
  }
  return [...after];
}
