import { connectHost } from "../hosts/choose-host";
import { disconnect, hostById, loadHosts, useHosts } from "../hosts/hosts-store";
import { stateKind } from "../hosts/state-words";
import { clearLogs } from "../logs/logs-store";
import { modKey } from "../ui/keys";
import { focusFilter } from "./focus-filter";
import { closeTab, openOverlay, stepTab, toggleLogs, toggleSidebar, useShell } from "./shell-store";
import { setTheme } from "./theme";

export interface Command {
  label: string;
  keys: string;
  run: () => void;
}

/** What can be done just now. */
export function commands(): Command[] {
  return [
    ...hostCommands(),
    {
      label: "Find a host, a tool or a method",
      keys: `${modKey}+P`,
      run: () => openOverlay("quick-open"),
    },
    { label: "Add a host", keys: "", run: () => openOverlay("add-host") },
    { label: "Read the hosts again", keys: "", run: () => void loadHosts() },
    { label: "Show hosts", keys: `${modKey}+L`, run: () => focusFilter("hosts") },
    { label: "Show tools", keys: "", run: () => focusFilter("tools") },
    { label: "Show or hide the logs", keys: `${modKey}+J`, run: toggleLogs },
    { label: "Show or hide the sidebar", keys: `${modKey}+B`, run: toggleSidebar },
    { label: "Clear the logs", keys: "", run: clearLogs },
    ...tabCommands(),
    { label: "Appearance: as the system", keys: "", run: () => setTheme("system") },
    { label: "Appearance: light", keys: "", run: () => setTheme("light") },
    { label: "Appearance: dark", keys: "", run: () => setTheme("dark") },
    { label: "Settings", keys: `${modKey}+,`, run: () => openOverlay("settings") },
  ];
}

/** For the host whose tab is shown. */
function hostCommands(): Command[] {
  const { tabs, activeTabId } = useShell.getState();
  const tab = tabs.find((each) => each.id === activeTabId);
  const host = tab?.kind === "host" ? hostById(tab.hostId) : undefined;
  if (host === undefined) return [];
  const kind = stateKind(useHosts.getState().sessions.get(host.id));
  if (kind === "connecting") {
    return [
      { label: `Cancel connecting to ${host.name}`, keys: "", run: () => void disconnect(host.id) },
    ];
  }
  if (kind === "ready") {
    return [{ label: `Disconnect ${host.name}`, keys: "", run: () => void disconnect(host.id) }];
  }
  return [{ label: `Connect to ${host.name}`, keys: "", run: () => connectHost(host.id) }];
}

function tabCommands(): Command[] {
  const { activeTabId } = useShell.getState();
  if (activeTabId === null) return [];
  return [
    { label: "Close the tab", keys: `${modKey}+W`, run: () => closeTab(activeTabId) },
    { label: "Next tab", keys: "Ctrl+PageDown", run: () => stepTab(1) },
    { label: "Previous tab", keys: "Ctrl+PageUp", run: () => stepTab(-1) },
  ];
}
