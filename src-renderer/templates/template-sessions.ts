import { useSyncExternalStore } from "react";
import { hostById } from "../hosts/hosts-store";
import { useShell } from "../shell/shell-store";
import { recallChoice, rememberChoice } from "./chosen-data";
import { type ContextChoice, noContext } from "./context-choice";
import { TemplateSession } from "./template-session";
import { templateOf } from "./templates-store";

const sessions = new Map<string, TemplateSession>();

/** The session of a template whose tab is open; made where there is none yet. */
export function sessionOf(path: string): TemplateSession {
  const known = sessions.get(path);
  if (known !== undefined) return known;
  const made = new TemplateSession(path, firstChoice(path));
  made.state.subscribe(({ choice }, before) => {
    if (choice !== before.choice) rememberChoice(path, choice);
  });
  sessions.set(path, made);
  return made;
}

/** The data that were chosen the last time, as far as they are still there; else the first data set. */
function firstChoice(path: string): ContextChoice {
  const { dataSets } = templateOf(path);
  const first = { ...noContext, dataSet: dataSets[0]?.path ?? null };
  const kept = recallChoice(path);
  if (kept === null) return first;
  const hasSet = kept.dataSet === null || dataSets.some((set) => set.path === kept.dataSet);
  const hasHost = kept.hostId === null || hostById(kept.hostId) !== undefined;
  if (hasSet && hasHost) return kept;
  return { dataSet: hasSet ? kept.dataSet : first.dataSet, hostId: hasHost ? kept.hostId : null };
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
