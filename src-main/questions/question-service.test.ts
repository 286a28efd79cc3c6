import { beforeEach, describe, expect, it } from "vitest";
import { type FailureCode, FailureError } from "../../src-shared/failure";
import type { Question, QuestionBody } from "../../src-shared/question";
import { QuestionService } from "./question-service";
import { MemoryStore, noSecretStore, type SecretStore } from "./secret-store";

const password: QuestionBody = {
  kind: "secret",
  purpose: "password",
  subject: "deploy@web1",
  attempt: 1,
};
const hostKey: QuestionBody = {
  kind: "host_key",
  address: "web1",
  keyType: "ED25519",
  fingerprint: "SHA256:abc",
  knownAs: [],
};
const prompts: QuestionBody = {
  kind: "prompts",
  subject: "deploy@web1",
  instruction: "",
  prompts: [
    { text: "Token: ", echo: true },
    { text: "Code: ", echo: false },
  ],
};
const notice: QuestionBody = { kind: "notice", text: "Touch it." };
const never = new AbortController().signal;
const text = (values: string[], remember = false) => ({ kind: "text" as const, values, remember });

let secrets: SecretStore;
let told: Question[][];
let service: QuestionService;
beforeEach(() => {
  secrets = new MemoryStore();
  told = [];
  service = new QuestionService(secrets, (questions) => told.push(questions));
});

function only(): Question {
  const [question, ...more] = service.list();
  if (question === undefined || more.length > 0) throw new Error("not one question");
  return question;
}

function codeOf(action: () => void): FailureCode | null {
  try {
    action();
    return null;
  } catch (error) {
    return error instanceof FailureError ? error.failure.code : null;
  }
}

describe("the questions", () => {
  it("wait until they are answered, each by its own id", async () => {
    const ask = service.askFor("config:web1");
    const first = ask(hostKey, never);
    const second = service.askFor("config:web2")(password, never);
    expect(told.map((questions) => questions.length)).toEqual([1, 2]);
    const [one, two] = service.list();
    expect([one?.hostId, two?.hostId]).toEqual(["config:web1", "config:web2"]);
    expect(one?.body).toEqual(hostKey);
    service.answer(two?.id ?? "", text(["right"]));
    service.answer(one?.id ?? "", { kind: "accept" });
    expect(await first).toEqual({ kind: "accept" });
    expect(await second).toEqual(text(["right"]));
    expect(told.at(-1)).toEqual([]);
    expect(codeOf(() => service.answer(one?.id ?? "", { kind: "cancel" }))).toBe("not_found");
  });

  it("go away with their signal, as if cancelled", async () => {
    const stop = new AbortController();
    const asked = service.askFor("h")(notice, stop.signal);
    stop.abort();
    expect(await asked).toEqual({ kind: "cancel" });
    expect(service.list()).toEqual([]);
    expect(await service.askFor("h")(password, stop.signal)).toEqual({ kind: "cancel" });
    expect(told).toEqual([expect.any(Array), []]);
  });

  it("take only an answer that fits them", async () => {
    const fitting = [
      { body: hostKey, fits: [{ kind: "accept" as const }], not: [text(["yes"])] },
      { body: password, fits: [text([""])], not: [{ kind: "accept" as const }, text(["a", "b"])] },
      { body: prompts, fits: [text(["a", "b"])], not: [text(["a"]), { kind: "accept" as const }] },
      { body: notice, fits: [], not: [text(["a"]), { kind: "accept" as const }] },
    ];
    for (const { body, fits, not } of fitting) {
      for (const answer of [...fits, { kind: "cancel" as const }]) {
        const asked = service.askFor("h")(body, never);
        for (const wrong of not) {
          expect(codeOf(() => service.answer(only().id, wrong))).toBe("bad_request");
        }
        service.answer(only().id, answer);
        expect(await asked).toEqual(answer);
      }
    }
  });

  it("show what others say without control characters, and bounded", () => {
    void service.askFor("h")(
      {
        kind: "prompts",
        subject: "a\u0000@b",
        instruction: "one\r\ntwo\u001b[2J\u202e",
        prompts: [{ text: "x".repeat(10_000), echo: false }],
      },
      never,
    );
    const { body } = only();
    expect(body).toMatchObject({
      subject: "a@b",
      instruction: "one\ntwo\\u{1b}[2J\\u{202e}",
    });
    expect(body.kind === "prompts" && body.prompts[0]?.text.length).toBe(4001);
  });
});

describe("remembered answers", () => {
  it("are given at once, at the first attempt and for the same host, subject and purpose", async () => {
    const ask = service.askFor("h");
    void ask(password, never);
    expect(only().remember).toEqual({ isPossible: true });
    service.answer(only().id, text(["s3cret"], true));
    expect(await ask(password, never)).toEqual(text(["s3cret"]));
    for (const [hostId, body] of [
      ["other", password],
      ["h", { ...password, subject: "root@web1" }],
      ["h", { ...password, purpose: "passphrase" }],
    ] as const) {
      void service.askFor(hostId)(body, never);
      service.answer(only().id, { kind: "cancel" });
    }
    expect(secrets.state().count).toBe(1);
  });

  it("are forgotten when they were refused, and the person is asked", async () => {
    const ask = service.askFor("h");
    void ask(password, never);
    service.answer(only().id, text(["wrong"], true));
    expect(await ask(password, never)).toEqual(text(["wrong"]));
    const again = ask({ ...password, attempt: 2 }, never);
    service.answer(only().id, text(["right"]));
    expect(await again).toEqual(text(["right"]));
    expect(secrets.state().count).toBe(0);
  });

  it("are forgotten by a question that is void already, as a last refusal", async () => {
    const ask = service.askFor("h");
    void ask(password, never);
    service.answer(only().id, text(["wrong"], true));
    const told = await ask({ ...password, attempt: 2 }, AbortSignal.abort());
    expect(told).toEqual({ kind: "cancel" });
    expect(secrets.state().count).toBe(0);
  });

  it.each([
    ["a PIN", { ...password, purpose: "pin" } as const, ["1234"], "A PIN is never remembered."],
    ["prompts of a server", prompts, ["a", "b"], /in its own words/],
  ])("are never those to %s", (_name, body, values, reason) => {
    void service.askFor("h")(body, never);
    const { remember } = only();
    expect(remember).toEqual({ isPossible: false, reason: expect.stringMatching(reason) });
    service.answer(only().id, text(values, true));
    expect(secrets.state().count).toBe(0);
  });

  it("do not come up where nothing is secret", () => {
    const seen = { ...prompts, prompts: [{ text: "Name: ", echo: true }] };
    for (const body of [hostKey, notice, seen]) {
      void service.askFor("h")(body, never);
      expect(only().remember).toBeNull();
      service.answer(only().id, { kind: "cancel" });
    }
  });

  it("are none where the store cannot remember, which says why", async () => {
    service = new QuestionService(noSecretStore("There is no keyring."), () => {});
    const asked = service.askFor("h")(password, never);
    expect(only().remember).toEqual({ isPossible: false, reason: "There is no keyring." });
    service.answer(only().id, text(["s3cret"], true));
    expect(await asked).toEqual(text(["s3cret"], true));
    void service.askFor("h")(password, never);
    expect(service.list().length).toBe(1);
  });
});
