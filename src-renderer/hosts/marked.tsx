import { markParts } from "./host-filter";

/** A text in which the words of a filter are marked. */
export function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return markParts(text, words).map((part, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: a part has nothing else of its own
    at % 2 === 1 ? <mark key={at}>{part}</mark> : part,
  );
}
