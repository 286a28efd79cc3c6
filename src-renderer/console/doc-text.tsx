/** A text of a docstring: what stands in backticks is code. */
export function DocText({ text }: { text: string }) {
  return text.split(/(`[^`\n]+`)/).map((part, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: a part has nothing else of its own
    at % 2 === 1 ? <code key={at}>{part.slice(1, -1)}</code> : part,
  );
}
