import type { Method, Tool } from "../../src-shared/tool";

export type ToolRow =
  | { kind: "tool"; id: string; tool: Tool; isFolded: boolean }
  | { kind: "method"; id: string; tool: Tool; method: Method };

/**
 * The tree of tools as rows. A filter shows the methods that have its words in
 * their name or summary, or all of a tool whose own name has them; nothing is
 * folded then.
 */
export function toolRows(
  tools: readonly Tool[],
  filter: string,
  unfolded: ReadonlySet<string>,
): ToolRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  return tools.flatMap((tool): ToolRow[] => {
    const isWhole = words.length === 0 || has(`${tool.name}\n${tool.summary}`);
    const methods = isWhole
      ? tool.methods
      : tool.methods.filter((method) => has(`${tool.name}.${method.name}\n${method.summary}`));
    if (!isWhole && methods.length === 0) return [];
    const isFolded = words.length === 0 && !unfolded.has(tool.key);
    return [
      { kind: "tool", id: tool.key, tool, isFolded },
      ...(isFolded ? [] : methods).map(
        (method): ToolRow => ({ kind: "method", id: `${tool.key}.${method.name}`, tool, method }),
      ),
    ];
  });
}
