import { focusTab } from "../shell/focus";
import { openHostTab, useShell } from "../shell/shell-store";
import { connect, setActiveHost, useHosts } from "./hosts-store";

/**
 * A click on a host: its tab is shown, and it is connected.
 *
 * One whose last attempt failed is shown first, so that its reason can be read
 * and is not wiped away; a click on what is already shown tries again.
 */
export function clickHost(hostId: string): void {
  const { tabs, activeTabId } = useShell.getState();
  const active = tabs.find((tab) => tab.id === activeTabId);
  const isShown = active?.kind === "host" && active.hostId === hostId;
  const isFailed = useHosts.getState().sessions.get(hostId)?.state.kind === "failed";
  openHost(hostId);
  if (!isFailed || isShown) void connect(hostId);
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
