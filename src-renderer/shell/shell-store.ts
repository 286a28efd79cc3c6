import { create } from "zustand";
import { recall, remember } from "./remembered";

export type Section = "hosts" | "templates" | "tools";

export type Tab =
  | { kind: "host"; id: string; hostId: string }
  /** `line` of the source is to be shown, null for its beginning; each `Reveal` is one wish. */
  | { kind: "tool"; id: string; toolKey: string; reveal: Reveal | null }
  /** `path` in the library of templates. */
  | { kind: "template"; id: string; path: string }
  /** `path` in the library of tools. */
  | { kind: "own-tool"; id: string; path: string }
  | { kind: "snippets"; id: string };

export interface Reveal {
  line: number;
}

export type Overlay = "commands" | "quick-open" | "settings" | "add-host" | null;

interface Notice {
  id: number;
  message: string;
  action: { label: string; run: () => void } | null;
}

interface ShellState {
  section: Section;
  sidebarOpen: boolean;
  logsOpen: boolean;
  tabs: Tab[];
  activeTabId: string | null;
  overlay: Overlay;
  /** One short message above the status bar, e.g. with an Undo. */
  notice: Notice | null;
}

export const useShell = create<ShellState>(() => ({
  section: "hosts",
  sidebarOpen: true,
  logsOpen: recall("logsOpen") === "true",
  tabs: [],
  activeTabId: null,
  overlay: null,
  notice: null,
}));

const set = useShell.setState;
const get = useShell.getState;

export const hostTabId = (hostId: string): string => `host:${hostId}`;
export const toolTabId = (toolKey: string): string => `tool:${toolKey}`;
export const templateTabId = (path: string): string => `template:${path}`;
export const ownToolTabId = (path: string): string => `own-tool:${path}`;

/** Chooses a section of the rail; the one that is shown already folds the sidebar away. */
export function chooseSection(section: Section): void {
  set((state) =>
    state.section === section && state.sidebarOpen
      ? { sidebarOpen: false }
      : { section, sidebarOpen: true },
  );
}

export function showSection(section: Section): void {
  set({ section, sidebarOpen: true });
}

export function toggleSidebar(): void {
  set(({ sidebarOpen }) => ({ sidebarOpen: !sidebarOpen }));
}

export function toggleLogs(): void {
  const logsOpen = !get().logsOpen;
  set({ logsOpen });
  remember("logsOpen", logsOpen);
}

export function showLogs(): void {
  if (!get().logsOpen) toggleLogs();
}

export function openOverlay(overlay: Overlay): void {
  set({ overlay });
}

function openTab(tab: Tab): void {
  set(({ tabs }) => ({
    tabs: tabs.some((each) => each.id === tab.id)
      ? tabs.map((each) => (each.id === tab.id ? tab : each))
      : [...tabs, tab],
    activeTabId: tab.id,
  }));
}

export function openHostTab(hostId: string): void {
  openTab({ kind: "host", id: hostTabId(hostId), hostId });
}

export function openToolTab(toolKey: string, line: number | null = null): void {
  const reveal = line === null ? null : { line };
  openTab({ kind: "tool", id: toolTabId(toolKey), toolKey, reveal });
}

export function openTemplateTab(path: string): void {
  openTab({ kind: "template", id: templateTabId(path), path });
}

export function openOwnToolTab(path: string): void {
  openTab({ kind: "own-tool", id: ownToolTabId(path), path });
}

export function openSnippetsTab(): void {
  openTab({ kind: "snippets", id: "snippets" });
}

/** Has the tab of a template go on with the template's new path. */
export function moveTemplateTab(from: string, to: string): void {
  replaceTab(templateTabId(from), { kind: "template", id: templateTabId(to), path: to });
}

/** Has the tab of an own tool go on with the new path of its file. */
export function moveOwnToolTab(from: string, to: string): void {
  replaceTab(ownToolTabId(from), { kind: "own-tool", id: ownToolTabId(to), path: to });
}

function replaceTab(id: string, by: Tab): void {
  set(({ tabs, activeTabId }) => ({
    tabs: tabs.map((tab) => (tab.id === id ? by : tab)),
    activeTabId: activeTabId === id ? by.id : activeTabId,
  }));
}

export function activateTab(id: string): void {
  set({ activeTabId: id });
}

/**
 * Closes a tab; its neighbour on the right, else on the left, is shown instead. Sessions stay open.
 * What is not saved in it is not asked about: `close-tab.ts` does that.
 */
export function closeTab(id: string): void {
  set(({ tabs, activeTabId }) => {
    const at = tabs.findIndex((tab) => tab.id === id);
    if (at === -1) return {};
    const left = tabs.filter((tab) => tab.id !== id);
    const neighbour = left[Math.min(at, left.length - 1)]?.id ?? null;
    return { tabs: left, activeTabId: activeTabId === id ? neighbour : activeTabId };
  });
}

/** Shows the next tab (`step` 1) or the one before (-1), around the ends. */
export function stepTab(step: 1 | -1): void {
  const { tabs, activeTabId } = get();
  const at = tabs.findIndex((tab) => tab.id === activeTabId);
  const next = tabs[(at + step + tabs.length) % tabs.length];
  if (next !== undefined) set({ activeTabId: next.id });
}

let notices = 0;

export function notify(message: string, action: Notice["action"] = null): void {
  notices += 1;
  set({ notice: { id: notices, message, action } });
}

export function dismissNotice(id: number): void {
  set(({ notice }) => (notice?.id === id ? { notice: null } : {}));
}
