import { focusTab } from "../shell/focus";
import { notify, openToolTab } from "../shell/shell-store";
import { useTools } from "./tools-store";

/** Opens the tool whose source has this line: the last one of the module that begins before it. */
export function openToolSource(module: string, line: number): void {
  const tools = (useTools.getState().tools ?? []).filter((tool) => tool.module === module);
  const tool = tools.findLast((each) => each.line <= line) ?? tools[0];
  if (tool === undefined) notify(`The source of ${module} is not among the tools here.`);
  else {
    openToolTab(tool.key, line);
    focusTab("start");
  }
}
