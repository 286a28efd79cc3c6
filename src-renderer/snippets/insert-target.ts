import { create } from "zustand";
import { insertMethod } from "../../src-shared/insert-method";
import type { SnippetPart } from "../../src-shared/snippet";
import { notify, openOwnToolTab, useShell } from "../shell/shell-store";
import { ownToolSession } from "../tools/own-tool-sessions";

/** The open file of own tools that was looked at last: what a method is inserted into. */
const useTarget = create<{ path: string | null }>(() => ({ path: null }));

export function useInsertTarget(): string | null {
  return useTarget((state) => state.path);
}

export function startInsertTarget(): void {
  useShell.subscribe(({ tabs, activeTabId }) => {
    const open = tabs.flatMap((tab) => (tab.kind === "own-tool" ? [tab] : []));
    const { path } = useTarget.getState();
    const last =
      open.find((tab) => tab.id === activeTabId) ?? open.find((tab) => tab.path === path);
    useTarget.setState({ path: (last ?? open.at(-1))?.path ?? null });
  });
}

/** Puts a method of a snippet into an own tool at the cursor, unsaved, and goes there. */
export function insertInto(path: string, name: string, part: SnippetPart): void {
  const session = ownToolSession(path);
  const line = session.source.editor?.cursor().line ?? 0;
  const text = session.text();
  const inserted = text === null ? "It is not read yet." : insertMethod(text, line, name, part);
  if (typeof inserted === "string") {
    notify(`Nothing was inserted into ${path}. ${inserted}`);
    return;
  }
  session.documents.edit(path, inserted.text);
  openOwnToolTab(path);
  session.goTo(inserted.line);
}
