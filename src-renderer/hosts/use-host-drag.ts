import { type DragEvent, useRef, useState } from "react";
import { formatPlural } from "../../src-shared/format";
import { moveGroup } from "./group-actions";
import { hostsByIds, moveToGroup } from "./host-actions";
import type { TreeRow } from "./host-rows";
import { useHostList } from "./list-store";
import { hostIdsOf, targetsOf } from "./selection";

type Dragged = { kind: "hosts"; hostIds: string[] } | { kind: "group"; path: string };

/** The group that something dropped on a row goes to; empty for out of all groups, null where it cannot be dropped. */
function targetOf(row: TreeRow | undefined): string | null {
  if (row?.kind === "branch") return row.branch.kind === "favourites" ? null : row.branch.path;
  if (row?.kind !== "host" || row.parentId === "favourites" || row.parentId === null) return null;
  return row.host.group;
}

function draggedFrom(row: TreeRow, rows: readonly TreeRow[]): Dragged | null {
  if (row.kind === "branch")
    return row.branch.kind === "group" ? { kind: "group", path: row.branch.path } : null;
  return {
    kind: "hosts",
    hostIds: targetsOf(row, useHostList.getState().selected, hostIdsOf(rows)),
  };
}

/** What is under the pointer while several hosts are dragged: how many they are. */
function showCount(event: DragEvent, count: number): void {
  const badge = document.createElement("div");
  badge.textContent = formatPlural(count, "host");
  badge.className = "drag-badge";
  document.body.append(badge);
  event.dataTransfer.setDragImage(badge, -8, -8);
  // The picture of it is taken in this turn.
  setTimeout(() => badge.remove());
}

/**
 * Dragging hosts and groups onto groups, with the pointer. By keyboard the menu does the same.
 * `rowAt` finds the row of an element.
 */
export function useHostDrag(
  rows: readonly TreeRow[],
  rowAt: (element: EventTarget) => TreeRow | undefined,
) {
  const dragged = useRef<Dragged | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const end = () => {
    dragged.current = null;
    setOver(null);
  };
  const handlers = {
    onDragStart: (event: DragEvent) => {
      const row = rowAt(event.target);
      const what = row === undefined ? null : draggedFrom(row, rows);
      if (what === null) return event.preventDefault();
      dragged.current = what;
      event.dataTransfer.effectAllowed = "move";
      const text =
        what.kind === "group"
          ? what.path
          : hostsByIds(what.hostIds)
              .map((host) => host.name)
              .join("\n");
      event.dataTransfer.setData("text/plain", text);
      if (what.kind === "hosts" && what.hostIds.length > 1) showCount(event, what.hostIds.length);
    },
    onDragOver: (event: DragEvent) => {
      if (dragged.current === null) return;
      const target = targetOf(rowAt(event.target));
      setOver(target);
      if (target === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null);
    },
    onDrop: (event: DragEvent) => {
      const target = targetOf(rowAt(event.target));
      const what = dragged.current;
      end();
      if (what === null || target === null) return;
      event.preventDefault();
      if (what.kind === "group") moveGroup(what.path, target);
      else moveToGroup(hostsByIds(what.hostIds), target);
    },
    onDragEnd: end,
  };
  return { over, handlers };
}
