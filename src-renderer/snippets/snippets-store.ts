import { create } from "zustand";
import type { Failure } from "../../src-shared/failure";
import { snippetId } from "../../src-shared/gallery-search";
import type { Snippet } from "../../src-shared/snippet";
import { ipc } from "../ipc";
import { focusTab } from "../shell/focus";
import { openSnippetsTab, type Reveal } from "../shell/shell-store";
import { putSnippetTools } from "../tools/tools-store";

interface SnippetsState {
  /** Null until the first answer. */
  snippets: readonly Snippet[] | null;
  failure: Failure | null;
  search: string;
  /** What is shown beside the list; the first one if null. */
  chosenId: string | null;
  /** A line of it that is to be shown; each object is one wish. */
  reveal: Reveal | null;
}

export const useSnippets = create<SnippetsState>(() => ({
  snippets: null,
  failure: null,
  search: "",
  chosenId: null,
  reveal: null,
}));

const set = useSnippets.setState;

export function searchSnippets(search: string): void {
  set({ search, chosenId: null, reveal: null });
}

export function chooseEntry(chosenId: string): void {
  set({ chosenId, reveal: null });
}

/** Shows the gallery, and goes there. */
export function browseSnippets(): void {
  openSnippetsTab();
  focusTab("start");
}

/** Shows the snippet that a module is, at a line of it. @returns whether there is one */
export function showSnippetSource(module: string, line: number | null): boolean {
  const snippet = useSnippets.getState().snippets?.find((each) => each.module === module);
  if (snippet === undefined) return false;
  const reveal = line === null ? null : { line };
  set({ search: "", chosenId: snippetId(snippet.name), reveal });
  browseSnippets();
  return true;
}

export function showLine(line: number): void {
  set({ reveal: { line } });
}

export async function loadSnippets(): Promise<void> {
  const reply = await ipc.listSnippets();
  if (!reply.ok) return set({ failure: reply.failure });
  set({ snippets: reply.value, failure: null });
  putSnippetTools(reply.value.flatMap(({ tools }) => tools));
}
