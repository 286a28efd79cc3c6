import { create } from "zustand";
import type { Failure } from "../../src-shared/failure";
import type { Host, HostGroup } from "../../src-shared/host";
import type { Session } from "../../src-shared/session";
import { ipc } from "../ipc";

interface HostsState {
  /** Null until the first answer. */
  hosts: Host[] | null;
  /** Those that have something of their own to say. */
  groups: HostGroup[];
  /** Files that could not be read, in sentences. */
  problems: string[];
  /** Keyed by host id. A host that was never connected has none. */
  sessions: ReadonlyMap<string, Session>;
  /** Why the list itself could not be had. */
  failure: Failure | null;
}

export const useHosts = create<HostsState>(() => ({
  hosts: null,
  groups: [],
  problems: [],
  sessions: new Map(),
  failure: null,
}));

const set = useHosts.setState;
const get = useHosts.getState;

function putSession(session: Session): void {
  set(({ sessions }) => ({ sessions: new Map(sessions).set(session.hostId, session) }));
}

export function hostById(hostId: string): Host | undefined {
  return get().hosts?.find((host) => host.id === hostId);
}

/** Whether there is a session, or one is being made. */
export function isOpen(session: Session | undefined): boolean {
  const kind = session?.state.kind;
  return kind === "ready" || kind === "degraded" || kind === "connecting";
}

/** Connects unless that is done or under way. What becomes of it arrives as a session change. */
export async function connect(hostId: string): Promise<void> {
  if (isOpen(get().sessions.get(hostId))) return;
  const reply = await ipc.connect(hostId);
  // A session that came to be has told so itself, and may have gone on since.
  if (!reply.ok) showFailure(hostId, reply.failure);
}

/** A failure that no session change told of, because the request never reached a session. */
function showFailure(hostId: string, failure: Failure): void {
  const kind = get().sessions.get(hostId)?.state.kind;
  if (kind === "failed" || kind === "lost") return;
  if (failure.code === "cancelled" || failure.code === "session_closed") return;
  putSession({
    hostId,
    state: { kind: "failed", failure, since: Date.now() },
    past: [],
    callsInFlight: 0,
    stderr: [],
  });
}

export async function disconnect(hostId: string): Promise<void> {
  await ipc.disconnect(hostId);
}

/** Ends the session, with the calls that run, and makes a new one. */
export async function reconnect(hostId: string): Promise<void> {
  await disconnect(hostId);
  await connect(hostId);
}

/** Has a host in the list before the list that names it has come. */
export function putHost(host: Host): void {
  set(({ hosts }) => ({
    hosts: hosts?.some((known) => known.id === host.id) ? hosts : [...(hosts ?? []), host],
  }));
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
