import { flushSync } from "react-dom";
import { type Section, showSection } from "./shell-store";

/** Shows a section and goes to its filter before the next key, which is meant for it. */
export function focusFilter(section: Section): void {
  flushSync(() => showSection(section));
  const field = document.querySelector<HTMLInputElement>("input[data-pane-focus]");
  field?.focus();
  field?.select();
}
