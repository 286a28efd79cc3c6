import type { ConnectStep, Session } from "../../src-shared/session";

export type StateKind = Session["state"]["kind"];

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
    case "resolving":
      return remote ? "Looking up the host" : "Starting a local process";
    case "connecting":
      return "Connecting";
    case "authenticating":
      return "Logging in";
    case "starting_agent":
      return "Starting the agent";
  }
}
