import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import type { Session as SessionView } from "../../src-shared/session";
import type { Value } from "../../src-shared/value";
import { agent, builtIn, connectToTarget, toolOf } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { script } from "../testing/hostile-peers";
import { eventually, processesWith } from "../testing/processes";
import { type Connection, type ConnectOptions, fromCommand } from "./connection";
import { HEARTBEAT, type HeartbeatTimes } from "./heartbeat";
import { Session, type SessionOptions } from "./session";

const reachedBy = (prefix: string) => (options: ConnectOptions) =>
  fromCommand(agent, { prefix }, options);

const sessions: Session[] = [];
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
});

/** A session, and all that it told of itself. */
function start(
  connect: (options: ConnectOptions) => Promise<Connection> = connectToTarget,
  options: SessionOptions = {},
) {
  const views: SessionView[] = [];
  const events = { onChange: (view: SessionView) => void views.push(view), onLog: () => {} };
  const session = new Session("host", connect, events, options);
  sessions.push(session);
  return { session, views };
}

const beating = (times: Partial<HeartbeatTimes>): HeartbeatTimes => ({ ...HEARTBEAT, ...times });

const none = new Map<Value, Value>();
/** No method here yields. */
const onItem = () => {};
const shell = (session: Session, text: string) =>
  session.run(builtIn("exec", "Exec"), "shell", [text], none, { onItem });

/** Resolves when a call of the session has begun on the target. */
const running = (text: string) =>
  eventually(() => processesWith(text).some(({ command }) => command.startsWith(text)), Boolean);

function agentOf({ view: { state } }: Session): number {
  if (state.kind !== "ready") throw new Error(`the session is ${state.kind}`);
  return state.hello.pid;
}

describe("Session", () => {
  it("goes through its states once, however often it is opened", async () => {
    const { session, views } = start();
    expect(session.view.state.kind).toBe("closed");
    const [view] = await Promise.all([session.open(), session.open()]);
    expect(view).toMatchObject({ hostId: "host", callsInFlight: 0, state: { kind: "ready" } });
    await session.close();
    await session.close();
    const told = views.map(({ state }) => (state.kind === "connecting" ? state.step : state.kind));
    // A first heartbeat may have been answered in between: ready, with its latency.
    expect([...new Set(told)]).toEqual(["resolving", "starting_agent", "ready", "closed"]);
  });

  it("fails with the reason, and tells it whoever asks", async () => {
    const { session, views } = start(reachedBy("false"));
    expect((await failureOf(session.open())).code).toBe("not_an_agent");
    expect((await failureOf(session.open())).code).toBe("not_an_agent");
    expect(views.at(-1)?.state).toMatchObject({
      kind: "failed",
      failure: { code: "not_an_agent" },
    });
    await session.close();
    expect(session.view.state.kind).toBe("failed");
  });

  it("is closed while it connects", async () => {
    const { session } = start(reachedBy(script("exec sleep 5432")));
    const opened = failureOf(session.open());
    await running("sleep 5432");
    const closed = session.close();
    expect(session.view.state.kind).toBe("closed");
    expect((await opened).code).toBe("cancelled");
    await closed;
    expect(processesWith("sleep 5432")).toEqual([]);
  });

  it("makes calls only while it is ready", async () => {
    const { session } = start();
    expect((await failureOf(shell(session, "true"))).code).toBe("session_closed");
    await session.open();
    await shell(session, "true");
    await session.close();
    expect((await failureOf(shell(session, "true"))).code).toBe("session_closed");
  });

  it("is closed, not lost, when a tool ends the agent, and stays so", async () => {
    const { session, views } = start(undefined, { isAutoReconnect: () => true });
    await session.open();
    const call = failureOf(shell(session, "sleep 5435"));
    await running("sleep 5435");
    const tool = builtIn("quit", "Quit");
    const checked = new Map<Value, Value>([["check", true]]);
    await session.run(tool, "exit", [], checked, { onItem });
    expect(session.view.state.kind).toBe("ready");
    // It is answered before the end.
    await session.run(tool, "exit", [], none, { onItem });
    expect(await call).toMatchObject({
      code: "session_closed",
      message: "The agent on the target was asked to end.",
    });
    await eventually(
      () => session.view.state.kind,
      (kind) => kind === "closed",
    );
    expect(views.map(({ state }) => state.kind)).not.toContain("lost");
    await eventually(
      () => processesWith("sleep 5435"),
      (left) => left.length === 0,
    );
    await session.close();
    expect(session.view.state.kind).toBe("closed");
  });

  it("ends a call that runs when it is closed", async () => {
    const { session } = start();
    await session.open();
    const call = failureOf(shell(session, "sleep 5433"));
    await running("sleep 5433");
    expect(session.view.callsInFlight).toBe(1);
    await session.close();
    expect((await call).code).toBe("session_closed");
    expect(session.view).toMatchObject({ callsInFlight: 0, state: { kind: "closed" } });
    await eventually(
      () => processesWith("sleep 5433"),
      (left) => left.length === 0,
    );
  });

  it("is lost when its agent ends while a call runs", async () => {
    const { session } = start();
    await session.open();
    const call = failureOf(shell(session, "sleep 5434"));
    await running("sleep 5434");
    process.kill(agentOf(session), "SIGKILL");
    expect((await call).code).toBe("connection_lost");
    await eventually(
      () => session.view.state,
      (state) => state.kind === "lost" && state.failure.code === "connection_lost",
    );
    expect(session.view.callsInFlight).toBe(0);
  });

  it("measures the latency by its heartbeats", async () => {
    const { session, views } = start(connectToTarget, { heartbeat: beating({ everyMs: 1 }) });
    await session.open();
    const latencies = () =>
      views.flatMap(({ state }) => (state.kind === "ready" ? [state.latencyMs] : []));
    await eventually(latencies, (seen) => seen.length > 5);
    expect(latencies()[0]).toBeNull();
    for (const latency of latencies().slice(1)) expect(latency).toBeGreaterThan(0);
  });

  it("leaves no timer behind", async () => {
    // The runner has a timer or two of its own: five of ours cannot be taken for them.
    const timers = () =>
      process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const five = Array.from({ length: 5 }, () => start().session);
    await Promise.all(five.map((session) => session.open()));
    // The first heartbeat was answered, the next one is on a timer.
    const latencies = () =>
      five.map(({ view: { state } }) => (state.kind === "ready" ? state.latencyMs : null));
    await eventually(latencies, (seen) => !seen.includes(null));
    expect(timers()).toBeGreaterThanOrEqual(5);
    await Promise.all(five.map((session) => session.close()));
    await eventually(timers, (now) => now < 5, 2000);
  });

  it("ends when nothing answers its heartbeat", async () => {
    const { session } = start(connectToTarget, {
      heartbeat: beating({ everyMs: 50, limitMs: 300 }),
    });
    await session.open();
    const call = failureOf(shell(session, "sleep 5435"));
    await running("sleep 5435");
    process.kill(agentOf(session), "SIGSTOP");
    const begin = performance.now();
    expect((await call).message).toBe("The target has not answered for 0.3 s.");
    expect(performance.now() - begin).toBeLessThan(50 + 300 + 1000);
    expect(session.view.state).toMatchObject({ kind: "lost" });
  });

  it("asks once more before it holds the silence of a sleep against the target", async () => {
    const times = { everyMs: 50, lateMs: 400, limitMs: 5000, probeMs: 20_000 };
    const { session, views } = start(connectToTarget, { heartbeat: times });
    await session.open();
    const agentPid = agentOf(session);
    process.kill(agentPid, "SIGSTOP");
    await eventually(
      () => session.view.state.kind,
      (kind) => kind === "degraded",
    );
    // This process stops too, for longer than the limit; the target is there again a while later.
    const wake = `sleep 6; kill -CONT ${process.pid}; sleep 1; kill -CONT ${agentPid}`;
    const helper = spawn("sh", ["-c", wake], { stdio: "ignore", detached: true });
    await once(helper, "spawn");
    process.kill(process.pid, "SIGSTOP");
    await once(helper, "exit");
    await shell(session, "true");
    expect(session.view.state.kind).toBe("ready");
    expect(views.map(({ state }) => state.kind)).not.toContain("lost");
  });

  it("takes bytes on their way for a sign of life, also where they hold up the heartbeat", async () => {
    // 16 KiB every 20 ms: the answer to a heartbeat is behind 2 MiB of them.
    const slow = [
      "import os, time",
      "while True:",
      " data = os.read(0, 16384)",
      " if not data: break",
      " os.write(1, data)",
      " time.sleep(0.02)",
    ].join("\n");
    const { session } = start(
      reachedBy(`env SLOW="${slow}" sh -c '"$@" | python3 -c "$SLOW"' sh`),
      { heartbeat: beating({ everyMs: 1, limitMs: 600 }) },
    );
    await session.open();
    const noise = toolOf(
      "Noise",
      "import os\nfrom rmote.protocol import Tool\nclass Noise(Tool):\n def run(self): return os.urandom(2097152)",
    );
    const begin = performance.now();
    expect((await session.run(noise, "run", [], none, { onItem })).value).toHaveLength(2097152);
    expect(performance.now() - begin).toBeGreaterThan(2000);
    expect(session.view.state.kind).toBe("ready");
  });
});
