import { openTemplateDialog } from "../templates/template-dialog-store";
import { isUnsaved } from "../templates/template-sessions";
import { activateTab, closeTab, useShell } from "./shell-store";

/** Closes a tab as a person asks for it: where something in it is not saved, they are asked first. */
export function askToCloseTab(id: string): void {
  const tab = useShell.getState().tabs.find((each) => each.id === id);
  if (tab?.kind !== "template" || !isUnsaved(tab.path)) {
    closeTab(id);
    return;
  }
  // One sees what one is asked about.
  activateTab(id);
  openTemplateDialog({ kind: "close", template: tab.path });
}
