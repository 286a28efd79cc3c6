import { type Failure, failure } from "../../src-shared/failure";
import type { Answer, Ask, QuestionBody } from "../../src-shared/question";
import { type AskContext, questionOf } from "./askpass-prompt";
import { type AskpassRequest, AskpassServer } from "./askpass-server";

/** Bytes of an answer that ssh reads (readpass.c); it would cut a longer one without a word. */
const MAX_ANSWER = 1022;

type Secret = Extract<QuestionBody, { kind: "secret" }>;

/** What ssh asks during one connection attempt, its jump hosts' included, answered by a person. */
export class Askpass {
  readonly #ask: Ask;
  readonly #name: string;
  readonly #context: () => AskContext;
  readonly #onGivenUp: () => void;
  readonly #end = new AbortController();
  readonly #signal: AbortSignal;
  /** How often each ssh process has asked for each secret. */
  readonly #attempts = new Map<string, number>();
  #server: AskpassServer | null = null;
  /** The secret that was given last. */
  #lastGiven: Secret | null = null;
  #givenUp: Failure | null = null;

  /**
   * @param name what sentences call the host
   * @param context what ssh has said until now
   * @param onGivenUp is told when a person cancels: nothing more is asked, and ssh is to be ended
   */
  constructor(
    { ask, name, signal }: { ask: Ask; name: string; signal: AbortSignal | undefined },
    context: () => AskContext,
    onGivenUp: () => void,
  ) {
    this.#ask = ask;
    this.#name = name;
    this.#context = context;
    this.#onGivenUp = onGivenUp;
    this.#signal = AbortSignal.any([this.#end.signal, ...(signal ? [signal] : [])]);
  }

  /** @returns the variables for ssh @throws FailureError `file_error`, or the error of listening */
  async start(): Promise<Record<string, string>> {
    this.#server = await AskpassServer.listen((request, gone) => this.#answer(request, gone));
    return this.#server.env;
  }

  /** Why the attempt ends, where a person ended it. */
  get givenUp(): Failure | null {
    return this.#givenUp;
  }

  /**
   * Tells that what was given last was refused after all, where that is what a failure
   * means: so a remembered answer is forgotten.
   */
  failed({ code, message }: Failure): void {
    const given = this.#lastGiven;
    if (given === null) return;
    // ssh asks for a passphrase only when the server takes the key.
    const isRefused =
      given.purpose === "password"
        ? code === "auth_refused" ||
          (code === "jump_failed" && message.includes("refused the login"))
        : code === "identity_unusable";
    if (!isRefused) return;
    void this.#ask({ ...given, attempt: given.attempt + 1 }, AbortSignal.abort());
  }

  /** Withdraws what is asked, and takes no more. Safe to repeat. */
  close(): void {
    this.#end.abort();
    this.#server?.close();
  }

  async #answer(
    { prompt, hint, asker }: AskpassRequest,
    gone: AbortSignal,
  ): Promise<string | null> {
    const body = this.#counted(questionOf(prompt, hint, this.#context()), asker);
    const signal = AbortSignal.any([this.#signal, gone]);
    const answer = await this.#ask(body, signal);
    if (signal.aborted || this.#givenUp !== null) return null;
    const text = textOf(answer);
    if (text !== null && isAnswerable(text)) {
      if (body.kind === "secret") this.#lastGiven = body;
      return text;
    }
    this.#givenUp = text === null ? this.#cancelled(body.kind) : tooLong;
    this.#onGivenUp();
    return null;
  }

  /** Each time the same process asks for the same secret, it was refused before. */
  #counted(body: QuestionBody, asker: number): QuestionBody {
    if (body.kind !== "secret") return body;
    const key = JSON.stringify([asker, body.purpose, body.subject]);
    const attempt = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempt);
    return { ...body, attempt };
  }

  #cancelled(kind: QuestionBody["kind"]): Failure {
    const what = `Connecting to ${this.#name} was cancelled`;
    return failure(
      "cancelled",
      kind === "host_key" ? `${what}: its key was not accepted.` : `${what}.`,
    );
  }
}

const tooLong = failure("bad_request", "OpenSSH takes no answer of this length.", {
  advice: `One line of at most ${MAX_ANSWER} bytes can be given.`,
});

/** What the helper prints; null for a cancel. */
function textOf(answer: Answer): string | null {
  if (answer.kind === "accept") return "yes";
  return answer.kind === "text" ? (answer.values[0] ?? "") : null;
}

function isAnswerable(text: string): boolean {
  return Buffer.byteLength(text) <= MAX_ANSWER && !/[\r\n\0]/.test(text);
}
