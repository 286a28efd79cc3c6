import { create } from "zustand";
import { formatPlural } from "../../src-shared/format";
import { inTurn } from "../../src-shared/in-turn";
import { isReady } from "../../src-shared/session";
import { notify } from "../shell/shell-store";
import { openHostDialog } from "./host-dialog-store";
import { connect, disconnect, isOpen, useHosts } from "./hosts-store";

/** So many are connected to at the same time: each is a process, a login and perhaps a question. */
const AT_ONCE = 8;
/** More than these are not connected to without asking. */
const ASK_ABOVE = 20;

interface QueueState {
  /** Ids of hosts whose turn comes. */
  waiting: ReadonlySet<string>;
}

export const useConnectQueue = create<QueueState>(() => ({ waiting: new Set() }));

function withoutWaiting(hostIds: readonly string[]): void {
  useConnectQueue.setState(({ waiting }) => {
    const left = new Set(waiting);
    for (const id of hostIds) left.delete(id);
    return { waiting: left };
  });
}

/** Connects to hosts that have no session, a few at a time; asks once if they are many. Opens no tabs. */
export function connectMany(hostIds: readonly string[]): void {
  const { sessions } = useHosts.getState();
  const closed = hostIds.filter((id) => !isOpen(sessions.get(id)));
  if (closed.length === 0)
    notify(hostIds.length === 1 ? "It is connected." : "All of them are connected.");
  else if (closed.length > ASK_ABOVE) openHostDialog({ kind: "connect-many", hostIds: closed });
  else void connectAll(closed);
}

/** As `connectMany`, without asking. Resolves when each has a session, has failed or was called off. */
export async function connectAll(hostIds: readonly string[]): Promise<void> {
  useConnectQueue.setState(({ waiting }) => ({ waiting: new Set([...waiting, ...hostIds]) }));
  await inTurn(hostIds, AT_ONCE, async (id) => {
    if (!useConnectQueue.getState().waiting.has(id)) return;
    withoutWaiting([id]);
    await connect(id);
  });
  if (hostIds.length === 1) return;
  const { sessions } = useHosts.getState();
  const connected = hostIds.filter((id) => isReady(sessions.get(id)?.state)).length;
  notify(
    connected === hostIds.length
      ? `Connected to ${formatPlural(connected, "host")}.`
      : `Connected to ${connected} of ${formatPlural(hostIds.length, "host")}.`,
  );
}

/** Ends their sessions, those that are being made, and the waiting for a turn. */
export async function disconnectMany(hostIds: readonly string[]): Promise<void> {
  withoutWaiting(hostIds);
  const { sessions } = useHosts.getState();
  await Promise.all(hostIds.filter((id) => isOpen(sessions.get(id))).map(disconnect));
}
