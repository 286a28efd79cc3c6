import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FailureCode, failure } from "../../src-shared/failure";
import { isReady, type Session as SessionView } from "../../src-shared/session";
import type { Value } from "../../src-shared/value";
import { builtIn } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { ScriptedTarget } from "../testing/scripted-target";
import { Session } from "./session";

const exec = builtIn("exec", "Exec");

/** A session with a target that does what the test says, at a time that the test says. */
class Model {
  readonly target = new ScriptedTarget();
  readonly told: SessionView[] = [];
  isAutoReconnect = false;
  readonly session = new Session(
    "host",
    this.target.connect,
    { onChange: (view) => void this.told.push(view), onLog: () => {} },
    { isAutoReconnect: () => this.isAutoReconnect },
  );

  get state() {
    return this.session.view.state;
  }

  open(): void {
    // What becomes of it is seen by the state.
    this.session.open().catch(() => {});
  }

  fail(code: FailureCode): void {
    this.target.waiting[0]?.fail(failure(code, "It failed."));
  }

  setAutoReconnect(isOn: boolean): void {
    this.isAutoReconnect = isOn;
    this.session.setAutoReconnect(isOn);
  }
}

/** Lets `milliseconds` pass, and what follows of them happen. */
async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  // Streams take a few turns.
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function ready(model: Model): Promise<void> {
  model.open();
  await model.target.waiting[0]?.succeed();
  await pass(1);
  expect(model.state.kind).toBe("ready");
}

describe("a late heartbeat", () => {
  it("makes a session degraded, and bytes of any kind make it ready again", async () => {
    const model = new Model();
    await ready(model);
    model.target.answers = false;
    await pass(5000 + 2900);
    expect(model.state.kind).toBe("ready");
    await pass(200);
    expect(model.state).toMatchObject({ kind: "degraded", lastHeard: expect.any(Number) });
    for (const link of model.target.links) link.say();
    await pass(1);
    expect(model.state.kind).toBe("ready");
    expect(model.session.view.past.map(({ name }) => name)).toEqual([
      "resolving",
      "ready",
      "degraded",
    ]);
    await model.session.close();
  });

  it("makes it lost within 15 s of the last answer", async () => {
    const model = new Model();
    await ready(model);
    model.target.answers = false;
    await pass(14_900);
    expect(model.state.kind).toBe("degraded");
    await pass(200);
    expect(model.state).toMatchObject({
      kind: "lost",
      retry: null,
      failure: { code: "connection_lost", message: "The target has not answered for 10 s." },
    });
    expect(model.target.links.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("waking up", () => {
  it("asks at once, with a short limit", async () => {
    const model = new Model();
    await ready(model);
    model.target.answers = false;
    await pass(1000);
    model.session.wake();
    await pass(4900);
    expect(model.state.kind).toBe("degraded");
    await pass(200);
    expect(model.state).toMatchObject({
      kind: "lost",
      failure: { message: "The target has not answered for 5 s." },
    });
  });

  it("leaves a session alone whose target answers, and tries a lost one soon", async () => {
    const model = new Model();
    await ready(model);
    model.session.wake();
    await pass(20_000);
    expect(model.state.kind).toBe("ready");
    model.isAutoReconnect = true;
    for (const link of model.target.links) link.end();
    for (let attempt = 1; attempt < 8; attempt++) {
      await pass(61_000);
      model.fail("host_unreachable");
      await pass(1);
    }
    expect(model.state).toMatchObject({ kind: "lost", retry: { attempt: 8 } });
    model.session.wake();
    expect(model.state).toMatchObject({ kind: "lost", retry: { attempt: 1 } });
    await pass(1000);
    expect(model.state.kind).toBe("connecting");
    await model.session.close();
  });
});

describe("a lost link", () => {
  it("waits for a person where nothing is done by itself; one request has it again", async () => {
    const model = new Model();
    await ready(model);
    for (const link of model.target.links) link.end();
    await pass(1);
    expect(model.state).toMatchObject({ kind: "lost", retry: null });
    await pass(600_000);
    expect(model.target.waiting).toEqual([]);
    await ready(model);
    expect(model.session.view.past.map(({ name }) => name)).toEqual(["resolving"]);
    await model.session.close();
  });

  it("is made anew by itself with growing pauses, shown, until it is there", async () => {
    const model = new Model();
    model.isAutoReconnect = true;
    await ready(model);
    for (const link of model.target.links) link.end();
    await pass(0);
    const lostAt = Date.now();
    for (const [index, longest] of [1000, 2000, 4000, 8000, 16_000].entries()) {
      await pass(0);
      const { state } = model;
      if (state.kind !== "lost" || state.retry === null) throw new Error(state.kind);
      expect(state.retry.attempt).toBe(index + 1);
      expect(state.since).toBe(lostAt);
      expect(state.retry.at - Date.now()).toBeLessThanOrEqual(longest);
      expect(state.retry.at - Date.now()).toBeGreaterThan(longest * 0.7);
      await pass(state.retry.at - Date.now());
      expect(model.state.kind).toBe("connecting");
      model.fail("connection_refused");
    }
    await pass(32_000);
    await model.target.waiting[0]?.succeed();
    await pass(1);
    expect(model.state.kind).toBe("ready");
    const names = model.session.view.past.map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual(["resolving", "ready", "lost", "resolving"]);
    await model.session.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is tried at once when a person asks, and goes on by itself when that fails", async () => {
    const model = new Model();
    model.isAutoReconnect = true;
    await ready(model);
    for (const link of model.target.links) link.end();
    await pass(1);
    const opened = failureOf(model.session.open());
    expect(model.state.kind).toBe("connecting");
    model.fail("host_unreachable");
    expect((await opened).code).toBe("host_unreachable");
    expect(model.state).toMatchObject({ kind: "lost", retry: { attempt: 2 } });
    await model.session.close();
  });

  it.each(["auth_refused", "host_key_changed"] as const)(
    "is given up when an attempt ends with %s",
    async (code) => {
      const model = new Model();
      model.isAutoReconnect = true;
      await ready(model);
      for (const link of model.target.links) link.end();
      await pass(1001);
      model.fail(code);
      await pass(1);
      expect(model.state).toMatchObject({ kind: "failed", failure: { code } });
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it("is closed, without a failure, when a person says Cancel to what an attempt asks", async () => {
    const model = new Model();
    model.isAutoReconnect = true;
    await ready(model);
    for (const link of model.target.links) link.end();
    await pass(1001);
    model.fail("cancelled");
    await pass(1);
    expect(model.state).toMatchObject({ kind: "closed", isCancelled: true });
    expect(vi.getTimerCount()).toBe(0);
    const opened = failureOf(model.session.open());
    model.fail("cancelled");
    expect((await opened).code).toBe("cancelled");
    expect(model.state).toMatchObject({ kind: "closed", isCancelled: true });
    void model.session.open().catch(() => {});
    await model.session.close();
    expect(model.state).toMatchObject({ kind: "closed", isCancelled: true });
  });

  it("is left alone once it is closed, or once the setting is off", async () => {
    const model = new Model();
    model.isAutoReconnect = true;
    await ready(model);
    for (const link of model.target.links) link.end();
    await pass(1);
    model.setAutoReconnect(false);
    expect(model.state).toMatchObject({ kind: "lost", retry: null });
    expect(vi.getTimerCount()).toBe(0);
    model.setAutoReconnect(true);
    expect(model.state).toMatchObject({ kind: "lost", retry: { attempt: expect.any(Number) } });
    await model.session.close();
    await pass(600_000);
    expect(model.state.kind).toBe("closed");
    expect(model.target.waiting).toEqual([]);
  });

  it("that is lost again soon does not begin with the short pauses anew", async () => {
    const model = new Model();
    model.isAutoReconnect = true;
    await ready(model);
    const attempts: number[] = [];
    for (const [index, lasts] of [1, 1, 1, 61_000, 1].entries()) {
      await pass(lasts);
      for (const link of model.target.links) link.end();
      await pass(1);
      const { state } = model;
      if (state.kind !== "lost" || state.retry === null) throw new Error(`${index} ${state.kind}`);
      attempts.push(state.retry.attempt);
      await pass(state.retry.at - Date.now());
      await model.target.waiting[0]?.succeed();
    }
    expect(attempts).toEqual([1, 2, 3, 1, 2]);
    await model.session.close();
  });
});

describe("a session", () => {
  type Step = [name: string, take: (model: Model) => unknown];
  const code = fc.constantFrom<FailureCode>("connection_refused", "auth_refused", "cancelled");
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.constant<Step>(["open", (model) => model.open()]),
    fc.constant<Step>(["close", (model) => model.session.close()]),
    fc.constant<Step>(["close, not waited for", (model) => void model.session.close()]),
    fc.constant<Step>(["wake", (model) => model.session.wake()]),
    fc.boolean().map<Step>((isOn) => [`auto ${isOn}`, (model) => model.setAutoReconnect(isOn)]),
    fc.boolean().map<Step>((does) => [
      `answers ${does}`,
      (model) => {
        model.target.answers = does;
      },
    ]),
    { weight: 3, arbitrary: fc.constant<Step>(["succeed", (m) => m.target.waiting[0]?.succeed()]) },
    code.map<Step>((which) => [`fail ${which}`, (model) => model.fail(which)]),
    fc.constant<Step>(["end", (model) => [...model.target.links].at(-1)?.end()]),
    fc.constant<Step>(["say", (model) => [...model.target.links].at(-1)?.say()]),
    fc.nat({ max: 20_000 }).map<Step>((ms) => [`pass ${ms}`, () => pass(ms)]),
  );

  it("keeps its word, whatever happens in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(step, { maxLength: 30 }), async (isOn, steps) => {
        const model = new Model();
        model.isAutoReconnect = isOn;
        await ready(model);
        for (const [, take] of steps) {
          await take(model);
          await pass(0);
          const { state, past, callsInFlight } = model.session.view;
          expect(callsInFlight).toBe(0);
          expect(past.every(({ ms }) => ms >= 0)).toBe(true);
          // One attempt or one link at a time, and none where the state says so.
          expect(model.target.waiting.length).toBe(state.kind === "connecting" ? 1 : 0);
          expect(model.target.links.size).toBe(isReady(state) ? 1 : 0);
          if (state.kind === "lost" && state.retry !== null) {
            expect(model.isAutoReconnect).toBe(true);
            expect(state.retry.at).toBeGreaterThan(Date.now() - 1);
            expect(vi.getTimerCount()).toBe(1);
          } else if (!isReady(state)) {
            expect(vi.getTimerCount()).toBe(0);
            const run = model.session.run(exec, "shell", [], new Map<Value, Value>(), {
              onItem: () => {},
            });
            expect((await failureOf(run)).code).toBe("session_closed");
          }
        }
        expect(model.told.at(-1)?.state ?? model.state).toEqual(model.state);
        await model.session.close();
        await pass(0);
        expect(model.target.links.size + model.target.waiting.length).toBe(0);
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
