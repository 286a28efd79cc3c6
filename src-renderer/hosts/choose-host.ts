import { focusTab } from "../shell/focus";
import { openHostTab, useShell } from "../shell/shell-store";
import { connect, useHosts } from "./hosts-store";
import { setActiveHost } from "./list-store";

/**
 * A click on a host: its tab is shown, and it is connected.
 *
 * One whose last attempt failed or whose link was lost is shown first, so that the
 * reason can be read and is not wiped away; a click on what is already shown tries again.
 */
export function clickHost(hostId: string): void {
  const { tabs, activeTabId } = useShell.getState();
  const active = tabs.find((tab) => tab.id === activeTabId);
  const isShown = active?.kind === "host" && active.hostId === hostId;
  const kind = useHosts.getState().sessions.get(hostId)?.state.kind;
  openHost(hostId);
  if ((kind !== "failed" && kind !== "lost") || isShown) void connect(hostId);
}

/** Enter on a host, or a button that says so: shown and connected, whatever was before, and the keyboard goes there. */
export function connectHost(hostId: string): void {
  openHost(hostId);
  focusTab();
  void connect(hostId);
}

export function openHost(hostId: string): void {
  setActiveHost(hostId);
  openHostTab(hostId);
}
