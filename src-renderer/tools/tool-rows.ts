import type { Method, Tool } from "../../src-shared/tool";
import { foundCalls, type PlacedCall } from "../calls/call-places";

export type ToolRow =
  | { kind: "tool"; id: string; level: 1; tool: Tool; isFolded: boolean; calls: number }
  | { kind: "call"; id: string; level: 2; tool: Tool; call: PlacedCall }
  /** Where a tool has saved calls, its methods are folded by themselves. */
  | { kind: "methods"; id: string; level: 2; tool: Tool; count: number; isFolded: boolean }
  | { kind: "method"; id: string; level: 2 | 3; tool: Tool; method: Method };

export interface ToolRowsState {
  /** Keys of the tools whose methods are shown. */
  unfolded: ReadonlySet<string>;
  /** Keys of the tools whose saved calls are not. */
  foldedCalls: ReadonlySet<string>;
  /** By the key of the tool. */
  calls: ReadonlyMap<string, readonly PlacedCall[]>;
}

/**
 * The tree of tools as rows, saved calls first. A filter shows the calls and methods that have its words, or all
 * methods of a tool whose own name or summary has them; nothing is folded then.
 */
export function toolRows(
  tools: readonly Tool[],
  filter: string,
  { unfolded, foldedCalls, calls }: ToolRowsState,
): ToolRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  return tools.flatMap((tool): ToolRow[] => {
    const isWhole = words.length === 0 || has(`${tool.name}\n${tool.summary}`);
    const methods = isWhole
      ? tool.methods
      : tool.methods.filter((method) => has(`${tool.name}.${method.name}\n${method.summary}`));
    const all = calls.get(tool.key) ?? [];
    const saved = isWhole ? all : foundCalls(all, filter);
    if (!isWhole && methods.length === 0 && saved.length === 0) return [];
    const isFiltered = words.length > 0;
    const hasCalls = saved.length > 0;
    const areMethodsFolded = !isFiltered && !unfolded.has(tool.key);
    const isFolded = hasCalls ? !isFiltered && foldedCalls.has(tool.key) : areMethodsFolded;
    const head: ToolRow = {
      kind: "tool",
      id: tool.key,
      level: 1,
      tool,
      isFolded,
      calls: saved.length,
    };
    if (isFolded) return [head];
    const level = hasCalls ? 3 : 2;
    const methodRows = methods.map((method): ToolRow => {
      return { kind: "method", id: `${tool.key}.${method.name}`, level, tool, method };
    });
    if (!hasCalls) return [head, ...methodRows];
    const callRows = saved.map((call): ToolRow => {
      return { kind: "call", id: `call:${encodeURIComponent(call.path)}`, level: 2, tool, call };
    });
    if (methods.length === 0) return [head, ...callRows];
    const count = methods.length;
    const id = methodsId(tool);
    return [
      head,
      ...callRows,
      { kind: "methods", id, level: 2, tool, count, isFolded: areMethodsFolded },
      ...(areMethodsFolded ? [] : methodRows),
    ];
  });
}

export const methodsId = (tool: Tool): string => `${tool.key}:methods`;
