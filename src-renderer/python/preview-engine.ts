import { create } from "zustand";
import type { Member, Preview, StopReason, ValueAt } from "../../src-shared/preview";
import { contextJson } from "../../src-shared/python/context-json";
import {
  membersSchema,
  previewSchema,
  type SourceError,
  toolsSchema,
  valueAtSchema,
} from "../../src-shared/python/preview-schema";
import {
  type EngineState,
  PythonEngine,
  type RunOutcome,
} from "../../src-shared/python/python-engine";
import type { Tool } from "../../src-shared/tool";
import type { Value } from "../../src-shared/value";
import { ipc } from "../ipc";
import { spawnWorker } from "./spawn-worker";

export type { EngineState, SourceError };

export interface PreviewRequest {
  source: string;
  /** The same Map as long as its content is the same: it is turned to JSON once. */
  context: Map<string, Value>;
}

export type PreviewOutcome =
  /** `ms`: from the request to the answer, in milliseconds. */
  | { kind: "preview"; preview: Preview; ms: number }
  | { kind: "stopped"; reason: StopReason }
  /** A later request of the same key came before this one was begun. */
  | { kind: "superseded" };

const MiB = 1024 * 1024;

/** A template that loops is stopped within a second, ending its thread included, unless the machine is busy. */
const limits = {
  interruptAfter: 700,
  interruptAtMost: 4000,
  endAfter: 150,
  startWithin: 30_000,
  keepBelow: 128 * MiB,
};

const useStore = create<{ state: EngineState }>(() => ({ state: { kind: "starting" } }));

const engine = new PythonEngine(
  spawnWorker,
  limits,
  (state) => useStore.setState({ state }),
  async () => {
    const reply = await ipc.processorTime();
    return reply.ok ? reply.value : null;
  },
);

/** Begins to load the preview's Python, where that was not done yet. Called when templates are first shown. */
export function startEngine(): void {
  engine.start();
}

export function useEngine(): EngineState {
  return useStore(({ state }) => state);
}

/**
 * Renders a template with a context. Of several requests of a key that were not begun yet the latest is
 * rendered. Whatever a template does, it is settled: within a second of its turn, or of the processor's time.
 * @throws FailureError when the Python cannot be started
 */
export async function preview(
  key: string,
  { source, context }: PreviewRequest,
): Promise<PreviewOutcome> {
  const outcome = await ask(key, "preview", [JSON.stringify(source), contextJson(context)]);
  if (outcome.kind !== "done") return outcome;
  const answer = read(previewSchema, outcome.text);
  if (answer === null) return { kind: "stopped", reason: "crash" };
  const isOut = outcome.refused && answer.failures.some(({ type }) => type === "MemoryError");
  if (isOut) return { kind: "stopped", reason: "memory" };
  return { kind: "preview", preview: answer, ms: outcome.ms };
}

/**
 * What an expression of names, attributes and keys holds; null where that is nothing.
 * @throws FailureError when the Python cannot be started
 */
export async function valueAt(
  key: string,
  context: Map<string, Value>,
  expression: string,
): Promise<ValueAt | null> {
  const outcome = await ask(key, "value_at", [
    '""',
    contextJson(context),
    JSON.stringify(expression),
  ]);
  return outcome.kind === "done" ? read(valueAtSchema, outcome.text) : null;
}

/**
 * What can follow an expression of names, attributes and keys.
 * @throws FailureError when the Python cannot be started
 */
export async function membersOf(
  key: string,
  context: Map<string, Value>,
  expression: string,
): Promise<Member[]> {
  const outcome = await ask(key, "members", [contextJson(context), JSON.stringify(expression)]);
  return outcome.kind === "done" ? (read(membersSchema, outcome.text) ?? []) : [];
}

export type ToolsOutcome =
  /** The tools of a source; none of them where it has an error. */
  | { kind: "read"; tools: Tool[]; error: SourceError | null }
  | { kind: "stopped"; reason: StopReason }
  | { kind: "superseded" };

/**
 * Reads the tools of a Python source, which is not run. Of several requests of a key that were not begun
 * yet the latest is answered.
 * @param module the module that the source is on a target: `tools.nginx`
 * @throws FailureError when the Python cannot be started
 */
export async function readTools(
  key: string,
  source: string,
  module: string,
): Promise<ToolsOutcome> {
  const params = [JSON.stringify(source), JSON.stringify(module)];
  const outcome = await ask(key, "tools", params, READ_TIMES);
  if (outcome.kind !== "done") return outcome;
  const answer = read(toolsSchema, outcome.text);
  return answer === null ? { kind: "stopped", reason: "crash" } : { kind: "read", ...answer };
}

/** Reading runs nothing of a source that could loop: a long one on a slow machine has its time. */
export const READ_TIMES = 10;

/** Has a function of `resources/preview/preview.py` or `resources/analysis/analysis.py` answer. `params` are JSON. */
export function ask(
  key: string,
  method: string,
  params: string[],
  times?: number,
): Promise<RunOutcome> {
  const request = `{"method":"${method}","params":[${params.join(",")}]}`;
  return engine.run(`${method} ${key}`, request, times);
}

/** The answer, or null where it is not one. */
export function read<T>(
  schema: { safeParse: (json: unknown) => { data?: T } },
  text: string,
): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
