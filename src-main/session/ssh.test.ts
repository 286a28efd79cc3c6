import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { FailureError } from "../../src-shared/failure";
import type { Value } from "../../src-shared/value";
import { agent, builtIn } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { descendants, eventually, openDescriptors, processesWith } from "../testing/processes";
import { type Sshd, startSshd } from "../testing/sshd";
import type { SshTarget } from "../transport/ssh";
import { type Connection, type ConnectOptions, fromSsh } from "./connection";

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd(["loopback", "twin"]);
});
afterAll(() => sshd.stop());

const target = (more: Partial<SshTarget> = {}): SshTarget => ({
  host: "loopback",
  configFile: sshd.configFile,
  ...more,
});
const open: Connection[] = [];
const connect = async (more: Partial<SshTarget> = {}, options: ConnectOptions = {}) => {
  const connection = await fromSsh(agent, target(more), options);
  open.push(connection);
  return connection;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});
const shell = ({ protocol }: Connection, script: string, kwargs = new Map<Value, Value>()) =>
  protocol.call(builtIn("exec", "Exec"), "shell", [script], kwargs);

describe("a session over ssh", () => {
  it("honours the user's configuration, and goes through its steps", async () => {
    const steps: string[] = [];
    const connection = await connect({}, { onStep: (step) => steps.push(step) });
    const result = await shell(connection, "echo $SSH_CONNECTION");
    expect(
      JSON.stringify([...(result as { fields: Map<string, Value> }).fields.values()]),
    ).toContain(` 127.0.0.1 ${sshd.port}`);
    expect([...new Set(steps)]).toEqual([
      "resolving",
      "connecting",
      "authenticating",
      "starting_agent",
    ]);
    await connection.close();
  });

  it("takes address, port, user, identity and options instead of a configuration", async () => {
    const connection = await connect({
      host: "127.0.0.1",
      port: sshd.port,
      identity: sshd.identity,
      configFile: "/dev/null",
      sshOptions: ["-o", `UserKnownHostsFile=${sshd.knownHosts}`],
    });
    expect(connection.hello.pid).toBeGreaterThan(0);
    await connection.close();
  });

  it("compresses large payloads both ways and loses nothing", async () => {
    const connection = await connect();
    const text = "the same line again\n".repeat(50_000);
    const result = await shell(connection, "cat", new Map([["input", text]]));
    expect((result as { fields: Map<string, Value> }).fields.get("stdout")).toBe(text);
    await connection.close();
  });

  it.each([
    ["a host that has no name", { host: "no-such-host.invalid" }, "host_not_found"],
    ["a port where nobody listens", { port: 1 }, "connection_refused"],
    ["a user that may not", { user: "nobody" }, "auth_refused"],
    ["a python that is not there", { python: "/no/such/python" }, "no_python"],
    ["a bad option", { sshOptions: ["-o", "NoSuchOption=1"] }, "bad_request"],
  ])(
    "says what is wrong with %s",
    async (_name, { python, ...more }: Partial<SshTarget> & { python?: string }, code) => {
      const failure = await failureOf(connect(more, { python: python ?? null }));
      expect(failure.code).toBe(code);
      expect(failure.message).toMatch(/\.$/);
      expect(failure.advice).not.toBe("");
      expect(failure.lines.length).toBeGreaterThan(0);
    },
  );

  it("says that a host key is unknown, or not the known one", async () => {
    const known = join(sshd.folder, "other_known_hosts");
    writeFileSync(known, "");
    const option = ["-o", `UserKnownHostsFile=${known}`];
    expect((await failureOf(connect({ sshOptions: option }))).code).toBe("host_key_unknown");
    const [type, key] = readFileSync(`${sshd.identity}.pub`, "utf8").split(" ");
    writeFileSync(known, `[127.0.0.1]:${sshd.port} ${type} ${key}\n`);
    const changed = await failureOf(connect({ sshOptions: option }));
    expect(changed.code).toBe("host_key_changed");
    expect(changed.lines.join("\n")).toContain(`${known}:1`);
  });

  it("says that the target's python is too old, or that the agent crashed", async () => {
    const old = join(sshd.folder, "python2");
    // A stand-in: no Python 2 can be had here. It answers as stage 0 and loader do on one.
    writeFileSync(old, '#!/bin/sh\nprintf "0x%x\\n0x20712f0\\n" "$4"\nexit 1\n');
    chmodSync(old, 0o755);
    const tooOld = await failureOf(connect({}, { python: old }));
    expect(tooOld.code).toBe("python_too_old");
    expect(tooOld.message).toContain("2.7.18");
    const crash = join(sshd.folder, "crash");
    writeFileSync(
      crash,
      '#!/bin/sh\nprintf "0x%x\\n" "$4"\necho "Segmentation fault" >&2\nexit 139\n',
    );
    chmodSync(crash, 0o755);
    const crashed = await failureOf(connect({}, { python: crash }));
    expect(crashed.code).toBe("agent_crashed");
    expect(crashed.lines).toContain("Segmentation fault");
  });

  it("gives up a target that says nothing", async () => {
    const silent = join(sshd.folder, "silent");
    writeFileSync(silent, "#!/bin/sh\nexec sleep 300\n");
    chmodSync(silent, 0o755);
    const failure = await failureOf(connect({}, { python: silent, timeoutMs: 1500 }));
    expect(failure.code).toBe("connect_timeout");
  });

  it("tells the end of an agent that was killed, also while another python could start", async () => {
    const connection = await connect();
    const running = failureOf(shell(connection, "sleep 300"));
    process.kill(connection.hello.pid, "SIGKILL");
    expect((await running).code).toBe("connection_lost");
    expect((await connection.protocol.waitClosed()).code).toBe("connection_lost");
    await connection.close();
  });

  it("leaves nothing behind after 100 connects, crashes included", async () => {
    const before = openDescriptors();
    const ends = [
      async (connection: Connection) => connection.close(),
      async (connection: Connection) => {
        process.kill(connection.hello.pid, "SIGKILL");
        await connection.protocol.waitClosed();
        await connection.close();
      },
      async (connection: Connection) => {
        const [ssh] = processesWith(`${connection.protocol.tag} `).filter(({ command }) =>
          command.startsWith("ssh "),
        );
        if (ssh === undefined) throw new Error("no ssh process");
        process.kill(ssh.pid, "SIGKILL");
        await connection.protocol.waitClosed();
        await connection.close();
      },
      async (connection: Connection) => {
        void failureOf(shell(connection, "sleep 4321 & sleep 4321"));
        await eventually(
          () => processesWith("sleep 4321").length,
          (n) => n > 0,
        );
        await connection.close();
      },
    ];
    for (let round = 0; round < 25; round++) {
      await Promise.all(
        ends.map(async (end, i) => {
          const connection = await connect({ host: i % 2 === 0 ? "loopback" : "twin" });
          await end(connection);
        }),
      );
    }
    await eventually(
      () => descendants(sshd.pid),
      (left) => left.length === 0,
    );
    await eventually(
      () => processesWith("sleep 4321"),
      (left) => left.length === 0,
    );
    expect(descendants(process.pid).filter(({ command }) => command.startsWith("ssh "))).toEqual(
      [],
    );
    await eventually(openDescriptors, (now) => now <= before + 2);
  }, 120_000);

  it("leaves nothing behind when connecting is cancelled at any moment", async () => {
    for (let delay = 0; delay < 300; delay += 20) {
      const stop = new AbortController();
      setTimeout(() => stop.abort(), delay);
      try {
        await (await connect({}, { signal: stop.signal })).close();
      } catch (error) {
        expect(error).toBeInstanceOf(FailureError);
      }
    }
    await eventually(
      () => descendants(sshd.pid),
      (left) => left.length === 0,
    );
  }, 60_000);
});
