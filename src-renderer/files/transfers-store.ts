import { create } from "zustand";
import { isUnderWay, type Transfer, type TransferChanges } from "../../src-shared/transfer";
import { ipc } from "../ipc";
import { soon } from "../ui/soon";
import { parentOf } from "./file-entry";
import { folderNow, readAgain } from "./files-store";

/** In the order in which they were asked for. */
export const useTransfers = create<{ all: ReadonlyMap<string, Transfer> }>(() => ({
  all: new Map(),
}));

export function transfersOf(all: ReadonlyMap<string, Transfer>, hostId: string): Transfer[] {
  return [...all.values()].filter((each) => each.hostId === hostId);
}

export function useHasTransfers(hostId: string): boolean {
  return useTransfers(({ all }) => {
    for (const each of all.values()) if (each.hostId === hostId) return true;
    return false;
  });
}

/** Folders of hosts into which something was sent, and that are read again. */
const stale = new Map<string, Set<string>>();

const readStale = soon(() => {
  for (const [hostId, folders] of stale) {
    const { path, reading } = folderNow(hostId);
    // What is being read may have been read before the file was there.
    if (reading !== null) continue;
    stale.delete(hostId);
    if (folders.has(path)) void readAgain(hostId);
  }
  if (stale.size > 0) readStale();
});

function take({ changed, removed }: TransferChanges): void {
  useTransfers.setState(({ all }) => {
    const after = new Map(all);
    for (const each of changed) after.set(each.id, each);
    for (const id of removed) after.delete(id);
    return { all: after };
  });
  for (const { hostId, direction, remotePath, state } of changed) {
    if (direction !== "upload" || isUnderWay({ state }) || state.kind === "failed") continue;
    stale.set(hostId, (stale.get(hostId) ?? new Set()).add(parentOf(remotePath)));
  }
  if (stale.size > 0) readStale();
}

/** Follows the transfers of the main process, also those that were there before this page. */
export function startTransfers(): void {
  ipc.on("transfersChanged", take);
  void ipc.listTransfers().then((reply) => {
    if (!reply.ok) return;
    const known = reply.value.map((each) => [each.id, each] as const);
    // What an event has told since then is newer.
    useTransfers.setState(({ all }) => ({ all: new Map([...known, ...all]) }));
  });
}
