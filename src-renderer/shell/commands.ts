import { isReady } from "../../src-shared/session";
import { savedCallCommands } from "../calls/call-commands";
import { fileCommands } from "../files/file-commands";
import { branchCommands, hostCommands, listCommands } from "../hosts/host-commands";
import { groupId } from "../hosts/host-rows";
import { hostById, useHosts } from "../hosts/hosts-store";
import { useHostList } from "../hosts/list-store";
import { partNow, showPart } from "../hosts/part-store";
import { clearLogs } from "../logs/logs-store";
import { browseSnippets } from "../snippets/snippets-store";
import { templateCommands } from "../templates/template-commands";
import { ownToolCommands } from "../tools/own-tool-commands";
import { modKey } from "../ui/keys";
import type { MenuCommand } from "../ui/menu-command";
import { askToCloseTab } from "./close-tab";
import { focusTab } from "./focus";
import { focusFilter } from "./focus-filter";
import { openOverlay, stepTab, toggleLogs, toggleSidebar, useShell } from "./shell-store";
import { setTheme } from "./theme";

export interface Command {
  label: string;
  keys: string;
  run: () => void;
}

/** What can be done just now. */
export function commands(): Command[] {
  return [
    ...templateCommands(),
    ...ownToolCommands(),
    ...hostCommandsNow(),
    ...savedCallCommands(),
    {
      label: "Find a host, a template, a tool or a method",
      keys: `${modKey}+P`,
      run: () => openOverlay("quick-open"),
    },
    { label: "Show hosts", keys: `${modKey}+L`, run: () => focusFilter("hosts") },
    { label: "Show templates", keys: "", run: () => focusFilter("templates") },
    { label: "Show tools", keys: "", run: () => focusFilter("tools") },
    { label: "Browse snippets", keys: "", run: browseSnippets },
    { label: "Show or hide the logs", keys: `${modKey}+J`, run: toggleLogs },
    { label: "Show or hide the sidebar", keys: `${modKey}+B`, run: toggleSidebar },
    { label: "Clear the logs", keys: "", run: clearLogs },
    ...tabCommands(),
    { label: "Appearance: as the system", keys: "", run: () => setTheme("system") },
    { label: "Appearance: light", keys: "", run: () => setTheme("light") },
    { label: "Appearance: dark", keys: "", run: () => setTheme("dark") },
    { label: "Settings", keys: `${modKey}+,`, run: () => openOverlay("settings") },
    { label: "Quit", keys: `${modKey}+Q`, run: () => window.close() },
  ];
}

/** Whether the keyboard is there: what is asked for is about the row that it is on, then. */
const isInSidebar = () => document.activeElement?.closest('[data-pane="sidebar"]') != null;

/** For what is selected in the list and for the host whose tab is shown: first for what has the keyboard. */
function hostCommandsNow(): Command[] {
  const { tabs, activeTabId } = useShell.getState();
  const tab = tabs.find((each) => each.id === activeTabId);
  const { selected, activeRowId } = useHostList.getState();
  const hosts = useHosts.getState().hosts ?? [];
  const chosen = hosts.filter((host) => selected.has(host.id));
  const shown = tab?.kind === "host" ? hostById(tab.hostId) : undefined;
  const path = activeRowId?.startsWith(groupId("")) ? activeRowId.slice(groupId("").length) : null;
  const isIn = (group: string) => group === path || group.startsWith(`${path}/`);
  const ofShown =
    shown === undefined
      ? []
      : hostCommands([shown]).filter(({ title }) => title !== `Show ${shown.name}`);
  const ofList = [
    ...(chosen.length === 1 && chosen[0] !== shown ? hostCommands(chosen) : []),
    ...(path === null
      ? []
      : branchCommands(
          path,
          path,
          hosts.filter((host) => isIn(host.group)),
        )),
  ];
  const files = shown === undefined ? [] : filesCommands(shown.id, shown.name);
  return [
    ...files,
    ...(chosen.length > 1 ? hostCommands(chosen) : []),
    ...(isInSidebar() ? [...ofList, ...ofShown] : [...ofShown, ...ofList]),
    ...listCommands(),
  ].map(({ title, keys, run }) => ({ label: title, keys, run }));
}

/** For the files of the host whose tab is shown, first of all where they are shown. */
function filesCommands(hostId: string, name: string): MenuCommand[] {
  const { sessions } = useHosts.getState();
  if (!isReady(sessions.get(hostId)?.state)) return [];
  if (partNow(hostId) === "files") return fileCommands(hostId);
  const run = () => {
    showPart(hostId, "files");
    focusTab("start");
  };
  const title = `Show the files of ${name}`;
  return [{ part: 1, label: title, title, keys: "", run }];
}

function tabCommands(): Command[] {
  const { activeTabId } = useShell.getState();
  if (activeTabId === null) return [];
  return [
    { label: "Close the tab", keys: `${modKey}+W`, run: () => askToCloseTab(activeTabId) },
    { label: "Next tab", keys: "Ctrl+PageDown", run: () => stepTab(1) },
    { label: "Previous tab", keys: "Ctrl+PageUp", run: () => stepTab(-1) },
  ];
}
