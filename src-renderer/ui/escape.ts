import { useEffect, useRef } from "react";

/** Escapes that have closed a word about an element, and nothing that a person opened. */
const closedTips = new WeakSet<KeyboardEvent>();

/** What is open and hears Escape, the uppermost last. */
const hearers: (() => void)[] = [];

/** Says that a key closed a tooltip alone, so that what the key is meant for hears it too. */
export function closesTip(event: KeyboardEvent): void {
  closedTips.add(event);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== "Escape" || event.isComposing) return;
  // A menu or a list that stands open in a dialog is closed first, and says that it used the key up.
  if (event.defaultPrevented && !closedTips.has(event)) return;
  hearers.at(-1)?.();
}

/**
 * Hears Escape wherever nothing in front has used it up; of several that hear it, the one that was shown last.
 * Radix tells only its uppermost layer of the key, and takes a tooltip for one; which layer that is, it knows
 * some time after what can be seen.
 */
export function useEscape(onEscape: () => void): void {
  const latest = useRef(onEscape);
  latest.current = onEscape;
  useEffect(() => {
    const hearer = () => latest.current();
    if (hearers.length === 0) window.addEventListener("keydown", onKeyDown);
    hearers.push(hearer);
    return () => {
      hearers.splice(hearers.indexOf(hearer), 1);
      if (hearers.length === 0) window.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}
