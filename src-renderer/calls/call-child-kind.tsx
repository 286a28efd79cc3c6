import { toolPathOfCall } from "../../src-shared/saved-call";
import type { ChildKind } from "../library/library-kind";
import type { LibraryEntry } from "../library/library-rows";
import { useOwnTools } from "../tools/own-tools-store";
import { chooseCallTool, openSavedCall } from "./call-actions";
import { callCommands } from "./call-commands";
import { openCallDialog } from "./call-dialog-store";
import { CallIcon, onCallKey, RunCallButton } from "./call-row";
import { draggedCall, setDraggedCall } from "./dragged-call";
import { savedCallFile } from "./saved-calls-store";

/** What the tree of own tools has to know of the saved calls beneath them. */
export const callChildKind: ChildKind = {
  word: "saved call",
  icon: (child) => <CallIcon isWrong={child.isWrong} />,
  action: (child) => <RunCallButton {...child} />,
  commands: ({ path }) => callCommands(path),
  open: ({ path }) => void openSavedCall(path),
  onKey: onCallKey,
  setDragged: (child) => setDraggedCall(child?.path ?? null),
  draggedTo: (entry) => {
    const path = draggedCall();
    const read = path === null ? undefined : savedCallFile(path)?.read;
    if (path === null || !read?.ok || toolsOf(entry).length === 0) return null;
    return toolPathOfCall(path, read.call) === entry.path ? null : path;
  },
  drop: (path, entry) => {
    const read = savedCallFile(path)?.read;
    const tools = toolsOf(entry);
    const same = tools.find(({ name }) => read?.ok && name === read.call.tool);
    const tool = same ?? (tools.length === 1 ? tools[0] : undefined);
    const method = tool?.methods.find(({ name }) => read?.ok && name === read.call.method);
    if (tool === undefined || method === undefined) {
      openCallDialog({ kind: "tool", path, toolPath: entry.path });
    } else {
      const chosen = { path: entry.path, tool: tool.name, method: method.name };
      void chooseCallTool(path, chosen, true);
    }
  },
};

function toolsOf({ path }: LibraryEntry) {
  return useOwnTools.getState().files.get(path)?.tools ?? [];
}
