import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { pack } from "../protocol/codec";
import { agent, builtIn, toolOf } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { heldMemory } from "../testing/memory";
import { descendants, eventually, openDescriptors, processesWith } from "../testing/processes";
import { type Sshd, startSshd } from "../testing/sshd";
import { type Connection, type ConnectOptions, fromSsh } from "./connection";
import type { HeartbeatTimes } from "./heartbeat";
import { Session } from "./session";

/** How often every way is gone through: RMOTE_TEST_ROUNDS=25 loses 200 sessions, in a quarter of an hour. */
const ROUNDS = Number(process.env.RMOTE_TEST_ROUNDS ?? 1);
/** Heartbeats in milliseconds. */
const SHORT: HeartbeatTimes = { everyMs: 50, lateMs: 150, limitMs: 500, probeMs: 250 };
/** Bytes of one call; two of them are on their way at once. */
const HALF = 50_000_000;
/** Bytes of them that have gone through ssh when it, or the agent, ends. */
const UNDER_WAY = 10_000_000;

let sshd: Sshd;
let folder: string;
beforeAll(async () => {
  sshd = await startSshd();
  folder = mkdtempSync(join(tmpdir(), "rmote-lost-"));
});
afterAll(async () => {
  await sshd.stop();
  rmSync(folder, { recursive: true });
});

const sessions = new Set<Session>();
afterEach(async () => {
  await Promise.all([...sessions].map((session) => session.close()));
});

/** Opens a session. @returns it, and the connection that it has */
async function open(options: ConnectOptions = {}, heartbeat?: HeartbeatTimes) {
  const target = { host: "loopback", configFile: sshd.configFile };
  const made: Connection[] = [];
  const connect = async (more: ConnectOptions) => {
    const connection = await fromSsh(agent, target, { ...options, ...more });
    made.push(connection);
    return connection;
  };
  const events = { onChange: () => {}, onLog: () => {} };
  const session = new Session("host", connect, events, heartbeat && { heartbeat });
  sessions.add(session);
  await session.open();
  const [connection] = made;
  if (connection === undefined) throw new Error("it is open without a connection");
  return { session, connection };
}

/** A python of the target that is not quite one. */
function python(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

function sshOf({ protocol }: Connection): number {
  const [ssh] = descendants(process.pid).filter(
    ({ command }) => command.startsWith("ssh ") && command.includes(` ${protocol.tag} `),
  );
  if (ssh === undefined) throw new Error("no ssh process");
  return ssh.pid;
}

const none = new Map<Value, Value>();
const bulk = toolOf(
  "Bulk",
  [
    "import os",
    "from rmote.protocol import Tool",
    "class Bulk(Tool):",
    "    def down(self, size):",
    "        return os.urandom(size)",
    "    def up(self, data):",
    "        return len(data)",
  ].join("\n"),
);

/** No method here yields. */
const onItem = () => {};

/** A call that waits, once its command runs on the target. */
async function waiting(session: Session) {
  const call = failureOf(
    session.run(builtIn("exec", "Exec"), "shell", ["sleep 6543"], none, { onItem }),
  );
  await eventually(
    () => session.view.callsInFlight === 1 && processesWith("sleep 6543").length > 0,
    Boolean,
  );
  return [call];
}

/** Two calls that transfer 100 MB, once part of it has gone through ssh. */
async function transferring(session: Session, connection: Connection, method: "up" | "down") {
  const argument: Value = method === "up" ? randomBytes(HALF) : HALF;
  const ssh = sshOf(connection);
  const calls = [1, 2].map(() =>
    failureOf(session.run(bulk, method, [argument], none, { onItem })),
  );
  await eventually(
    // What ssh has read, be it of ours or of the target's, in bytes (proc.5).
    () => Number(/rchar: (\d+)/.exec(readFileSync(`/proc/${ssh}/io`, "latin1"))?.[1]),
    (read) => read > UNDER_WAY,
    30_000,
  );
  return calls;
}

/** The processes of sshd that serve the one connection there is. */
function sshdProcesses(): number[] {
  return descendants(sshd.pid)
    .filter(({ command }) => command.startsWith("sshd"))
    .map(({ pid }) => pid);
}

type Calls = ReturnType<typeof failureOf>[];
interface Way {
  /** What is going on. */
  name: string;
  begin: (session: Session, connection: Connection) => Promise<Calls>;
  victim: "agent" | "ssh" | "sshd";
  signal: NodeJS.Signals;
  heartbeat?: HeartbeatTimes;
}

const ways: Way[] = [
  { name: "nothing runs", begin: async () => [], victim: "agent", signal: "SIGKILL" },
  { name: "a call waits", begin: waiting, victim: "agent", signal: "SIGKILL" },
  { name: "a call waits", begin: waiting, victim: "ssh", signal: "SIGKILL" },
  { name: "a call waits", begin: waiting, victim: "ssh", signal: "SIGSTOP", heartbeat: SHORT },
  { name: "a call waits", begin: waiting, victim: "sshd", signal: "SIGSTOP", heartbeat: SHORT },
  ...(["up", "down"] as const).flatMap((method) =>
    (["agent", "ssh"] as const).map(
      (victim): Way => ({
        name: `100 MB go ${method}`,
        begin: (session, connection) => transferring(session, connection, method),
        victim,
        signal: "SIGKILL",
      }),
    ),
  ),
];

/** Loses a session in one way, and checks that all who wait are told within the bound. */
async function lose({ name, begin, victim, signal, heartbeat }: Way): Promise<void> {
  const way = `${name}, ${victim} gets ${signal}`;
  const { session, connection } = await open({}, heartbeat);
  const calls = await begin(session, connection);
  const victims = {
    agent: () => [connection.hello.pid],
    ssh: () => [sshOf(connection)],
    sshd: () => sshdProcesses(),
  }[victim]();
  for (const pid of victims) process.kill(pid, signal);
  const since = performance.now();
  for (const call of calls) expect((await call).code, way).toBe("connection_lost");
  await eventually(
    () => session.view.state,
    (state) => state.kind === "lost" && state.failure.code === "connection_lost",
  );
  const bound = heartbeat === undefined ? 0 : heartbeat.everyMs + heartbeat.limitMs;
  expect(performance.now() - since, way).toBeLessThan(bound + 2000);
  expect(session.view.callsInFlight, way).toBe(0);
  await session.close();
  // A link that is cut does not tell sshd that the other end is gone.
  if (victim === "sshd") for (const pid of victims) process.kill(pid, "SIGKILL");
  sessions.delete(session);
}

describe("a session over ssh that is lost", () => {
  it("says that the agent crashed when it is killed while it starts", async () => {
    // It has said that it runs, and has read the payload that it is about to execute.
    writeFileSync(
      join(folder, "sitecustomize.py"),
      "import os, signal, zlib\nzlib.decompress = lambda data: os.kill(os.getpid(), signal.SIGKILL)\n",
    );
    const dying = python("dying", `PYTHONPATH=${folder} exec python3 "$@"`);
    expect((await failureOf(open({ python: dying }))).code).toBe("agent_crashed");
  });

  it("says no more than ssh does when its command is killed before it answers", async () => {
    const killed = await failureOf(open({ python: python("killed", "kill -KILL $$") }));
    expect(killed.code).toBe("host_unreachable");
  });

  it(
    "tells all who wait, and leaves nothing behind",
    async () => {
      const left = () => ({
        here: descendants(process.pid).filter(({ command }) => command.startsWith("ssh ")).length,
        there: descendants(sshd.pid).length + processesWith("sleep 6543").length,
        descriptors: openDescriptors(),
        resources: process.getActiveResourcesInfo().length,
      });
      const isClean = ({ here, there }: ReturnType<typeof left>) => here + there === 0;
      // What is loaded or kept once is no leak; the codec keeps the buffer that it packed in.
      for (const way of ways.slice(0, 2)) await lose(way);
      pack(randomBytes(HALF));
      const before = await eventually(left, isClean);
      let memory = await heldMemory();
      // Of many rounds the first ones still have code compiled, which stays; what comes later would be a leak.
      const settled = Math.floor(ROUNDS / 5);
      for (let round = 0; round < ROUNDS; round++) {
        if (round === settled) memory = await heldMemory();
        for (const way of ways) await lose(way);
      }
      await eventually(
        left,
        (now) =>
          isClean(now) &&
          now.descriptors <= before.descriptors &&
          now.resources <= before.resources,
      );
      expect((await heldMemory()) - memory).toBeLessThan(2 ** 20);
    },
    ROUNDS * 120_000,
  );
});
