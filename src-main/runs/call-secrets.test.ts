import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LOCAL_HOST_ID } from "../../src-shared/address";
import type { CallRequest, LogRecord } from "../../src-shared/call";
import type { Question } from "../../src-shared/question";
import type { SecretForm, SecretValue, Value } from "../../src-shared/value";
import { QuestionService } from "../questions/question-service";
import { MemoryStore, noSecretStore, type SecretStore } from "../questions/secret-store";
import { fromLocal } from "../session/connection";
import { Session } from "../session/session";
import { agent, toolOf } from "../testing/agent";
import { CallSecrets, redacter } from "./call-secrets";
import { CallService } from "./call-service";
import { LogBatcher } from "./log-batcher";

const SECRET = "a 'secret' \"of\"\nmine";

const tool = toolOf(
  "Vault",
  [
    "import logging",
    "from rmote.protocol import Tool",
    "class Vault(Tool):",
    "    @staticmethod",
    "    def open(door, password):",
    "        logging.getLogger('vault').warning('with %r', password)",
    "        print('with', password.replace('\\n', ' ; ')[:12])",
    "        if door == 'broken':",
    "            raise ValueError('not ' + password)",
    "        return len(password)",
    "    @staticmethod",
    "    def same(door, password):",
    "        return password",
    "    @staticmethod",
    "    def tell(door, password):",
    "        import json",
    "        text = password if isinstance(password, bytes) else json.dumps(password)",
    "        logging.getLogger('vault').warning('%r %s', password, text)",
    "        print(password.hex() if isinstance(password, bytes) else password)",
    "    @staticmethod",
    "    def wait(door, password):",
    "        logging.getLogger('vault').warning('begun')",
    "        import os, time",
    "        while not os.path.exists(door):",
    "            time.sleep(0.01)",
  ].join("\n"),
);

let session: Session;
let records: LogRecord[];
let asked: Question[];
/** Called when records of a call have come. */
let onRecords = () => {};

beforeEach(async () => {
  records = [];
  asked = [];
  const ignore = () => {};
  session = new Session(LOCAL_HOST_ID, (options) => fromLocal(agent, options), {
    onChange: ignore,
    onLog: ignore,
  });
  await session.open();
});
afterEach(() => session.close());

/** Calls whose questions are answered with `answer`; null calls them off. */
function callsWith(store: SecretStore, answer: string | null, remember = false) {
  const questions = new QuestionService(store, (all) => {
    const [first] = all;
    if (first === undefined) return;
    asked.push(first);
    queueMicrotask(() =>
      questions.answer(
        first.id,
        answer === null ? { kind: "cancel" } : { kind: "text", values: [answer], remember },
      ),
    );
  });
  const secrets = new CallSecrets(questions, store);
  const logs = new LogBatcher((batch) => {
    records.push(...batch);
    onRecords();
  });
  const calls = new CallService(
    { get: () => session },
    { find: () => tool },
    { source: async () => tool },
    secrets,
    logs,
  );
  return { calls, secrets };
}

let count = 0;
const request = (door: string, more: Partial<CallRequest> = {}): CallRequest => {
  count += 1;
  return {
    callId: `c${count}`,
    hostId: LOCAL_HOST_ID,
    tool: "Vault",
    method: "open",
    args: [door],
    kwargs: { password: secret() },
    timeoutSeconds: null,
    ...more,
  };
};

const secret = (as: SecretForm = "text"): SecretValue => ({ $: "secret", name: "vault", as });

const none = noSecretStore("There is no keyring.");

describe("a secret argument", () => {
  it("is asked for, and reaches the method, by name or by position", async () => {
    const { calls } = callsWith(none, SECRET);
    expect(await calls.run(request("front"))).toMatchObject({ ok: true, value: SECRET.length });
    const positional = { args: ["front", secret()], kwargs: {} };
    expect(await calls.run(request("front", positional))).toMatchObject({ ok: true });
    expect(asked[0]?.body).toMatchObject({ purpose: "argument", subject: "vault of Vault.open" });
    expect(asked[0]?.remember).toEqual({ isPossible: false, reason: "There is no keyring." });
  });

  it("is in no log record and in no failure", async () => {
    const { calls } = callsWith(none, SECRET);
    const outcome = await calls.run(request("broken"));
    expect(outcome).toMatchObject({ ok: false, failure: { code: "tool_error" } });
    const all = JSON.stringify([records, outcome]);
    expect(records.length).toBeGreaterThan(1);
    for (const part of ["secret", "mine"]) expect(all).not.toContain(part);
    expect(all).toContain("•••");
  });

  it("that is not given ends the call before it is sent", async () => {
    const { calls } = callsWith(none, null);
    expect(await calls.run(request("front"))).toMatchObject({
      ok: false,
      failure: { code: "cancelled", message: "The secret vault was not given." },
    });
  });

  it("is remembered for the very same call alone, until it is forgotten", async () => {
    const store = new MemoryStore();
    const { calls, secrets } = callsWith(store, SECRET, true);
    await calls.run(request("front"));
    await calls.run(request("front"));
    expect(asked).toHaveLength(1);
    await calls.run(request("back"));
    expect(asked).toHaveLength(2);
    expect(secrets.forget(request("front"), tool)).toBe(1);
    expect(secrets.forget(request("front"), tool)).toBe(0);
    await calls.run(request("front"));
    expect(asked).toHaveLength(3);
  });

  it("is asked for again where the file of the user's tool has another text", async () => {
    const store = new MemoryStore();
    const { calls } = callsWith(store, SECRET, true);
    const own = { own: { path: "vault.py", text: null } };
    const source = tool.source;
    await calls.run(request("front", own));
    await calls.run(request("front", own));
    expect(asked).toHaveLength(1);
    try {
      tool.source = `${source}\n# changed by another hand\n`;
      await calls.run(request("front", own));
      expect(asked).toHaveLength(2);
    } finally {
      tool.source = source;
    }
  });

  it("is asked for once in a run of several calls, and forgotten with it", async () => {
    const { calls, secrets } = callsWith(none, SECRET);
    const runs = ["a", "b", "c"].map(() => calls.run(request("front", { runId: "r1" })));
    expect((await Promise.all(runs)).every(({ ok }) => ok)).toBe(true);
    expect(asked).toHaveLength(1);
    secrets.endRun("r1");
    await calls.run(request("front", { runId: "r1" }));
    expect(asked).toHaveLength(2);
  });

  it("reaches the method within lists and dicts, and as what it is read as; one that is wrong is not sent", async () => {
    const inner = (value: Value) => request("front", { kwargs: { password: value } });
    const { calls } = callsWith(none, "c0ffee11");
    const same = async (value: Value) => await calls.run({ ...inner(value), method: "same" });
    const value = [
      new Map<Value, Value>([["key", secret()]]),
      secret("utf-8"),
      { $: "tuple" as const, items: [secret("hex"), secret("base64")] },
    ];
    expect(await same(value)).toMatchObject({
      ok: true,
      value: [
        new Map([["key", "c0ffee11"]]),
        new Uint8Array(Buffer.from("c0ffee11")),
        {
          $: "tuple",
          items: [
            new Uint8Array([0xc0, 0xff, 0xee, 0x11]),
            new Uint8Array(Buffer.from("c0ffee11", "base64")),
          ],
        },
      ],
    });
    // One of a name is asked for once.
    expect(asked).toHaveLength(1);
    const wrong = await same(secret("json"));
    expect(wrong).toMatchObject({ ok: false, failure: { code: "bad_request" } });
    expect(JSON.stringify([wrong, records])).not.toMatch(/c0ffee11|wP\/uEQ/);
  });

  it("that is bytes or JSON is not seen in what logs make of it", async () => {
    const { calls } = callsWith(none, '{"key": "deeply hidden"}');
    await calls.run({
      ...request("front", { kwargs: { password: secret("json") } }),
      method: "tell",
    });
    await calls.run({
      ...request("front", { kwargs: { password: secret("utf-8") } }),
      method: "tell",
    });
    const all = JSON.stringify(records);
    expect(records.length).toBeGreaterThan(1);
    expect(all).toContain("•••");
    expect(all).not.toContain("deeply");
    expect(all).not.toContain(Buffer.from("deeply hidden").toString("hex"));
  });

  it("is masked in records of no call, while a call with it runs there", async () => {
    const { calls } = callsWith(none, SECRET);
    const told = (message: string) => {
      const record = { level: "INFO", logger: "a", message, time: 0 };
      calls.addUnclaimed(LOCAL_HOST_ID, [record]);
      calls.addUnclaimed("another", [record]);
    };
    const folder = mkdtempSync(join(tmpdir(), "rmote-secret-"));
    const door = join(folder, "open");
    onRecords = () => {
      onRecords = () => {};
      told(`during ${SECRET}`);
      writeFileSync(door, "");
    };
    await calls.run({ ...request(door), method: "wait" });
    rmSync(folder, { recursive: true });
    told(`after ${SECRET}`);
    await calls.run(request("front"));
    const of = (hostId: string) =>
      records
        .filter((each) => each.callId === null && each.hostId === hostId)
        .map((each) => each.message);
    expect(of(LOCAL_HOST_ID)).toEqual(["during •••", `after ${SECRET}`]);
    // What runs on one host is nothing to another.
    expect(of("another")[0]).toBe(`during ${SECRET}`);
  });
});

it("takes a secret out of a text that was cut in the middle of it", () => {
  const redact = redacter(["correct horse"]);
  expect(redact("Running echo correct hor")).toBe("Running echo •••");
  expect(redact("Running echo correct horse; cor")).toBe("Running echo •••; cor");
});
