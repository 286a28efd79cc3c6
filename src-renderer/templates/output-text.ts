/** How output is shown. `invisible`: blanks, tabs, line ends and what has no width get a sign. */
export type TextMode = "text" | "invisible";

/** Signs for what cannot be seen. What is not here and has no width is shown by its number. */
const signs: Readonly<Record<string, string>> = {
  " ": "·",
  "\t": "→\t",
  "\r": "␍",
  "\u00a0": "⍽",
  "\u007f": "␡",
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const invisible = /[\x00-\x09\x0b-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]/g;

function signOf(char: string): string {
  const known = signs[char];
  if (known !== undefined) return known;
  const code = char.charCodeAt(0);
  // Unicode has a picture for each control character of ASCII.
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return `‹U+${code.toString(16).toUpperCase().padStart(4, "0")}›`;
}

/**
 * A rendered text as an editor shows it, which ends its lines at a line feed alone: a carriage
 * return before one is not seen in `text`, any other is a sign and no line end.
 */
export function shownText(output: string, mode: TextMode): string {
  if (mode === "invisible") return output.replace(invisible, signOf).replaceAll("\n", "¶\n");
  if (!output.includes("\r")) return output;
  return output.replaceAll("\r\n", "\n").replaceAll("\r", "␍");
}

export interface Position {
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
}

/** Where an offset of a rendered text is once it is shown. */
export function shownPosition(output: string, offset: number, mode: TextMode): Position {
  let line = 1;
  let start = 0;
  for (let at = output.indexOf("\n"); at !== -1 && at < offset; at = output.indexOf("\n", start)) {
    line += 1;
    start = at + 1;
  }
  const before = output.slice(start, offset);
  const isInEnd = mode === "text" && before.endsWith("\r") && output[offset] === "\n";
  const shown = shownText(isInEnd ? before.slice(0, -1) : before, mode);
  return { line, column: shown.length + 1 };
}

/** Lines of a text as an editor counts them: one more than it has line feeds. */
export function lineCount(output: string): number {
  let count = 1;
  for (let at = output.indexOf("\n"); at !== -1; at = output.indexOf("\n", at + 1)) count += 1;
  return count;
}
