import { createHash } from "node:crypto";
import type { CallRequest } from "../../src-shared/call";
import { secretsIn } from "../../src-shared/call-secret";
import {
  type Failure,
  FailureError,
  failure,
  type RemoteException,
} from "../../src-shared/failure";
import { toJson } from "../../src-shared/json-value";
import type { Value } from "../../src-shared/value";
import type { ToolSource } from "../protocol/tool-source";
import { argumentKey, type QuestionService } from "../questions/question-service";
import type { SecretStore } from "../questions/secret-store";
import { type FilledCall, fillSecrets } from "./secret-value";

type Call = Pick<CallRequest, "tool" | "own" | "method" | "args" | "kwargs">;

/** The tool of a call, as it is sent. */
export type CalledTool = Pick<ToolSource, "name" | "source">;

interface Run {
  stop: AbortController;
  /** What was typed, or is being asked for, by name. */
  answers: Map<string, Promise<string>>;
}

/**
 * Asks for the arguments of calls that are secret, or takes them from the keyring. What is remembered is for
 * the very same call: with another method, other arguments or another text of a tool of the user's, as a file
 * from somebody else may have them, it is asked for again.
 */
export class CallSecrets {
  readonly #runs = new Map<string, Run>();

  constructor(
    private readonly questions: Pick<QuestionService, "askFor">,
    private readonly store: Pick<SecretStore, "get" | "forget">,
  ) {}

  /**
   * @param tool as it is sent: its class is told to the person that is asked, and what is remembered is for its source
   * @throws FailureError `cancelled` where a secret was not given, `bad_request` where it is not what it is read as
   */
  async fill(request: CallRequest, tool: CalledTool, signal: AbortSignal): Promise<FilledCall> {
    const typed = new Map<string, string>();
    for (const name of namesOf(request)) {
      typed.set(name, await this.#take(request, tool, name, signal));
    }
    return fillSecrets(request.args, new Map(Object.entries(request.kwargs)), typed);
  }

  /** Forgets what was typed for a run, and withdraws what is still asked for it. */
  endRun(runId: string): void {
    this.#runs.get(runId)?.stop.abort();
    this.#runs.delete(runId);
  }

  /** For when nobody is there any more who would end them. */
  endRuns(): void {
    for (const runId of [...this.#runs.keys()]) this.endRun(runId);
  }

  /** @returns how many secrets of the call the keyring had @throws FailureError `file_error` */
  forget(call: Call, tool: CalledTool): number {
    let count = 0;
    for (const name of namesOf(call)) {
      const key = argumentKey(subjectOf(call, tool.name, name), scopeOf(call, tool));
      if (this.store.get(key) === null) continue;
      this.store.forget(key);
      count += 1;
    }
    return count;
  }

  async #take(
    request: CallRequest,
    tool: CalledTool,
    name: string,
    signal: AbortSignal,
  ): Promise<string> {
    const { runId } = request;
    if (runId === undefined) return await this.#ask(request, tool, name, signal);
    const run = this.#runs.get(runId) ?? { stop: new AbortController(), answers: new Map() };
    this.#runs.set(runId, run);
    const asked = run.answers.get(name) ?? this.#ask(request, tool, name, run.stop.signal);
    run.answers.set(name, asked);
    return await orAborted(asked, signal, name);
  }

  async #ask(
    request: CallRequest,
    tool: CalledTool,
    name: string,
    signal: AbortSignal,
  ): Promise<string> {
    const subject = subjectOf(request, tool.name, name);
    const answer = await this.questions.askFor(request.hostId)(
      { kind: "secret", purpose: "argument", subject, attempt: 1, scope: scopeOf(request, tool) },
      signal,
    );
    const value = answer.kind === "text" ? answer.values[0] : undefined;
    if (value === undefined) throw notGiven(name);
    return value;
  }
}

/** Takes secrets out of a text that others read: logs, and why a call failed. */
export function redacter(secrets: readonly string[]): (text: string) => string {
  // A tool that logs takes lines apart, writes `repr` or JSON, and cuts what is long.
  const forms = secrets.flatMap((secret) =>
    [secret, ...secret.split(/\r\n|\r|\n/)].flatMap(formsOf),
  );
  const all = [...new Set(forms)].filter((each) => each.trim() !== "");
  all.sort((a, b) => b.length - a.length);
  return (text) => {
    let shown = text;
    for (const form of all) shown = shown.replaceAll(form, HIDDEN);
    const cut = all.map((form) => cutLength(shown, form));
    const longest = Math.max(0, ...cut);
    return longest === 0 ? shown : shown.slice(0, -longest) + HIDDEN;
  };
}

function formsOf(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const python = json.replaceAll('\\"', '"');
  return [text, json, python, python.replaceAll("'", "\\'")];
}

const HIDDEN = "•••";

/** How much of a secret's beginning a text ends in, where that is more than chance. */
function cutLength(text: string, secret: string): number {
  for (let length = Math.min(secret.length, text.length); length >= 4; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}

/** A failure that says none of the secrets. */
export function redactedFailure(reason: Failure, secrets: readonly string[]): Failure {
  if (secrets.length === 0) return reason;
  const redact = redacter(secrets);
  const { message, advice, lines, exception } = reason;
  return {
    ...reason,
    message: redact(message),
    advice: redact(advice),
    lines: lines.map(redact),
    exception: exception === null ? null : redactedException(exception, redact),
  };
}

function redactedException(
  exception: RemoteException,
  redact: (text: string) => string,
): RemoteException {
  const { message, args, notes, cause, context } = exception;
  return {
    ...exception,
    message: redact(message),
    args: args.map(redact),
    notes: notes.map(redact),
    cause: cause === null ? null : redactedException(cause, redact),
    context: context === null ? null : redactedException(context, redact),
  };
}

function subjectOf({ method }: Pick<Call, "method">, toolName: string, name: string): string {
  return `${name} of ${toolName}.${method}`;
}

/** The names of the secrets of a call, each once. */
function namesOf({ args, kwargs }: Pick<Call, "args" | "kwargs">): Set<string> {
  return new Set(secretsIn([...args, ...Object.values(kwargs)]).map(({ name }) => name));
}

/** Stands for a call without its secrets. */
function scopeOf({ tool, own, method, args, kwargs }: Call, { source }: CalledTool): string {
  const named = [...Object.entries(kwargs)].sort(([a], [b]) => (a < b ? -1 : 1));
  // A file of the user's may be another one tomorrow, by somebody else's hand; what came with the app is ours.
  const file: Value = own === undefined ? [] : [own.path, source];
  const parts: Value[] = [tool, file, method, args, named];
  return createHash("sha256").update(toJson(parts)).digest("base64url");
}

function notGiven(name: string): FailureError {
  return new FailureError(failure("cancelled", `The secret ${name} was not given.`));
}

async function orAborted(
  asked: Promise<string>,
  signal: AbortSignal,
  name: string,
): Promise<string> {
  if (signal.aborted) throw notGiven(name);
  return await new Promise((resolve, reject) => {
    const stop = () => reject(notGiven(name));
    signal.addEventListener("abort", stop, { once: true });
    const done = () => signal.removeEventListener("abort", stop);
    asked.then(resolve, reject).finally(done);
  });
}
