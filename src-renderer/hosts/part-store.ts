import { create } from "zustand";
import { recall, remember } from "../shell/remembered";

/**
 * The parts of a host's tab. The console comes first: who connects mostly does so to
 * call something, and the line of facts beside the parts says what the host is.
 * Who prefers the overview chooses it once, and gets it for the next host too.
 */
export const hostParts = ["console", "files", "overview"] as const;
export type HostPart = (typeof hostParts)[number];

interface PartState {
  usual: HostPart;
  /** By host, once something was chosen there. */
  chosen: ReadonlyMap<string, HostPart>;
}

export const useParts = create<PartState>(() => ({
  usual: hostParts.find((part) => part === recall("hostPart")) ?? "console",
  chosen: new Map(),
}));

export function showPart(hostId: string, part: HostPart): void {
  remember("hostPart", part);
  useParts.setState(({ chosen }) => ({ usual: part, chosen: new Map(chosen).set(hostId, part) }));
}

export function usePart(hostId: string): HostPart {
  return useParts(({ usual, chosen }) => chosen.get(hostId) ?? usual);
}

export function partNow(hostId: string): HostPart {
  const { usual, chosen } = useParts.getState();
  return chosen.get(hostId) ?? usual;
}
