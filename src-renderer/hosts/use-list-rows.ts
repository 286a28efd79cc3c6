import { useMemo } from "react";
import type { Host } from "../../src-shared/host";
import { filterHosts, filterIndex, parseFilter } from "./host-filter";
import { hostTree, type TreeRow, treeRows } from "./host-rows";
import { isOpen, useHosts } from "./hosts-store";
import { useHostList } from "./list-store";

interface ListRows {
  rows: TreeRow[];
  /** The hosts that the filter left; null without one. */
  found: ReadonlySet<Host> | null;
}

/**
 * The rows that the list would have just now.
 * @param isThere whether a host is to be in it; those that are not are left out
 */
export function rowsNow(isThere: (host: Host) => boolean = () => true): TreeRow[] {
  const { hosts, groups, sessions } = useHosts.getState();
  const { filter, folded, foldedInFilter } = useHostList.getState();
  const there = (hosts ?? []).filter(isThere);
  const terms = parseFilter(filter);
  const isOpenNow = (id: string) => isOpen(sessions.get(id));
  const found =
    terms.length === 0 ? null : new Set(filterHosts(filterIndex(there), terms, isOpenNow));
  return treeRows(hostTree(there, groups), found, filter === "" ? folded : foldedInFilter);
}

/** The rows of the list as it is filtered and folded. */
export function useListRows(): ListRows {
  const hosts = useHosts((state) => state.hosts);
  const groups = useHosts((state) => state.groups);
  const filter = useHostList((state) => state.filter);
  const folded = useHostList((state) => (filter === "" ? state.folded : state.foldedInFilter));
  const terms = useMemo(() => parseFilter(filter), [filter]);
  // Only a filter for open sessions has to look at them, at each of their changes.
  const asksOpen = terms.some((term) => term.kind === "is" && term.text === "open");
  const sessions = useHosts((state) => (asksOpen ? state.sessions : null));
  const tree = useMemo(() => hostTree(hosts ?? [], groups), [hosts, groups]);
  const index = useMemo(() => filterIndex(hosts ?? []), [hosts]);
  const found = useMemo(
    () =>
      terms.length === 0
        ? null
        : new Set(filterHosts(index, terms, (id) => isOpen(sessions?.get(id)))),
    [index, terms, sessions],
  );
  const rows = useMemo(() => treeRows(tree, found, folded), [tree, found, folded]);
  return { rows, found };
}
