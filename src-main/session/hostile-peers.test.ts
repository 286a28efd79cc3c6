import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { agent } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import {
  type HostilePeer,
  hostilePeers,
  LINGERS,
  script,
  wordyPeer,
} from "../testing/hostile-peers";
import { heldMemory } from "../testing/memory";
import { descendants, eventually, openDescriptors, processesWith } from "../testing/processes";
import { type ConnectOptions, fromCommand } from "./connection";

/** Milliseconds that a peer gets that says nothing; one that ends by itself is not hurried. */
const SILENCE_MS = 300;
const LIMIT_MS = 30_000;
/** Milliseconds from a failure until its process is gone: to see the exit, and three graces of 1 s, on a busy machine. */
const END_MS = 20_000;

const connect = (prefix: string, options: ConnectOptions = {}) =>
  fromCommand(agent, { prefix }, { timeoutMs: LIMIT_MS, ...options });

/** Connects in vain. @returns the failure, and the milliseconds until nothing was left to wait for */
async function fail({ prefix, code }: HostilePeer) {
  const begin = performance.now();
  const timeoutMs = code === "connect_timeout" ? SILENCE_MS : LIMIT_MS;
  const failure = await failureOf(connect(prefix, { timeoutMs }));
  return { failure, late: performance.now() - begin - timeoutMs };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-peers-"));
});
afterAll(() => {
  // Where a test has failed, what it was at goes on.
  for (const { pid } of processesWith(LINGERS)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true });
});

describe("a peer reached by a command", () => {
  it("is an agent behind the words of the prefix", async () => {
    const connection = await connect("env 'RMOTE_TEST=two words' sh -c 'exec \"$@\"' sh");
    expect(connection.hello.pid).toBeGreaterThan(1);
    expect(await connection.protocol.ping()).toBeGreaterThan(0);
    await connection.close();
  });

  it("may say much before the agent does", async () => {
    const connection = await connect(wordyPeer);
    expect(connection.hello.pid).toBeGreaterThan(1);
    await connection.close();
  });

  it("is tried with the next Python where one is not there, and only then", async () => {
    const names = (file: string) => readFileSync(join(folder, file), "utf8").trim().split("\n");
    const peer = (file: string, text: string) =>
      script(`echo "$1" >> ${join(folder, file)}; ${text}`);
    const usual = ["python3", "/usr/libexec/platform-python", "python"];

    const last = 'test "$1" = python || exit 127; shift; exec python3 "$@"';
    await (await connect(peer("last", last))).close();
    expect(names("last")).toEqual(usual);

    const sudo = 'echo "sudo: $1: command not found" >&2; exit 1';
    const missing = await failureOf(connect(peer("sudo", sudo)));
    expect(names("sudo")).toEqual(usual);
    expect([missing.code, missing.lines]).toEqual([
      "no_python",
      ["sudo: python3: command not found"],
    ]);

    expect((await failureOf(connect(peer("other", "exit 1")))).code).toBe("not_an_agent");
    expect(names("other")).toEqual(["python3"]);

    expect((await failureOf(connect(peer("own", "exit 127"), { python: "mine" }))).code).toBe(
      "no_python",
    );
    expect(names("own")).toEqual(["mine"]);

    const slow = peer("slow", 'test "$1" = python3 || exec cat; sleep 0.1; exit 127');
    const late = await failureOf(connect(slow, { timeoutMs: SILENCE_MS }));
    expect([late.code, names("slow")]).toEqual(["connect_timeout", usual.slice(0, 2)]);
    // The time is that of both.
    expect(late.message).toBe(`No answer within ${SILENCE_MS / 1000} s.`);
  });

  it.each(["", " ", "''", "'docker exec", "docker\\"])("has no prefix %j", async (prefix) => {
    const failure = await failureOf(connect(prefix));
    expect(failure.code).toBe("bad_request");
    expect(failure.advice).not.toBe("");
  });

  it("is given up when asked to", async () => {
    const reason = await failureOf(
      connect(script(`exec ${LINGERS}`), { signal: AbortSignal.timeout(50) }),
    );
    expect(reason.code).toBe("cancelled");
  });

  it("does not hold us up when it cannot be killed", async () => {
    const kill = vi.spyOn(process, "kill").mockImplementation(() => {
      throw Object.assign(new Error("kill EPERM"), { code: "EPERM" });
    });
    const { failure, late } = await fail({
      name: "one of another user",
      prefix: script(`exec ${LINGERS}1`),
      code: "connect_timeout",
    });
    kill.mockRestore();
    expect(failure.code).toBe("connect_timeout");
    expect(late).toBeLessThan(END_MS);
    for (const { pid } of processesWith(`${LINGERS}1`)) process.kill(pid, "SIGKILL");
  });
});

describe("a peer that is no agent", () => {
  it.concurrent.each(hostilePeers)("$name: $code", async (peer) => {
    const { failure, late } = await fail(peer);
    expect(late).toBeLessThan(END_MS);
    expect(failure.code).toBe(peer.code);
    expect(failure.message).toMatch(/^[A-Z].*\.$/);
    expect(failure.advice).toMatch(/\.$/);
    expect([failure.message, ...failure.lines].join("\n")).toMatch(peer.says ?? /./);
  });

  it("leaves nothing behind after 200 rounds", async () => {
    const mix = async () => {
      const failing = hostilePeers.map(async (peer) => [
        peer.name,
        (await fail(peer)).failure.code,
      ]);
      const agent = connect(wordyPeer).then((connection) => connection.close());
      const ends = await Promise.all(failing);
      await agent;
      expect(ends).toEqual(hostilePeers.map(({ name, code }) => [name, code]));
    };
    // What is loaded and cached once is no leak.
    await mix();
    const left = () => ({
      processes: [...descendants(process.pid), ...processesWith(LINGERS)].length,
      descriptors: openDescriptors(),
      resources: process.getActiveResourcesInfo().length,
    });
    const before = left();
    const memory = await heldMemory();
    for (let round = 0; round < 200; round += 3 * (hostilePeers.length + 1)) {
      await Promise.all([mix(), mix(), mix()]);
    }
    await eventually(left, (now) => {
      return (
        now.processes <= before.processes &&
        now.descriptors <= before.descriptors &&
        now.resources <= before.resources
      );
    });
    expect((await heldMemory()) - memory).toBeLessThan(2 ** 20);
  }, 240_000);
});
