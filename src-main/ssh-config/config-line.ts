/** A line of an ssh configuration: its keyword in lower case, and what follows. */
export interface ConfigLine {
  /** From 1. */
  number: number;
  keyword: string;
  args: string[];
  /** The arguments as they stand there. */
  rest: string;
}

/** The lines of a file that say something. */
export function configLines(text: string): ConfigLine[] {
  const lines: ConfigLine[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const match = /^\s*([A-Za-z][A-Za-z0-9]*)(?:\s*=\s*|\s+)(.*)$/.exec(line);
    if (match === null) continue;
    const [, keyword = "", rest = ""] = match;
    const args = splitArguments(rest);
    lines.push({ number: index + 1, keyword: keyword.toLowerCase(), args, rest: rest.trim() });
  }
  return lines;
}

/** As `argv_split` of OpenSSH's misc.c: quotes of both kinds, backslashes, comments at the end. */
export function splitArguments(text: string): string[] {
  const args: string[] = [];
  // Null between arguments: "" is an argument too.
  let word: string | null = null;
  let quote: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    const isEscape = /['"\\]/.test(next) || (quote === null && next === " ");
    if (char === "\\" && isEscape) {
      word = (word ?? "") + next;
      at += 1;
    } else if (quote === null && /[ \t]/.test(char)) {
      if (word !== null) args.push(word);
      word = null;
    } else if (quote === null && word === null && char === "#") {
      break;
    } else if (quote === null && /['"]/.test(char)) {
      quote = char;
      word ??= "";
    } else if (char === quote) {
      quote = null;
    } else {
      word = (word ?? "") + char;
    }
  }
  return word === null ? args : [...args, word];
}
