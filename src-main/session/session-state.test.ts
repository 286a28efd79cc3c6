import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure } from "../../src-shared/failure";
import { connectSteps, type Hello, type SessionState } from "../../src-shared/session";
import { addPast, pastName, type SessionEvent, transition } from "./session-state";

const hello: Hello = {
  agentVersion: "1",
  pythonVersion: "3.11.2",
  implementation: "CPython",
  platform: "linux",
  hostname: "web1",
  user: "deploy",
  pid: 1,
  encoding: "utf-8",
  executable: "/usr/bin/python3",
};
const reason = failure("connection_lost", "Gone.");

const states: SessionState[] = [
  ...connectSteps.map((step) => ({ kind: "connecting", step, since: 1 }) as const),
  { kind: "ready", hello, latencyMs: null, since: 1 },
  { kind: "degraded", hello, latencyMs: 3, lastHeard: 1, since: 1 },
  { kind: "lost", failure: reason, retry: null, since: 1 },
  { kind: "failed", failure: reason, since: 1 },
  { kind: "closed", isCancelled: false, since: 1 },
];

const event: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.record({ kind: fc.constant("connect" as const), isAsked: fc.boolean() }),
  fc.record({ kind: fc.constant("step" as const), step: fc.constantFrom(...connectSteps) }),
  fc.constant({ kind: "opened" as const, hello }),
  fc.constant({ kind: "late" as const, lastHeard: 1 }),
  fc.constant({ kind: "heard" as const }),
  fc.record({ kind: fc.constant("answered" as const), latencyMs: fc.nat() }),
  fc.constantFrom(null, { attempt: 1, at: 5 }).map((retry) => ({
    kind: "lost" as const,
    failure: reason,
    retry,
    since: 0,
  })),
  fc.constant({ kind: "failed" as const, failure: reason }),
  fc.constant({ kind: "planned" as const, retry: { attempt: 1, at: 5 } }),
  fc.constant({ kind: "close" as const }),
);

/** The state after an event; null where it cannot happen. */
function after(state: SessionState, happened: SessionEvent, now: number): SessionState | null {
  try {
    return transition(state, happened, now);
  } catch {
    return null;
  }
}

/** What may follow what; a kind may always follow itself. */
const next: Record<SessionState["kind"], SessionState["kind"][]> = {
  connecting: ["ready", "lost", "failed", "closed"],
  ready: ["degraded", "lost", "closed"],
  degraded: ["ready", "lost", "closed"],
  lost: ["connecting", "closed"],
  failed: ["connecting"],
  closed: ["connecting"],
};

describe("transition", () => {
  it("never leaves the ways that there are, whatever happens in whatever order", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let state: SessionState = { kind: "closed", isCancelled: false, since: 0 };
        for (const [index, happened] of events.entries()) {
          const now = index + 1;
          const before: SessionState = state;
          state = after(before, happened, now) ?? before;
          if (state.kind !== before.kind) {
            expect(next[before.kind]).toContain(state.kind);
            // A link that could not be had again is lost since it was lost.
            expect(state.since).toBe(state.kind === "lost" ? 0 : now);
          } else {
            expect(state.since).toBe(before.since);
          }
          // A person's way out is always there.
          const closed = transition(state, { kind: "close" }, now);
          expect(closed.kind).toBe(state.kind === "failed" ? "failed" : "closed");
          // It was cancelled where it was closed before there was a session.
          if (closed.kind === "closed" && state.kind !== "closed")
            expect(closed.isCancelled).toBe(state.kind === "connecting");
        }
      }),
    );
  });

  it("goes only forward through the steps", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...connectSteps)), (steps) => {
        let state: SessionState = { kind: "connecting", step: "resolving", since: 0 };
        const seen: number[] = [];
        for (const step of steps) {
          state = transition(state, { kind: "step", step }, 1);
          seen.push(state.kind === "connecting" ? connectSteps.indexOf(state.step) : -1);
        }
        expect(seen).toEqual([...seen].sort((a, b) => a - b));
      }),
    );
  });

  it.each([
    ["closed", { kind: "opened", hello }],
    ["ready", { kind: "connect", isAsked: true }],
    ["ready", { kind: "failed", failure: reason }],
    ["degraded", { kind: "step", step: "connecting" }],
    ["connecting", { kind: "late", lastHeard: 1 }],
    ["lost", { kind: "lost", failure: reason, retry: null, since: 1 }],
    ["failed", { kind: "planned", retry: null }],
  ] as const)("says so where a session that is %s is told what cannot be", (kind, happened) => {
    const state = states.find((each) => each.kind === kind);
    if (state === undefined) throw new Error(kind);
    expect(() => transition(state, happened, 1)).toThrow(/cannot be told/);
  });
});

describe("the past", () => {
  it("has steps and links, never an end, and not without bound", () => {
    expect(states.map(pastName)).toEqual([
      ...connectSteps,
      "ready",
      "degraded",
      "lost",
      null,
      null,
    ]);
    let past = addPast([], states[0] as SessionState, 4);
    expect(past).toEqual([{ name: "resolving", ms: 4 }]);
    for (const state of states) past = addPast(past, state, 1);
    expect(past).toHaveLength(1 + 7);
    for (let i = 0; i < 500; i++) past = addPast(past, states[4] as SessionState, i);
    expect(past).toHaveLength(100);
    expect(past.at(-1)).toEqual({ name: "ready", ms: 499 });
  });
});
