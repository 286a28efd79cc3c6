import { openTemplateDialog } from "../templates/template-dialog-store";
import { isUnsaved } from "../templates/template-sessions";
import { openOwnToolDialog } from "../tools/own-tool-dialog-store";
import { isToolUnsaved } from "../tools/own-tool-sessions";
import { activateTab, closeTab, useShell } from "./shell-store";

/** Closes a tab as a person asks for it: where something in it is not saved, they are asked first. */
export function askToCloseTab(id: string): void {
  const tab = useShell.getState().tabs.find((each) => each.id === id);
  // One sees what one is asked about.
  if (tab?.kind === "template" && isUnsaved(tab.path)) {
    activateTab(id);
    openTemplateDialog({ kind: "close", template: tab.path });
  } else if (tab?.kind === "own-tool" && isToolUnsaved(tab.path)) {
    activateTab(id);
    openOwnToolDialog({ kind: "close", path: tab.path });
  } else closeTab(id);
}
