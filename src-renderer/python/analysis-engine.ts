import type { StopReason } from "../../src-shared/preview";
import {
  type Completion,
  checkSchema,
  completionSchema,
  type Described,
  definitionSchema,
  documentSchema,
  type Finding,
  type Hover,
  hoverSchema,
  outlineSchema,
  type Signature,
  type SourceRange,
  type SourceSymbol,
  signatureSchema,
} from "../../src-shared/python/analysis-schema";
import { ask, READ_TIMES, read } from "./preview-engine";

/** A place in a source: lines and columns count from 1, columns in UTF-16 units. */
export interface SourcePlace {
  line: number;
  column: number;
}

export type CheckOutcome =
  | { kind: "checked"; findings: Finding[] }
  | { kind: "stopped"; reason: StopReason }
  /** A later request of the same key came before this one was begun. */
  | { kind: "superseded" };

/**
 * Reads a tool's source, which is not run, and tells what is wrong with it. Of several requests of a key that were
 * not begun yet the latest is answered; so with all functions here.
 * @param pythonVersion of the target, such as `3.6.15`; empty where that is not known
 * @throws FailureError when the Python cannot be started
 */
export async function check(
  key: string,
  source: string,
  pythonVersion: string,
): Promise<CheckOutcome> {
  const params = [JSON.stringify(source), JSON.stringify(pythonVersion)];
  const outcome = await ask(key, "analysis.check", params, READ_TIMES);
  if (outcome.kind !== "done") return outcome;
  const answer = read(checkSchema, outcome.text);
  return answer === null ? { kind: "stopped", reason: "crash" } : { kind: "checked", ...answer };
}

/**
 * What can be written at a place; null where nothing is known.
 * @throws FailureError when the Python cannot be started
 */
export function complete(
  key: string,
  source: string,
  place: SourcePlace,
): Promise<Completion | null> {
  return askAt(key, "complete", source, place, completionSchema);
}

/**
 * Signature and documentation of what `complete` offers at a place under a label; null where there is none.
 * @throws FailureError when the Python cannot be started
 */
export function documentOf(
  key: string,
  source: string,
  place: SourcePlace,
  label: string,
): Promise<Described | null> {
  return askAt(key, "document", source, place, documentSchema, label);
}

/**
 * Signature and documentation of the name at a place.
 * @throws FailureError when the Python cannot be started
 */
export function hoverAt(key: string, source: string, place: SourcePlace): Promise<Hover | null> {
  return askAt(key, "hover", source, place, hoverSchema);
}

/**
 * Where in the source the name at a place is made.
 * @throws FailureError when the Python cannot be started
 */
export async function definitionsOf(
  key: string,
  source: string,
  place: SourcePlace,
): Promise<SourceRange[]> {
  return (await askAt(key, "definition", source, place, definitionSchema)) ?? [];
}

/**
 * The call whose brackets a place is in.
 * @throws FailureError when the Python cannot be started
 */
export function signatureAt(
  key: string,
  source: string,
  place: SourcePlace,
): Promise<Signature | null> {
  return askAt(key, "signature", source, place, signatureSchema);
}

/**
 * The classes, functions, methods and constants of a source.
 * @throws FailureError when the Python cannot be started
 */
export async function outlineOf(key: string, source: string): Promise<SourceSymbol[]> {
  const outcome = await ask(key, "analysis.outline", [JSON.stringify(source)], READ_TIMES);
  return outcome.kind === "done" ? (read(outlineSchema, outcome.text) ?? []) : [];
}

async function askAt<T>(
  key: string,
  method: string,
  source: string,
  { line, column }: SourcePlace,
  schema: { safeParse: (json: unknown) => { data?: T } },
  ...more: string[]
): Promise<T | null> {
  const params = [JSON.stringify(source), String(line), String(column)];
  params.push(...more.map((each) => JSON.stringify(each)));
  const outcome = await ask(key, `analysis.${method}`, params, READ_TIMES);
  return outcome.kind === "done" ? read(schema, outcome.text) : null;
}
