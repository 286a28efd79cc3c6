import { create } from "zustand";
import type { Failure } from "../../src-shared/failure";
import type { Host } from "../../src-shared/host";
import type { Session } from "../../src-shared/session";
import { ipc } from "../ipc";

interface HostsState {
  /** Null until the first answer. */
  hosts: Host[] | null;
  /** Files that could not be read, in sentences. */
  problems: string[];
  /** Keyed by host id. A host that was never connected has none. */
  sessions: ReadonlyMap<string, Session>;
  /** Why the list itself could not be had. */
  failure: Failure | null;
  filter: string;
  /** The host that the keyboard is on in the list. */
  activeHostId: string | null;
}

export const useHosts = create<HostsState>(() => ({
  hosts: null,
  problems: [],
  sessions: new Map(),
  failure: null,
  filter: "",
  activeHostId: null,
}));

const set = useHosts.setState;
const get = useHosts.getState;

function putSession(session: Session): void {
  set(({ sessions }) => ({ sessions: new Map(sessions).set(session.hostId, session) }));
}

export function hostById(hostId: string): Host | undefined {
  return get().hosts?.find((host) => host.id === hostId);
}

export function setFilter(filter: string): void {
  set({ filter });
}

export function setActiveHost(activeHostId: string): void {
  set({ activeHostId });
}

/** Connects unless that is done or under way. What becomes of it arrives as a session change. */
export async function connect(hostId: string): Promise<void> {
  const kind = get().sessions.get(hostId)?.state.kind;
  if (kind === "ready" || kind === "connecting") return;
  const reply = await ipc.connect(hostId);
  // A session that came to be has told so itself, and may have gone on since.
  if (!reply.ok) showFailure(hostId, reply.failure);
}

/** A failure that no session change told of, because the request never reached a session. */
function showFailure(hostId: string, failure: Failure): void {
  const state = get().sessions.get(hostId)?.state;
  if (state?.kind === "failed" || failure.code === "cancelled" || failure.code === "session_closed")
    return;
  const since = Date.now();
  putSession({
    hostId,
    state: { kind: "failed", failure, since },
    past: [],
    callsInFlight: 0,
    stderr: [],
  });
}

export async function disconnect(hostId: string): Promise<void> {
  await ipc.disconnect(hostId);
}

/** @returns the host, or why it could not be added. */
export async function addHost(address: string): Promise<Host | Failure> {
  const reply = await ipc.addHost({ address });
  if (!reply.ok) return reply.failure;
  const host = reply.value;
  set(({ hosts }) => ({
    hosts: hosts?.some((known) => known.id === host.id) ? hosts : [...(hosts ?? []), host],
    activeHostId: host.id,
    filter: "",
  }));
  return host;
}

/** @returns why it could not be removed, or null. */
export async function removeHost(hostId: string): Promise<Failure | null> {
  const reply = await ipc.removeHosts({ hostIds: [hostId] });
  if (!reply.ok) return reply.failure;
  set(({ hosts, activeHostId }) => {
    const at = hosts?.findIndex((host) => host.id === hostId) ?? -1;
    const neighbour = hosts?.[at + 1] ?? hosts?.[at - 1];
    return {
      hosts: hosts?.filter((host) => host.id !== hostId) ?? null,
      activeHostId: activeHostId === hostId ? (neighbour?.id ?? null) : activeHostId,
    };
  });
  return null;
}

export async function loadHosts(): Promise<void> {
  const reply = await ipc.listHosts();
  if (reply.ok) set({ ...reply.value, failure: null });
  else set({ failure: reply.failure, hosts: get().hosts ?? [] });
}

export function startHosts(): void {
  ipc.on("hostsChanged", (list) => set({ ...list, failure: null }));
  ipc.on("sessionChanged", putSession);
  void loadHosts();
  void ipc.listSessions().then((reply) => {
    // What an event has told since then is newer.
    if (reply.ok) {
      const known = reply.value.map((session) => [session.hostId, session] as const);
      set(({ sessions }) => ({ sessions: new Map([...known, ...sessions]) }));
    }
  });
}
