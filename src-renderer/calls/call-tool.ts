import { type SavedCall, toolPathOfCall } from "../../src-shared/saved-call";
import type { Method, Tool } from "../../src-shared/tool";
import { useOwnTools } from "../tools/own-tools-store";
import { useTools } from "../tools/tools-store";

export interface CallTarget {
  tool: Tool;
  method: Method;
}

/** What a saved call calls. @returns a sentence that says what is missing, and what to do */
export function targetOf(path: string, call: SavedCall): CallTarget | string {
  const toolPath = toolPathOfCall(path, call);
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

function ownTools(path: string): readonly Tool[] | string {
  const file = useOwnTools.getState().files.get(path);
  if (file === undefined) return `There is no tool file ${path}. Mend "file" in the file.`;
  if (file.trouble !== null) return file.trouble;
  if (file.error !== null && file.tools.length === 0) {
    return `${path} is no Python: line ${file.error.line}: ${file.error.message}`;
  }
  return file.tools;
}
