import { formatPlural } from "../../src-shared/format";
import type { Host } from "../../src-shared/host";
import { useSettings } from "../settings/settings-store";
import { focusTab } from "../shell/focus";
import { openOverlay } from "../shell/shell-store";
import { modKey } from "../ui/keys";
import { type MenuCommand, paletteCommand } from "../ui/menu-command";
import { connectHost, openHost } from "./choose-host";
import { connectMany, disconnectMany, useConnectQueue } from "./connect-many";
import { groupName, removeGroup } from "./group-actions";
import {
  askToRemove,
  chooseImport,
  copy,
  duplicate,
  editDialog,
  exportHosts,
  moveToGroup,
  nameOf,
  setFavourite,
} from "./host-actions";
import { canUndo, undoLastChange } from "./host-changes";
import { openHostDialog } from "./host-dialog-store";
import { addressOf } from "./host-rows";
import { isOpen, loadHosts, useHosts } from "./hosts-store";
import { sshCommand } from "./ssh-command";

/** What can be done with one host or several just now. */
export function hostCommands(hosts: readonly Host[]): MenuCommand[] {
  const [host] = hosts;
  if (host === undefined) return [];
  const name = nameOf(hosts);
  return [
    ...connectCommands(hosts),
    paletteCommand(2, "Edit…", `Edit ${name}…`, () => editDialog(hosts), "F2"),
    ...(hosts.length === 1 && host.source !== "local"
      ? [paletteCommand(2, "Duplicate", `Duplicate ${name}`, () => void duplicate(host))]
      : []),
    hosts.every((each) => each.favourite)
      ? paletteCommand(2, "Remove from Favourites", `Remove ${name} from Favourites`, () =>
          setFavourite(hosts, false),
        )
      : paletteCommand(2, "Add to Favourites", `Add ${name} to Favourites`, () =>
          setFavourite(hosts, true),
        ),
    paletteCommand(2, "Move to group…", `Move ${name} to a group…`, () =>
      openHostDialog({ kind: "move", hostIds: hosts.map(({ id }) => id) }),
    ),
    ...(hosts.some((each) => each.group !== "")
      ? [
          paletteCommand(2, "Take out of its group", `Take ${name} out of its group`, () =>
            moveToGroup(hosts, ""),
          ),
        ]
      : []),
    paletteCommand(2, "Add tag…", `Add a tag to ${name}…`, () =>
      openHostDialog({ kind: "tag", hostIds: hosts.map(({ id }) => id) }),
    ),
    ...copyCommands(hosts),
    paletteCommand(
      4,
      "Export…",
      `Export ${name}…`,
      () => void exportHosts(hosts.map(({ id }) => id)),
    ),
    ...(hosts.some((each) => each.source === "added")
      ? [paletteCommand(4, "Remove", `Remove ${name}`, () => askToRemove(hosts), "Delete")]
      : []),
  ];
}

function connectCommands(hosts: readonly Host[]): MenuCommand[] {
  const { sessions } = useHosts.getState();
  const { waiting } = useConnectQueue.getState();
  const [host] = hosts;
  if (host === undefined) return [];
  const ids = hosts.map(({ id }) => id);
  const name = nameOf(hosts);
  const busy = ids.filter((id) => isOpen(sessions.get(id)) || waiting.has(id));
  const end = () => void disconnectMany(ids);
  if (hosts.length > 1) {
    return [
      ...(busy.length < ids.length
        ? [paletteCommand(1, "Connect", `Connect to ${name}`, () => connectMany(ids), "Enter")]
        : []),
      ...(busy.length > 0 ? [paletteCommand(1, "Disconnect", `Disconnect ${name}`, end)] : []),
    ];
  }
  if (sessions.get(host.id)?.state.kind === "connecting" || waiting.has(host.id)) {
    return [
      paletteCommand(1, "Show", `Show ${name}`, () => show(host.id)),
      paletteCommand(1, "Cancel connecting", `Cancel connecting to ${name}`, end),
    ];
  }
  if (busy.length > 0) {
    return [
      paletteCommand(1, "Show", `Show ${name}`, () => show(host.id)),
      paletteCommand(1, "Disconnect", `Disconnect ${name}`, end),
    ];
  }
  return [paletteCommand(1, "Connect", `Connect to ${name}`, () => connectHost(host.id), "Enter")];
}

function show(hostId: string): void {
  openHost(hostId);
  focusTab();
}

function copyCommands(hosts: readonly Host[]): MenuCommand[] {
  const { groups } = useHosts.getState();
  const { info } = useSettings.getState();
  const configFile = info === null || info.sshConfigOrigin === "usual" ? null : info.sshConfigFile;
  const name = nameOf(hosts);
  const addresses = hosts.map(addressOf).filter(Boolean);
  const commands = hosts.flatMap((host) => sshCommand(host, groups, configFile) ?? []);
  const many = hosts.length > 1;
  return [
    ...(addresses.length > 0
      ? [
          paletteCommand(
            3,
            many ? "Copy addresses" : "Copy address",
            many ? `Copy the addresses of ${name}` : `Copy the address of ${name}`,
            () => copy(addresses.join("\n"), many ? "Addresses" : "Address"),
          ),
        ]
      : []),
    ...(commands.length > 0
      ? [
          paletteCommand(
            3,
            many ? "Copy ssh commands" : "Copy ssh command",
            many ? `Copy the ssh commands of ${name}` : `Copy the ssh command of ${name}`,
            () => copy(commands.join("\n"), many ? "Commands" : "Command"),
          ),
        ]
      : []),
  ];
}

/** What can be done with a branch of the list: a group, or one of the fixed ones. */
export function branchCommands(
  label: string,
  /** Null for a branch that is no group. */
  path: string | null,
  /** Those in it, as far as a filter shows them. */
  hosts: readonly Host[],
  isFiltered = false,
): MenuCommand[] {
  const ids = hosts.map(({ id }) => id);
  const { sessions } = useHosts.getState();
  const all = [
    ...(ids.some((id) => !isOpen(sessions.get(id)))
      ? [
          paletteCommand(
            1,
            isFiltered ? "Connect those found" : "Connect all",
            `Connect all of ${label}`,
            () => connectMany(ids),
          ),
        ]
      : []),
    ...(ids.some((id) => isOpen(sessions.get(id)))
      ? [
          paletteCommand(
            1,
            isFiltered ? "Disconnect those found" : "Disconnect all",
            `Disconnect all of ${label}`,
            () => void disconnectMany(ids),
          ),
        ]
      : []),
  ];
  const save =
    ids.length === 0
      ? []
      : [
          paletteCommand(
            3,
            "Export…",
            `Export the ${formatPlural(ids.length, "host")} of ${label}…`,
            () => void exportHosts(ids),
          ),
        ];
  if (path === null) return [...all, ...save];
  return [
    ...all,
    paletteCommand(2, "Edit settings…", `Edit the settings of ${label}…`, () =>
      openHostDialog({ kind: "edit-group", path }),
    ),
    paletteCommand(
      2,
      "Rename…",
      `Rename ${label}…`,
      () => openHostDialog({ kind: "rename-group", path }),
      "F2",
    ),
    paletteCommand(2, "New group inside…", `New group inside ${label}…`, () =>
      openHostDialog({ kind: "new-group", outer: path }),
    ),
    ...save,
    paletteCommand(
      3,
      "Remove group",
      `Remove the group ${groupName(path)}`,
      () => removeGroup(path),
      "Delete",
    ),
  ];
}

/** What can be done with the list as a whole. */
export function listCommands(): MenuCommand[] {
  return [
    paletteCommand(1, "Add a host…", "Add a host", () => openOverlay("add-host")),
    paletteCommand(1, "New group…", "New group…", () =>
      openHostDialog({ kind: "new-group", outer: "" }),
    ),
    paletteCommand(2, "Import hosts…", "Import hosts…", () => void chooseImport()),
    paletteCommand(2, "Export all hosts…", "Export all hosts…", () => void exportHosts(null)),
    ...(canUndo()
      ? [
          paletteCommand(
            3,
            "Undo the last change",
            "Undo the last change of the hosts",
            undoLastChange,
            `${modKey}+Z`,
          ),
        ]
      : []),
    paletteCommand(3, "Read the hosts again", "Read the hosts again", () => void loadHosts()),
  ];
}
