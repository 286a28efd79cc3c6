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

/**
 * Several lines of what another program wrote, as they may be shown: with their line ends and tabs, every
 * other control character and those that turn the direction of writing made visible, bounded in length.
 */
export function printableText(text: string, length = 4000): string {
  const bounded = text.length > length ? `${text.slice(0, length)}…` : text;
  return bounded
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{C}\n\t]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

/**
 * A name or path of a target on one line: what cannot be seen, or would turn the direction of writing,
 * is made visible, and bytes that are no UTF-8 are shown as `\\x80`.
 */
export function printableName(name: string): string {
  return name.replace(/\p{C}/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    // Python's surrogateescape: the byte is the low half of it.
    if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code & 0xff).toString(16)}`;
    return { "\n": "\\n", "\t": "\\t", "\r": "\\r" }[char] ?? `\\u{${code.toString(16)}}`;
  });
}
