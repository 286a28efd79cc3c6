import { useHosts } from "../../hosts/hosts-store";
import type { OwnToolSession } from "../own-tool-session";

/** The Python that a tool is to run on. */
export interface ToolTarget {
  /** Such as `3.6.15`; empty where it is not known. */
  version(): string;
  /** Tells that it may be another one. */
  subscribe(listener: () => void): () => void;
}

/** The Python of the host that a tool's tab calls on, as soon as that has once been connected to. */
export function targetOf(session: OwnToolSession): ToolTarget {
  const versions = new Map<string, string>();
  const version = () => {
    const { hostId } = session.state.getState();
    const state = useHosts.getState().sessions.get(hostId)?.state;
    if (state !== undefined && "hello" in state) versions.set(hostId, state.hello.pythonVersion);
    return versions.get(hostId) ?? "";
  };
  return {
    version,
    subscribe: (listener) => {
      let last = version();
      const look = () => {
        const next = version();
        if (next === last) return;
        last = next;
        listener();
      };
      const ends = [useHosts.subscribe(look), session.state.subscribe(look)];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
