import { createHash } from "node:crypto";
import { type Failure, FailureError, failure, toFailure } from "../../src-shared/failure";
import { templateError } from "../../src-shared/template-error";
import { isTyped, type Value } from "../../src-shared/value";
import type { ToolLibrary } from "../tools/tool-library";
import { fileFailure } from "./write-failure";

/** Bytes that a file on a host may have, to be compared and written. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Calls a method of a built-in tool on one host. */
export type CallTool = (
  tool: string,
  method: string,
  args: Value[],
  kwargs?: Map<Value, Value>,
) => Promise<Value>;

/** What makes calls over a session. */
export interface Runner {
  run(
    tool: ReturnType<ToolLibrary["find"]>,
    method: string,
    args: Value[],
    kwargs: Map<Value, Value>,
    options: { onItem: () => void; signal: AbortSignal },
  ): Promise<{ value: Value }>;
}

/** Calls over one host's session. None of the methods called yields. */
export function callerOf(
  session: Runner,
  tools: Pick<ToolLibrary, "find">,
  signal: AbortSignal,
): CallTool {
  return async (tool, method, args, kwargs = new Map()) => {
    const options = { onItem: () => {}, signal };
    return (await session.run(tools.find(tool, method), method, args, kwargs, options)).value;
  };
}

/** A file on a host as it was read; both null where there is none. */
export interface CurrentFile {
  text: string | null;
  /** SHA-256 of its bytes, in hexadecimal. */
  checksum: string | null;
}

/**
 * Reads a file of a host to be compared.
 * @throws FailureError `tool_error` where it cannot be read, `too_large`, `not_encodable` where it is no UTF-8 text
 */
export async function readCurrent(call: CallTool, path: string): Promise<CurrentFile> {
  let bytes: Value;
  try {
    const limit = new Map<Value, Value>([["limit", MAX_FILE_BYTES + 1]]);
    bytes = await call("FileSystem", "read_bytes", [path], limit);
  } catch (error) {
    if (toFailure(error).exception?.type === "FileNotFoundError")
      return { text: null, checksum: null };
    throw fileFailure(error, path);
  }
  if (!(bytes instanceof Uint8Array)) throw notAnAnswer("FileSystem.read_bytes");
  if (bytes.length > MAX_FILE_BYTES) {
    throw new FailureError(
      failure("too_large", `${path} has more than 4 MiB.`, {
        advice: "Choose another path: files that templates make are smaller.",
      }),
    );
  }
  const checksum = createHash("sha256").update(bytes).digest("hex");
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, checksum };
  } catch {
    throw new FailureError(
      failure("not_encodable", `${path} is no UTF-8 text, so it cannot be compared.`, {
        advice:
          "Look whether it is the file that you mean, and remove it there if it is to be replaced.",
      }),
    );
  }
}

/**
 * Renders a template by a host's own Python.
 * @param filename what failures call the template
 * @throws FailureError `tool_error` with line and expression where the template fails
 */
export async function render(
  call: CallTool,
  source: string,
  context: Map<Value, Value>,
  filename: string,
): Promise<string> {
  let rendered: Value;
  try {
    rendered = await call("Template", "render_compiled", [{ $: "template", source }, context]);
  } catch (error) {
    throw placed(toFailure(error), filename) ?? error;
  }
  if (typeof rendered !== "string") throw notAnAnswer("Template.render_compiled");
  return rendered;
}

/** A template's own failure, in the words of the place where a person finds it; null for any other. */
function placed(reason: Failure, filename: string): FailureError | null {
  const wrong = templateError(reason);
  if (wrong === null) return null;
  const { line, column, message, expression } = wrong;
  const where = `${filename}, line ${line}, column ${column}`;
  return new FailureError({
    ...reason,
    message: `${where}: ${message}${expression === null ? "" : `, in ${expression}`}.`,
    advice:
      wrong.kind === "runtime"
        ? "The template works where its data has what it reads: look at the data and the facts of this host."
        : "Mend the template. Another Python than the preview's may refuse what the preview takes.",
  });
}

/** What is written where. `checksum` is of the file that it replaces, null for none. */
export interface NewFile {
  path: string;
  follow: boolean;
  rendered: string;
  checksum: string | null;
}

/** What became of it, by `FileSystem.write`. */
export interface Written {
  changed: boolean;
  /** Path of the old file that was kept; null where none was. */
  backup: string | null;
  /** Of the file as it is now. */
  checksum: string | null;
}

/**
 * Writes a file of a host, all or nothing, if it is still the one that was compared with.
 * @throws FailureError `tool_error` with the target's reason; then nothing was written
 */
export async function writeFile(
  call: CallTool,
  { path, follow, rendered, checksum }: NewFile,
  more: [string, Value][],
): Promise<Written> {
  const content = new TextEncoder().encode(rendered);
  const kwargs = new Map<Value, Value>([
    ["follow", follow],
    ["expected", checksum ?? "absent"],
    ...more,
  ]);
  let answer: Value;
  try {
    answer = await call("FileSystem", "write", [path, content], kwargs);
  } catch (error) {
    throw fileFailure(error, path);
  }
  const written = fieldsOf(answer);
  const changed = written?.get("changed");
  const backup = written?.get("backup") ?? null;
  const now = written?.get("checksum") ?? null;
  if (typeof changed !== "boolean" || !isText(backup) || !isText(now)) {
    throw notAnAnswer("FileSystem.write");
  }
  return { changed, backup, checksum: now };
}

const isText = (value: Value): value is string | null =>
  value === null || typeof value === "string";

function fieldsOf(value: Value): Map<string, Value> | null {
  if (!isTyped(value)) return null;
  return value.$ === "dataclass" || value.$ === "namedtuple" ? value.fields : null;
}

/** A target answered with what none of our tools returns. */
export function notAnAnswer(what: string): FailureError {
  return new FailureError(
    failure("protocol_error", `The target's answer to ${what} is not what it should be.`, {
      advice: "Connect to the host again. If it goes on, what runs there is not our agent.",
    }),
  );
}
