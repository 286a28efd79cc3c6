import type { KeyboardEvent } from "react";

interface ListKeys {
  count: number;
  active: number;
  goTo: (index: number) => void;
  /** How many rows Page Up and Page Down go. */
  page: number;
}

/** The keys that walk a list. The function returned tells whether it took the key. */
export function useListKeys({ count, active, goTo, page }: ListKeys) {
  return (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return false;
    const to = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (to === undefined) return false;
    event.preventDefault();
    goTo(Math.min(count - 1, Math.max(0, to)));
    return true;
  };
}
