import { useEffect } from "react";
import { useEscape } from "../ui/escape";
import { hasMod } from "../ui/keys";
import { askToCloseTab } from "./close-tab";
import { focusFilter } from "./focus-filter";
import { cyclePane } from "./panes";
import { pressShown } from "./press-shown";
import { openOverlay, stepTab, toggleLogs, toggleSidebar, useShell } from "./shell-store";

/** Whether a dialog stands before the window. The palettes give way to one another, others must be closed first. */
function isBlocked(): boolean {
  const isBehind = document.getElementById("root")?.getAttribute("aria-hidden") === "true";
  return isBehind && useShell.getState().overlay === null;
}

/** The keys that hold everywhere in the window. @returns whether it was one of them */
function runShortcut(event: KeyboardEvent): boolean {
  // Nothing may come over a question that somebody waits for, or take away what was typed into it.
  if (document.querySelector("[data-question]") !== null) return false;
  const { key, shiftKey, altKey } = event;
  if (isBlocked()) return false;
  if (key === "F6") {
    cyclePane(shiftKey ? -1 : 1);
    return true;
  }
  if (event.ctrlKey && (key === "PageDown" || key === "PageUp" || key === "Tab")) {
    stepTab(key === "PageUp" || (key === "Tab" && shiftKey) ? -1 : 1);
    return true;
  }
  if (!hasMod(event) || altKey) return false;
  // What runs and what stops is named by the form that is shown.
  if (key === "Enter") {
    return (
      useShell.getState().overlay === null && pressShown(shiftKey ? "[data-dry-run]" : "[data-run]")
    );
  }
  switch (shiftKey ? `Shift+${key.toUpperCase()}` : key.toLowerCase()) {
    case "Shift+P":
      openOverlay("commands");
      return true;
    case "p":
      openOverlay("quick-open");
      return true;
    case "w": {
      const { activeTabId } = useShell.getState();
      if (activeTabId !== null) askToCloseTab(activeTabId);
      return true;
    }
    case "s":
      pressShown("[data-save]");
      return true;
    case "Shift+S":
      pressShown("[data-save-call]");
      return true;
    case "j":
      toggleLogs();
      return true;
    case "b":
      toggleSidebar();
      return true;
    case "l":
    case "Shift+E":
      focusFilter("hosts");
      return true;
    case "q":
      // The app asks first where sessions are open.
      window.close();
      return true;
    case ",":
      openOverlay("settings");
      return true;
    default:
      return false;
  }
}

export function useShortcuts(): void {
  useEscape(() => pressShown("[data-cancel]"));
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!runShortcut(event)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}
