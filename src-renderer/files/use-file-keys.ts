import type { KeyboardEvent } from "react";
import { hasMod } from "../ui/keys";
import { namesBetween } from "./entry-rows";
import { askToRemove, askToRename, copyPaths, openEntry } from "./file-actions";
import { selectedEntries } from "./file-commands";
import type { FileEntry } from "./file-entry";
import { changeFolder, type FolderView, goToEntry, goUp, readAgain } from "./files-store";

/** Rows that Page Up and Page Down go. */
const PAGE = 15;

interface FileKeys {
  hostId: string;
  view: FolderView;
  rows: readonly FileEntry[];
  /** Index of the row that the keyboard is on. */
  active: number;
  scrollTo: (index: number) => void;
}

/** The keys of the list of files. The function returned tells whether it took the key. */
export function useFileKeys(keys: FileKeys) {
  return (event: KeyboardEvent): boolean => walk(event, keys) || act(event, keys);
}

/** The keys that go to a row, and select with Shift. */
function walk(event: KeyboardEvent, { hostId, view, rows, active, scrollTo }: FileKeys): boolean {
  if (event.altKey || rows.length === 0) return false;
  // The first key goes onto the first row, if the keyboard was on none.
  const step = view.active === null ? 0 : 1;
  const wanted = {
    ArrowDown: active + step,
    ArrowUp: active - step,
    PageDown: active + PAGE,
    PageUp: active - PAGE,
    Home: 0,
    End: rows.length - 1,
  }[event.key];
  if (wanted === undefined) return false;
  const to = Math.min(rows.length - 1, Math.max(0, wanted));
  const next = rows[to];
  if (next === undefined) return true;
  if (event.shiftKey) {
    const anchor = rows.findIndex(({ name }) => name === view.anchor);
    goToEntry(hostId, next.name, namesBetween(rows, anchor === -1 ? active : anchor, to), true);
  } else if (hasMod(event)) goToEntry(hostId, next.name, view.selected);
  else goToEntry(hostId, next.name);
  scrollTo(to);
  return true;
}

/** The keys that do something. */
function act(event: KeyboardEvent, { hostId, view, rows, active }: FileKeys): boolean {
  const row = rows[active];
  const { filter, selected } = view;
  if (event.altKey) {
    if (event.key === "ArrowUp") void goUp(hostId);
    return event.key === "ArrowUp";
  }
  switch (hasMod(event) ? `Mod+${event.key.toLowerCase()}` : event.key) {
    case "Enter":
      if (row !== undefined) openEntry(hostId, row);
      return true;
    case "Backspace":
      void goUp(hostId);
      return true;
    case " ":
    case "Mod+ ":
      if (row !== undefined) {
        const after = new Set(selected);
        if (!after.delete(row.name)) after.add(row.name);
        goToEntry(hostId, row.name, after);
      }
      return true;
    case "Mod+a":
      changeFolder(hostId, { selected: new Set(rows.map(({ name }) => name)) });
      return true;
    case "Mod+c":
      copyPaths(hostId, selectedEntries(hostId));
      return true;
    case "F2":
      askToRename(hostId, row);
      return true;
    case "Delete":
      askToRemove(hostId, selectedEntries(hostId));
      return true;
    case "F5":
      void readAgain(hostId);
      return true;
    case "Escape":
      if (filter !== "") changeFolder(hostId, { filter: "" });
      else if (selected.size > 1 && row !== undefined) goToEntry(hostId, row.name);
      else return false;
      return true;
    default:
      return false;
  }
}
