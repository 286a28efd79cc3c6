import { z } from "zod";
import { secretsIn } from "./call-secret";
import { readData } from "./data-set";
import { plain, typed } from "./json-value";
import { libraryPathSchema } from "./library";
import { TOOL_SUFFIX } from "./own-tool";
import { withNames, writeSavedCall } from "./saved-call-text";
import { isTyped, type Value } from "./value";

/**
 * Saved calls: files of the library "tools", `calls/NAME.yaml` beside the file of their tool, for a
 * built-in tool in the outermost `calls`. Values are YAML's own and the `$` forms of `json-value.ts`.
 * A secret is written as `{$secret: NAME}`, wherever it stands: one of these forms too, so that it is no value
 * of Python, and every reader of YAML takes it, which a tag of our own would not be.
 */
export interface SavedCall {
  description: string;
  /** Name of the class, or for a built-in tool also its key. */
  tool: string;
  /** Name of the tool's file, in the folder that `calls` is in; null for a built-in tool. */
  file: string | null;
  method: string;
  args: Value[];
  kwargs: Map<string, Value>;
  /** See `host-selector.ts`. */
  hosts: string[];
  /** Seconds until the call is given up; null for never. */
  deadline: number | null;
}

/** Why a file is no saved call: where, counted from 1, and a sentence. */
export interface CallProblem {
  line: number;
  message: string;
}

export type ReadCall = { ok: true; call: SavedCall } | { ok: false; problem: CallProblem };

export const CALLS_FOLDER = "calls";
const SUFFIX = ".yaml";

const identifier = z
  .string()
  .max(500)
  .regex(/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u, "is no name of Python");

const fileSchema = z.strictObject({
  version: z.literal(1, "is not 1: a newer Rmote Desktop has written this file"),
  description: z.string().max(10_000, "is too long").default(""),
  tool: identifier,
  file: z
    .string()
    .refine(
      (name) =>
        name.endsWith(TOOL_SUFFIX) &&
        !name.includes("/") &&
        libraryPathSchema.safeParse(name).success,
      "is the name of no tool file beside the folder calls, such as nginx.py",
    )
    .nullable()
    .default(null),
  method: identifier.refine((name) => !name.includes("."), "is no name of Python"),
  args: z.array(z.custom<Value>()).max(1000).default([]),
  kwargs: z.map(z.string("has a name that is no text"), z.custom<Value>()).default(() => new Map()),
  hosts: z
    .array(z.string().min(1).max(1024), "is no list, such as [web1, tag:prod]")
    .min(1, "is empty: name at least one host, such as local")
    .max(1000),
  deadline: z
    .number("is no number of seconds")
    .positive("is not above 0")
    .finite("is no number of seconds")
    .nullable()
    .default(null),
});

/** Reads a file. Nothing of it is believed before, and nothing of it is run. */
export function readSavedCall(text: string): ReadCall {
  const data = readData(text, "yaml");
  if (!data.ok) {
    const [problem] = data.problems;
    return wrong(problem?.line ?? 1, problem?.message ?? "This is no YAML.");
  }
  const lineOf = (key: string) => lineOfKey(text, key);
  const given = new Map(data.value);
  const deadline = given.get("deadline");
  if (deadline !== undefined) given.set("deadline", plainNumber(deadline));
  const parsed = fileSchema.safeParse(Object.fromEntries(given));
  if (!parsed.success) return wrongShape(parsed.error.issues[0], lineOf);
  const { args, kwargs, version: _, ...rest } = parsed.data;
  let at = "args";
  try {
    const positional = args.map(argumentOf);
    at = "kwargs";
    const named = new Map([...kwargs].map(([name, value]) => [name, argumentOf(value)]));
    return { ok: true, call: { ...rest, args: positional, kwargs: named } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return wrong(lineOf(at), `${at}: ${reason}`);
  }
}

/**
 * The text of a file.
 * @param before the text that it had: comments that stand there are kept, as far as what they are about is
 */
export function savedCallText(call: SavedCall, before: string | null = null): string {
  const { description, tool, file, method, args, kwargs, hosts, deadline } = call;
  const named = Object.fromEntries([...kwargs].map(([name, each]) => [name, plain(each)]));
  return writeSavedCall(
    [
      ["version", 1],
      ["description", description === "" ? undefined : description],
      ["tool", tool],
      ["file", file ?? undefined],
      ["method", method],
      ["args", args.length === 0 ? undefined : args.map(plain)],
      ["kwargs", kwargs.size === 0 ? undefined : named],
      ["hosts", hosts],
      ["deadline", deadline ?? undefined],
    ],
    before !== null && readData(before, "yaml").ok ? before : null,
  );
}

/** What a saved call calls. */
type Called = Pick<SavedCall, "tool" | "file" | "method">;

/**
 * The text of a saved call that calls something else, and is the same otherwise: comments, blanks and line ends too.
 * @param called names; left out for what stays
 */
export function withCalled(text: string, called: Partial<Called>): string {
  const read = readSavedCall(text);
  if (!read.ok) return text;
  const meant = { ...read.call, ...called };
  const names = Object.entries(called).filter(
    ([name, value]) => read.call[name as keyof Called] !== value,
  );
  const edited = withNames(text, Object.fromEntries(names));
  const again = readSavedCall(edited);
  const isMeant =
    again.ok && names.every(([name, value]) => again.call[name as keyof Called] === value);
  // A text of an odd form is written anew.
  return isMeant ? edited : savedCallText(meant, text);
}

/** Whether a file of the library is a saved call: what lies directly in a folder `calls`. */
export function isCallPath(path: string): boolean {
  return new RegExp(`(^|/)${CALLS_FOLDER}/[^/]+\\${SUFFIX}$`).test(path);
}

/** `restart` of `web/calls/restart.yaml` */
export function callNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1, -SUFFIX.length);
}

/** `web/calls/restart.yaml`, for a tool that lies in `web`. */
export function callPathOf(folder: string, name: string): string {
  return `${folder === "" ? "" : `${folder}/`}${CALLS_FOLDER}/${name}${SUFFIX}`;
}

/** The folder of its tool: `web` of `web/calls/restart.yaml`; empty for the outermost. */
export function toolFolderOf(path: string): string {
  const around = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  return around.slice(0, Math.max(0, around.lastIndexOf("/")));
}

/** The path of the tool's file in the library; null for a built-in tool. */
export function toolPathOfCall(path: string, { file }: Pick<SavedCall, "file">): string | null {
  if (file === null) return null;
  const folder = toolFolderOf(path);
  return folder === "" ? file : `${folder}/${file}`;
}

/** What is wrong with the name of a saved call, as a sentence; null where nothing is. */
export function wrongCallName(name: string): string | null {
  if (name === "") return "Type a name, such as restart-nginx.";
  const isPart = !name.includes("/") && libraryPathSchema.safeParse(`${name}${SUFFIX}`).success;
  return isPart && name.length <= 100
    ? null
    : 'A name has none of \\ / : * ? " < > |, does not begin or end with a dot, and is not very long.';
}

/** The names of the secrets that a call needs, each once. */
export function secretsOf({ args, kwargs }: Pick<SavedCall, "args" | "kwargs">): string[] {
  return [...new Set(secretsIn([...args, ...kwargs.values()]).map(({ name }) => name))];
}

/** Whether a parameter of this name usually holds a secret. */
export function isSecretLike(name: string): boolean {
  return /(^|_)(password|passwd|pass|passphrase|token|secret|pin|(api|private|secret|access)_?key)(_|$)/i.test(
    name,
  );
}

/** @throws SyntaxError where the value has a form that means nothing */
function argumentOf(value: Value): Value {
  return typed(unfolded(value), { secrets: true });
}

/** A value as YAML alone has it, as `typed` takes it: with the `$` forms still to be read. */
function unfolded(value: Value): unknown {
  if (Array.isArray(value)) return value.map(unfolded);
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [unfolded(key), unfolded(item)]));
  }
  const json = plain(value);
  // YAML's own `.inf` and `.nan`.
  return isTyped(value) || typeof value !== "number" || Number.isFinite(value)
    ? json
    : new Map(Object.entries(json as object));
}

/** A number of the file as JavaScript has it, where it is one. */
function plainNumber(value: Value): Value {
  return value !== null && isTyped(value) && value.$ === "float" ? value.value : value;
}

function wrongShape(
  issue: z.core.$ZodIssue | undefined,
  lineOf: (key: string) => number,
): ReadCall {
  const [key, place] = issue?.path ?? [];
  if (issue?.code === "unrecognized_keys") {
    const [first = ""] = issue.keys;
    return wrong(lineOf(first), `${first} means nothing here. Take it out, or mend its name.`);
  }
  if (key === undefined) return wrong(1, "This is no saved call.");
  const name = typeof place === "number" ? `${String(key)} ${place + 1}` : String(key);
  const isMissing = lineOf(String(key)) === 0;
  if (isMissing) return wrong(1, `There is no ${name}.`);
  const words = issue?.message ?? "";
  const reason = /^(is|has) /.test(words) ? words : "is not what is expected here";
  return wrong(lineOf(String(key)) || 1, `${name} ${reason}.`);
}

function wrong(line: number, message: string): ReadCall {
  return { ok: false, problem: { line: Math.max(1, line), message } };
}

/** The line of one of the outermost names; 0 where it is not there. */
function lineOfKey(text: string, key: string): number {
  const lines = text.split(/\r\n|\r|\n/);
  return (
    lines.findIndex((line) => line.replace(/^["']|["'](?=\s*:)/g, "").startsWith(`${key}:`)) + 1
  );
}
