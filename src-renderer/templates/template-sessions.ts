import { useSyncExternalStore } from "react";
import { useShell } from "../shell/shell-store";
import { noContext } from "./context-choice";
import { TemplateSession } from "./template-session";
import { templateOf } from "./templates-store";

const sessions = new Map<string, TemplateSession>();

/** The session of a template whose tab is open; made where there is none yet. */
export function sessionOf(path: string): TemplateSession {
  const known = sessions.get(path);
  if (known !== undefined) return known;
  const [first] = templateOf(path).dataSets;
  const made = new TemplateSession(path, { ...noContext, dataSet: first?.path ?? null });
  sessions.set(path, made);
  return made;
}

export function knownSession(path: string): TemplateSession | undefined {
  return sessions.get(path);
}

/** Whether something of a template's tab is not saved: its text, or a data set of it. */
export function isUnsaved(path: string): boolean {
  return sessions.get(path)?.documents.isUnsaved() ?? false;
}

export function useIsUnsaved(path: string): boolean {
  const session = sessionOf(path);
  return useSyncExternalStore(
    (listener) => session.documents.subscribe(listener),
    () => session.documents.isUnsaved(),
  );
}

/** A session ends with its tab. */
export function startTemplates(): void {
  useShell.subscribe(({ tabs }, before) => {
    if (tabs === before.tabs) return;
    const open = new Set(tabs.flatMap((tab) => (tab.kind === "template" ? [tab.path] : [])));
    for (const [path, session] of sessions) {
      if (open.has(path)) continue;
      sessions.delete(path);
      session.dispose();
    }
  });
}
