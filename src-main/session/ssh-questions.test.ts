import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Answer, Question, QuestionBody } from "../../src-shared/question";
import { EncryptedStore } from "../questions/encrypted-store";
import { QuestionService } from "../questions/question-service";
import { MemoryStore, type SecretStore } from "../questions/secret-store";
import { agent } from "../testing/agent";
import { installAskpass } from "../testing/askpass";
import { filesThatHold, processesThatShow } from "../testing/canary";
import { cipherOf } from "../testing/cipher";
import { failureOf } from "../testing/failure-of";
import { descendants, eventually } from "../testing/processes";
import { type Sshd, startSshd } from "../testing/sshd";
import { TestUsers } from "../testing/users";
import { askpassLauncher } from "../transport/askpass-launcher";
import type { SshTarget } from "../transport/ssh";
import { type Connection, fromSsh } from "./connection";

/** What must be found nowhere but in the hands of ssh. */
const PASSWORD = "canary-7f3k-password";
const PASSPHRASE = "canary-7f3k-passphrase";

const users = new TestUsers();
let sshd: Sshd;
let user: string;
let encrypted: string;
beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("Logins by password need users: run as root.");
  await installAskpass();
  sshd = await startSshd(
    ["loopback", "twin"],
    ["PasswordAuthentication yes", "KbdInteractiveAuthentication yes", "UsePAM yes"],
  );
  user = users.add({ password: PASSWORD });
  encrypted = join(sshd.folder, "encrypted_key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", PASSPHRASE, "-f", encrypted]);
  writeFileSync(
    join(sshd.folder, "user_key.pub"),
    `${readFileSync(join(sshd.folder, "user_key.pub"), "utf8")}${readFileSync(`${encrypted}.pub`, "utf8")}`,
  );
});
afterAll(async () => {
  await sshd?.stop();
  users.removeAll();
});

let secrets: SecretStore;
let service: QuestionService;
let asked: QuestionBody[];
/** Called with each new question. */
let onQuestion: (question: Question) => void;
const open: Connection[] = [];
beforeEach(() => ask(new MemoryStore()));

/** Questions of a service anew. */
function ask(store: SecretStore): void {
  const seen = new Set<string>();
  secrets = store;
  asked = [];
  onQuestion = () => {};
  service = new QuestionService(secrets, (questions) => {
    for (const question of questions) {
      if (seen.has(question.id)) continue;
      seen.add(question.id);
      asked.push(question.body);
      // As from a window: never within the call that asks.
      setImmediate(() => onQuestion(question));
    }
  });
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
  await eventually(
    () => descendants(process.pid).filter(({ command }) => /^ssh |askpass/.test(command)),
    (left) => left.length === 0,
  );
});

async function connect(more: Partial<SshTarget> = {}, signal?: AbortSignal, hostId = "h") {
  const target = { host: "loopback", configFile: sshd.configFile, ...more };
  const ask = service.askFor(hostId);
  const connection = await fromSsh(agent, target, { ask, ...(signal && { signal }) });
  open.push(connection);
  return connection;
}

const text = (value: string, remember = false): Answer => ({
  kind: "text",
  values: [value],
  remember,
});
/** Answers the questions in turn; one more is an error of the test. */
function answers(...list: Answer[]): void {
  onQuestion = ({ id, body }) => {
    const answer = list.shift();
    if (answer === undefined) throw new Error(`one more question: ${JSON.stringify(body)}`);
    service.answer(id, answer);
  };
}
const methods = (...names: string[]) => [
  "-o",
  `PreferredAuthentications=${names.join(",")}`,
  "-o",
  "IdentityAgent=none",
];
const byPassword = () => ({ user, sshOptions: methods("password") });
const byPrompts = () => ({ user, sshOptions: methods("keyboard-interactive") });
const byKey = () => ({ identity: encrypted, sshOptions: methods("publickey") });
const unknownHost = (file: string) => ({
  sshOptions: ["-o", `UserKnownHostsFile=${file}`, "-o", "StrictHostKeyChecking=ask"],
});

describe("questions of ssh", () => {
  it("a password: wrong, then right", async () => {
    answers(text("wrong"), text(PASSWORD));
    const { hello } = await connect(byPassword());
    expect(hello.user).toBe(user);
    expect(asked).toEqual([
      { kind: "secret", purpose: "password", subject: `${user}@127.0.0.1`, attempt: 1 },
      { kind: "secret", purpose: "password", subject: `${user}@127.0.0.1`, attempt: 2 },
    ]);
  });

  it("the prompts of a server, in its own words", async () => {
    answers(text(PASSWORD));
    expect((await connect(byPrompts())).hello.user).toBe(user);
    expect(asked).toEqual([
      {
        kind: "prompts",
        subject: `${user}@127.0.0.1`,
        instruction: "",
        prompts: [{ text: "Password: ", echo: false }],
      },
    ]);
  });

  it("the passphrase of a key: wrong, then right", async () => {
    answers(text("wrong"), text(PASSPHRASE));
    await connect(byKey());
    expect(asked).toEqual([
      { kind: "secret", purpose: "passphrase", subject: encrypted, attempt: 1 },
      { kind: "secret", purpose: "passphrase", subject: encrypted, attempt: 2 },
    ]);
  });

  it("an unknown host key, which ssh stores when it is accepted", async () => {
    const known = join(sshd.folder, "new_known_hosts");
    answers({ kind: "accept" });
    await connect(unknownHost(known));
    const listed = execFileSync("ssh-keygen", ["-lf", join(sshd.folder, "host_key.pub")], {
      encoding: "utf8",
    });
    expect(asked).toEqual([
      {
        kind: "host_key",
        address: `[127.0.0.1]:${sshd.port}`,
        keyType: "ED25519",
        fingerprint: listed.split(" ")[1],
        knownAs: [],
      },
    ]);
    expect(readFileSync(known, "utf8")).toContain(`[127.0.0.1]:${sshd.port} ssh-ed25519 `);
    await connect(unknownHost(known));
    expect(asked).toHaveLength(1);
  });

  it("an unknown host key that is known by another name", async () => {
    const known = join(sshd.folder, "other_known_hosts");
    const [type, key] = readFileSync(join(sshd.folder, "host_key.pub"), "utf8").split(" ");
    writeFileSync(known, `web1.example.org ${type} ${key}\n`);
    answers({ kind: "cancel" });
    const failure = await failureOf(connect(unknownHost(known)));
    expect(failure.code).toBe("cancelled");
    expect(failure.message).toBe("Connecting to loopback was cancelled: its key was not accepted.");
    expect(asked).toMatchObject([{ knownAs: [`${known}:1: web1.example.org`] }]);
    expect(readFileSync(known, "utf8")).toBe(`web1.example.org ${type} ${key}\n`);
  });

  it("of a jump host and of the target behind it, each with its own name", async () => {
    answers(text(PASSWORD), text(PASSWORD));
    await connect({
      user,
      jump: [`${user}@twin`],
      // The ssh of the jump host has its options from the configuration.
      configFile: passwordsOnly(),
    });
    expect(asked.map((body) => body.kind === "secret" && [body.subject, body.attempt])).toEqual([
      [`${user}@127.0.0.1`, 1],
      [`${user}@localhost`, 1],
    ]);
  });

  it("for two hosts at once, without mixing the answers", async () => {
    const right = new Map([
      ["one", PASSWORD],
      ["two", PASSPHRASE],
    ]);
    onQuestion = ({ id, hostId }) => service.answer(id, text(right.get(hostId) ?? ""));
    await Promise.all([
      connect(byPassword(), undefined, "one"),
      connect(byKey(), undefined, "two"),
    ]);
    expect(asked).toHaveLength(2);
  });
});

/** A configuration in which `twin` is the jump host, `loopback` the target, and no key is there. */
function passwordsOnly(): string {
  const file = join(sshd.folder, "passwords_config");
  const known = join(sshd.folder, "passwords_known_hosts");
  const [type, key] = readFileSync(join(sshd.folder, "host_key.pub"), "utf8").split(" ");
  writeFileSync(known, `[127.0.0.1]:${sshd.port},[localhost]:${sshd.port} ${type} ${key}\n`);
  writeFileSync(
    file,
    [
      "Host twin",
      "  HostName 127.0.0.1",
      "Host loopback",
      "  HostName localhost",
      "Host *",
      `  Port ${sshd.port}`,
      `  UserKnownHostsFile ${known}`,
      "  PreferredAuthentications password",
      "  IdentityAgent none",
      "",
    ].join("\n"),
  );
  chmodSync(file, 0o600);
  return file;
}

describe("a cancel", () => {
  const cases: [string, () => Partial<SshTarget>][] = [
    ["a host key", () => unknownHost(join(sshd.folder, "no_known_hosts"))],
    ["a password", byPassword],
    ["a passphrase", byKey],
    ["a server's prompts", byPrompts],
  ];
  it.each(cases)("of %s by the person ends the attempt within a second", async (_name, target) => {
    let at = 0;
    onQuestion = ({ id }) => {
      at = performance.now();
      service.answer(id, { kind: "cancel" });
    };
    expect((await failureOf(connect(target()))).code).toBe("cancelled");
    expect(performance.now() - at).toBeLessThan(1000);
    expect(asked).toHaveLength(1);
    expect(descendants(process.pid).filter(({ command }) => /^ssh /.test(command))).toEqual([]);
  });

  it.each(cases)(
    "of the attempt while %s is asked withdraws the question",
    async (_name, target) => {
      let at = 0;
      const stop = new AbortController();
      onQuestion = () => {
        at = performance.now();
        stop.abort();
      };
      expect((await failureOf(connect(target(), stop.signal))).code).toBe("cancelled");
      expect(performance.now() - at).toBeLessThan(1000);
      expect(service.list()).toEqual([]);
      expect(descendants(process.pid).filter(({ command }) => /^ssh /.test(command))).toEqual([]);
    },
  );
});

/** No key of the configuration that would be let in beside. */
function noOtherKey(): Partial<SshTarget> {
  const file = join(sshd.folder, "no_key_config");
  writeFileSync(
    file,
    `Host *\n  UserKnownHostsFile ${sshd.knownHosts}\n  IdentitiesOnly yes\n  IdentityAgent none\n`,
  );
  return { configFile: file };
}

describe("a remembered answer", () => {
  it("is used by the next connect, and forgotten when it is refused", async () => {
    answers(text(PASSWORD, true));
    await connect(byPassword());
    expect(secrets.state().count).toBe(1);
    await connect(byPassword());
    expect(asked).toHaveLength(1);
    const key = `["password","${user}@127.0.0.1","h"]`;
    secrets.set(key, "of yesterday");
    answers(text(PASSWORD));
    await connect(byPassword());
    expect(asked.at(-1)).toMatchObject({ attempt: 2 });
    expect(secrets.state().count).toBe(0);
  });

  it("is forgotten also where ssh asks only once", async () => {
    secrets.set(`["password","${user}@127.0.0.1","h"]`, "of yesterday");
    const { sshOptions } = byPassword();
    const target = { user, sshOptions: [...sshOptions, "-o", "NumberOfPasswordPrompts=1"] };
    const failure = await failureOf(connect(target));
    expect(failure.code).toBe("auth_refused");
    expect(failure.message).toBe(`loopback refused the login for ${user} (tried password).`);
    expect(asked).toEqual([]);
    expect(secrets.state().count).toBe(0);
  });

  it("is kept where it was right and the login failed for another reason", async () => {
    const barred = users.add({ password: PASSWORD, shell: "/usr/sbin/nologin" });
    answers(text(PASSWORD, true));
    const failure = await failureOf(connect({ ...byPassword(), user: barred }));
    expect(failure.code).toBe("login_refused");
    expect(secrets.state().count).toBe(1);
  });

  it("is forgotten where it was a wrong passphrase that ssh asks for only once", async () => {
    secrets.set(`["passphrase","${encrypted}","h"]`, "of yesterday");
    const { identity, sshOptions } = byKey();
    const once = { identity, sshOptions: [...sshOptions, "-o", "NumberOfPasswordPrompts=1"] };
    const wrong = await failureOf(
      connect({ ...once, host: "127.0.0.1", port: sshd.port, ...noOtherKey() }),
    );
    expect(wrong.code).toBe("identity_unusable");
    expect(secrets.state().count).toBe(0);
  });

  it("is never given to a server that asks in its own words", async () => {
    secrets.set(`["password","${user}@127.0.0.1","h"]`, PASSWORD);
    answers(text(PASSWORD));
    await connect(byPrompts());
    expect(asked).toHaveLength(1);
    expect(secrets.state().count).toBe(1);
  });
});

describe("a secret", () => {
  it("is seen nowhere: no process, no log, no failure, no file", async () => {
    const folder = join(sshd.folder, "state");
    ask(new EncryptedStore(join(folder, "secrets.json"), cipherOf()));
    const shown = new Set<string>();
    let isOver = false;
    const look = async () => {
      while (!isOver) {
        for (const file of processesThatShow("canary-7f3k")) shown.add(file);
        await new Promise(setImmediate);
      }
    };
    const looking = look();
    const wrong = `${PASSWORD}-wrong`;
    answers(text(wrong), text(PASSWORD, true), text(PASSPHRASE, true), text(wrong, true), {
      kind: "cancel",
    });
    const first = await connect(byPassword());
    const second = await connect(byKey());
    const failure = await failureOf(connect(byPassword(), undefined, "other"));
    isOver = true;
    await looking;
    expect(asked).toHaveLength(5);
    expect([...shown]).toEqual([]);
    const said = [first.stderrLines(), second.stderrLines(), failure, service.list()];
    expect(JSON.stringify(said)).not.toContain("canary-7f3k");
    expect(secrets.state().count).toBe(2);
    for (const kept of [PASSWORD, PASSPHRASE, wrong]) {
      expect(filesThatHold(sshd.folder, kept)).toEqual([]);
      expect(filesThatHold(askpassLauncher().folder, kept)).toEqual([]);
    }
  });
});
