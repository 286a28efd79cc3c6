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
  | "containerClients"
  | "listContainers";

export function hostHandlers(
  { hosts, sessions, hostList }: Services,
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
      await hosts.undo(changeId);
      return null;
    },
    containerClients: () => findContainerClients(),
    listContainers: ({ client }) => listContainers(client),
  };
}
