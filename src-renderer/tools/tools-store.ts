import { create } from "zustand";
import type { Failure } from "../../src-shared/failure";
import type { Method, Tool } from "../../src-shared/tool";
import { ipc } from "../ipc";

interface ToolsState {
  /** Null until the first answer. */
  tools: Tool[] | null;
  failure: Failure | null;
  filter: string;
  /** Keys of the tools that are folded in the tree. */
  folded: ReadonlySet<string>;
}

export const useTools = create<ToolsState>(() => ({
  tools: null,
  failure: null,
  filter: "",
  folded: new Set(),
}));

const set = useTools.setState;

export function setToolFilter(filter: string): void {
  set({ filter });
}

export function setFolded(toolKey: string, folded: boolean): void {
  set((state) => {
    const next = new Set(state.folded);
    if (folded) next.add(toolKey);
    else next.delete(toolKey);
    return { folded: next };
  });
}

export function toolByKey(key: string): Tool | undefined {
  return useTools.getState().tools?.find((tool) => tool.key === key);
}

export function methodOf(toolKey: string, name: string): Method | undefined {
  return toolByKey(toolKey)?.methods.find((method) => method.name === name);
}

export async function loadTools(): Promise<void> {
  const reply = await ipc.listTools();
  if (reply.ok) set({ tools: reply.value, failure: null });
  else set({ failure: reply.failure, tools: useTools.getState().tools ?? [] });
}

export function startTools(): void {
  void loadTools();
}
