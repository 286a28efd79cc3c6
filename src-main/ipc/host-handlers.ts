import { findContainerClients, listContainers } from "../hosts/containers";
import type { Services } from "../services";
import type { Dialogs } from "./dialogs";
import type { Handlers } from "./handlers";

type Channel =
  | "listHosts"
  | "addHost"
  | "editHost"
  | "editHosts"
  | "duplicateHost"
  | "removeHosts"
  | "saveGroup"
  | "renameGroup"
  | "removeGroup"
  | "undoHostChange"
  | "hostOptions"
  | "exportHosts"
  | "chooseImport"
  | "importHosts"
  | "containerClients"
  | "listContainers";

const IMPORTED = ["json", "yml", "yaml", "ini", "cfg"];

/** The services that hosts take. */
interface Needed extends Pick<Services, "hosts" | "hostList"> {
  sessions: Pick<Services["sessions"], "close">;
}

export function hostHandlers(
  { hosts, sessions, hostList }: Needed,
  dialogs: Dialogs,
): Pick<Handlers, Channel> {
  return {
    listHosts: () => hostList(),
    addHost: (host) => hosts.add(host),
    editHost: ({ hostId, edit }) => hosts.edit(hostId, edit),
    editHosts: ({ hostIds, edit }) => hosts.editMany(hostIds, edit),
    duplicateHost: ({ hostId }) => hosts.duplicate(hostId),
    removeHosts: async ({ hostIds }) => {
      const change = await hosts.remove(hostIds);
      await Promise.all(hostIds.map((hostId) => sessions.close(hostId)));
      return change;
    },
    saveGroup: ({ group }) => hosts.saveGroup(group),
    renameGroup: ({ from, to }) => hosts.renameGroup(from, to),
    removeGroup: ({ path }) => hosts.removeGroup(path),
    undoHostChange: async ({ changeId }) => {
      const gone = await hosts.undo(changeId);
      await Promise.all(gone.map((hostId) => sessions.close(hostId)));
      return null;
    },
    hostOptions: ({ hostId }) => hosts.options(hostId),
    exportHosts: async ({ hostIds }) => {
      const file = await dialogs.saveFile("Export hosts", "hosts.json");
      if (file !== null) await hosts.exportTo(file, hostIds);
      return file;
    },
    chooseImport: async () => {
      const file = await dialogs.openFile("Hosts and inventories", IMPORTED);
      return file === null ? null : await hosts.previewImport(file);
    },
    importHosts: ({ importId, group }) => hosts.import(importId, group),
    containerClients: () => findContainerClients(),
    listContainers: ({ client }) => listContainers(client),
  };
}
