import { useSyncExternalStore } from "react";
import type { OwnToolRef } from "../../src-shared/own-tool";
import { useShell } from "../shell/shell-store";
import { OwnToolSession } from "./own-tool-session";
import { ownToolPath, wireKey } from "./own-tools-store";

const sessions = new Map<string, OwnToolSession>();

/** The session of a file of own tools whose tab is open; made where there is none yet. */
export function ownToolSession(path: string): OwnToolSession {
  const known = sessions.get(path);
  if (known !== undefined) return known;
  const made = new OwnToolSession(path);
  made.documents.subscribe(tell);
  sessions.set(path, made);
  return made;
}

export function knownToolSession(path: string): OwnToolSession | undefined {
  return sessions.get(path);
}

export function isToolUnsaved(path: string): boolean {
  return sessions.get(path)?.documents.isUnsaved() ?? false;
}

export function useIsToolUnsaved(path: string): boolean {
  return useSyncExternalStore(subscribe, () => isToolUnsaved(path));
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}

export interface OwnCall {
  /** Key of the tool on the wire. */
  tool: string;
  ref: OwnToolRef;
  /** Whether what is called is not saved. */
  isUnsaved: boolean;
}

/** How an own tool is called: what stands in its editor, where one is open. Null for a built-in tool. */
export function ownCall(toolKey: string): OwnCall | null {
  const path = ownToolPath(toolKey);
  if (path === undefined) return null;
  const text = sessions.get(path)?.text() ?? null;
  return { tool: wireKey(toolKey), ref: { path, text }, isUnsaved: isToolUnsaved(path) };
}

/** A session ends with its tab. */
export function startOwnToolSessions(): void {
  useShell.subscribe(({ tabs }, before) => {
    if (tabs === before.tabs) return;
    const open = new Set(tabs.flatMap((tab) => (tab.kind === "own-tool" ? [tab.path] : [])));
    for (const [path, session] of sessions) {
      if (open.has(path)) continue;
      sessions.delete(path);
      session.dispose();
    }
    tell();
  });
}
