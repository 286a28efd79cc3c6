import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Answer, Ask, QuestionBody } from "../../../src-shared/question";
import type { Value } from "../../../src-shared/value";
import { bootstrapPacker, shellCommand } from "../../protocol/bootstrap";
import { Protocol } from "../../protocol/protocol";
import { agent, builtIn } from "../../testing/agent";
import { failureOf } from "../../testing/failure-of";
import { installKeyWorker } from "../../testing/key-worker";
import { descendants, eventually, openDescriptors } from "../../testing/processes";
import { type Sshd, startSshd } from "../../testing/sshd";
import type { Transport, TransportOptions } from "../transport";
import { type Ssh2Target, spawnSsh2 } from "./ssh2";

let sshd: Sshd;
let jump: Sshd;
beforeAll(async () => {
  await installKeyWorker();
  sshd = await startSshd(["loopback", "twin"]);
  jump = await startSshd(["jump"]);
});
afterAll(async () => {
  await sshd.stop();
  await jump.stop();
});

const open: Transport[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((transport) => transport.close()));
});

const target = (more: Partial<Ssh2Target> = {}): Ssh2Target => ({
  name: "loopback",
  address: "loopback",
  user: null,
  port: null,
  identity: null,
  jump: [],
  sshOptions: [],
  configFile: sshd.configFile,
  ...more,
});

async function run(
  command: string,
  more: Partial<Ssh2Target> = {},
  options: Partial<TransportOptions> = {},
): Promise<Transport> {
  const transport = await spawnSsh2(target(more), command, {
    ask: null,
    onStep: () => {},
    signal: undefined,
    ...options,
  });
  open.push(transport);
  return transport;
}

async function output(transport: Transport): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of transport.readable) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Answers each question by the next answer, and keeps the questions. */
function answering(...answers: Answer[]): { ask: Ask; asked: QuestionBody[] } {
  const asked: QuestionBody[] = [];
  const ask: Ask = async (body) => {
    asked.push(body);
    return answers[asked.length - 1] ?? { kind: "cancel" };
  };
  return { ask, asked };
}
const text = (...values: string[]): Answer => ({ kind: "text", values, remember: false });

describe("a command over the built-in client", () => {
  it("runs, with its output, its words on stderr and its status", async () => {
    const steps: string[] = [];
    const transport = await run(
      "cat; echo error >&2; exit 3",
      {},
      { onStep: (step) => steps.push(step) },
    );
    transport.writable.end("hello");
    expect(await output(transport)).toBe("hello");
    expect(await transport.exited).toEqual({ code: 3, signal: null });
    expect(transport.stderrLines()).toEqual(["error"]);
    expect(steps).toEqual(["resolving", "connecting", "authenticating", "starting_agent"]);
  });

  it("says by which signal a command ended", async () => {
    const transport = await run("kill -9 $$");
    transport.readable.resume();
    expect(await transport.exited).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("takes a tool call to the agent and its result back", async () => {
    const bootstrap = bootstrapPacker(agent, true);
    const transport = await run(shellCommand(bootstrap, null));
    const { protocol, hello } = await Protocol.fromSubprocess(transport, bootstrap, {
      compress: true,
    });
    expect(hello.pid).toBeGreaterThan(1);
    const result = await protocol.call(
      builtIn("exec", "Exec"),
      "shell",
      ["echo $SSH_CONNECTION"],
      new Map<string, Value>(),
    );
    expect(
      JSON.stringify([...(result as { fields: Map<string, Value> }).fields.values()]),
    ).toContain(` 127.0.0.1 ${sshd.port}`);
    protocol.close();
  });

  it.each([false, true])(
    "moves 64 MiB each way and loses no byte, compressed: %s",
    async (isOn) => {
      const sshOptions = isOn ? ["Compression=yes"] : [];
      const transport = await run("cat", { sshOptions });
      const block = randomBytes(1024 * 1024);
      const sent = createHash("sha256");
      const received = createHash("sha256");
      let length = 0;
      const reading = (async () => {
        for await (const chunk of transport.readable) {
          received.update(chunk);
          length += chunk.length;
        }
      })();
      for (let round = 0; round < 64; round++) {
        block.writeUInt32BE(round, round * 4);
        const copy = Buffer.from(block);
        sent.update(copy);
        if (!transport.writable.write(copy)) await once(transport.writable, "drain");
      }
      transport.writable.end();
      await reading;
      expect(length).toBe(64 * 1024 * 1024);
      expect(received.digest("hex")).toBe(sent.digest("hex"));
    },
    120_000,
  );

  it("does not take more than the other side reads", async () => {
    const transport = await run("sleep 100");
    const block = Buffer.alloc(1024 * 1024);
    for (let round = 0; round < 16; round++) transport.writable.write(block);
    // Another command has come and gone meanwhile.
    expect(await output(await run("echo in"))).toBe("in\n");
    expect(transport.writable.writableLength).toBeGreaterThan(10 * 1024 * 1024);
    await transport.close();
    expect(await transport.exited).toBeDefined();
  });
});

describe("keys", () => {
  const config = (lines: string[]) => {
    const file = join(sshd.folder, `config-${randomBytes(4).toString("hex")}`);
    const host = ["Host loopback", "HostName 127.0.0.1", `Port ${sshd.port}`];
    const known = `UserKnownHostsFile ${sshd.knownHosts}`;
    writeFileSync(file, [...host, ...lines, known, "IdentitiesOnly yes", ""].join("\n"));
    return file;
  };
  const key = (name: string, passphrase = "") => {
    const file = join(sshd.folder, name);
    copyFileSync(sshd.identity, file);
    chmodSync(file, 0o600);
    if (passphrase !== "") {
      execFileSync("ssh-keygen", ["-q", "-p", "-P", "", "-N", passphrase, "-f", file]);
    }
    return file;
  };

  it("asks for a passphrase again until it is right", async () => {
    const file = key("locked", "open sesame");
    const { ask, asked } = answering(text("wrong"), text("open sesame"));
    const configFile = config([`IdentityFile ${file}`]);
    const transport = await run("echo in", { configFile }, { ask });
    expect(await output(transport)).toBe("in\n");
    expect(asked).toEqual(
      [1, 2].map((attempt) => ({ kind: "secret", purpose: "passphrase", subject: file, attempt })),
    );
  });

  it("asks for no passphrase of a key that the server does not take", async () => {
    const file = join(sshd.folder, "stranger");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "secret", "-f", file]);
    const { ask, asked } = answering();
    const lines = [`IdentityFile ${file}`, `IdentityFile ${sshd.identity}`];
    const transport = await run("echo in", { configFile: config(lines) }, { ask });
    expect(await output(transport)).toBe("in\n");
    expect(asked).toEqual([]);
  });

  it("gives a key up after three wrong passphrases, and says so", async () => {
    const file = key("locked-3", "right");
    const { ask, asked } = answering(text("a"), text("b"), text("c"));
    const configFile = config([`IdentityFile ${file}`]);
    const failure = await failureOf(run("true", { configFile }, { ask }));
    expect(failure.code).toBe("identity_unusable");
    expect(failure.message).toContain("locked-3");
    expect(asked).toHaveLength(3);
  });

  it("refuses a key that others can read", async () => {
    const file = key("open-to-all");
    chmodSync(file, 0o644);
    const failure = await failureOf(run("true", { configFile: config([`IdentityFile ${file}`]) }));
    expect(failure.code).toBe("identity_unusable");
    expect(failure.lines.join("\n")).toContain(`${file} can be read by others (0644)`);
  });

  it("says that the chosen key is missing", async () => {
    const configFile = config(["IdentityFile none"]);
    const failure = await failureOf(run("true", { configFile, identity: "/no/such/key" }));
    expect(failure.code).toBe("identity_unusable");
    expect(failure.lines).toContain("/no/such/key does not exist.");
  });

  it("names a key that stands for a security key", async () => {
    const file = join(sshd.folder, "sk");
    const string = (value: string | Buffer) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(value.length);
      return Buffer.concat([length, Buffer.from(value)]);
    };
    const type = "sk-ssh-ed25519@openssh.com";
    const half = Buffer.concat([string(type), string(Buffer.alloc(32, 1)), string("ssh:")]);
    const secret = Buffer.concat([
      Buffer.alloc(8),
      half,
      Buffer.from([1]),
      string("x"),
      string(""),
    ]);
    const padded = Buffer.concat([secret, Buffer.from([1, 2, 3, 4, 5, 6, 7])]);
    const whole = padded.subarray(0, padded.length - (padded.length % 8));
    const body = Buffer.concat([
      Buffer.from("openssh-key-v1\0"),
      ...[string("none"), string("none"), string(""), Buffer.from([0, 0, 0, 1])],
      ...[string(half), string(whole)],
    ]).toString("base64");
    const lines = [
      "-----BEGIN OPENSSH PRIVATE KEY-----",
      body,
      "-----END OPENSSH PRIVATE KEY-----",
    ];
    writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
    const failure = await failureOf(run("true", { configFile: config([`IdentityFile ${file}`]) }));
    expect(failure.code).toBe("identity_unusable");
    expect(failure.lines.join("\n")).toContain("security key");
  });

  it("takes RSA, ECDSA and PEM keys", async () => {
    const authorized = readFileSync(join(sshd.folder, "user_key.pub"), "utf8");
    const files = [
      ["rsa", []],
      ["ecdsa", []],
      ["rsa", ["-m", "PEM"]],
    ].map(([type, more], index) => {
      const file = join(sshd.folder, `key-${index}`);
      const args = ["-q", "-t", String(type), "-N", "", "-f", file, ...(more as string[])];
      execFileSync("ssh-keygen", args);
      return file;
    });
    const publicKeys = files.map((file) => readFileSync(`${file}.pub`, "utf8"));
    writeFileSync(join(sshd.folder, "user_key.pub"), authorized + publicKeys.join(""));
    for (const file of files) {
      const transport = await run("echo in", { configFile: config([`IdentityFile ${file}`]) });
      expect(await output(transport)).toBe("in\n");
    }
    writeFileSync(join(sshd.folder, "user_key.pub"), authorized);
  });

  it("uses an agent, and names what was tried", async () => {
    const socket = join(sshd.folder, "agent.sock");
    const process: ChildProcess = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
    await eventually(() => existsSync(socket), Boolean);
    const add = (file: string) =>
      execFileSync("ssh-add", ["-q", file], { env: { PATH: "/usr/bin", SSH_AUTH_SOCK: socket } });
    try {
      const stranger = join(sshd.folder, "agents-stranger");
      execFileSync("ssh-keygen", ["-q", "-t", "rsa", "-N", "", "-C", "mine", "-f", stranger]);
      add(stranger);
      const lines = [`IdentityAgent ${socket}`, "IdentityFile none"];
      const configFile = config(lines);
      writeFileSync(configFile, readFileSync(configFile, "utf8").replace("IdentitiesOnly yes", ""));
      const failure = await failureOf(run("true", { configFile }));
      expect(failure.code).toBe("auth_refused");
      expect(failure.message).toMatch(/refused the login for \S+ \(tried agent's mine/);
      add(sshd.identity);
      expect(await output(await run("echo in", { configFile }))).toBe("in\n");
      // IdentitiesOnly takes the agent's keys only where a file stands for them.
      const only = config([`IdentityAgent ${socket}`, `IdentityFile ${sshd.identity}.pub`]);
      const none = config([`IdentityAgent ${socket}`, `IdentityFile ${stranger}`]);
      copyFileSync(join(sshd.folder, "user_key.pub"), `${sshd.identity}.pub.pub`);
      expect(await output(await run("echo in", { configFile: only }))).toBe("in\n");
      expect((await failureOf(run("true", { configFile: none }))).code).toBe("auth_refused");
    } finally {
      process.kill();
    }
  });
});

describe("host keys", () => {
  const config = (knownHosts: string, ...lines: string[]) => {
    const file = join(sshd.folder, `known-${randomBytes(4).toString("hex")}`);
    const host = ["Host loopback", "HostName 127.0.0.1", `Port ${sshd.port}`];
    const identity = [`IdentityFile ${sshd.identity}`, `UserKnownHostsFile ${knownHosts}`];
    writeFileSync(file, [...host, ...identity, "IdentitiesOnly yes", ...lines, ""].join("\n"));
    return file;
  };
  const hostKey = () =>
    readFileSync(join(sshd.folder, "host_key.pub"), "utf8").split(" ").slice(0, 2).join(" ");
  const fingerprint = () =>
    execFileSync("ssh-keygen", ["-lf", join(sshd.folder, "host_key.pub")], { encoding: "utf8" })
      .split(" ")
      .at(1);
  const fresh = (content: string | null = null) => {
    const file = join(sshd.folder, `hosts-${randomBytes(4).toString("hex")}`);
    if (content !== null) writeFileSync(file, content);
    return file;
  };

  it("asks for one that is not known, stores it, and knows it then, as ssh does", async () => {
    const file = join(sshd.folder, "new", "known_hosts");
    const { ask, asked } = answering({ kind: "accept" });
    const configFile = config(file, "HashKnownHosts yes");
    expect(await output(await run("echo in", { configFile }, { ask }))).toBe("in\n");
    expect(asked).toEqual([
      {
        kind: "host_key",
        address: `[127.0.0.1]:${sshd.port}`,
        keyType: "ssh-ed25519",
        fingerprint: fingerprint(),
        knownAs: [],
      },
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toMatch(/^\|1\|\S+ ssh-ed25519 \S+\n$/);
    expect(await output(await run("echo in", { configFile }))).toBe("in\n");
    const args = ["-F", configFile, "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes"];
    expect(execFileSync("ssh", [...args, "loopback", "echo in"], { encoding: "utf8" })).toBe(
      "in\n",
    );
  });

  it("stores nothing on No, and says nothing is known where nobody can be asked", async () => {
    const file = fresh("# mine");
    const configFile = config(file);
    const { ask } = answering({ kind: "cancel" });
    expect((await failureOf(run("true", { configFile }, { ask }))).code).toBe("cancelled");
    const failure = await failureOf(run("true", { configFile }));
    expect(failure.code).toBe("host_key_unknown");
    expect(failure.lines.join("\n")).toContain(fingerprint());
    expect(readFileSync(file, "utf8")).toBe("# mine");
  });

  it("changes no byte of what is there, and begins a line of its own", async () => {
    const file = fresh("# mine, without an end");
    const { ask } = answering({ kind: "accept" });
    await run("true", { configFile: config(file) }, { ask });
    expect(readFileSync(file, "utf8")).toBe(
      `# mine, without an end\n[127.0.0.1]:${sshd.port} ${hostKey()}\n`,
    );
  });

  it("knows names that ssh-keygen -H has hashed", async () => {
    const file = fresh(readFileSync(sshd.knownHosts, "utf8"));
    execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" });
    expect(readFileSync(file, "utf8")).toMatch(/^\|1\|/);
    expect(await output(await run("echo in", { configFile: config(file) }))).toBe("in\n");
  });

  it("does as StrictHostKeyChecking says, but never enters in silence", async () => {
    const { ask, asked } = answering({ kind: "cancel" });
    const yes = config(fresh(), "StrictHostKeyChecking yes");
    expect((await failureOf(run("true", { configFile: yes }, { ask }))).code).toBe(
      "host_key_unknown",
    );
    expect(asked).toEqual([]);
    const file = fresh();
    await run("true", { configFile: config(file, "StrictHostKeyChecking accept-new") });
    expect(readFileSync(file, "utf8")).toContain(hostKey());
    const no = config(fresh(), "StrictHostKeyChecking no");
    expect((await failureOf(run("true", { configFile: no }))).code).toBe("host_key_unknown");
  });

  it("refuses a changed key with the line that has the old one, and a revoked one", async () => {
    const other = join(sshd.folder, "other-host-key");
    if (!existsSync(other)) {
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", other]);
    }
    const otherKey = readFileSync(`${other}.pub`, "utf8");
    const changed = fresh(`# first\n[127.0.0.1]:${sshd.port} ${otherKey}`);
    const { ask, asked } = answering({ kind: "accept" });
    const failure = await failureOf(run("true", { configFile: config(changed) }, { ask }));
    expect(failure.code).toBe("host_key_changed");
    expect(failure.lines.join("\n")).toContain(`${changed}:2`);
    expect(asked).toEqual([]);
    const name = `[127.0.0.1]:${sshd.port}`;
    const revoked = fresh(`${name} ${hostKey()}\n@revoked * ${hostKey()}\n`);
    const refused = await failureOf(run("true", { configFile: config(revoked) }, { ask }));
    expect(refused.message).toContain("revoked");
    const authority = fresh(`@cert-authority [127.0.0.1]:* ${otherKey}`);
    const unchecked = await failureOf(run("true", { configFile: config(authority) }, { ask }));
    expect(unchecked.code).toBe("host_key_unknown");
    expect(unchecked.advice).toContain("OpenSSH");
    expect(asked).toEqual([]);
  });

  it("asks a server with several keys for the one that is known", async () => {
    const rsa = join(sshd.folder, "host-rsa");
    execFileSync("ssh-keygen", ["-q", "-t", "rsa", "-N", "", "-f", rsa]);
    const both = await startSshd(["both"], [`HostKey ${rsa}`]);
    try {
      const file = fresh(`[127.0.0.1]:${both.port} ${readFileSync(`${rsa}.pub`, "utf8")}`);
      const options = [`UserKnownHostsFile=${file}`];
      const more = { configFile: both.configFile, address: "both", sshOptions: options };
      expect(await output(await run("echo in", more))).toBe("in\n");
    } finally {
      await both.stop();
    }
  });
});

describe("jump hosts", () => {
  const through = (lines: string[]) => {
    const file = join(sshd.folder, `jumps-${randomBytes(4).toString("hex")}`);
    const one = (alias: string, { port, identity, knownHosts }: Sshd, more: string[]) => [
      `Host ${alias}`,
      ...["HostName 127.0.0.1", `Port ${port}`, `User ${userInfo().username}`],
      ...[`IdentityFile ${identity}`, `UserKnownHostsFile ${knownHosts}`, ...more],
    ];
    const all = [
      ...one("end", sshd, lines),
      ...one("hop1", jump, []),
      ...one("hop2", sshd, []),
      ...["Host down", "HostName 127.0.0.1", "Port 1"],
      ...["Host *", "IdentitiesOnly yes", "StrictHostKeyChecking yes", ""],
    ];
    writeFileSync(file, all.join("\n"));
    return file;
  };

  it("goes through those of the configuration, and through several", async () => {
    const configFile = through(["ProxyJump hop1"]);
    const direct = { name: "end", address: "end", configFile };
    expect(await output(await run("echo $SSH_CONNECTION", direct))).toContain(`${sshd.port}`);
    expect(await output(await run("echo in", { ...direct, jump: ["hop1", "hop2", "hop1"] }))).toBe(
      "in\n",
    );
  });

  it("names the one that is down, and the one that cannot reach the target", async () => {
    const down = { name: "end", address: "end", configFile: through(["ProxyJump hop1,down"]) };
    const failure = await failureOf(run("true", down));
    expect(failure.code).toBe("jump_failed");
    expect(failure.message).toContain("The jump host hop1 cannot reach down");
    const first = { name: "end", address: "end", configFile: through(["ProxyJump down"]) };
    const refused = await failureOf(run("true", first));
    expect(refused.code).toBe("jump_failed");
    expect(refused.message).toBe(
      "end cannot be reached through the jump host down: down is there, but refuses connections.",
    );
  });

  it("says that a configuration leads through itself", async () => {
    const file = join(sshd.folder, "loop");
    writeFileSync(file, "Host a\nProxyJump b\nHost b\nProxyJump a\n");
    const failure = await failureOf(run("true", { name: "a", address: "a", configFile: file }));
    expect(failure.code).toBe("bad_request");
    expect(failure.message).toContain("more than 16 hosts");
  });
});

describe("what is refused", () => {
  it.each([
    ["no such host", { address: "no-such-host.invalid" }, "host_not_found"],
    ["a closed port", { port: 1 }, "connection_refused"],
    ["another user", { user: "nobody" }, "auth_refused"],
    ["a ProxyCommand", { sshOptions: ["ProxyCommand=nc %h %p"] }, "bad_request"],
    ["a CertificateFile", { sshOptions: ["CertificateFile=~/x"] }, "bad_request"],
    ["only GSSAPI", { sshOptions: ["PreferredAuthentications=gssapi-with-mic"] }, "bad_request"],
    ["a broken option", { sshOptions: ["NoSuchOption=yes"] }, "bad_request"],
  ])("is a failure of its own: %s", async (_name, more, code) => {
    const failure = await failureOf(run("true", more));
    expect([failure.code, failure.message]).toEqual([code, expect.any(String)]);
    expect(failure.message + failure.advice).not.toBe("");
  });

  it("is a server that never answers, after ConnectTimeout", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const failure = await failureOf(run("true", { port, sshOptions: ["ConnectTimeout=1"] }));
    server.close();
    expect(failure.code).toBe("connect_timeout");
  });
});

describe("what is left behind", () => {
  it("is nothing, after 100 connects", async () => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    await (await run("true")).close();
    const before = { descriptors: openDescriptors(), timers: timers() };
    for (let round = 0; round < 25; round++) {
      const transports = await Promise.all(
        ["cat", "cat", round === 0 ? "sleep 1000" : "cat", "exit 1"].map((command) => run(command)),
      );
      await Promise.all(transports.map((transport) => transport.close()));
      open.length = 0;
    }
    await eventually(
      () => descendants(sshd.pid),
      (left) => left.length === 0,
    );
    await eventually(openDescriptors, (now) => now <= before.descriptors + 2);
    await eventually(timers, (now) => now <= before.timers + 2);
  }, 120_000);

  it("is nothing, whenever it is cancelled", async () => {
    for (let at = 0; at < 12; at++) {
      const stop = new AbortController();
      const started = failureOf(run("cat", {}, { signal: stop.signal }));
      for (let turn = 0; turn < at * 20; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      stop.abort();
      expect((await started.catch(() => null))?.code ?? "cancelled").toBe("cancelled");
    }
    for (const step of ["resolving", "connecting", "authenticating", "starting_agent"]) {
      const stop = new AbortController();
      const onStep = (now: string) => now === step && stop.abort();
      const failure = await failureOf(run("cat", {}, { signal: stop.signal, onStep })).catch(
        () => null,
      );
      if (step !== "starting_agent") expect(failure?.code).toBe("cancelled");
    }
    await Promise.all(open.splice(0).map((transport) => transport.close()));
    await eventually(
      () => descendants(sshd.pid),
      (left) => left.length === 0,
    );
  }, 60_000);
});
