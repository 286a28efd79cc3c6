import { type DragEvent, useRef, useState } from "react";
import type { LibraryKind } from "./library-kind";
import type { LibraryRow } from "./library-rows";
import { folderAt, labelOf, moveRowTo } from "./tree-actions";

/**
 * Dragging entries and folders into folders, with the pointer; beside all rows is out of all folders.
 * `rowAt` finds the row of an element.
 */
export function useTreeDrag(
  kind: LibraryKind,
  rowAt: (element: EventTarget) => LibraryRow | undefined,
) {
  const dragged = useRef<LibraryRow | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const end = () => {
    dragged.current = null;
    setOver(null);
  };
  /** The folder that it would go to; null where it cannot. */
  const targetOf = (event: DragEvent): string | null => {
    const what = dragged.current;
    if (what === null) return null;
    const folder = folderAt(rowAt(event.target));
    const isInside =
      what.kind === "folder" && (folder === what.path || folder.startsWith(`${what.path}/`));
    return isInside ? null : folder;
  };
  const handlers = {
    onDragStart: (event: DragEvent) => {
      const row = rowAt(event.target);
      if (row === undefined) return event.preventDefault();
      dragged.current = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", labelOf(row));
    },
    onDragOver: (event: DragEvent) => {
      const target = targetOf(event);
      setOver(target);
      if (target === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null);
    },
    onDrop: (event: DragEvent) => {
      const target = targetOf(event);
      const what = dragged.current;
      end();
      if (what === null || target === null) return;
      event.preventDefault();
      void moveRowTo(kind, what, target);
    },
    onDragEnd: end,
  };
  return { over, handlers };
}
