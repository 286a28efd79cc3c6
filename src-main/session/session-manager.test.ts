import { afterEach, describe, expect, it } from "vitest";
import type { Session as SessionView } from "../../src-shared/session";
import { agent } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { descendants } from "../testing/processes";
import { fromLocal } from "./connection";
import { SessionManager } from "./session-manager";

const here = "local";

const views: SessionView[] = [];
const sessions = new SessionManager((_hostId, options) => fromLocal(agent, options), {
  onChange: (view) => views.push(view),
  onLog: () => {},
});
afterEach(() => sessions.closeAll());

const agents = () => descendants(process.pid).filter(({ command }) => command.includes("sys.path"));

function agentOf({ state }: SessionView): number {
  if (state.kind !== "ready") throw new Error(`the session is ${state.kind}`);
  return state.hello.pid;
}

describe("SessionManager", () => {
  it("has one session for each host, which all who open it share", async () => {
    const [one, two] = await Promise.all([sessions.open(here), sessions.open(here)]);
    expect(agentOf(one)).toBe(agentOf(two));
    expect(agentOf(await sessions.open(here))).toBe(agentOf(one));
    expect(sessions.list()).toHaveLength(1);
    expect(agents()).toHaveLength(1);
  });

  it("has none for a host that was never connected", async () => {
    expect((await failureOf(Promise.resolve().then(() => sessions.get("other")))).code).toBe(
      "session_closed",
    );
    await sessions.close("other");
  });

  it("opens another one once a session has ended, and tells only of that", async () => {
    const first = agentOf(await sessions.open(here));
    // It does not see its end: its process takes until it is killed.
    process.kill(first, "SIGSTOP");
    const closed = sessions.close(here);
    const second = agentOf(await sessions.open(here));
    expect(second).not.toBe(first);
    const told = views.length;
    await closed;
    expect(views.slice(told).filter(({ state }) => state.kind !== "ready")).toEqual([]);
    expect(sessions.list().map(agentOf)).toEqual([second]);
  });

  it("is closed only when the processes of replaced sessions are gone too", async () => {
    const first = agentOf(await sessions.open(here));
    process.kill(first, "SIGSTOP");
    void sessions.close(here);
    await sessions.open(here);
    expect(agents()).toHaveLength(2);
    await sessions.closeAll();
    expect(agents()).toEqual([]);
  });
});
