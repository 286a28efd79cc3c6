import { useShell } from "../shell/shell-store";
import { modKey } from "../ui/keys";
import { saveOwnTool } from "./own-tool-actions";
import { askForNewTool } from "./own-tool-dialog-store";
import { isToolUnsaved, knownToolSession } from "./own-tool-sessions";

interface Command {
  label: string;
  keys: string;
  run: () => void;
}

/** What can be done with own tools just now: first for the one whose tab is shown. */
export function ownToolCommands(): Command[] {
  const { tabs, activeTabId } = useShell.getState();
  const tab = tabs.find((each) => each.id === activeTabId);
  const session = tab?.kind === "own-tool" ? knownToolSession(tab.path) : undefined;
  const save =
    session === undefined || !isToolUnsaved(session.path)
      ? []
      : [{ label: "Save the tool", keys: `${modKey}+S`, run: () => void saveOwnTool(session) }];
  return [...save, { label: "New tool", keys: "", run: () => askForNewTool() }];
}
