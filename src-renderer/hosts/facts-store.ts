import { create } from "zustand";
import { type Failure, failure } from "../../src-shared/failure";
import type { Session } from "../../src-shared/session";
import type { Value } from "../../src-shared/value";
import { ipc } from "../ipc";
import { type HostFacts, readFacts } from "./host-facts";

const TOOL = "rmote.tools.facts.Facts";
/** Seconds: each part of it gives up after five by itself. */
const LIMIT = 30;

export interface GatheredFacts {
  /** What was gathered last; null until then. */
  facts: HostFacts | null;
  /** The same as the target sent it, for templates. */
  value: Value;
  /** When that was, in milliseconds since the epoch. */
  at: number;
  isGathering: boolean;
  /** Why the last attempt gave nothing. */
  failure: Failure | null;
  /** The session that was asked last. */
  session: string;
}

const nothing: GatheredFacts = {
  facts: null,
  value: null,
  at: 0,
  isGathering: false,
  failure: null,
  session: "",
};

export const useFacts = create<{ hosts: ReadonlyMap<string, GatheredFacts> }>(() => ({
  hosts: new Map(),
}));

export function factsOf(hosts: ReadonlyMap<string, GatheredFacts>, hostId: string): GatheredFacts {
  return hosts.get(hostId) ?? nothing;
}

function change(hostId: string, more: Partial<GatheredFacts>): void {
  useFacts.setState(({ hosts }) => ({
    hosts: new Map(hosts).set(hostId, { ...factsOf(hosts, hostId), ...more }),
  }));
}

/** What tells one session of a host from the next; empty while there is none. */
export function sessionKey(session: Session | undefined): string {
  const state = session?.state;
  if (state?.kind !== "ready" && state?.kind !== "degraded") return "";
  return `${state.hello.hostname} ${state.hello.pid}`;
}

/** Asks a target for its facts, once for each session. */
export async function gatherOnce(hostId: string, session: string): Promise<void> {
  if (session !== "" && factsOf(useFacts.getState().hosts, hostId).session !== session)
    await gather(hostId, session);
}

/** Asks a target for its facts. It is none of the person's own calls, and not listed among them. */
export async function gather(hostId: string, session: string): Promise<void> {
  change(hostId, { isGathering: true, session });
  const request = {
    callId: crypto.randomUUID(),
    hostId,
    tool: TOOL,
    method: "gather",
    args: [],
    kwargs: {},
    timeoutSeconds: LIMIT,
    isUnasked: true,
  };
  const outcome = await ipc.call(request, () => {});
  // A later session was asked meanwhile.
  if (factsOf(useFacts.getState().hosts, hostId).session !== session) return;
  const done = { isGathering: false, at: Date.now() };
  if (!outcome.ok) {
    change(hostId, { isGathering: false, failure: outcome.failure });
    return;
  }
  const facts = readFacts(outcome.value);
  if (facts !== null) change(hostId, { ...done, facts, value: outcome.value, failure: null });
  else change(hostId, { isGathering: false, failure: notFacts });
}

const notFacts = failure("protocol_error", "The target's answer is no list of facts.", {
  advice: "Gather them again; if that stays, please report it.",
});
