import { describe, expect, it } from "vitest";
import type { Question } from "../../src-shared/question";
import { questionQueue } from "./question-queue";
import { refusedWords, waitingWords } from "./question-words";

function question(hostId: string, attempt = 1): Question {
  return {
    id: `${hostId}-${attempt}`,
    hostId,
    since: 0,
    body: { kind: "secret", purpose: "password", subject: `deploy@${hostId}`, attempt },
    remember: { isPossible: true },
  };
}

const questions = [question("web1"), question("web2"), question("web3")];
const ids = (list: Question[]) => list.map(({ hostId }) => hostId);

describe("questionQueue", () => {
  it("asks by itself only for the host whose tab is shown", () => {
    const view = {
      shownHostId: "web2",
      isOtherOpen: false,
      isAnsweringAll: false,
      checkedHostId: null,
    };
    const { shown, hidden } = questionQueue(questions, view);
    expect(ids(shown)).toEqual(["web2"]);
    expect(ids(hidden)).toEqual(["web1", "web3"]);
  });
  it("asks for the secret of a call whichever tab is shown", () => {
    const body = {
      kind: "secret" as const,
      purpose: "argument" as const,
      subject: "password of Vault.open",
      attempt: 1,
      scope: "",
    };
    const view = {
      shownHostId: null,
      isOtherOpen: false,
      isAnsweringAll: false,
      checkedHostId: null,
    };
    const ofCall = { ...question("web4"), body };
    expect(ids(questionQueue([...questions, ofCall], view).shown)).toEqual(["web4"]);
  });
  it("covers no other dialog", () => {
    const view = {
      shownHostId: "web2",
      isOtherOpen: true,
      isAnsweringAll: true,
      checkedHostId: null,
    };
    expect(questionQueue(questions, view)).toEqual({ shown: [], hidden: questions });
  });
  it("asks on where an answer is being checked, whichever tab is shown", () => {
    const view = {
      shownHostId: "web2",
      isOtherOpen: false,
      isAnsweringAll: false,
      checkedHostId: "web3",
    };
    expect(ids(questionQueue(questions, view).shown)).toEqual(["web2", "web3"]);
  });
  it("asks one after the other when the person wants to answer all", () => {
    const view = {
      shownHostId: null,
      isOtherOpen: false,
      isAnsweringAll: true,
      checkedHostId: null,
    };
    expect(ids(questionQueue(questions, view).shown)).toEqual(["web1", "web2", "web3"]);
  });
});

describe("words", () => {
  it("name the host and what it wants, or count the hosts", () => {
    const name = (hostId: string) => hostId.toUpperCase();
    expect(waitingWords(questions.slice(1, 2), name)).toBe("WEB2 asks for a password");
    expect(waitingWords(questions, name)).toBe("3 hosts wait for an answer");
    expect(waitingWords([], name)).toBe("");
  });
  it("say that the last answer was refused", () => {
    expect(refusedWords(question("web1").body)).toBe("");
    expect(refusedWords(question("web1", 2).body)).toBe("The password was refused. Try again.");
    expect(refusedWords(question("web1", 3).body)).toContain("refused 2 times");
  });
});
