import { randomInt } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Become } from "../../src-shared/host";
import type { Answer, Ask, QuestionBody } from "../../src-shared/question";
import type { Value } from "../../src-shared/value";
import { agent, builtIn } from "../testing/agent";
import { installAskpass } from "../testing/askpass";
import { failureOf } from "../testing/failure-of";
import { descendants, eventually, processesWith } from "../testing/processes";
import { type Sshd, ssh2Target, startSshd } from "../testing/sshd";
import { TestUsers } from "../testing/users";
import { spawnSsh2 } from "../transport/ssh2/ssh2";
import type { TransportOptions } from "../transport/transport";
import {
  type Connection,
  type ConnectOptions,
  fromCommand,
  fromLocal,
  fromShell,
  fromSsh,
} from "./connection";

const isRoot = process.getuid?.() === 0;
// su is everywhere; the others where they are installed.
const has = (program: string) => existsSync(`/usr/bin/${program}`);
const shells = ["bash", "zsh", "fish", "tcsh"].filter((name) => existsSync(`/bin/${name}`));

// Signs that a terminal, a shell or a prompt could take for something else.
const PASSWORD = "s3c'r\"e t\u0003\u0004\u0015\u007f\\$é%";

/** Answers with one password after the other, then cancels; keeps what it was asked. */
function person(...passwords: string[]): Ask & { asked: QuestionBody[] } {
  const asked: QuestionBody[] = [];
  const ask = (body: QuestionBody): Promise<Answer> => {
    asked.push(body);
    const password = passwords.shift();
    return Promise.resolve(
      password === undefined
        ? { kind: "cancel" }
        : { kind: "text", values: [password], remember: false },
    );
  };
  return Object.assign(ask, { asked });
}

describe.runIf(isRoot)("becoming another user over ssh", () => {
  const users = new TestUsers();
  let sshd: Sshd;
  let login: string;
  let free: string;
  let unknown: string;
  let teletype: string;
  let poor: string;
  let other: string;
  let barred: string;

  beforeAll(async () => {
    await installAskpass();
    login = users.add({ password: PASSWORD });
    free = users.add({ password: PASSWORD });
    unknown = users.add({ password: PASSWORD });
    teletype = users.add({ password: PASSWORD });
    poor = users.add({ password: PASSWORD });
    other = users.add({ password: "other's own" });
    barred = users.add({ password: PASSWORD, shell: "/usr/sbin/nologin" });
    if (has("sudo")) {
      users.sudoers([
        `${login} ALL=(${other}) ALL`,
        `${free} ALL=(${other}) NOPASSWD: ALL`,
        `${teletype} ALL=(${other}) ALL`,
        `Defaults:${teletype} requiretty, use_pty`,
      ]);
    }
    if (has("doas"))
      users.doas([`permit ${login} as ${other}`, `permit nopass ${free} as ${other}`]);
    sshd = await startSshd(
      ["loopback"],
      [`Match User ${poor}`, `SetEnv PATH=/home/${poor}/programs`],
    );
    // The server reads the keys as the user who logs in.
    chmodSync(sshd.folder, 0o711);
    mkdirSync(`/home/${poor}/programs`);
    for (const name of ["sh", "python3"]) {
      symlinkSync(`/usr/bin/${name}`, `/home/${poor}/programs/${name}`);
    }
  });
  afterAll(async () => {
    await sshd.stop();
    users.removeAll();
  });

  const open: Connection[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
    await eventually(
      () => descendants(sshd.pid),
      (left) => left.length === 0,
    );
  });

  async function connect(user: string, become: Become | null, options: ConnectOptions = {}) {
    const target = { host: "loopback", user, configFile: sshd.configFile };
    const connection = await fromSsh(agent, target, { name: "web1", become, ...options });
    open.push(connection);
    return connection;
  }

  async function shell({ protocol }: Connection, script: string): Promise<Value | undefined> {
    const result = await protocol.call(builtIn("exec", "Exec"), "shell", [script], new Map());
    return (result as { fields: Map<string, Value> }).fields.get("stdout");
  }

  const methods = (["sudo", "doas", "su"] as const).filter(has);

  it.each(methods)("%s: asks once, and the agent runs as that user", async (method) => {
    const ask = person(method === "su" ? "other's own" : PASSWORD);
    const steps: string[] = [];
    const lines: string[][] = [];
    const connection = await connect(
      login,
      { method, user: other },
      {
        ask,
        onStep: (step) => steps.push(step),
        onStderr: (more) => lines.push(more),
        environment: { RMOTE_TEST: "é 'x' \"y\"\n$HOME=!" },
      },
    );
    const subject = `${method === "su" ? other : login}@web1`;
    expect(ask.asked).toEqual([{ kind: "secret", purpose: "become", subject, attempt: 1 }]);
    expect(connection.hello.user).toBe(other);
    expect(steps.at(-1)).toBe("starting_agent");
    // Home is theirs. The folder of who logged in is closed to them, so that is where they are.
    chmodSync(`/home/${login}`, 0o700);
    expect(await shell(connection, 'id -un; echo "$HOME"; umask')).toBe(
      `${other}\n/home/${other}\n0022\n`,
    );
    expect(await shell(connection, 'printf %s "$RMOTE_TEST"')).toBe("é 'x' \"y\"\n$HOME=!");
    expect(connection.stderrLines().join()).not.toMatch(/rmote|s3c/);
    expect(JSON.stringify(lines)).not.toMatch(/rmote|s3c/);
    // More than what a pipe holds goes both ways.
    const text = "line\n".repeat(100_000);
    const back = await connection.protocol.call(
      builtIn("exec", "Exec"),
      "shell",
      ["cat"],
      new Map([["input", text]]),
    );
    expect((back as { fields: Map<string, Value> }).fields.get("stdout")).toBe(text);
  });

  it.each(methods)("%s: over the client that is built in", async (method) => {
    const ask = person(method === "su" ? "other's own" : PASSWORD);
    const spawn = (command: string, options: TransportOptions) =>
      spawnSsh2(ssh2Target(sshd, login), command, options);
    const become = { method, user: other };
    const connection = await fromShell(agent, spawn, { name: "web1", become, ask });
    open.push(connection);
    expect(ask.asked).toHaveLength(1);
    expect(connection.hello.user).toBe(other);
    expect(await shell(connection, "id -un")).toBe(`${other}\n`);
    const refused = fromShell(agent, spawn, { name: "web1", become, ask: person("a", "b", "c") });
    const failure = await failureOf(refused);
    expect(failure.message).toBe(
      `${method} on web1 did not accept the password (to become ${other}).`,
    );
  });

  it.each(methods)("%s: leaves a folder that is closed to the user", async (method) => {
    chmodSync(`/home/${login}`, 0o700);
    const ask = person(method === "su" ? "other's own" : PASSWORD);
    const connection = await connect(login, { method, user: other }, { ask });
    expect(await shell(connection, "pwd")).toBe(`/home/${other}\n`);
  });

  it.each(methods.filter((method) => method !== "su"))(
    "%s: asks nobody where no password is needed",
    async (method) => {
      const connection = await connect(free, { method, user: other });
      expect(connection.hello.user).toBe(other);
    },
  );

  it.each(methods)("%s: nothing of it is left, however it ends", async (method) => {
    const password = method === "su" ? "other's own" : PASSWORD;
    const ends = [
      (connection: Connection) => connection.close(),
      (connection: Connection) => {
        process.kill(connection.hello.pid, "SIGKILL");
        return connection.protocol.waitClosed();
      },
      (connection: Connection) => {
        const [ssh] = processesWith(connection.protocol.tag).filter(({ command }) =>
          command.startsWith("ssh "),
        );
        if (ssh === undefined) throw new Error("no ssh process");
        process.kill(ssh.pid, "SIGKILL");
        return connection.protocol.waitClosed();
      },
    ];
    // Nobody else's on this machine.
    const sleep = `sleep 65${randomInt(2 ** 30)}`;
    for (const end of ends) {
      const connection = await connect(login, { method, user: other }, { ask: person(password) });
      const running = failureOf(shell(connection, `${sleep} & ${sleep}`));
      await eventually(
        () => processesWith(sleep).length,
        (count) => count > 0,
      );
      await end(connection);
      await connection.close();
      await running;
      for (const what of [sleep, connection.protocol.tag]) {
        await eventually(
          () => processesWith(what),
          (left) => left.length === 0,
        );
      }
    }
  });

  it.runIf(has("sudo"))("sudo: asks again after a wrong password", async () => {
    const ask = person("wrong", PASSWORD);
    const connection = await connect(login, { method: "sudo", user: other }, { ask });
    expect(connection.hello.user).toBe(other);
    expect(ask.asked.map((body) => body.kind === "secret" && body.attempt)).toEqual([1, 2]);
  });

  it.runIf(has("sudo"))("sudo: gets a terminal where it insists on one", async () => {
    const ask = person("wrong", PASSWORD);
    const connection = await connect(teletype, { method: "sudo", user: other }, { ask });
    expect(connection.hello.user).toBe(other);
    expect(await shell(connection, "id -un")).toBe(`${other}\n`);
    expect(ask.asked).toHaveLength(2);
  });

  const refusals: [string, () => Promise<unknown>, RegExp][] = [
    [
      "sudo: three wrong passwords",
      () => connect(login, { method: "sudo", user: other }, { ask: person("a", "b", "c", "d") }),
      /^sudo on web1 did not accept the password/,
    ],
    [
      "doas: a wrong password",
      () => connect(login, { method: "doas", user: other }, { ask: person("a") }),
      /^doas on web1 did not accept the password/,
    ],
    [
      "su: a wrong password",
      () => connect(login, { method: "su", user: other }, { ask: person("a") }),
      /^su on web1 did not accept the password/,
    ],
    [
      "sudo: not in sudoers",
      () => connect(unknown, { method: "sudo", user: other }, { ask: person(PASSWORD) }),
      /^sudo on web1 does not know this user/,
    ],
    [
      "sudo: not this user",
      () => connect(login, { method: "sudo", user: barred }, { ask: person(PASSWORD) }),
      /^sudo on web1 does not let this user become/,
    ],
    [
      "doas: not this user",
      () => connect(unknown, { method: "doas", user: other }, { ask: person(PASSWORD) }),
      /^doas on web1 does not let this user become/,
    ],
    ...(["sudo", "doas", "su"] as const).map((method): (typeof refusals)[number] => [
      `${method}: no such user`,
      () => connect(login, { method, user: "no-such-user" }, { ask: person(PASSWORD) }),
      /^There is no user no-such-user on web1\.$/,
    ]),
    [
      "su: a user who may not log in",
      () => connect(login, { method: "su", user: barred }, { ask: person(PASSWORD) }),
      /may not log in on web1\.$/,
    ],
    ...(["sudo", "doas", "su"] as const).flatMap((method): typeof refusals => [
      [
        `${method}: not installed`,
        () => connect(poor, { method, user: other }, { ask: person(PASSWORD) }),
        new RegExp(`^There is no ${method} on web1\\.$`),
      ],
      [
        `${method}: nobody to ask`,
        () => connect(login, { method, user: other }),
        /asks for the password of .* nobody is there to be asked\.$/,
      ],
    ]),
  ];
  it.each(refusals.filter(([name]) => has(name.split(":")[0] ?? "")))(
    "refused, and said so: %s",
    async (_name, attempt, message) => {
      const failure = await failureOf(attempt());
      expect(failure).toMatchObject({
        code: "become_refused",
        message: expect.stringMatching(message),
      });
      expect(failure.advice).not.toBe("");
      expect(failure.lines.join()).not.toMatch(/rmote%|s3c/);
    },
  );

  it.runIf(existsSync("/bin/tcsh"))("refused, and said so: su: a shell that is none", async () => {
    // The same shell by a name that is not in /etc/shells: su insists on it.
    const shell = join("/home", other, "mycsh");
    symlinkSync("/bin/tcsh", shell);
    users.setShell(other, shell);
    try {
      const attempt = connect(login, { method: "su", user: other }, { ask: person("other's own") });
      const failure = await failureOf(attempt);
      expect(failure.code).toBe("become_refused");
      expect(failure.message).toContain(`runs ${shell} for ${other}`);
    } finally {
      users.setShell(other, "/bin/sh");
    }
  });

  it.each(methods)("%s: can be cancelled instead of an answer", async (method) => {
    const failure = await failureOf(connect(login, { method, user: other }, { ask: person() }));
    expect(failure.code).toBe("cancelled");
  });

  it.each(methods)("%s: a question that nobody answers ends with the attempt", async (method) => {
    const stop = new AbortController();
    let isVoid = false;
    const ask: Ask = (_body, signal) => {
      stop.abort();
      return new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          isVoid = true;
          resolve({ kind: "cancel" });
        });
      });
    };
    const attempt = connect(login, { method, user: other }, { ask, signal: stop.signal });
    expect((await failureOf(attempt)).code).toBe("cancelled");
    expect(isVoid).toBe(true);
  });

  it.each(shells)("goes through %s, of who logs in and of who is become", async (name) => {
    for (const user of [login, other]) users.setShell(user, `/bin/${name}`);
    try {
      for (const method of methods) {
        const ask = person(method === "su" ? "other's own" : PASSWORD);
        const connection = await connect(login, { method, user: other }, { ask });
        expect(connection.hello.user).toBe(other);
        const { executable } = connection.hello;
        const chosen = await connect(
          login,
          { method, user: other },
          { ask: person(method === "su" ? "other's own" : PASSWORD), python: executable },
        );
        expect(chosen.hello.executable).toBe(executable);
      }
    } finally {
      for (const user of [login, other]) users.setShell(user, "/bin/sh");
    }
  });

  it.runIf(has("sudo"))(
    "takes no other line for the question, nor a shell that echoes",
    async () => {
      users.setShell(login, "/bin/bash");
      const rc = join("/home", login, ".bashrc");
      writeFileSync(
        rc,
        'printf "rmote%%0123456789abcdef%%you%%\\n[sudo] password: " >&2; set -x\n',
      );
      chmodSync(rc, 0o644);
      try {
        const ask = person(PASSWORD);
        const connection = await connect(login, { method: "sudo", user: other }, { ask });
        expect(ask.asked).toHaveLength(1);
        expect(connection.stderrLines().join("\n")).toContain("sudo -S");
      } finally {
        users.setShell(login, "/bin/sh");
      }
    },
  );

  it.runIf(has("sudo"))("tells a missing Python from a refusal", async () => {
    const options = { ask: person(PASSWORD), python: "/no/such/python" };
    const failure = await failureOf(connect(login, { method: "sudo", user: other }, options));
    expect(failure.code).toBe("no_python");
  });

  it("tells a Python that is too old from a refusal, and sends it nothing", async () => {
    const old = join("/home", login, "python2");
    // A stand-in: no Python 2 can be had everywhere. It answers as one does (become.ts).
    writeFileSync(old, '#!/bin/sh\nprintf "0x%x:0x20712f0\\n" "$3"\nexit 86\n');
    chmodSync(old, 0o755);
    const failure = await failureOf(connect(login, { method: "su", user: other }, { python: old }));
    expect(failure.code).toBe("python_too_old");
    expect(failure.message).toContain("2.7.18");
  });

  it("refuses a user whose name no shell takes alike", async () => {
    for (const user of ["it's", "-x", "a\nb", "a\u001bb"]) {
      const failure = await failureOf(connect(login, { method: "sudo", user }));
      expect(failure.code).toBe("bad_request");
    }
  });

  it.runIf(has("sudo"))("by the sudo of a command, which nobody can answer", async () => {
    const prefix = (user: string) =>
      `setpriv --reuid=${user} --regid=${user} --clear-groups sudo -u ${other}`;
    const connection = await fromCommand(agent, { prefix: prefix(free) });
    open.push(connection);
    expect(connection.hello.user).toBe(other);
    const failure = await failureOf(fromCommand(agent, { prefix: prefix(login) }));
    expect(failure.code).toBe("become_refused");
    expect(failure.message).toBe("The command's sudo asks for a password.");
  });

  it.each(methods.filter((method) => method !== "doas"))(
    "%s: on this machine too",
    async (method) => {
      const connection = await fromLocal(agent, { become: { method, user: other } });
      open.push(connection);
      expect(connection.hello.user).toBe(other);
      expect(await shell(connection, "id -un")).toBe(`${other}\n`);
    },
  );
});

describe("a command that is to become another user", () => {
  it("does so by its own words", async () => {
    const become = { method: "sudo", user: "root" } as const;
    const failure = await failureOf(fromCommand(agent, { prefix: "env" }, { become }));
    expect(failure.code).toBe("become_refused");
    expect(failure.advice).toContain("docker exec -i -u root");
  });
});
