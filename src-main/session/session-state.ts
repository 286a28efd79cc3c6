import type { Failure } from "../../src-shared/failure";
import {
  type ConnectStep,
  connectSteps,
  type Hello,
  type PastState,
  type Retry,
  type SessionState,
} from "../../src-shared/session";

/** What happens to a session. */
export type SessionEvent =
  /** An attempt begins. */
  | { kind: "connect"; isAsked: boolean }
  | { kind: "step"; step: ConnectStep }
  | { kind: "opened"; hello: Hello }
  /** Nothing was heard of the target for too long; `lastHeard` in milliseconds since the epoch. */
  | { kind: "late"; lastHeard: number }
  /** Bytes came. */
  | { kind: "heard" }
  /** A heartbeat was answered. */
  | { kind: "answered"; latencyMs: number }
  /** The link ended by itself, at `since`, or an attempt to have it again failed and is followed by another. */
  | { kind: "lost"; failure: Failure; retry: Retry; since: number }
  | { kind: "failed"; failure: Failure }
  /** The next attempt was planned, or called off. */
  | { kind: "planned"; retry: Retry }
  /** A person ends it, or says Cancel to what an attempt asks. */
  | { kind: "close" };

type StateKind = SessionState["kind"];
type EventKind = SessionEvent["kind"];
type StateOf<S extends StateKind> = Extract<SessionState, { kind: S }>;
type EventOf<E extends EventKind> = Extract<SessionEvent, { kind: E }>;
type Move<S extends StateKind, E extends EventKind> = (
  state: StateOf<S>,
  event: EventOf<E>,
  now: number,
) => SessionState;
/** Every event in every state; null where it cannot happen. */
type Moves = { [S in StateKind]: { [E in EventKind]: Move<S, E> | null } };

const stay = <S extends SessionState>(state: S): S => state;
const connecting = (_state: unknown, _event: unknown, now: number): SessionState => ({
  kind: "connecting",
  step: "resolving",
  since: now,
});
const closed = (_state: unknown, _event: unknown, now: number): SessionState => ({
  kind: "closed",
  isCancelled: false,
  since: now,
});
const lost = (_state: unknown, event: EventOf<"lost">): SessionState => event;

const moves: Moves = {
  connecting: {
    connect: null,
    // A jump host is connected to and logged in to as well: what has been reached stays.
    step: (state, { step }) =>
      connectSteps.indexOf(step) > connectSteps.indexOf(state.step) ? { ...state, step } : state,
    opened: (_, { hello }, now) => ({ kind: "ready", hello, latencyMs: null, since: now }),
    late: null,
    heard: null,
    answered: null,
    lost,
    failed: (_, { failure }, now) => ({ kind: "failed", failure, since: now }),
    planned: null,
    close: (_, __, now) => ({ kind: "closed", isCancelled: true, since: now }),
  },
  ready: {
    connect: null,
    step: null,
    opened: null,
    late: (state, { lastHeard }, now) => ({ ...state, kind: "degraded", lastHeard, since: now }),
    heard: stay,
    answered: (state, { latencyMs }) => ({ ...state, latencyMs }),
    lost,
    failed: null,
    planned: null,
    close: closed,
  },
  degraded: {
    connect: null,
    step: null,
    opened: null,
    late: stay,
    heard: ({ hello, latencyMs }, _, now) => ({ kind: "ready", hello, latencyMs, since: now }),
    answered: ({ hello }, { latencyMs }, now) => ({ kind: "ready", hello, latencyMs, since: now }),
    lost,
    failed: null,
    planned: null,
    close: closed,
  },
  lost: {
    connect: connecting,
    step: null,
    opened: null,
    late: null,
    heard: null,
    answered: null,
    lost: null,
    failed: null,
    planned: (state, { retry }) => ({ ...state, retry }),
    close: closed,
  },
  failed: {
    connect: connecting,
    step: null,
    opened: null,
    late: null,
    heard: null,
    answered: null,
    lost: null,
    failed: null,
    planned: null,
    close: stay,
  },
  closed: {
    connect: connecting,
    step: null,
    opened: null,
    late: null,
    heard: null,
    answered: null,
    lost: null,
    failed: null,
    planned: null,
    close: stay,
  },
};

/**
 * The state after an event. The same object where nothing changes.
 * @param now milliseconds since the epoch
 * @throws Error where the event cannot happen in this state: a defect of whoever sent it
 */
export function transition(state: SessionState, event: SessionEvent, now: number): SessionState {
  // The table has the kinds of its keys; TypeScript cannot follow that through the unions.
  const move = moves[state.kind][event.kind] as Move<StateKind, EventKind> | null;
  if (move === null)
    throw new Error(`a session that is ${state.kind} cannot be told ${event.kind}`);
  return move(state, event, now);
}

/** Whether something is under way or can be used: it takes a close to end it. */
export function isOpen({ kind }: SessionState): boolean {
  return kind === "connecting" || kind === "ready" || kind === "degraded";
}

/** Entries of the past that are kept: a link that comes and goes would fill it without end. */
const MAX_PAST = 100;

/** The past once `state`, which lasted `ms` milliseconds, has given way to another one. */
export function addPast(past: readonly PastState[], state: SessionState, ms: number): PastState[] {
  const name = pastName(state);
  return name === null ? [...past] : [...past, { name, ms }].slice(-MAX_PAST);
}

/** What the past calls a state; null for one that only a person's request follows. */
export function pastName(state: SessionState): PastState["name"] | null {
  switch (state.kind) {
    case "connecting":
      return state.step;
    case "ready":
    case "degraded":
    case "lost":
      return state.kind;
    case "failed":
    case "closed":
      return null;
  }
}
