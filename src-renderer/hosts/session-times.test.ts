import { describe, expect, it } from "vitest";
import { lastReadyMs, sessionHistory, stepProgress } from "./session-times";
import { stepsOf } from "./state-words";

describe("stepProgress", () => {
  it("says of each step what it took, that it goes on, or that it comes", () => {
    const state = { kind: "connecting", step: "authenticating", since: 500 } as const;
    const past = [
      { name: "resolving", ms: 12 },
      { name: "connecting", ms: 30 },
    ] as const;
    expect(stepProgress(stepsOf("openssh"), state, past).map(({ progress }) => progress)).toEqual([
      { kind: "done", ms: 12 },
      { kind: "done", ms: 30 },
      { kind: "now", since: 500 },
      { kind: "next" },
    ]);
  });
  it("counts the present attempt alone, after a lost link", () => {
    const state = { kind: "connecting", step: "connecting", since: 500 } as const;
    const past = [
      { name: "resolving", ms: 1 },
      { name: "connecting", ms: 2 },
      { name: "authenticating", ms: 3 },
      { name: "ready", ms: 4 },
      { name: "lost", ms: 5 },
      { name: "resolving", ms: 6 },
    ] as const;
    expect(stepProgress(stepsOf("openssh"), state, past).map(({ progress }) => progress)).toEqual([
      { kind: "done", ms: 6 },
      { kind: "now", since: 500 },
      { kind: "next" },
      { kind: "next" },
    ]);
  });
  it("has no network where there is none", () => {
    expect(stepsOf("local")).toEqual(["resolving", "starting_agent"]);
    expect(stepsOf("command")).toEqual(["resolving", "starting_agent"]);
  });
});

describe("sessionHistory", () => {
  it("gives each state the time when it began", () => {
    const past = [
      { name: "starting_agent", ms: 100 },
      { name: "ready", ms: 1000 },
    ] as const;
    const state = { kind: "closed", isCancelled: false, since: 5000 } as const;
    expect(sessionHistory({ state, past: [...past] })).toEqual([
      { name: "starting agent", at: 3900, ms: 100 },
      { name: "ready", at: 4000, ms: 1000 },
      { name: "closed", at: 5000, ms: null },
    ]);
  });
});

describe("lastReadyMs", () => {
  it("adds up the end of the session, late heartbeats included", () => {
    const past = [
      { name: "ready", ms: 7 },
      { name: "lost", ms: 1 },
      { name: "ready", ms: 1000 },
      { name: "degraded", ms: 10 },
      { name: "ready", ms: 100 },
      { name: "degraded", ms: 20 },
    ] as const;
    expect(lastReadyMs(past)).toBe(1130);
    expect(lastReadyMs([])).toBe(null);
  });
});
