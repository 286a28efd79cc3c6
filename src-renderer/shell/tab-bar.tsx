import { FileCode, FileCode2, LibraryBig, type LucideIcon, Wrench, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useHosts } from "../hosts/hosts-store";
import { AskMark, StateMark } from "../hosts/state-mark";
import { stateKind, stateWord } from "../hosts/state-words";
import { useWaits } from "../questions/questions-store";
import { useIsUnsaved } from "../templates/template-sessions";
import { useIsToolUnsaved } from "../tools/own-tool-sessions";
import { useTools } from "../tools/tools-store";
import { classes } from "../ui/classes";
import { askToCloseTab } from "./close-tab";
import { activateTab, type Tab, useShell } from "./shell-store";
import styles from "./tab-bar.module.css";

export const panelId = (tabId: string): string => `panel-${tabId}`;

/** The open tabs. Arrows walk, Delete or a middle click closes. */
export function TabBar() {
  const tabs = useShell((state) => state.tabs);
  const activeTabId = useShell((state) => state.activeTabId);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (activeTabId === null) return;
    document
      .getElementById(`tab-${activeTabId}`)
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [activeTabId]);
  const go = (index: number) => {
    const tab = tabs[(index + tabs.length) % tabs.length];
    if (tab === undefined) return;
    activateTab(tab.id);
    document.getElementById(`tab-${tab.id}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, tab: Tab) => {
    const at = tabs.indexOf(tab);
    if (event.key === "ArrowRight") go(at + 1);
    else if (event.key === "ArrowLeft") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(tabs.length - 1);
    else if (event.key === "Delete") {
      askToCloseTab(tab.id);
      requestAnimationFrame(() =>
        bar.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(),
      );
    } else return;
    event.preventDefault();
  };
  return (
    <div ref={bar} role="tablist" aria-label="Open tabs" className={styles.bar}>
      {tabs.map((tab) => (
        <TabHandle
          key={tab.id}
          tab={tab}
          isActive={tab.id === activeTabId}
          onKeyDown={(event) => onKeyDown(event, tab)}
        />
      ))}
    </div>
  );
}

interface TabHandleProps {
  tab: Tab;
  isActive: boolean;
  onKeyDown: (event: KeyboardEvent) => void;
}

function TabHandle({ tab, isActive, onKeyDown }: TabHandleProps) {
  const title = useTitle(tab);
  return (
    <div role="presentation" className={classes(styles.tab, isActive && styles.active)}>
      <button
        type="button"
        role="tab"
        id={`tab-${tab.id}`}
        aria-selected={isActive}
        aria-controls={isActive ? panelId(tab.id) : undefined}
        tabIndex={isActive ? 0 : -1}
        data-pane-focus={isActive || undefined}
        className={styles.handle}
        title={title}
        onClick={() => activateTab(tab.id)}
        onAuxClick={(event) => event.button === 1 && askToCloseTab(tab.id)}
        onKeyDown={onKeyDown}
      >
        <TabMark tab={tab} />
        <span className={styles.title}>{title}</span>
      </button>
      {/* For the pointer alone: a tab list holds tabs, and Delete closes the one with the focus. */}
      <button
        type="button"
        aria-hidden
        tabIndex={-1}
        className={styles.close}
        data-testid={`close-${tab.id}`}
        title="Close"
        onClick={() => askToCloseTab(tab.id)}
      >
        <X size={13} />
      </button>
    </div>
  );
}

function TabMark({ tab }: { tab: Tab }) {
  switch (tab.kind) {
    case "host":
      return <HostMark hostId={tab.hostId} />;
    case "template":
      return <TemplateMark path={tab.path} />;
    case "tool":
      return <Wrench size={13} aria-hidden />;
    case "snippets":
      return <LibraryBig size={13} aria-hidden />;
    case "own-tool":
      return <OwnToolMark path={tab.path} />;
  }
}

function TemplateMark({ path }: { path: string }) {
  return <FileMark icon={FileCode} isUnsaved={useIsUnsaved(path)} />;
}

function OwnToolMark({ path }: { path: string }) {
  return <FileMark icon={FileCode2} isUnsaved={useIsToolUnsaved(path)} />;
}

function FileMark({ icon: Icon, isUnsaved }: { icon: LucideIcon; isUnsaved: boolean }) {
  if (!isUnsaved) return <Icon size={13} aria-hidden />;
  return (
    <>
      <span className={styles.unsaved} data-testid="unsaved-mark" />
      <span className="visually-hidden">unsaved</span>
    </>
  );
}

function HostMark({ hostId }: { hostId: string }) {
  const session = useHosts((state) => state.sessions.get(hostId));
  const waits = useWaits(hostId);
  return (
    <>
      {waits ? <AskMark /> : <StateMark kind={stateKind(session)} size={8} />}
      <span className="visually-hidden">
        {stateWord(session)}
        {waits && ", waits for an answer"}
      </span>
    </>
  );
}

function useTitle(tab: Tab): string {
  const host = useHosts((state) =>
    tab.kind === "host" ? state.hosts?.find((each) => each.id === tab.hostId)?.name : undefined,
  );
  const tool = useTools((state) =>
    tab.kind === "tool" ? state.tools?.find((each) => each.key === tab.toolKey)?.name : undefined,
  );
  if (tab.kind === "host") return host ?? "Removed host";
  if (tab.kind === "tool") return tool ?? tab.toolKey;
  if (tab.kind === "snippets") return "Snippets";
  return tab.path.slice(tab.path.lastIndexOf("/") + 1);
}
