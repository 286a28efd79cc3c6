import { create } from "zustand";

/** Transfers that a person put off by closing their question; and the one that they want to answer now. */
export const useConflicts = create<{ putOff: ReadonlySet<string>; wanted: string | null }>(() => ({
  putOff: new Set(),
  wanted: null,
}));

export function askAbout(id: string): void {
  useConflicts.setState({ wanted: id });
}

/** Closes the question without an answer: the transfers wait for it in their list. */
export function putOff(ids: readonly string[]): void {
  useConflicts.setState((state) => ({ putOff: new Set([...state.putOff, ...ids]), wanted: null }));
}

export function endAsking(): void {
  useConflicts.setState({ wanted: null });
}
