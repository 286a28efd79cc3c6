import { z } from "zod";

/**
 * Every way in which something can fail, by the time it crosses a boundary
 * (IPC, command line). Code that throws inside a module is turned into one of
 * these at the module's edge; nothing outside sees an Error.
 */
export type FailureCode =
  // The connection could not be made.
  | "host_not_found"
  | "connection_refused"
  | "host_unreachable"
  | "host_key_unknown"
  | "host_key_changed"
  | "auth_refused"
  | "identity_unusable"
  | "jump_failed"
  | "become_refused"
  | "login_refused"
  | "no_transport"
  | "no_python"
  | "python_too_old"
  | "agent_crashed"
  | "not_an_agent"
  | "connect_timeout"
  // The connection was made and ended.
  | "connection_lost"
  | "session_closed"
  | "protocol_error"
  // The call.
  | "tool_error"
  | "tool_refused"
  | "deadline"
  | "cancelled"
  | "not_encodable"
  | "too_large"
  // The request itself, or this machine.
  | "bad_request"
  | "not_found"
  | "file_error"
  | "file_changed"
  | "internal";

/** One frame of a remote traceback, outermost first as Python prints them. */
const frameSchema = z.object({
  file: z.string(),
  line: z.number().int(),
  function: z.string(),
  /** The source text of the line, or an empty string where the target does not have it. */
  source: z.string(),
  /** The tool whose source this frame points into, e.g. `rmote.tools.fs`; null for other code. */
  module: z.string().nullable(),
});
export type Frame = z.infer<typeof frameSchema>;

/** An exception raised on a target. It is data: nothing in it is ever executed here. */
export interface RemoteException {
  /** Qualified name of the type, builtins without their module: `FileNotFoundError`. */
  type: string;
  message: string;
  /** `repr` of each argument, bounded in length. */
  args: string[];
  notes: string[];
  frames: Frame[];
  cause: RemoteException | null;
  context: RemoteException | null;
}

export const remoteExceptionSchema: z.ZodType<RemoteException> = z.object({
  type: z.string(),
  message: z.string(),
  args: z.array(z.string()),
  notes: z.array(z.string()),
  frames: z.array(frameSchema),
  cause: z.lazy(() => remoteExceptionSchema.nullable()),
  context: z.lazy(() => remoteExceptionSchema.nullable()),
});

/** What went wrong: a sentence for a person, the evidence, and what to do next. */
export interface Failure {
  code: FailureCode;
  /** What happened, as one sentence. */
  message: string;
  /** What the person can do about it; empty where the message says it all. */
  advice: string;
  /** Evidence: the last lines that the transport wrote to stderr, oldest first. */
  lines: string[];
  /** The exception behind a `tool_error` or `tool_refused`; null otherwise. */
  exception: RemoteException | null;
}

/** A failure with everything but code and message left empty unless given. */
export function failure(
  code: FailureCode,
  message: string,
  more: Partial<Pick<Failure, "advice" | "lines" | "exception">> = {},
): Failure {
  return { code, message, advice: "", lines: [], exception: null, ...more };
}

/** Carries a failure through code that throws. Caught where a boundary is crossed. */
export class FailureError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
    this.name = "FailureError";
  }
}

/** The failure that an unknown thrown value stands for. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof FailureError) return thrown.failure;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return failure("internal", message, {
    advice: "This is a defect in Rmote Desktop. Please report it with what you did.",
  });
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };
