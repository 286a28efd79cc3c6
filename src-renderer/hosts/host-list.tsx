import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef } from "react";
import type { Host } from "../../src-shared/host";
import { useShell } from "../shell/shell-store";
import { CommandMenu, isMenuKey, type MenuContent, openMenuAt } from "../ui/context-menu";
import { hasMod } from "../ui/keys";
import { useTreeRows } from "../ui/use-tree-rows";
import { BranchRow } from "./branch-row";
import { clickHost } from "./choose-host";
import { useConnectQueue } from "./connect-many";
import { hostsByIds, nameOf } from "./host-actions";
import { branchCommands, hostCommands, listCommands } from "./host-commands";
import { filterWords } from "./host-filter";
import styles from "./host-list.module.css";
import { HostRow, rowElementId } from "./host-row";
import { hostsUnder, type TreeRow } from "./host-rows";
import { useHosts } from "./hosts-store";
import { goToRow, setActiveHost, setFolded, useHostList } from "./list-store";
import { hostIdsOf, hostsBetween, targetsOf, toggled } from "./selection";
import { useHostDrag } from "./use-host-drag";
import { useHostKeys } from "./use-host-keys";

interface HostListProps {
  rows: readonly TreeRow[];
  /** The hosts that a filter left; null without one. */
  found: ReadonlySet<Host> | null;
  listRef: RefObject<HTMLDivElement | null>;
  /** Called with what was typed while the list had the focus. */
  onType: () => void;
}

/**
 * The hosts in their groups, only those on the screen in the page. Arrows walk and fold,
 * with Shift they select; Enter connects, Space looks, F2 edits, Delete removes, typing filters.
 */
export function HostList({ rows, found, listRef, onType }: HostListProps) {
  const sessions = useHosts((state) => state.sessions);
  const waiting = useConnectQueue((state) => state.waiting);
  const filter = useHostList((state) => state.filter);
  const activeRowId = useHostList((state) => state.activeRowId);
  const selected = useHostList((state) => state.selected);
  const shownHostId = useShell(({ tabs, activeTabId }) => {
    const tab = tabs.find((each) => each.id === activeTabId);
    return tab?.kind === "host" ? tab.hostId : null;
  });
  const active = useActiveIndex(rows, activeRowId, filter);
  const current = rows[active];
  const { virtual, rowAt } = useTreeRows({ rows, active, activeRowId, boxRef: listRef });
  const drag = useHostDrag(rows, rowAt);
  const onKey = useHostKeys({ rows, active, scrollTo: virtual.scrollToIndex, onType });
  const menuRow = useRef<TreeRow | undefined>(undefined);
  const words = useWords(filter);
  useShownHost(shownHostId);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (isMenuKey(event)) {
      event.preventDefault();
      if (current !== undefined) openMenuAt(rowElementId(current.id));
    } else onKey(event);
  };
  const onClick = (event: MouseEvent) => {
    const row = rowAt(event.target);
    // The second click of a double click has nothing of its own to do.
    if (row === undefined || event.detail > 1) return;
    if (row.kind === "branch") {
      goToRow(row.id, []);
      setFolded([row.id], !row.isFolded);
    } else if (event.shiftKey) {
      const { anchorRowId } = useHostList.getState();
      const from = rows.findIndex((each) => each.id === (anchorRowId ?? activeRowId));
      goToRow(row.id, hostsBetween(rows, Math.max(0, from), rows.indexOf(row)), true);
    } else if (hasMod(event)) goToRow(row.id, toggled(selected, row.host.id));
    else {
      goToRow(row.id, [row.host.id]);
      clickHost(row.host.id);
    }
  };
  return (
    <CommandMenu content={() => menuOf(menuRow.current, rows, found)}>
      <div
        ref={listRef}
        role="tree"
        aria-label="Hosts"
        aria-multiselectable
        aria-activedescendant={current === undefined ? undefined : rowElementId(current.id)}
        tabIndex={0}
        className={styles.list}
        data-host-list
        data-nothing-found={(rows.length === 0 && filter !== "") || undefined}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={(event) => {
          const row = rowAt(event.target);
          menuRow.current = row;
          if (row?.kind === "host" && !selected.has(row.host.id)) goToRow(row.id, [row.host.id]);
          else if (row !== undefined) goToRow(row.id, undefined, true);
        }}
        {...drag.handlers}
      >
        <div
          className={styles.space}
          style={{ height: virtual.getTotalSize() }}
          role="presentation"
        >
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const isActive = row === current;
            if (row.kind === "branch") {
              return (
                <BranchRow
                  key={row.id}
                  row={row}
                  isActive={isActive}
                  isDropTarget={drag.over !== null && isDropRow(row, drag.over)}
                  words={words}
                  start={start}
                />
              );
            }
            const { host } = row;
            return (
              <HostRow
                key={row.id}
                row={row}
                session={sessions.get(host.id)}
                isWaiting={waiting.has(host.id)}
                isActive={isActive}
                isSelected={selected.size > 0 ? selected.has(host.id) : host.id === shownHostId}
                isShown={host.id === shownHostId}
                isDropTarget={false}
                words={words}
                start={start}
              />
            );
          })}
        </div>
      </div>
    </CommandMenu>
  );
}

/** Something dropped out of all groups stands with the ungrouped ones of its kind. */
function isDropRow({ branch }: TreeRow & { kind: "branch" }, target: string): boolean {
  if (target === "") return branch.kind === "config" || branch.kind === "added";
  return branch.kind === "group" && branch.path === target;
}

/** Where the keyboard is: if its row is gone, where that was, unless another filter is why. */
function useActiveIndex(rows: readonly TreeRow[], rowId: string | null, filter: string): number {
  const last = useRef({ index: 0, filter });
  const found = rows.findIndex((row) => row.id === rowId);
  const before = last.current.filter === filter ? last.current.index : 0;
  const index = found === -1 ? Math.max(0, Math.min(before, rows.length - 1)) : found;
  useEffect(() => {
    last.current = { index, filter };
  }, [index, filter]);
  return index;
}

let lastWords: { filter: string; words: string[] } = { filter: "", words: [] };

/** The same array for the same filter, so that rows which did not change are not drawn again. */
function useWords(filter: string): readonly string[] {
  if (lastWords.filter !== filter) lastWords = { filter, words: filterWords(filter) };
  return lastWords.words;
}

/** Another tab that is shown is another host that one is at, unless it is selected with others. */
function useShownHost(hostId: string | null): void {
  useEffect(() => {
    if (hostId !== null && !useHostList.getState().selected.has(hostId)) setActiveHost(hostId);
  }, [hostId]);
}

function menuOf(
  row: TreeRow | undefined,
  rows: readonly TreeRow[],
  found: ReadonlySet<Host> | null,
): MenuContent {
  if (row === undefined) return { label: "Hosts", commands: listCommands() };
  if (row.kind === "branch") {
    const { branch } = row;
    const hosts = hostsUnder(branch).filter((host) => found?.has(host) ?? true);
    const path = branch.kind === "group" ? branch.path : null;
    return {
      label: branch.label,
      commands: branchCommands(branch.path || branch.label, path, hosts, found !== null),
    };
  }
  const { selected } = useHostList.getState();
  const hosts = hostsByIds(targetsOf(row, selected, hostIdsOf(rows)));
  return { label: nameOf(hosts), commands: hostCommands(hosts) };
}
