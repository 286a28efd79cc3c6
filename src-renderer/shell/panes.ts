import { placeIn } from "./focus";

const focusable =
  'input, textarea, button:not([tabindex="-1"]):not([aria-hidden]), [role="tree"], [role="listbox"], [tabindex="0"]';

/** Moves the focus to the next pane of the window (`step` 1) or the one before (-1), around the ends: where it was there before. */
export function cyclePane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter(
    (pane) => pane.offsetParent !== null,
  );
  const at = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const first =
    at === -1 ? (step === 1 ? 0 : panes.length - 1) : (at + step + panes.length) % panes.length;
  const pane = panes[first];
  if (pane === undefined) return;
  const target =
    placeIn(pane) ??
    pane.querySelector<HTMLElement>("[data-pane-focus]") ??
    pane.querySelector<HTMLElement>(focusable);
  target?.focus();
}
