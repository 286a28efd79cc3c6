import { randomUUID } from "node:crypto";
import { FailureError, failure } from "../../src-shared/failure";
import type { Answer, Ask, Question, QuestionBody } from "../../src-shared/question";
import { printableBody } from "./printable-body";
import type { SecretStore } from "./secret-store";

interface Waiting {
  question: Question;
  /** Where the answer is remembered; null where it never is. */
  key: string | null;
  resolve: (answer: Answer) => void;
}

const CANCEL: Answer = { kind: "cancel" };

/** The questions that wait for a person, of all sessions. */
export class QuestionService {
  readonly #waiting = new Map<string, Waiting>();

  /** @param onChange is told all that wait, each time one comes or goes */
  constructor(
    private readonly secrets: SecretStore,
    private readonly onChange: (questions: Question[]) => void,
  ) {}

  /**
   * How the transports of a host's session ask. A remembered answer is given at
   * once, at the first attempt only; a later attempt says that it was refused, and it
   * is forgotten. That also holds where the signal has aborted before: so a transport
   * that is asked nothing more tells what its refusal means.
   */
  askFor(hostId: string): Ask {
    return (body, signal) => {
      const key = secretKey(hostId, body);
      if (key !== null) {
        const remembered = this.#remembered(key, body);
        if (remembered !== null && !signal.aborted) {
          return Promise.resolve({ kind: "text", values: [remembered], remember: false });
        }
      }
      if (signal.aborted) return Promise.resolve(CANCEL);
      return this.#ask(hostId, printableBody(body), key, signal);
    };
  }

  /** Oldest first. */
  list(): Question[] {
    return [...this.#waiting.values()].map(({ question }) => question);
  }

  /**
   * Answers a question, and remembers the answer where that was asked for.
   * @throws FailureError `not_found`, also for one that has gone away; `bad_request` where the
   *   answer does not fit, the question stays then; `file_error` where it was answered but not remembered
   */
  answer(questionId: string, answer: Answer): void {
    const waiting = this.#waiting.get(questionId);
    if (waiting === undefined) {
      throw new FailureError(failure("not_found", "This question has gone away meanwhile."));
    }
    const { question, key, resolve } = waiting;
    if (!fits(answer, question.body)) {
      throw new FailureError(
        failure("bad_request", `An answer of the kind ${answer.kind} does not fit the question.`),
      );
    }
    this.#waiting.delete(questionId);
    // Told first: Electron goes on with what has resolved while it sends, so that the next question of the same
    // call would be told before this one is gone, and then be gone too.
    this.onChange(this.list());
    resolve(answer);
    if (answer.kind !== "text" || !answer.remember || key === null) return;
    const [value] = answer.values;
    if (value !== undefined && this.secrets.state().isPossible) this.secrets.set(key, value);
  }

  #remembered(key: string, body: QuestionBody): string | null {
    if (body.kind !== "secret") return null;
    if (body.attempt === 1) return this.secrets.get(key);
    try {
      this.secrets.forget(key);
    } catch {
      // It stays on the disk at worst, to be tried and refused once more after a restart.
    }
    return null;
  }

  #ask(
    hostId: string,
    body: QuestionBody,
    key: string | null,
    signal: AbortSignal,
  ): Promise<Answer> {
    return new Promise((resolve) => {
      const id = randomUUID();
      const withdraw = () => {
        if (!this.#waiting.delete(id)) return;
        this.onChange(this.list());
        resolve(CANCEL);
      };
      const settle = (answer: Answer) => {
        signal.removeEventListener("abort", withdraw);
        resolve(answer);
      };
      const question = { id, hostId, since: Date.now(), body, remember: this.#rememberable(body) };
      this.#waiting.set(id, { question, key, resolve: settle });
      signal.addEventListener("abort", withdraw, { once: true });
      this.onChange(this.list());
    });
  }

  #rememberable(body: QuestionBody): Question["remember"] {
    if (body.kind === "prompts") {
      if (body.prompts.every(({ echo }) => echo)) return null;
      const reason = "What a server asks for in its own words is not remembered.";
      return { isPossible: false, reason };
    }
    if (body.kind !== "secret") return null;
    if (body.purpose === "pin") return { isPossible: false, reason: "A PIN is never remembered." };
    const { isPossible, reason } = this.secrets.state();
    return isPossible ? { isPossible } : { isPossible, reason };
  }
}

/** Where an argument of a call is remembered: whichever host the call is made on. */
export function argumentKey(subject: string, scope: string): string {
  return JSON.stringify(["argument", subject, scope]);
}

/** Null for what is never remembered: all but passwords, passphrases and arguments. */
function secretKey(hostId: string, body: QuestionBody): string | null {
  if (body.kind !== "secret" || body.purpose === "pin") return null;
  if (body.purpose === "argument") return argumentKey(body.subject, body.scope);
  return JSON.stringify([body.purpose, body.subject, hostId]);
}

function fits(answer: Answer, body: QuestionBody): boolean {
  if (answer.kind === "cancel") return true;
  if (answer.kind === "accept") return body.kind === "host_key";
  if (body.kind === "secret") return answer.values.length === 1;
  return body.kind === "prompts" && answer.values.length === body.prompts.length;
}
