import type { Failure } from "./failure";

/** What the agent says of the target when it starts. */
export interface Hello {
  agentVersion: string;
  pythonVersion: string;
  implementation: string;
  platform: string;
  hostname: string;
  user: string;
  pid: number;
  encoding: string;
  /** Path of the Python that runs the agent. */
  executable: string;
}

/** The steps of connecting, in their order; a local process has no `connecting` and no `authenticating`. */
export const connectSteps = [
  "resolving",
  "connecting",
  "authenticating",
  "starting_agent",
] as const;
export type ConnectStep = (typeof connectSteps)[number];

/** What a session was in before, and for how many milliseconds. */
export interface PastState {
  name: ConnectStep | "ready" | "degraded" | "lost";
  ms: number;
}

/** When a lost link is made anew: the next attempt, its number from 1, or null where only a person does it. */
export type Retry = { attempt: number; at: number } | null;

/** `since` and `at` are in milliseconds since the epoch. `latencyMs` is the last measured round trip to the agent, null until the first one. */
export type SessionState =
  | { kind: "connecting"; step: ConnectStep; since: number }
  | { kind: "ready"; hello: Hello; latencyMs: number | null; since: number }
  /** The heartbeat is late: `lastHeard` is when bytes last came. */
  | { kind: "degraded"; hello: Hello; latencyMs: number | null; lastHeard: number; since: number }
  /** A session that was ready ended by itself; `failure` is why, or why it could not be had again. */
  | { kind: "lost"; failure: Failure; retry: Retry; since: number }
  /** A session did not come to be. */
  | { kind: "failed"; failure: Failure; since: number }
  /** `isCancelled`: a person has called an attempt off, or one of its questions, before there was a session. */
  | { kind: "closed"; isCancelled: boolean; since: number };

/** A host's connection. There is at most one for a host. */
export interface Session {
  hostId: string;
  state: SessionState;
  /** What came before the present state, since the last time it was asked for, oldest first. */
  past: PastState[];
  /** Calls that are running now, without those that the app makes by itself. */
  callsInFlight: number;
  /** The last lines that the transport wrote to stderr, oldest first. */
  stderr: string[];
}

/** Whether calls can be made. */
export function isReady(state: SessionState | undefined): boolean {
  return state?.kind === "ready" || state?.kind === "degraded";
}
