import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SessionState } from "../../src-shared/session";
import type { Value } from "../../src-shared/value";
import { agent, builtIn } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { descendants, eventually, openDescriptors } from "../testing/processes";
import { type Sshd, startSshd } from "../testing/sshd";
import { connectHost } from "./connect-host";
import { SessionManager } from "./session-manager";

const HOSTS = Array.from({ length: 50 }, (_, index) => `host${index}`);
const KILLED = 10;
/** RMOTE_TEST_ROUNDS=3 kills others each time. */
const ROUNDS = Number(process.env.RMOTE_TEST_ROUNDS ?? 1);
/** Milliseconds: 50 logins at once take long on a machine that has other things to do. */
const CONNECT_MS = 180_000;

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd(HOSTS);
});
afterAll(() => sshd.stop());

/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Takes `count` of a list, by chance. */
function some<T>(list: readonly T[], count: number, random: () => number): T[] {
  const rest = [...list];
  return Array.from({ length: count }, () =>
    rest.splice(Math.floor(random() * rest.length), 1),
  ).flat();
}

function inMs(nanoseconds: number): number {
  return Math.round(nanoseconds / 1e6);
}

function pidOf(state: SessionState): number {
  if (state.kind !== "ready" && state.kind !== "degraded") throw new Error(state.kind);
  return state.hello.pid;
}

describe("50 sessions", () => {
  it(
    "tell the truth when 10 of them are killed, go on, come back, and leave nothing behind",
    async () => {
      const sessions = new SessionManager(
        (hostId, options) =>
          connectHost(
            agent,
            {
              hostId,
              name: hostId,
              transport: "openssh",
              address: hostId,
              settings: {},
              configFile: sshd.configFile,
            },
            { ...options, ask: null, timeoutMs: CONNECT_MS },
          ),
        { onChange: () => {}, onLog: () => {} },
      );
      const echo = async (hostId: string) => {
        const { value } = await sessions
          .get(hostId)
          .run(builtIn("exec", "Exec"), "shell", [`echo ${hostId}`], new Map<Value, Value>(), {
            onItem: () => {},
          });
        return JSON.stringify((value as { fields: Map<string, Value> }).fields.get("stdout"));
      };
      const kinds = () =>
        new Map(sessions.list().map(({ hostId, state }) => [hostId, state.kind] as const));
      const left = () => ({
        here: descendants(process.pid).filter(({ command }) => command.startsWith("ssh ")).length,
        there: descendants(sshd.pid).length,
        descriptors: openDescriptors(),
        resources: process.getActiveResourcesInfo().length,
      });
      const before = left();
      for (let round = 1; round <= ROUNDS; round++) {
        const delay = monitorEventLoopDelay({ resolution: 5 });
        delay.enable();
        await Promise.all(HOSTS.map((hostId) => sessions.open(hostId)));
        // 50 logins keep every core busy with `sshd`, `ssh` and agents: a new process of ours, which Node waits
        // for until it runs its program, waits among them. So that time is told by itself.
        const logins = delay.max;
        delay.reset();
        const killed = some(HOSTS, KILLED, randomOf(round));
        const others = HOSTS.filter((hostId) => !killed.includes(hostId));
        const answers = others.map(echo);
        const states = new Map(sessions.list().map(({ hostId, state }) => [hostId, state]));
        for (const hostId of killed) process.kill(pidOf(states.get(hostId) as SessionState), 9);
        expect(await Promise.all(answers)).toEqual(others.map((hostId) => `"${hostId}\\n"`));
        await eventually(kinds, (now) => killed.every((hostId) => now.get(hostId) === "lost"));
        for (const hostId of killed) {
          expect((await failureOf(echo(hostId))).code).toBe("session_closed");
        }
        expect(await Promise.all(others.map(echo))).toHaveLength(others.length);
        // One that is late on a busy machine is no lie; all the others are ready.
        for (const hostId of others) expect(["ready", "degraded"]).toContain(kinds().get(hostId));
        await Promise.all(killed.map((hostId) => sessions.open(hostId)));
        expect(await Promise.all(HOSTS.map(echo))).toHaveLength(HOSTS.length);
        await sessions.closeAll();
        expect(new Set(kinds().values())).toEqual(new Set(["closed"]));
        delay.disable();
        process.stdout.write(
          `round ${round}: killed ${killed.join(" ")}; longest delay of the event loop while 50 log in ${inMs(logins)} ms, after that ${inMs(delay.max)} ms\n`,
        );
        await eventually(
          left,
          (now) =>
            now.here + now.there === 0 &&
            now.descriptors <= before.descriptors &&
            now.resources <= before.resources,
          30_000,
        );
      }
    },
    ROUNDS * 300_000,
  );
});
