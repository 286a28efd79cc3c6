const QUOTES = /"""|'''/g;

/**
 * How far the quotes that end a docstring belong in, where they stand on a line of their own: as far as those that begin
 * it. Null where they end none.
 * @param lines the text down to the line of the quotes
 */
export function docstringIndent(lines: readonly string[]): string | null {
  const quotes = /^\s*("""|''')$/.exec(lines.at(-1) ?? "")?.[1];
  if (quotes === undefined) return null;
  for (const line of lines.slice(0, -1).reverse()) {
    const found = line.match(QUOTES)?.filter((each) => each === quotes).length ?? 0;
    if (found % 2 === 0) continue;
    return /^(\s*)[rRuU]?("""|''')/.exec(line)?.[1] ?? null;
  }
  return null;
}
