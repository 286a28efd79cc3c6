import { create } from "zustand";
import { recall, remember } from "../shell/remembered";

interface ListState {
  filter: string;
  /** Ids of folded branches, kept between starts. */
  folded: ReadonlySet<string>;
  /** Those folded while the present filter holds, which unfolds all. */
  foldedInFilter: ReadonlySet<string>;
  /** The row that the keyboard is on; null for the first. */
  activeRowId: string | null;
  /** From where Shift selects; null for the active row. */
  anchorRowId: string | null;
  /** Ids of hosts. */
  selected: ReadonlySet<string>;
}

const FOLDED = "hosts.folded";

/** What the list shows: filter, folded branches, selection. */
export const useHostList = create<ListState>(() => ({
  filter: "",
  folded: recallFolded(),
  foldedInFilter: new Set(),
  activeRowId: null,
  anchorRowId: null,
  selected: new Set(),
}));

const set = useHostList.setState;
const get = useHostList.getState;

function recallFolded(): Set<string> {
  // A group's name has no line break.
  return new Set((recall(FOLDED) ?? "").split("\n").filter(Boolean));
}

export function setFilter(filter: string): void {
  set({ filter, foldedInFilter: new Set() });
}

export function setFolded(branchIds: readonly string[], isFolded: boolean): void {
  const change = (before: ReadonlySet<string>) => {
    const after = new Set(before);
    for (const id of branchIds) isFolded ? after.add(id) : after.delete(id);
    return after;
  };
  if (get().filter !== "") {
    set({ foldedInFilter: change(get().foldedInFilter) });
    return;
  }
  const folded = change(get().folded);
  set({ folded });
  remember(FOLDED, [...folded].join("\n"));
}

/** Goes to a row. What is selected stays unless it is given. */
export function goToRow(rowId: string, selected?: Iterable<string>, keepAnchor = false): void {
  set((state) => ({
    activeRowId: rowId,
    anchorRowId: keepAnchor ? (state.anchorRowId ?? rowId) : rowId,
    selected: selected === undefined ? state.selected : new Set(selected),
  }));
}

/** The host alone, wherever its row is shown. */
export function setActiveHost(hostId: string): void {
  const favourite = `favourite ${hostId}`;
  goToRow(get().activeRowId === favourite ? favourite : `host ${hostId}`, [hostId]);
}

export function setSelected(hostIds: Iterable<string>): void {
  set({ selected: new Set(hostIds) });
}
