import { type Failure, FailureError, failure } from "../../src-shared/failure";
import type { Ask, QuestionBody } from "../../src-shared/question";
import type { Exit } from "../transport/transport";
import { type Becoming, promptedUsers, withoutPrompts } from "./become";
import { explainBecome } from "./become-failure";

export interface DialogueOptions {
  /** What sentences call the target. */
  host: string;
  /** Asks a person; null where nobody is there. */
  ask: Ask | null;
  /** Takes bytes for the target's stdin. */
  write: (data: Buffer) => void;
}

/**
 * Watches what a target writes to stderr for the question of the program that changes the user, asks
 * a person, and writes the answer to the target's stdin.
 */
export class BecomeDialogue {
  readonly #becoming: Becoming;
  readonly #options: DialogueOptions;
  readonly #given = new AbortController();
  /** Ends the question when it has become void. */
  readonly #void = new AbortController();
  #attempts = 0;
  /** Whose password was asked for. */
  #subject: string | null = null;
  /** How many prompts the last lines held. */
  #prompts = 0;

  constructor(becoming: Becoming, options: DialogueOptions) {
    this.#becoming = becoming;
    this.#options = options;
  }

  /** Aborts, with a FailureError for its reason, when there will be no answer. */
  get signal(): AbortSignal {
    return this.#given.signal;
  }

  /** Takes the last lines of stderr, each time that more has come. */
  onStderr(lines: string[]): void {
    const users = promptedUsers(this.#becoming, lines);
    // What follows a prompt is news too, but no other prompt; old lines are dropped.
    const isAnother = users.length > this.#prompts;
    this.#prompts = users.length;
    const user = users.at(-1);
    if (isAnother && user !== undefined && !this.#void.signal.aborted) void this.#answer(user);
  }

  /** What stderr holds beside our own prompts. */
  shown(lines: string[]): string[] {
    return withoutPrompts(this.#becoming, lines);
  }

  /** Why no agent answered, by what the program that changes the user said; null where it said nothing of that. */
  explain(lines: string[], exit: Exit | null): Failure | null {
    const { become } = this.#becoming;
    const { host, ask } = this.#options;
    const refusal = explainBecome({ become, host, lines, exit, attempts: this.#attempts });
    if (refusal?.isPassword && ask !== null && this.#subject !== null) {
      // doas and su do not ask again. A remembered password is forgotten by this all the same.
      void ask(this.#question(this.#subject), this.#void.signal);
    }
    return refusal?.failure ?? null;
  }

  /** Nothing more is asked: the agent was started, or the attempt is over. */
  end(): void {
    this.#void.abort();
  }

  async #answer(user: string): Promise<void> {
    const { host, ask, write } = this.#options;
    if (ask === null) {
      this.#giveUp(nobodyToAsk(this.#becoming, host, user));
      return;
    }
    this.#subject = `${user}@${host}`;
    const answer = await ask(this.#question(this.#subject), this.#void.signal);
    if (this.#void.signal.aborted) return;
    const [password] = answer.kind === "text" ? answer.values : [];
    if (password === undefined) {
      this.#giveUp(failure("cancelled", "Connecting was cancelled: no password was given."));
    } else if (/[\r\n]/.test(password)) {
      this.#giveUp(
        failure("become_refused", "The password has a line ending in it.", {
          advice: "Type it anew: no such password can be given to a program.",
        }),
      );
    } else {
      write(Buffer.from(`${password}\n`));
    }
  }

  /** The question for the next attempt. */
  #question(subject: string): QuestionBody {
    this.#attempts += 1;
    return { kind: "secret", purpose: "become", subject, attempt: this.#attempts };
  }

  #giveUp(reason: Failure): void {
    this.end();
    this.#given.abort(new FailureError(reason));
  }
}

function nobodyToAsk({ become }: Becoming, host: string, user: string): Failure {
  return failure(
    "become_refused",
    `${become.method} on ${host} asks for the password of ${user}, and nobody is there to be asked.`,
    {
      advice:
        become.method === "su"
          ? "Connect in the window, where it can be typed; or let sudo become this user without a password."
          : `Connect in the window, where it can be typed; or let ${become.method} become ${become.user} without a password (${become.method === "sudo" ? "NOPASSWD" : "nopass"}).`,
    },
  );
}
