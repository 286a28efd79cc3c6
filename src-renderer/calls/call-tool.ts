import { type SavedCall, toolPathOfCall } from "../../src-shared/saved-call";
import { isSnippetModule } from "../../src-shared/snippet";
import type { Method, Tool } from "../../src-shared/tool";
import { libraryList, onLibrary } from "../library/library-store";
import { type OwnToolFile, useOwnTools } from "../tools/own-tools-store";
import { useTools } from "../tools/tools-store";

export interface CallTarget {
  kind: "target";
  tool: Tool;
  method: Method;
}

/** Why a saved call cannot be used. */
export interface CallTrouble {
  kind: "trouble";
  /** In two or three words, for a row. */
  short: string;
  /** In sentences, with what to do. */
  words: string;
  /** Whether another tool can be chosen for it. */
  canChoose: boolean;
}

/** The tools that there are, as far as they are known. */
export interface KnownTools {
  /** Paths of the files of the library; null until they are known. */
  listed: ReadonlySet<string> | null;
  own: ReadonlyMap<string, OwnToolFile>;
  builtIn: readonly Tool[] | null;
  /** Of the snippets, which are known a moment later. */
  snippets: readonly Tool[];
}

const trouble = (short: string, words: string, canChoose = true): CallTrouble => ({
  kind: "trouble",
  short,
  words,
  canChoose,
});

/** What a saved call calls, or why it calls nothing; null while its tool is not known yet. */
export function findTarget(
  path: string,
  call: SavedCall,
  { listed, own, builtIn, snippets }: KnownTools,
): CallTarget | CallTrouble | null {
  const toolPath = toolPathOfCall(path, call);
  if (toolPath === null) {
    const isOfSnippet = isSnippetModule(call.tool);
    if (builtIn === null || (isOfSnippet && snippets.length === 0)) return null;
    const tools = isOfSnippet ? snippets : builtIn;
    return targetAmong(tools, call, `There is no built-in tool ${call.tool}.`);
  }
  const file = own.get(toolPath);
  if (file === undefined) {
    if (listed === null || listed.has(toolPath)) return null;
    return trouble(`no ${call.file}`, `There is no tool file ${toolPath}.`);
  }
  if (file.trouble !== null) return trouble("error", file.trouble, false);
  if (file.error !== null && file.tools.length === 0) {
    const { line, message } = file.error;
    return trouble("error", `${toolPath} is no Python: line ${line}: ${message}`, false);
  }
  return targetAmong(file.tools, call, `${toolPath} has no tool ${call.tool}.`);
}

function targetAmong(
  tools: readonly Tool[],
  call: SavedCall,
  noTool: string,
): CallTarget | CallTrouble {
  const tool = tools.find(({ name, key }) => name === call.tool || key === call.tool);
  if (tool === undefined) return trouble(`no ${call.tool}`, noTool);
  const method = tool.methods.find(({ name }) => name === call.method);
  return method === undefined
    ? trouble(`no ${call.method}`, `${tool.name} has no method ${call.method}.`)
    : { kind: "target", tool, method };
}

/** The tools as they are known now. */
export function knownTools(): KnownTools {
  const files = libraryList("tools")?.files;
  return {
    listed: files === undefined ? null : new Set(files.map(({ path }) => path)),
    own: useOwnTools.getState().files,
    builtIn: useTools.getState().builtIn,
    snippets: useTools.getState().snippets,
  };
}

/** What a saved call calls, or why nothing. Waits until its tool is read, which takes a while after the start. */
export async function targetOf(path: string, call: SavedCall): Promise<CallTarget | CallTrouble> {
  return await new Promise((resolve) => {
    let ends: (() => void)[] = [];
    const look = () => {
      const found = findTarget(path, call, knownTools());
      if (found === null) return false;
      for (const end of ends) end();
      resolve(found);
      return true;
    };
    if (look()) return;
    ends = [useTools.subscribe(look), useOwnTools.subscribe(look), onLibrary("tools", look)];
  });
}
