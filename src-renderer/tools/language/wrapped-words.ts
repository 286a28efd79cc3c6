/** A text in lines of so many characters where its words allow it; the panel of F8 does not wrap. */
export function wrappedWords(text: string, columns: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines.push(`${lines.pop() ?? ""} ${word}`);
    else lines.push(word);
  }
  // The blank stays: what is copied, or read aloud, has its words apart.
  return lines.join(" \n");
}
