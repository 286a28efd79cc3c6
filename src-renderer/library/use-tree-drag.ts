import { type DragEvent, useRef, useState } from "react";
import type { LibraryKind } from "./library-kind";
import { entryId, folderId, type LibraryRow } from "./library-rows";
import { folderAt, labelOf, moveRowTo } from "./tree-actions";

/**
 * Dragging entries and folders into folders, with the pointer; beside all rows is out of all folders. What stands
 * beneath an entry is dragged to another one.
 * `rowAt` finds the row of an element.
 */
export function useTreeDrag(
  kind: LibraryKind,
  rowAt: (element: EventTarget) => LibraryRow | undefined,
) {
  const dragged = useRef<LibraryRow | null>(null);
  /** The id of the row that it would be dropped on; that of the folder without a name for beside all rows. */
  const [over, setOver] = useState<string | null>(null);
  const end = () => {
    dragged.current = null;
    kind.child?.setDragged(null);
    setOver(null);
  };
  /** The entry that a child would go to, and which child; null where none can. */
  const childTarget = (event: DragEvent) => {
    const row = rowAt(event.target);
    if (row === undefined || row.kind === "folder") return null;
    const path = kind.child?.draggedTo(row.entry) ?? null;
    return path === null ? null : { path, entry: row.entry };
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
      if (row.kind === "child") kind.child?.setDragged(row.child);
      else dragged.current = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", labelOf(row));
    },
    onDragOver: (event: DragEvent) => {
      const target = targetOf(event);
      const child = childTarget(event);
      const id = child === null ? null : entryId(child.entry.path);
      setOver(target === null ? id : folderId(target));
      if (target === null && child === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null);
    },
    onDrop: (event: DragEvent) => {
      const target = targetOf(event);
      const what = dragged.current;
      const child = childTarget(event);
      end();
      if (child !== null) {
        event.preventDefault();
        kind.child?.drop(child.path, child.entry);
      }
      if (what === null || target === null) return;
      event.preventDefault();
      void moveRowTo(kind, what, target);
    },
    onDragEnd: end,
  };
  return { over, handlers };
}
