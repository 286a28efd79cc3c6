/** The rows without the one at `at`. */
export function without<T>(rows: readonly T[], at: number): T[] {
  return rows.filter((_, i) => i !== at);
}

/** The rows with the one at `at` moved by one place; at the ends it stays. */
export function moved<T>(rows: readonly T[], at: number, by: 1 | -1): T[] {
  const row = rows[at];
  const to = at + by;
  if (row === undefined || to < 0 || to >= rows.length) return [...rows];
  const rest = without(rows, at);
  return [...rest.slice(0, to), row, ...rest.slice(to)];
}
