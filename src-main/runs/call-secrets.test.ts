import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LOCAL_HOST_ID } from "../../src-shared/address";
import type { CallRequest, LogRecord } from "../../src-shared/call";
import type { Question } from "../../src-shared/question";
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
  ].join("\n"),
);

let session: Session;
let records: LogRecord[];
let asked: Question[];

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
  const logs = new LogBatcher((batch) => records.push(...batch));
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
    kwargs: { password: null },
    secrets: [{ at: "password", name: "vault" }],
    timeoutSeconds: null,
    ...more,
  };
};

const none = noSecretStore("There is no keyring.");

describe("a secret argument", () => {
  it("is asked for, and reaches the method, by name or by position", async () => {
    const { calls } = callsWith(none, SECRET);
    expect(await calls.run(request("front"))).toMatchObject({ ok: true, value: SECRET.length });
    const positional = { args: ["front", null], kwargs: {}, secrets: [{ at: 1, name: "vault" }] };
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

  it("has a place that is empty", async () => {
    const { calls } = callsWith(none, SECRET);
    const wrong = { kwargs: { password: "typed" } };
    expect(await calls.run(request("front", wrong))).toMatchObject({
      ok: false,
      failure: { code: "bad_request" },
    });
    expect(asked).toEqual([]);
  });
});

it("takes a secret out of a text that was cut in the middle of it", () => {
  const redact = redacter(["correct horse"]);
  expect(redact("Running echo correct hor")).toBe("Running echo •••");
  expect(redact("Running echo correct horse; cor")).toBe("Running echo •••; cor");
});
