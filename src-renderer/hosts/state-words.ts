import type { ConnectStep, Session } from "../../src-shared/session";

export type StateKind = "ready" | "connecting" | "failed" | "closed";

/** The shape that stands for a session; a host that was never connected looks like a closed one. */
export function stateKind(session: Session | undefined): StateKind {
  return session?.state.kind ?? "closed";
}

export function stateWord(session: Session | undefined): string {
  return session === undefined ? "not connected" : session.state.kind;
}

/** What the app is doing to a host just now. `remote` is false for this machine. */
export function stepWords(step: ConnectStep, remote: boolean): string {
  switch (step) {
    case "starting_transport":
      return remote ? "Starting ssh" : "Starting a local process";
    case "waiting_for_python":
      return remote ? "Logging in and waiting for Python" : "Waiting for Python";
    case "starting_agent":
      return "Starting the agent";
  }
}
