import type { Host } from "../../src-shared/host";
import { closeTab, hostTabId, notify } from "../shell/shell-store";
import { addressOf } from "./host-rows";
import { addHost, connect, disconnect, removeHost, useHosts } from "./hosts-store";

/** Removes an added host, and offers to undo it. A host of the ssh config stays, and the reason is said. */
export function askToRemove(host: Host): void {
  if (host.source === "local") {
    notify("This machine stays in the list.");
    return;
  }
  if (host.source === "config") {
    notify(`${host.name} comes from ${host.origin}. Remove it there.`);
    return;
  }
  const session = useHosts.getState().sessions.get(host.id);
  const isOpen = session?.state.kind === "ready" || session?.state.kind === "connecting";
  if (isOpen) {
    notify(`${host.name} has an open session.`, {
      label: "Disconnect and remove",
      run: () => void disconnect(host.id).then(() => remove(host)),
    });
  } else void remove(host);
}

async function remove(host: Host): Promise<void> {
  const failure = await removeHost(host.id);
  if (failure !== null) {
    notify(failure.message);
    return;
  }
  closeTab(hostTabId(host.id));
  notify(`${host.name} was removed.`, {
    label: "Undo",
    run: () => void addHost(addressOf(host)),
  });
}

/** Adds a host and connects to it. @returns why it could not be added, or null */
export async function addAndConnect(
  address: string,
  show: (hostId: string) => void,
): Promise<string | null> {
  const added = await addHost(address);
  if ("code" in added) return added.message;
  show(added.id);
  void connect(added.id);
  return null;
}
