import { type SavedCall, toolPathOfCall } from "../../src-shared/saved-call";
import type { Method, Tool } from "../../src-shared/tool";
import { libraryList, onLibrary } from "../library/library-store";
import { useOwnTools } from "../tools/own-tools-store";
import { useTools } from "../tools/tools-store";

export interface CallTarget {
  tool: Tool;
  method: Method;
}

/**
 * What a saved call calls. Waits until its tool is read, which takes a while after the start.
 * @returns a sentence where something is missing, with what to do
 */
export async function targetOf(path: string, call: SavedCall): Promise<CallTarget | string> {
  const toolPath = toolPathOfCall(path, call);
  await whenRead(toolPath);
  const tools = toolPath === null ? useTools.getState().builtIn : ownTools(toolPath);
  if (typeof tools === "string") return tools;
  const tool = tools?.find(({ name, key }) => name === call.tool || key === call.tool);
  if (tool === undefined) {
    return toolPath === null
      ? `There is no built-in tool ${call.tool}. Mend "tool" in the file, or name the "file" that has it.`
      : `${toolPath} has no tool ${call.tool}. Mend "tool" in the file.`;
  }
  const method = tool.methods.find(({ name }) => name === call.method);
  return method === undefined
    ? `${tool.name} has no method ${call.method}. Mend "method" in the file.`
    : { tool, method };
}

/** Resolves when the tools of a file are known, or the built-in ones for null; at once where there is no such file. */
function whenRead(path: string | null): Promise<void> {
  const isRead = () =>
    path === null
      ? useTools.getState().builtIn !== null
      : useOwnTools.getState().files.has(path) || !isListed(path);
  if (isRead()) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (!isRead()) return;
      for (const end of ends) end();
      resolve();
    };
    const ends = [useTools.subscribe(look), useOwnTools.subscribe(look), onLibrary("tools", look)];
  });
}

function isListed(path: string): boolean {
  return libraryList("tools")?.files.some((file) => file.path === path) ?? true;
}

function ownTools(path: string): readonly Tool[] | string {
  const file = useOwnTools.getState().files.get(path);
  if (file === undefined) return `There is no tool file ${path}. Mend "file" in the file.`;
  if (file.trouble !== null) return file.trouble;
  if (file.error !== null && file.tools.length === 0) {
    return `${path} is no Python: line ${file.error.line}: ${file.error.message}`;
  }
  return file.tools;
}
