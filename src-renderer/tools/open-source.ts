import { toolPathOf } from "../../src-shared/own-tool";
import { libraryList } from "../library/library-store";
import { focusTab } from "../shell/focus";
import { notify, openToolTab } from "../shell/shell-store";
import { showSnippetSource } from "../snippets/snippets-store";
import { showOwnTool } from "./own-tool-actions";
import { knownToolSession } from "./own-tool-sessions";
import { useTools } from "./tools-store";

/**
 * Opens the source that has this line: an own tool by its file, which a traceback names, a snippet, or
 * the last built-in tool of the module that begins before the line.
 */
export function openToolSource(module: string, line: number, file: string): void {
  const path = toolPathOf(file);
  if (path !== null && isThere(path)) {
    showOwnTool(path, line);
    return;
  }
  if (showSnippetSource(module, line)) return;
  const tools = (useTools.getState().builtIn ?? []).filter((tool) => tool.module === module);
  const tool = tools.findLast((each) => each.line <= line) ?? tools[0];
  if (tool === undefined) notify(`The source of ${module} is not among the tools here.`);
  else {
    openToolTab(tool.key, line);
    focusTab("start");
  }
}

function isThere(path: string): boolean {
  const files = libraryList("tools")?.files ?? [];
  return knownToolSession(path) !== undefined || files.some((file) => file.path === path);
}
