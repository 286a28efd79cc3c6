import { describe, expect, it } from "vitest";
import { failure } from "../src-shared/failure";
import type { Hello, Session, SessionState } from "../src-shared/session";
import { quitQuestion } from "./quit-question";

const hello = {} as Hello;
const reason = failure("connection_lost", "Gone.");
const since = 0;
const states: Record<SessionState["kind"], SessionState> = {
  connecting: { kind: "connecting", step: "resolving", since },
  ready: { kind: "ready", hello, latencyMs: null, since },
  degraded: { kind: "degraded", hello, latencyMs: null, lastHeard: 0, since },
  lost: { kind: "lost", failure: reason, retry: null, since },
  failed: { kind: "failed", failure: reason, since },
  closed: { kind: "closed", isCancelled: false, since },
};
const session = (kind: SessionState["kind"], callsInFlight = 0): Session => ({
  hostId: kind,
  state: states[kind],
  past: [],
  callsInFlight,
  stderr: [],
});

const done = {
  state: { kind: "done", changed: true, size: 1, files: null, resumedAt: 0 } as const,
};
const waiting = { state: { kind: "waiting" } as const };

describe("quitQuestion", () => {
  it("is none where nothing would end", () => {
    expect(quitQuestion([], [])).toBeNull();
    expect(
      quitQuestion([session("lost"), session("failed"), session("closed")], [done]),
    ).toBeNull();
  });

  it("counts what is open, and what runs", () => {
    expect(quitQuestion([session("ready"), session("closed")], [])).toEqual({
      message: "Close the open session?",
      detail: "No call is running.",
    });
    expect(quitQuestion([session("ready", 1), session("connecting")], [])).toEqual({
      message: "Close 2 open sessions?",
      detail: "1 call is running and will be stopped.",
    });
    expect(quitQuestion([session("degraded", 2), session("ready", 1)], [])?.detail).toBe(
      "3 calls are running and will be stopped.",
    );
  });

  it("counts transfers that are under way", () => {
    expect(quitQuestion([session("ready", 1)], [waiting, done])).toEqual({
      message: "Close the open session?",
      detail:
        "1 call and 1 transfer are running and will be stopped. Begin a transfer anew, and it goes on where it was stopped.",
    });
    expect(quitQuestion([session("lost")], [waiting])).toBeNull();
  });
});
