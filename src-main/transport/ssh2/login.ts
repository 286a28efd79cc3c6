import { basename, isAbsolute } from "node:path";
import ssh2, {
  type AnyAuthMethod,
  type BaseAgent,
  type ParsedKey,
  type Prompt as ServerPrompt,
  type SignCallback,
} from "ssh2";
import { FailureError, failure, toFailure } from "../../../src-shared/failure";
import { printableLine } from "../../../src-shared/printable";
import { cancelled } from "./failures";
import type { HopConfig, LoginMethod } from "./hop-config";
import type { AskContext } from "./host-key-check";
import { identitiesOf } from "./identities";
import type { Identity, UnusableIdentity } from "./identity";

/** Rounds of questions in one keyboard-interactive login. */
const MAX_ROUNDS = 20;
/** As many prompts as a question may have. */
const MAX_PROMPTS = 64;

/** Chooses what to log in with, as far as the server's answers ask for it. */
export class Login {
  readonly #keys: AsyncGenerator<Identity | UnusableIdentity>;
  readonly #tried: string[] = [];
  readonly #unusable: UnusableIdentity[] = [];
  #secretsAsked = 0;
  #interactive = { attempts: 0, hasAsked: true };
  #isFirst = true;

  /** @param fail ends the connection with the reason */
  constructor(
    private readonly hop: HopConfig,
    private readonly context: AskContext,
    private readonly isAlive: () => boolean,
    private readonly fail: (error: unknown) => void,
  ) {
    this.#keys = identitiesOf(hop, context);
  }

  /**
   * What to try next.
   * @param accepted the methods that the server takes now
   * @param isPartial whether it accepted the last one, and wants another
   * @throws FailureError `auth_refused`, `identity_unusable`, `cancelled`
   */
  async next(accepted: readonly string[], isPartial: boolean): Promise<AnyAuthMethod> {
    const { user: username, methods } = this.hop;
    if (this.#isFirst) {
      // The server answers with the methods that it takes (RFC 4252, 5.2).
      this.#isFirst = false;
      return { type: "none", username };
    }
    if (isPartial) {
      this.#secretsAsked = 0;
      this.#interactive = { attempts: 0, hasAsked: true };
    }
    for (const method of methods) {
      if (!accepted.includes(method)) continue;
      const found = await this.#method(method);
      if (found !== null) return found;
    }
    throw this.#refused(accepted);
  }

  async #method(method: LoginMethod): Promise<AnyAuthMethod | null> {
    const { user: username } = this.hop;
    if (method === "publickey") {
      const identity = await this.#nextKey();
      if (identity === null) return null;
      this.#tried.push(shortName(identity.label));
      return { type: "agent", username, agent: this.#agentOf(identity) };
    }
    if (this.context.ask === null || this.#secretsAsked >= this.hop.passwordPrompts) return null;
    if (method === "password") {
      const password = await this.#askPassword();
      this.#note("password");
      return { type: "password", username, password };
    }
    const { attempts, hasAsked } = this.#interactive;
    if (!hasAsked || attempts >= this.hop.passwordPrompts) return null;
    this.#interactive = { attempts: attempts + 1, hasAsked: false };
    this.#note("keyboard-interactive");
    let rounds = 0;
    return {
      type: "keyboard-interactive",
      username,
      prompt: (name, instructions, _language, prompts, finish) => {
        this.#interactive.hasAsked = true;
        rounds += 1;
        this.#answers(name, instructions, prompts, rounds).then(
          (answers) => this.#guarded(() => finish(answers)),
          this.fail,
        );
      },
    };
  }

  async #nextKey(): Promise<Identity | null> {
    for (;;) {
      const { value, done } = await this.#keys.next();
      if (done || value === undefined) return null;
      if ("publicKey" in value) return value;
      this.#unusable.push(value);
      this.context.note(value.reason);
    }
  }

  /** One key as ssh2 takes it from an agent: the only way that lets signing take its time. */
  #agentOf(identity: Identity): BaseAgent {
    return new OneKeyAgent(
      identity,
      (error) => {
        const reason = toFailure(error);
        if (reason.code === "cancelled") {
          this.fail(error);
          return;
        }
        this.#unusable.push({ label: identity.label, reason: reason.message });
        this.context.note(reason.message);
      },
      (call) => this.#guarded(call),
    );
  }

  async #askPassword(): Promise<string> {
    this.#secretsAsked += 1;
    const [password = ""] = await this.#ask({
      kind: "secret",
      purpose: "password",
      subject: this.#subject,
      attempt: this.#secretsAsked,
    });
    return password;
  }

  async #answers(
    name: string,
    instructions: string,
    prompts: readonly ServerPrompt[],
    rounds: number,
  ): Promise<string[]> {
    if (rounds > MAX_ROUNDS || prompts.length > MAX_PROMPTS) {
      throw new FailureError(
        failure("auth_refused", `${this.hop.name} asks more than a login needs.`, {
          advice: "Look at what the server's login does.",
        }),
      );
    }
    const instruction = [name, ...instructions.split(/\r?\n/)]
      .slice(0, 40)
      .map((line) => printableLine(line))
      .join("\n")
      .trim();
    const [first] = prompts;
    if (
      prompts.length === 1 &&
      first !== undefined &&
      first.echo !== true &&
      /^\s*(\S+'s )?password( for \S+)?:?\s*$/i.test(first.prompt)
    ) {
      return [await this.#askPassword()];
    }
    return await this.#ask({
      kind: "prompts",
      subject: this.#subject,
      instruction,
      prompts: prompts.map(({ prompt, echo }) => ({
        text: printableLine(prompt),
        echo: echo === true,
      })),
    });
  }

  async #ask(body: Parameters<NonNullable<AskContext["ask"]>>[0]): Promise<string[]> {
    const { ask, signal } = this.context;
    const answer = ask === null ? null : await ask(body, signal);
    if (answer?.kind !== "text") throw cancelled(this.hop.name);
    return answer.values;
  }

  get #subject(): string {
    return `${this.hop.user}@${this.hop.name}`;
  }

  #note(method: string): void {
    if (!this.#tried.includes(method)) this.#tried.push(method);
  }

  /** Hands an answer to ssh2, which throws where the connection has ended meanwhile. */
  #guarded(call: () => void): void {
    if (!this.isAlive()) return;
    try {
      call();
    } catch (error) {
      this.fail(error);
    }
  }

  #refused(accepted: readonly string[]): FailureError {
    const { name, user } = this.hop;
    const tried = this.#tried.length === 0 ? "nothing to try" : `tried ${this.#tried.join(", ")}`;
    const lines = [
      `It accepts: ${printableLine(accepted.join(", "))}`,
      ...this.#unusable.map(({ reason }) => reason),
    ];
    const [unusable] = this.#unusable;
    if (unusable !== undefined) {
      return new FailureError(
        failure(
          "identity_unusable",
          `${name} refused the login for ${user} (${tried}), and ${unusable.label} could not be used.`,
          { advice: "Mend what is said of the key below, or choose another.", lines },
        ),
      );
    }
    return new FailureError(
      failure("auth_refused", `${name} refused the login for ${user} (${tried}).`, {
        advice: "Check the user, and that the key is loaded in the agent or named by IdentityFile.",
        lines,
      }),
    );
  }
}

class OneKeyAgent extends ssh2.BaseAgent<ParsedKey> {
  constructor(
    private readonly identity: Identity,
    private readonly onProblem: (error: unknown) => void,
    private readonly guarded: (call: () => void) => void,
  ) {
    super();
  }

  override getIdentities(callback: (error: Error | undefined, keys?: ParsedKey[]) => void): void {
    callback(undefined, [this.identity.publicKey]);
  }

  override sign(_key: ParsedKey, data: Buffer, ...rest: unknown[]): void {
    const callback = rest.at(-1) as SignCallback;
    const [options] = rest as [{ hash?: string } | SignCallback];
    const hash = typeof options === "object" ? (options.hash ?? null) : null;
    this.identity.sign(data, hash).then(
      (signature) => this.guarded(() => callback(undefined, signature)),
      (error: unknown) => {
        this.onProblem(error);
        const reason = error instanceof Error ? error : new Error(String(error));
        this.guarded(() => callback(reason));
      },
    );
  }
}

function shortName(label: string): string {
  return isAbsolute(label) ? basename(label) : label;
}
