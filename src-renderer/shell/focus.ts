/**
 * Where the keyboard is. What is closed, hidden or replaced takes the focus
 * with it, and keys would then go nowhere: here it is put back.
 */

/** The element outside of dialogs that had the focus last. */
let place: HTMLElement | null = null;
/** The region of the window that it is in: it cannot be asked any more once it is gone. */
let region: HTMLElement | null = null;
/** The one before it, in another region. */
let before: HTMLElement | null = null;
/** Where each tab and each pane was left. */
const leftAt = new WeakMap<Element, HTMLElement>();

const regions = ["sidebar", "centre", "logs", "notice"]
  .map((name) => `[data-pane="${name}"]`)
  .join(",");

const focusable = 'input, textarea, button:not([tabindex="-1"]), [tabindex="0"]';

function isShown(element: HTMLElement | null | undefined): element is HTMLElement {
  return element?.isConnected === true && element.checkVisibility();
}

function firstShown(scope: ParentNode, selector: string): HTMLElement | undefined {
  return [...scope.querySelectorAll<HTMLElement>(selector)].find(isShown);
}

/** After what happens now is on the screen, and whatever closes for it has let go. */
function soon(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}

const isNowhere = (): boolean =>
  document.activeElement === null || document.activeElement === document.body;

/** Where the focus was last within a tab or a pane, if that is still there. */
export function placeIn(scope: Element): HTMLElement | undefined {
  const left = leftAt.get(scope);
  return isShown(left) ? left : undefined;
}

/** Puts the focus into the tab that is shown: where it was left if that is wanted, else on what one does first there. */
export function focusTab(at: "left" | "start" = "left"): void {
  soon(() => goToTab(at));
}

function goToTab(at: "left" | "start" = "left"): void {
  const panel = firstShown(document, '[role="tabpanel"]');
  if (panel === undefined) {
    const list = firstShown(document, '[role="listbox"], [role="tree"]');
    (list ?? firstShown(document, "[data-tab-focus]"))?.focus();
    return;
  }
  const left = at === "left" ? placeIn(panel) : undefined;
  (left ?? firstShown(panel, "[data-tab-focus]") ?? panel).focus();
}

/** Gives the focus back to what had it before a dialog, unless what was chosen there took it elsewhere. */
export function returnFocus(event: Event): void {
  event.preventDefault();
  if (!isNowhere()) return;
  if (isShown(place)) place.focus();
  else goOn();
}

/** For when the place of the focus is gone: near to it, if that is still there. */
function goOn(): void {
  const near = region?.dataset.pane === "centre" || !isShown(region) ? null : region;
  const target =
    near === null ? undefined : firstShown(near, `[data-pane-focus], [role="log"], ${focusable}`);
  if (target !== undefined) target.focus();
  else if (region?.dataset.pane !== "centre" && isShown(before)) before.focus();
  else goToTab();
}

function onFocusIn({ target }: FocusEvent): void {
  if (!(target instanceof HTMLElement) || target.closest("#root") === null) return;
  const inRegion = target.closest<HTMLElement>(regions);
  if (inRegion !== region && isShown(place)) before = place;
  place = target;
  region = inRegion;
  const pane = target.closest("[data-pane]");
  if (pane !== null && pane !== target) leftAt.set(pane, target);
  // A tab may have parts that are shown in turn.
  for (let scope = target.parentElement; scope !== null; scope = scope.parentElement) {
    if (scope.matches('[role="tabpanel"]')) leftAt.set(scope, target);
  }
}

let isChecking = false;

/** Looks whether the focus was lost. A click beside everything is none of that: its place is still there. */
function check(): void {
  if (isChecking || !isNowhere() || place === null) return;
  isChecking = true;
  soon(() => {
    isChecking = false;
    if (!isNowhere() || firstShown(document, '[role="dialog"], [role="menu"]')) return;
    if (isShown(place)) place = null;
    else if (place !== null) goOn();
  });
}

/** Watches over the focus. @returns a function that ends it */
export function keepFocus(): () => void {
  const observer = new MutationObserver(check);
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("focusin", onFocusIn);
  document.addEventListener("focusout", check);
  // A key may have led somewhere until then.
  if (isNowhere()) soon(() => isNowhere() && goToTab());
  return () => {
    observer.disconnect();
    document.removeEventListener("focusin", onFocusIn);
    document.removeEventListener("focusout", check);
  };
}
