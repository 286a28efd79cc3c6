import { FailureError, failure } from "../../src-shared/failure";

/**
 * The words of a line as a POSIX shell splits it: quotes and backslashes mean what they mean
 * there, and nothing else means anything. Operators, variables, patterns and comments are text.
 * @throws FailureError `bad_request` for a quote without end, or a backslash at the end
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  // Null between words: '' is a word too.
  let word: string | null = null;
  let quote: string | null = null;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === "\\" && quote !== "'") {
      at += 1;
      if (at === line.length) throw unfinished("a backslash", line);
      word = escaped(line.charAt(at), quote, word);
    } else if (char === quote) {
      quote = null;
    } else if (quote !== null) {
      word = (word ?? "") + char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= "";
    } else if (/[ \t\n]/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quote !== null) throw unfinished(`a ${quote} without another`, line);
  return word === null ? words : [...words, word];
}

/** A word in a form that a shell, and `shellWords`, read as that word. */
export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** The word with what a backslash and the character behind it stand for. */
function escaped(char: string, quote: string | null, word: string | null): string | null {
  // The line goes on: this is no character at all.
  if (char === "\n") return word;
  // Within quotes the backslash stays, but before what it can take the meaning from.
  const kept = quote !== null && !/[$`"\\]/.test(char);
  return (word ?? "") + (kept ? "\\" : "") + char;
}

function unfinished(what: string, line: string): FailureError {
  return new FailureError(
    failure("bad_request", `The command ends within ${what}: ${line}`, {
      advice: "Quote it as for a shell.",
    }),
  );
}
