import { describe, expect, it } from "vitest";
import type { Question } from "../../src-shared/question";
import type { Session, SessionState } from "../../src-shared/session";
import { checkingOf, isUnknown } from "./checking";

const question: Question = {
  id: "1",
  hostId: "web1",
  since: 0,
  body: { kind: "secret", purpose: "password", subject: "deploy@web1", attempt: 1 },
  remember: null,
};
const session = (state: SessionState): Session => ({
  hostId: "web1",
  state,
  past: [],
  callsInFlight: 0,
  stderr: [],
});
const at = (step: "connecting" | "authenticating" | "starting_agent", since = 5) =>
  session({ kind: "connecting", step, since });

describe("an answer that is checked", () => {
  it("is unknown as long as the same attempt is no further than the login", () => {
    const checking = checkingOf(question, at("connecting"));
    if (checking === null) throw new Error("nothing is checked");
    expect(isUnknown(checking, at("authenticating"))).toBe(true);
    expect(isUnknown(checking, at("starting_agent"))).toBe(false);
    expect(isUnknown(checking, at("authenticating", 6))).toBe(false);
    expect(isUnknown(checking, session({ kind: "closed", isCancelled: true, since: 6 }))).toBe(
      false,
    );
    expect(isUnknown(checking, undefined)).toBe(false);
  });

  it("is unknown until the session is ready where it changes the user", () => {
    const checking = checkingOf(question, at("starting_agent"));
    expect(checking && isUnknown(checking, at("starting_agent"))).toBe(true);
  });

  it("is none where no attempt asked", () => {
    expect(checkingOf(question, undefined)).toBeNull();
  });
});
