import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { agent } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { descendants, eventually } from "../testing/processes";
import { type Sshd, startSshd } from "../testing/sshd";
import { TestUsers } from "../testing/users";
import type { SshTarget } from "../transport/ssh";
import { type Connection, type ConnectOptions, fromSsh } from "./connection";

const users = new TestUsers();
const servers: Server[] = [];
const sockets: Socket[] = [];
const children: ChildProcess[] = [];
/** With accounts as PAM sees them, a banner, and rules for some of them. */
let sshd: Sshd;
/** Lets nothing through to others. */
let closedSshd: Sshd;
const names: Record<string, string> = {};

beforeAll(async () => {
  if (process.getuid?.() !== 0)
    throw new Error("These logins need users of their own: run as root.");
  for (const [name, shell] of [
    ["nologin", "/usr/sbin/nologin"],
    ["silent", "/bin/false"],
    ["expired", "/bin/sh"],
    ["stale", "/bin/sh"],
    ["forced", "/bin/sh"],
    ["noisy", "/bin/bash"],
    ["leaving", "/bin/bash"],
    ["fish", "/usr/bin/fish"],
    ["csh", "/bin/csh"],
  ] as const) {
    if (!existsSync(shell)) throw new Error(`There is no ${shell}: npm test installs it for root.`);
    names[name] = users.add({ password: "not to be used", shell });
  }
  execFileSync("chage", ["--expiredate", "0", user("expired")]);
  execFileSync("chage", ["--lastday", "0", user("stale")]);
  sshd = await startSshd(
    ["loopback", "twin"],
    [
      "UsePAM yes",
      `Banner ${bannerFile()}`,
      `Match User ${user("forced")}`,
      "  ForceCommand internal-sftp",
    ],
  );
  closedSshd = await startSshd(["closed"], ["AllowTcpForwarding no"]);
  // sshd reads the keys of a user as that user.
  chmodSync(sshd.folder, 0o755);
  writeFileSync(
    join(home("noisy"), ".bashrc"),
    "echo hello; printf 'no end of line'; echo oops >&2\n",
  );
  writeFileSync(join(home("leaving"), ".bashrc"), "echo maintenance; exit 3\n");
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
  for (const child of children.splice(0)) child.kill();
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
  const isSsh = ({ command }: { command: string }) => command.startsWith("ssh ");
  await eventually(
    () => descendants(process.pid).filter(isSsh),
    (left) => left.length === 0,
  );
});
afterAll(async () => {
  await sshd?.stop();
  await closedSshd?.stop();
  users.removeAll();
});

function user(name: string): string {
  return names[name] ?? "";
}

const home = (name: string) => join("/home", user(name));

function bannerFile(): string {
  const file = join(home("noisy"), "banner");
  writeFileSync(file, "Authorised use only.\nAll is logged.\n");
  return file;
}

const open: Connection[] = [];
async function connect(more: Partial<SshTarget> = {}, options: ConnectOptions = {}) {
  const target = { host: "loopback", configFile: sshd.configFile, ...more };
  const connection = await fromSsh(agent, target, options);
  open.push(connection);
  return connection;
}

/** A file in the server's folder, with a mode. */
function file(name: string, text: string, mode = 0o600): string {
  const path = join(sshd.folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

/** A configuration with further lines before that of the server. */
function config(...lines: string[]): string {
  return file("more_config", [...lines, `Include ${sshd.configFile}`, ""].join("\n"));
}

function key(name: string, passphrase = ""): string {
  const path = join(sshd.folder, name);
  if (!existsSync(path)) {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-f", path]);
  }
  return path;
}

/** Lets in a key beside the usual one, with options of authorized_keys. */
function allow(path: string, options = ""): void {
  const keys = join(sshd.folder, "user_key.pub");
  const before = readFileSync(keys, "utf8");
  writeFileSync(keys, `${before}${options} ${readFileSync(`${path}.pub`, "utf8")}`);
}

/** Only this key, from a file. */
const byKey = (identity: string): Partial<SshTarget> => ({
  host: "127.0.0.1",
  name: "web1",
  port: sshd.port,
  identity,
  configFile: "/dev/null",
  sshOptions: ["-o", `UserKnownHostsFile=${sshd.knownHosts}`, "-o", "IdentitiesOnly=yes"],
});

/** A server on loopback that does with a connection what the test says. */
async function listen(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    serve(socket);
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

/** A port that takes no packet that begins a connection: its queue is full, and nobody empties it. */
async function blackHole(): Promise<number> {
  const script = [
    "import socket, time",
    "server = socket.socket()",
    "server.bind(('127.0.0.1', 0))",
    "server.listen(0)",
    "clients = [socket.socket() for _ in range(8)]",
    "for client in clients:",
    "    client.setblocking(False)",
    "    client.connect_ex(server.getsockname())",
    "time.sleep(0.5)",
    "print(server.getsockname()[1], flush=True)",
    "time.sleep(600)",
  ];
  const child = spawn("python3", ["-c", script.join("\n")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [port] = await once(child.stdout, "data");
  return Number(String(port));
}

const to = (port: number): Partial<SshTarget> => ({ host: "127.0.0.1", name: "web1", port });

describe("a host that cannot be reached", () => {
  it("has no name", async () => {
    const failure = await failureOf(connect({ host: "no-such-host.invalid" }));
    expect(failure.code).toBe("host_not_found");
    expect(failure.message).toBe("There is no host named no-such-host.invalid.");
  });

  it("has its port closed", async () => {
    const failure = await failureOf(connect(to(1)));
    expect(failure.code).toBe("connection_refused");
    expect(failure.message).toBe("web1 is there, but refuses connections.");
  });

  it("has its port filtered", async () => {
    const port = await blackHole();
    const failure = await failureOf(connect(to(port), { timeoutMs: 1500 }));
    expect(failure.code).toBe("connect_timeout");
    expect(failure.message).toBe(
      `web1 does not answer at 127.0.0.1 port ${port} (tried for 1.5 s).`,
    );
    const short = { ...to(port), sshOptions: ["-o", "ConnectTimeout=1"] };
    const own = await failureOf(connect(short));
    expect(own.code).toBe("connect_timeout");
    expect(own.message).toBe(`web1 does not answer at 127.0.0.1 port ${port}.`);
  });

  it("takes the connection and says nothing", async () => {
    const port = await listen(() => {});
    const failure = await failureOf(connect(to(port), { timeoutMs: 1500 }));
    expect(failure.code).toBe("connect_timeout");
    expect(failure.message).toMatch(/^web1 takes the connection at 127\.0\.0\.1 port \d+, but/);
    const own = await failureOf(connect({ ...to(port), sshOptions: ["-o", "ConnectTimeout=1"] }));
    expect(own.code).toBe("connect_timeout");
    expect(own.message).toBe("web1 takes the connection, but says nothing.");
  });

  it("is no SSH server, or hangs up at once", async () => {
    const http = await listen((socket) => {
      socket.write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
      socket.end(Buffer.alloc(10_000, "<html>\r\n"));
    });
    const failure = await failureOf(connect(to(http)));
    expect(failure.code).toBe("connection_refused");
    expect(failure.message).toBe("What answers at web1 is no SSH server.");
    const closing = await listen((socket) => socket.destroy());
    const closed = await failureOf(connect(to(closing)));
    expect(closed.code).toBe("connection_refused");
    expect(closed.message).toBe("web1 closed the connection before the login.");
  });

  it("shares no algorithm with this ssh", async () => {
    const sshOptions = ["-o", "Ciphers=aes128-cbc"];
    const failure = await failureOf(connect({ sshOptions, name: "web1" }));
    expect(failure.message).toMatch(/^web1 and this ssh share no cipher \(it offers .*\)\.$/);
  });
});

describe("a login that is refused", () => {
  it("is that of a user that is not there, or of a key that is not let in", async () => {
    const wrongUser = await failureOf(connect({ user: "nosuchuser", name: "web1" }));
    expect(wrongUser.code).toBe("auth_refused");
    expect(wrongUser.message).toBe("web1 refused the login for nosuchuser (tried user_key).");
    const wrongKey = await failureOf(connect(byKey(key("stranger"))));
    expect(wrongKey.code).toBe("auth_refused");
    expect(wrongKey.message).toBe("web1 refused the login for root (tried stranger).");
    expect(wrongKey.advice).toContain("publickey");
    expect(wrongKey.lines.join("\n")).not.toContain("debug1:");
    expect(wrongKey.lines).toContain("Authorised use only.");
  });

  it("has a key that others may read", async () => {
    const path = join(sshd.folder, "open_key");
    copyFileSync(sshd.identity, path);
    chmodSync(path, 0o644);
    const failure = await failureOf(connect(byKey(path)));
    expect(failure.code).toBe("identity_unusable");
    expect(failure.message).toBe(`The key ${path} cannot be used: others may read it (0644).`);
    expect(failure.advice).toContain("chmod 600");
  });

  it("has a key that is missing, or is none", async () => {
    const missing = await failureOf(connect(byKey("/no/such/key")));
    expect(missing.code).toBe("identity_unusable");
    expect(missing.message).toBe("There is no key /no/such/key.");
    const path = file("garbage", "not a key\n");
    const garbage = await failureOf(connect(byKey(path)));
    expect(garbage.code).toBe("identity_unusable");
    expect(garbage.message).toContain(path);
  });

  it("has a key whose passphrase nobody is there to give", async () => {
    const path = key("encrypted", "secret");
    allow(path);
    const failure = await failureOf(connect(byKey(path)));
    expect(failure.code).toBe("identity_unusable");
    expect(failure.message).toBe(`web1 takes the key ${path}, but it could not be used here.`);
  });

  it("has an agent that refuses", async () => {
    const socket = join(sshd.folder, "agent");
    const child = spawn("ssh-agent", ["-D", "-a", socket], {
      // Asked whether the key may be used, this one says no.
      env: {
        ...process.env,
        SSH_ASKPASS: "/bin/false",
        SSH_ASKPASS_REQUIRE: "force",
        DISPLAY: ":0",
      },
      stdio: "ignore",
    });
    children.push(child);
    await eventually(
      () => existsSync(socket),
      (there) => there,
    );
    const path = key("confirmed");
    allow(path);
    const env = { ...process.env, SSH_AUTH_SOCK: socket };
    execFileSync("ssh-add", ["-q", "-c", path], { env, stdio: "pipe" });
    const { sshOptions = [], ...rest } = byKey(
      file("confirmed.pub", readFileSync(`${path}.pub`, "utf8")),
    );
    writeFileSync(path, "");
    const failure = await failureOf(
      connect({
        ...rest,
        identity: `${path}.pub`,
        sshOptions: [...sshOptions, "-o", `IdentityAgent=${socket}`],
      }),
    );
    expect(failure.code).toBe("identity_unusable");
    expect(failure.message).toMatch(/^The agent refused to use the key .*confirmed.* for web1\.$/);
  });

  it("has a configuration that ssh does not take", async () => {
    const failure = await failureOf(connect({ configFile: config("NoSuchOption yes") }));
    expect(failure.code).toBe("bad_request");
    expect(failure.lines.join("\n")).toMatch(/line 1: Bad configuration option: nosuchoption/);
  });
});

describe("an account that runs no commands", () => {
  it.each([
    ["nologin", "login_refused", /runs no commands: This account is currently not available/],
    ["silent", "not_an_agent", /exit status 1/],
    ["stale", "login_refused", /password/i],
    ["forced", "login_refused", /sftp/],
    ["leaving", "not_an_agent", /exit status 3/],
  ])("%s", async (name, code, message) => {
    const failure = await failureOf(connect({ user: user(name) }));
    expect(failure.message).toMatch(message);
    expect(failure.code).toBe(code);
    expect(failure.advice).not.toBe("");
  });

  it("has expired", async () => {
    const failure = await failureOf(connect({ user: user("expired"), name: "web1" }));
    expect(failure.code).toBe("login_refused");
    expect(failure.message).toBe(
      `web1 takes the key, but does not let the account ${user("expired")} in.`,
    );
    expect(failure.lines.join("\n")).toMatch(/account has expired/);
  });

  it("has a key that runs a command of its own", async () => {
    const path = key("forced_key");
    allow(path, 'command="echo only this"');
    const failure = await failureOf(connect(byKey(path)));
    expect(failure.code).toBe("login_refused");
    expect(failure.message).toBe(
      "web1 runs a command of its own for the key of root, and not ours.",
    );
  });
});

describe("what does not keep a session from beginning", () => {
  it.each(["noisy", "fish", "csh"])("a login shell: %s", async (name) => {
    expect((await connect({ user: user(name) })).hello.user).toBe(user(name));
  });

  it("a disk that is full where temporary files go", async () => {
    const script =
      'mount -t tmpfs -o size=4k none /tmp && cat /dev/zero >/tmp/full 2>/dev/null; exec python3 "$@"';
    const python = file(
      "full_disk",
      `#!/bin/sh\nexec unshare --mount sh -c '${script}' sh "$@"\n`,
      0o755,
    );
    const connection = await connect({}, { python });
    expect(connection.hello.pid).toBeGreaterThan(0);
  });

  it.each([
    ["StdinNull yes"],
    ["ForkAfterAuthentication yes"],
    ["SessionType none"],
    ["RequestTTY force"],
    ["RemoteCommand echo no"],
    ["LogLevel QUIET"],
    ["VisualHostKey yes"],
    ["ControlMaster auto", "ControlPath ~/.ssh-rmote-%C", "ControlPersist 60"],
  ])("an option of the configuration: %s", async (...lines) => {
    const connection = await connect({ configFile: config(...lines) });
    expect(connection.stderrLines().join("\n")).not.toContain("debug1:");
    const begin = performance.now();
    await connection.close();
    expect(performance.now() - begin).toBeLessThan(900);
  });

  it("a connection that is shared already, or is to be", async () => {
    const control = join(sshd.folder, "control");
    const configFile = config(`ControlPath ${control}`);
    const master = spawn("ssh", ["-F", configFile, "-N", "-M", "loopback"], { stdio: "ignore" });
    children.push(master);
    await eventually(
      () => existsSync(control),
      (there) => there,
    );
    const steps: string[] = [];
    const connection = await connect({ configFile }, { onStep: (step) => steps.push(step) });
    expect(steps).toContain("starting_agent");
    expect(steps).not.toContain("authenticating");
    await connection.close();
    expect(master.exitCode).toBeNull();
    master.kill();
    await once(master, "exit");
    // The master stays, and has our stderr.
    const sshOptions = ["-o", "ControlMaster=auto", "-o", "ControlPersist=2"];
    const own = await connect({ configFile, sshOptions });
    const begin = performance.now();
    await own.close();
    expect(performance.now() - begin).toBeLessThan(900);
    execFileSync("ssh", ["-F", configFile, "-O", "exit", "loopback"], { stdio: "pipe" });
  });
});

describe("a jump host", () => {
  const through = (...jump: string[]): Partial<SshTarget> => ({ jump, name: "web1" });

  it("is gone through, one behind the other", async () => {
    const steps: string[] = [];
    await connect(through("loopback", "twin"), { onStep: (step) => steps.push(step) });
    expect([...new Set(steps)]).toEqual([
      "resolving",
      "connecting",
      "authenticating",
      "starting_agent",
    ]);
  });

  it.each([
    ["down", /^web1 cannot be reached through down\. down is there, but refuses connections\.$/],
    [
      "lost",
      /^web1 cannot be reached through lost\. There is no host named no-such-host\.invalid\.$/,
    ],
    [
      "stranger",
      /^web1 cannot be reached through stranger\. stranger refused the login for nosuchuser \(tried user_key\)\.$/,
    ],
    ["shut", /^The jump host shut does not let connections through to web1\.$/],
  ])("is %s", async (name, message) => {
    const known = `${readFileSync(sshd.knownHosts, "utf8")}${readFileSync(closedSshd.knownHosts, "utf8")}`;
    const configFile = config(
      "Host down",
      "  HostName 127.0.0.1",
      "  Port 1",
      "Host lost",
      "  HostName no-such-host.invalid",
      "Host stranger",
      "  HostName 127.0.0.1",
      `  Port ${sshd.port}`,
      "  User nosuchuser",
      "Host shut",
      "  HostName 127.0.0.1",
      `  Port ${closedSshd.port}`,
      `  IdentityFile ${closedSshd.identity}`,
      "Host *",
      `  UserKnownHostsFile ${file("all_known_hosts", known)}`,
      "Match all",
    );
    const failure = await failureOf(connect({ ...through(name), configFile }));
    expect(failure.message).toMatch(message);
    expect(failure.code).toBe("jump_failed");
  });

  it("does not answer, in front of another one", async () => {
    const port = await blackHole();
    const jump = [`127.0.0.1:${port}`, "twin"];
    const failure = await failureOf(connect({ jump, name: "web1" }, { timeoutMs: 1500 }));
    expect(failure.code).toBe("jump_failed");
    expect(failure.message).toMatch(
      /^web1 cannot be reached through 127\.0\.0\.1.* does not answer/,
    );
  });

  it("says that the target refuses", async () => {
    const failure = await failureOf(connect({ ...to(1), ...through("twin") }));
    expect(failure.code).toBe("connection_refused");
    expect(failure.message).toBe(
      "web1 is there, but refuses connections, says its jump host twin.",
    );
  });

  it("has an unknown host key", async () => {
    const known = file("no_jump_known_hosts", "");
    const configFile = config(
      "Host down",
      "  HostName 127.0.0.1",
      `  Port ${sshd.port}`,
      `  UserKnownHostsFile ${known}`,
      "Match all",
    );
    const failure = await failureOf(connect({ ...through("down"), configFile }));
    expect(failure.code).toBe("host_key_unknown");
    expect(failure.message).toMatch(/^The host key of down is not known yet \(SHA256:/);
  });
});

describe("a host key", () => {
  it("that has changed is refused, with the line and what removes it", async () => {
    const [type, data] = readFileSync(`${key("stranger")}.pub`, "utf8").split(" ");
    const known = file("changed_known_hosts", `# mine\n[127.0.0.1]:${sshd.port} ${type} ${data}\n`);
    const failure = await failureOf(
      connect({ sshOptions: ["-o", `UserKnownHostsFile=${known}`], name: "web1" }),
    );
    expect(failure.code).toBe("host_key_changed");
    expect(failure.message).toBe(
      `The host key of web1 is not the one that is known for it (${known}:2).`,
    );
    expect(failure.advice).toContain(`ssh-keygen -f "${known}" -R "[127.0.0.1]:${sshd.port}"`);
  });

  it("that is not known is not taken without a person", async () => {
    const sshOptions = [
      "-o",
      `UserKnownHostsFile=${file("none_known", "")}`,
      "-o",
      "StrictHostKeyChecking=ask",
    ];
    const failure = await failureOf(connect({ sshOptions, name: "web1" }));
    expect(failure.code).toBe("host_key_unknown");
    expect(failure.message).toMatch(/^The host key of web1 is not known yet \(SHA256:\S+\)\.$/);
  });
});
