import type { KeyboardEvent } from "react";
import { hasMod } from "../ui/keys";
import { clickHost, connectHost } from "./choose-host";
import { connectMany } from "./connect-many";
import { removeGroup } from "./group-actions";
import { askToRemove, editDialog, hostsByIds } from "./host-actions";
import { undoLastChange } from "./host-changes";
import { openHostDialog } from "./host-dialog-store";
import type { TreeRow } from "./host-rows";
import { goToRow, setFilter, setFolded, setSelected, useHostList } from "./list-store";
import { hostIdsOf, hostsBetween, targetsOf, toggled } from "./selection";

/** Rows that Page Up and Page Down go. */
const PAGE = 15;

interface HostKeys {
  rows: readonly TreeRow[];
  /** Index of the row that the keyboard is on. */
  active: number;
  scrollTo: (index: number) => void;
  /** Called before a typed character goes into the filter. */
  onType: () => void;
}

const isPlain = (event: KeyboardEvent) => !event.ctrlKey && !event.metaKey && !event.altKey;

/** The keys of the host list. */
export function useHostKeys({ rows, active, scrollTo, onType }: HostKeys) {
  const row = rows[active];
  const goTo = (index: number, event: KeyboardEvent) => {
    const to = Math.min(rows.length - 1, Math.max(0, index));
    const next = rows[to];
    if (next === undefined) return;
    const { anchorRowId } = useHostList.getState();
    if (event.shiftKey) {
      const anchor = rows.findIndex((each) => each.id === anchorRowId);
      goToRow(next.id, hostsBetween(rows, anchor === -1 ? active : anchor, to), true);
    } else if (hasMod(event)) goToRow(next.id);
    else goToRow(next.id, hostIdsOf([next]));
    scrollTo(to);
  };
  return (event: KeyboardEvent): void => {
    if (row === undefined) {
      if (actOnNothing(event)) event.preventDefault();
      else if (isPlain(event) && event.key.length === 1) onType();
      return;
    }
    const taken = walk(event, rows, active, goTo) || act(event, row, rows);
    if (taken) event.preventDefault();
    else if (isPlain(event) && event.key.length === 1) onType();
  };
}

/** The keys that go somewhere. @returns whether it was one */
function walk(
  event: KeyboardEvent,
  rows: readonly TreeRow[],
  active: number,
  goTo: (index: number, event: KeyboardEvent) => void,
): boolean {
  if (event.altKey) return false;
  const row = rows[active];
  const to = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + PAGE,
    PageUp: active - PAGE,
    Home: 0,
    End: rows.length - 1,
  }[event.key];
  if (to !== undefined) goTo(to, event);
  else if (event.key === "ArrowRight" && row?.kind === "branch") {
    if (row.isFolded) setFolded([row.id], false);
    else if (row.count > 0 || row.branch.branches.length > 0) goTo(active + 1, event);
  } else if (event.key === "ArrowLeft" && row !== undefined) {
    if (row.kind === "branch" && !row.isFolded) setFolded([row.id], true);
    else if (row.parentId !== null)
      goTo(
        rows.findIndex((each) => each.id === row.parentId),
        event,
      );
  } else return event.key === "ArrowRight" || event.key === "ArrowLeft";
  return true;
}

/** The keys that lead out of a list that a filter, or a change under it, left empty. @returns whether it was one */
function actOnNothing(event: KeyboardEvent): boolean {
  if (hasMod(event) && !event.altKey && event.key.toLowerCase() === "z") undoLastChange();
  else if (event.key === "Escape" && useHostList.getState().filter !== "") setFilter("");
  else return false;
  return true;
}

/** The keys that do something. @returns whether it was one */
function act(event: KeyboardEvent, row: TreeRow, rows: readonly TreeRow[]): boolean {
  const { selected, filter } = useHostList.getState();
  const key = hasMod(event) && !event.altKey ? `Mod+${event.key.toLowerCase()}` : event.key;
  const hosts = () => hostsByIds(targetsOf(row, selected, hostIdsOf(rows)));
  const path = row.kind === "branch" ? row.branch.path : "";
  switch (key) {
    case "Enter":
    case " ":
      if (event.shiftKey || event.altKey) return false;
      if (row.kind === "branch") setFolded([row.id], !row.isFolded);
      else if (key === " ") clickHost(row.host.id);
      else if (hosts().length > 1) connectMany(hosts().map(({ id }) => id));
      else connectHost(row.host.id);
      return true;
    case "Mod+ ":
      if (row.kind === "host") goToRow(row.id, toggled(selected, row.host.id));
      return true;
    case "Mod+a":
      setSelected(hostIdsOf(rows));
      return true;
    case "Mod+z":
      undoLastChange();
      return true;
    case "F2":
    case "Mod+e":
      if (row.kind === "host") editDialog(hosts());
      else if (path !== "")
        openHostDialog({ kind: key === "F2" ? "rename-group" : "edit-group", path });
      return true;
    case "Delete":
      if (row.kind === "host") askToRemove(hosts());
      else if (path !== "") removeGroup(path);
      return true;
    case "Escape":
      if (filter !== "") setFilter("");
      else if (selected.size > 1) setSelected(hostIdsOf([row]));
      else return false;
      return true;
    default:
      return false;
  }
}
