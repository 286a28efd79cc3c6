/** Whether a text fits a pattern with `*` and `?`, in time that grows with both lengths only. */
export function fitsPattern(text: string, pattern: string): boolean {
  let at = 0;
  let of = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const char = pattern[of];
    if (char === "*") {
      star = of++;
      resume = at;
    } else if (char !== undefined && (char === "?" || char === text[at])) {
      at++;
      of++;
    } else if (star !== -1) {
      of = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[of] === "*") of++;
  return of === pattern.length;
}

/** Whether one of the patterns fits, and none that is negated by `!` (PATTERNS of ssh_config.5). */
export function fitsPatterns(text: string, patterns: readonly string[]): boolean {
  let fits = false;
  for (const pattern of patterns) {
    if (!pattern.startsWith("!")) fits ||= fitsPattern(text, pattern);
    else if (fitsPattern(text, pattern.slice(1))) return false;
  }
  return fits;
}
