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

/** The steps of connecting, in their order. */
export type ConnectStep = "starting_transport" | "waiting_for_python" | "starting_agent";

export type SessionState =
  | { kind: "connecting"; step: ConnectStep; since: number }
  /** `latencyMs` is the last measured round trip to the agent, null until the first one. */
  | { kind: "ready"; hello: Hello; latencyMs: number | null; since: number }
  | { kind: "failed"; failure: Failure; since: number }
  | { kind: "closed"; since: number };

/** A host's connection. `since` is in milliseconds since the epoch. There is at most one for a host. */
export interface Session {
  hostId: string;
  state: SessionState;
  /** Calls that are running now. */
  callsInFlight: number;
  /** The last lines that the transport wrote to stderr, oldest first. */
  stderr: string[];
}
