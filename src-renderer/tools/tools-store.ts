import { create } from "zustand";
import type { Failure } from "../../src-shared/failure";
import type { Method, Tool } from "../../src-shared/tool";
import { ipc } from "../ipc";
import { recall, remember } from "../shell/remembered";

interface ToolsState {
  /** All that can be called: the user's own ones, built-in ones, snippets; null until the built-in ones are known. */
  tools: Tool[] | null;
  builtIn: Tool[] | null;
  own: readonly Tool[];
  snippets: readonly Tool[];
  failure: Failure | null;
  /** Keys of the tools whose methods the tree shows: of twenty tools nobody wants all. */
  unfolded: ReadonlySet<string>;
  /** Keys of the tools whose saved calls it does not show; kept between starts. */
  foldedCalls: ReadonlySet<string>;
}

const FOLDED_CALLS = "builtIn.foldedCalls";

export const useTools = create<ToolsState>(() => ({
  tools: null,
  builtIn: null,
  own: [],
  snippets: [],
  failure: null,
  unfolded: new Set(),
  foldedCalls: new Set((recall(FOLDED_CALLS) ?? "").split("\n").filter(Boolean)),
}));

const set = useTools.setState;

export function setFolded(toolKey: string, folded: boolean): void {
  set((state) => {
    const next = new Set(state.unfolded);
    if (folded) next.delete(toolKey);
    else next.add(toolKey);
    return { unfolded: next };
  });
}

export function setCallsFolded(toolKey: string, folded: boolean): void {
  const next = new Set(useTools.getState().foldedCalls);
  if (folded) next.add(toolKey);
  else next.delete(toolKey);
  set({ foldedCalls: next });
  remember(FOLDED_CALLS, [...next].join("\n"));
}

export function toolByKey(key: string): Tool | undefined {
  return useTools.getState().tools?.find((tool) => tool.key === key);
}

export function methodOf(toolKey: string, name: string): Method | undefined {
  return toolByKey(toolKey)?.methods.find((method) => method.name === name);
}

/** Takes what the files of the user's have (`own-tools-store.ts`). */
export function putOwnTools(own: readonly Tool[]): void {
  set((state) => withAll({ ...state, own }));
}

/** Takes the tools of the snippets (`snippets-store.ts`). */
export function putSnippetTools(snippets: readonly Tool[]): void {
  set((state) => withAll({ ...state, snippets }));
}

function withAll(state: ToolsState): ToolsState {
  const { own, builtIn, snippets } = state;
  return { ...state, tools: builtIn === null ? null : [...own, ...builtIn, ...snippets] };
}

export async function loadTools(): Promise<void> {
  const reply = await ipc.listTools();
  set((state) => {
    const builtIn = reply.ok ? byName(reply.value) : (state.builtIn ?? []);
    return withAll({ ...state, builtIn, failure: reply.ok ? null : reply.failure });
  });
}

/** As one looks for them: they come in the order of their files. */
const byName = (tools: readonly Tool[]): Tool[] =>
  tools.toSorted((a, b) => (a.name < b.name ? -1 : 1));

export function startTools(): void {
  void loadTools();
}
