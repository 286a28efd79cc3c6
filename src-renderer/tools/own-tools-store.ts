import { useMemo } from "react";
import { create } from "zustand";
import { toFailure } from "../../src-shared/failure";
import type { LibraryList } from "../../src-shared/library";
import { isToolFile, toolModule } from "../../src-shared/own-tool";
import type { Tool } from "../../src-shared/tool";
import { ipc } from "../ipc";
import { onLibrary, useLibrary } from "../library/library-store";
import type { SourcePlace } from "../python/analysis-engine";
import { readTools, type SourceError } from "../python/preview-engine";
import { shownError } from "./language/held-back";
import { putOwnTools } from "./tools-store";

/** What is known of a file of own tools. */
export interface OwnToolFile {
  path: string;
  /** What it is on a target; null where its name is none of a module. */
  module: string | null;
  /** Other files that are the same module. */
  twins: readonly string[];
  /** Of the last text that was Python. Their keys are those of the page (`useTools`). */
  tools: readonly Tool[];
  /**
   * Why the present text could not be read; `tools` are those of an earlier one then. What is only half written is
   * no error before it is left, as with the marks in the text (`language/held-back.ts`).
   */
  error: SourceError | null;
  /** Why nothing is known of the file: it could not be read, or Python did not start. */
  trouble: string | null;
}

interface Known extends Pick<OwnToolFile, "path" | "tools" | "error" | "trouble"> {
  /** What Python said of the text that was read last. */
  found: SourceError | null;
}

interface OwnToolsState {
  /** By path. A file is among them as soon as it was read once. */
  files: ReadonlyMap<string, OwnToolFile>;
}

export const useOwnTools = create<OwnToolsState>(() => ({ files: new Map() }));

const known = new Map<string, Known>();
/** What each file was when it was last read. */
const marks = new Map<string, string>();
/** Files whose text a tab has: what stands there is read, not what is saved. */
const held = new Set<string>();
/** Where somebody types in the text of a tab just now. */
const typing = new Map<string, SourcePlace>();
let turn: Promise<void> = Promise.resolve();

/**
 * Reads the tools of a text. While it is no Python, the last good ones stay.
 * @param path of the library; several texts of one path come in their order
 */
export async function readOwnTools(path: string, text: string): Promise<void> {
  const put = (more: Partial<Known>) => {
    // It was removed meanwhile.
    if (!held.has(path) && !marks.has(path)) return;
    const { tools, error } = known.get(path) ?? { tools: [], error: null };
    const found = more.found ?? null;
    const shown = shownError(found, error, typing.get(path) ?? null);
    known.set(path, { path, tools, trouble: null, ...more, found, error: shown });
    show();
  };
  try {
    const outcome = await readTools(path, text, toolModule(path) ?? "");
    if (outcome.kind === "superseded") return;
    if (outcome.kind === "stopped") put({ trouble: "It takes too long to read this file." });
    else if (outcome.error === null) put({ tools: outcome.tools });
    else put({ found: outcome.error });
  } catch (thrown) {
    put({ trouble: toFailure(thrown).message });
  }
}

/** Somebody types at a place of a text that a tab has; null when what was typed counts as written. */
export function typeOwnTool(path: string, place: SourcePlace | null): void {
  if (!held.has(path)) return;
  if (place === null) typing.delete(path);
  else typing.set(path, place);
  const file = known.get(path);
  if (file === undefined) return;
  const error = shownError(file.found, file.error, place);
  if (error === file.error) return;
  known.set(path, { ...file, error });
  show();
}

/** Reads the file no more: a tab says what its text is. @returns what ends that */
export function holdOwnTools(path: string): () => void {
  held.add(path);
  marks.delete(path);
  return () => {
    held.delete(path);
    typing.delete(path);
    void ipc.libraryList("tools").then((reply) => reply.ok && takeList(reply.value));
  };
}

/** Milliseconds after which files are read also where the page is never idle. */
const PATIENCE = 5000;

export function startOwnTools(): void {
  // The first look at the window does not wait for a Python.
  turn = new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: PATIENCE }));
  onLibrary("tools", takeList);
}

function takeList({ files }: LibraryList): void {
  const there = new Set(files.map(({ path }) => path));
  for (const path of known.keys()) {
    if (there.has(path) || held.has(path)) continue;
    known.delete(path);
    marks.delete(path);
  }
  for (const { path, mark } of files) {
    if (!isToolFile(path) || held.has(path) || marks.get(path) === mark) continue;
    marks.set(path, mark);
    turn = turn.then(() => readFile(path));
  }
  show();
}

async function readFile(path: string): Promise<void> {
  const reply = await ipc.libraryRead({ library: "tools", path });
  if (held.has(path) || !marks.has(path)) return;
  if (reply.ok) return readOwnTools(path, reply.value.text);
  const { message: trouble } = reply.failure;
  known.set(path, { path, tools: [], found: null, error: null, trouble });
  show();
}

/** Paths of the files of own tools. */
export function useOwnToolFiles(): string[] {
  const list = useLibrary("tools");
  return useMemo(() => (list?.files ?? []).map(({ path }) => path).filter(isToolFile), [list]);
}

/** What stands between a tool's key and its path, where the key alone would be that of two tools. */
const AT = "@";

/** The key of a tool on the wire, and on the command line. */
export function wireKey(key: string): string {
  return key.split(AT, 1)[0] ?? key;
}

/** The path of the file that an own tool is in; undefined for a built-in one. */
export function ownToolPath(key: string): string | undefined {
  for (const { path, tools } of useOwnTools.getState().files.values()) {
    if (tools.some((tool) => tool.key === key)) return path;
  }
  return undefined;
}

/** Tells what is known now: a file's keys depend on whether another one is the same module. */
function show(): void {
  const byModule = new Map<string, string[]>();
  for (const path of known.keys()) {
    const module = toolModule(path);
    if (module !== null) byModule.set(module, [...(byModule.get(module) ?? []), path]);
  }
  const files = new Map<string, OwnToolFile>();
  for (const path of [...known.keys()].sort()) {
    const file = known.get(path);
    if (file === undefined) continue;
    const module = toolModule(path);
    const twins = (byModule.get(module ?? "") ?? []).filter((other) => other !== path);
    const tools = module === null ? [] : file.tools.map((tool) => keyed(tool, module, path, twins));
    const { error, trouble } = file;
    files.set(path, { path, error, trouble, module, twins, tools });
  }
  useOwnTools.setState({ files });
  putOwnTools([...files.values()].flatMap(({ tools }) => tools));
}

function keyed(tool: Tool, module: string, path: string, twins: readonly string[]): Tool {
  const key = `${module}.${tool.name}`;
  return { ...tool, module, key: twins.length === 0 ? key : `${key}${AT}${path}` };
}
