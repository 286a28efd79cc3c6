import { defaultRangeExtractor, useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef } from "react";

/** Height of a row, px. */
const ROW = 28;

interface TreeRows<Row> {
  rows: readonly Row[];
  /** Index of the row that the keyboard is on. */
  active: number;
  /** What the tree's store has for it: the row may come with a later list only. */
  activeRowId: string | null;
  /** What scrolls. Each row's element has its id in `data-row-id`. */
  boxRef: RefObject<HTMLElement | null>;
}

interface ShownRows<Row> {
  virtual: Virtualizer<HTMLElement, Element>;
  /** The row that an element is of, or is in. */
  rowAt: (element: EventTarget) => Row | undefined;
}

/** The rows of a tree, only those on the screen in the page, and the active one brought into view. */
export function useTreeRows<Row extends { id: string }>({
  rows,
  active,
  activeRowId,
  boxRef,
}: TreeRows<Row>): ShownRows<Row> {
  const virtual = useVirtualizer<HTMLElement, Element>({
    count: rows.length,
    getScrollElement: () => boxRef.current,
    estimateSize: () => ROW,
    paddingEnd: 8,
    overscan: 4,
    // The row that the keyboard is on is always there to be named.
    rangeExtractor: (range) =>
      [...new Set([active, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  });
  useShowActive(activeRowId, rows, virtual.scrollToIndex);
  const rowAt = (element: EventTarget) => {
    const id = (element as Element).closest<HTMLElement>("[data-row-id]")?.dataset.rowId;
    return rows.find((row) => row.id === id);
  };
  return { virtual, rowAt };
}

/** Brings a row that became active by something else than the keys of the tree into view. */
function useShowActive(
  activeRowId: string | null,
  rows: readonly { id: string }[],
  scrollTo: (index: number) => void,
): void {
  const shown = useRef(activeRowId);
  useEffect(() => {
    if (shown.current === activeRowId) return;
    const at = rows.findIndex((row) => row.id === activeRowId);
    // One that was just made comes with the next list.
    if (at === -1) return;
    shown.current = activeRowId;
    scrollTo(at);
  }, [activeRowId, rows, scrollTo]);
}
