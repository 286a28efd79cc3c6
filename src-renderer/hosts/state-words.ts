import type { TransportKind } from "../../src-shared/host";
import { type ConnectStep, connectSteps, type Session } from "../../src-shared/session";

export type StateKind = Session["state"]["kind"];

/** The shape that stands for a session; a host that was never connected looks like a closed one. */
export function stateKind(session: Session | undefined): StateKind {
  return session?.state.kind ?? "closed";
}

export function stateWord(session: Session | undefined): string {
  return session === undefined ? "not connected" : session.state.kind;
}

/** The steps that a transport has, in their order. */
export function stepsOf(transport: TransportKind): readonly ConnectStep[] {
  const isRemote = transport === "openssh" || transport === "ssh2";
  return isRemote
    ? connectSteps
    : connectSteps.filter((step) => step === "resolving" || step === "starting_agent");
}

/** What a step is about, while it is under way and after it. */
export function stepWords(step: ConnectStep, transport: TransportKind): string {
  switch (step) {
    case "resolving":
      if (transport === "local") return "Start a process";
      return transport === "command" ? "Run the command" : "Look up";
    case "connecting":
      return "Connect";
    case "authenticating":
      return "Log in";
    case "starting_agent":
      return "Start the agent";
  }
}

/** Who writes lines on the way to a host. */
export function speakerOf(transport: TransportKind): string {
  switch (transport) {
    case "openssh":
      return "ssh";
    case "ssh2":
      return "the built-in client";
    case "command":
      return "the command";
    case "local":
      return "Python";
  }
}

/** What the lines are called that are the evidence of a failure. */
export const saidWords = (transport: TransportKind): string => `What ${speakerOf(transport)} said`;

/** The same as one sentence about what happens now, for a screen reader. */
export function stepSentence(step: ConnectStep, name: string): string {
  switch (step) {
    case "resolving":
      return `Looking up ${name}`;
    case "connecting":
      return `Connecting to ${name}`;
    case "authenticating":
      return `Logging in to ${name}`;
    case "starting_agent":
      return `Starting the agent on ${name}`;
  }
}
