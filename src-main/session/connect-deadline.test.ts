import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FailureError } from "../../src-shared/failure";
import type { Answer, Ask } from "../../src-shared/question";
import { ConnectDeadline } from "./connect-deadline";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new AbortController().signal;
const notice = { kind: "notice" as const, text: "Touch it." };

/** A person who answers when the test says. */
function person() {
  const waiting: ((answer: Answer) => void)[] = [];
  const ask: Ask = () => new Promise((resolve) => waiting.push(resolve));
  const answer = async () => {
    waiting.shift()?.({ kind: "accept" });
    await vi.advanceTimersByTimeAsync(0);
  };
  return { ask, answer };
}

describe("the time that a target has", () => {
  it("ends with a failure that says how long it was", () => {
    const deadline = new ConnectDeadline(2000, undefined);
    vi.advanceTimersByTime(1999);
    expect(deadline.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    const { reason } = deadline.signal;
    expect(reason instanceof FailureError && reason.failure).toMatchObject({
      code: "connect_timeout",
      message: "No answer within 2 s.",
    });
  });

  it("stands still while a person is asked, were it twice at once", async () => {
    const { ask, answer } = person();
    const deadline = new ConnectDeadline(2000, undefined);
    vi.advanceTimersByTime(1500);
    const asked = [deadline.around(ask)(notice, never), deadline.around(ask)(notice, never)];
    vi.advanceTimersByTime(60_000);
    await answer();
    vi.advanceTimersByTime(60_000);
    expect(deadline.signal.aborted).toBe(false);
    await answer();
    expect(await Promise.all(asked)).toEqual([{ kind: "accept" }, { kind: "accept" }]);
    vi.advanceTimersByTime(499);
    expect(deadline.signal.aborted).toBe(false);
    vi.advanceTimersByTime(2);
    expect(deadline.signal.aborted).toBe(true);
  });

  it("does not go on once it is stopped, also where the answer comes later", async () => {
    const { ask, answer } = person();
    const deadline = new ConnectDeadline(2000, undefined);
    void deadline.around(ask)(notice, never);
    deadline.stop();
    await answer();
    expect(vi.getTimerCount()).toBe(0);
    expect(deadline.signal.aborted).toBe(false);
  });

  it("ends with whoever gives the attempt up, and tells the time where that was the reason", async () => {
    const stop = new AbortController();
    const deadline = new ConnectDeadline(2000, stop.signal);
    const failing = deadline.ofSpawn(Promise.reject(new Error("its own")));
    await expect(failing).rejects.toThrow("its own");
    stop.abort();
    expect(deadline.signal.aborted).toBe(true);
    vi.advanceTimersByTime(2000);
    await expect(deadline.ofSpawn(Promise.reject(new Error("cut off")))).rejects.toThrow(
      "No answer within 2 s.",
    );
  });
});
