import type { ConnectStep, PastState, Session, SessionState } from "../../src-shared/session";

/** How far each step of connecting has come. */
export type StepProgress =
  | { kind: "done"; ms: number }
  | { kind: "now"; since: number }
  | { kind: "next" };

/**
 * The steps of the attempt that is being made.
 * @param steps those that the transport has
 */
export function stepProgress(
  steps: readonly ConnectStep[],
  state: Extract<SessionState, { kind: "connecting" }>,
  past: readonly PastState[],
): { step: ConnectStep; progress: StepProgress }[] {
  // An earlier attempt of the same session ended with a state that is no step.
  const from = past.findLastIndex(({ name }) => name === "ready" || name === "lost") + 1;
  const done = new Map<string, number>();
  for (const { name, ms } of past.slice(from)) done.set(name, (done.get(name) ?? 0) + ms);
  const shown = steps.includes(state.step) ? steps : [...steps, state.step];
  return shown.map((step) => {
    if (step === state.step) return { step, progress: { kind: "now", since: state.since } };
    const ms = done.get(step);
    return { step, progress: ms === undefined ? { kind: "next" } : { kind: "done", ms } };
  });
}

export interface HistoryRow {
  name: string;
  /** When it began, in milliseconds since the epoch. */
  at: number;
  /** How long it took; null while it lasts. */
  ms: number | null;
}

/** Everything that a session was in since it was last asked for, oldest first, with the time of its beginning. */
export function sessionHistory({ state, past }: Pick<Session, "state" | "past">): HistoryRow[] {
  let at = state.since - past.reduce((sum, { ms }) => sum + ms, 0);
  const rows = past.map(({ name, ms }): HistoryRow => {
    const row = { name: stateName(name), at, ms };
    at += ms;
    return row;
  });
  const name = state.kind === "connecting" ? state.step : state.kind;
  return [...rows, { name: stateName(name), at: state.since, ms: null }];
}

const stateName = (name: string): string => name.replaceAll("_", " ");

/** For how long a lost session could be used at last, in milliseconds; null where that is not known. */
export function lastReadyMs(past: readonly PastState[]): number | null {
  const end = past.findLastIndex(({ name }) => name === "ready" || name === "degraded");
  if (end === -1) return null;
  let ms = 0;
  for (const { name, ms: each } of past.slice(0, end + 1).reverse()) {
    if (name !== "ready" && name !== "degraded") break;
    ms += each;
  }
  return ms;
}
