import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useMemo, useRef } from "react";
import { useShell } from "../shell/shell-store";
import { useListKeys } from "../ui/use-list-keys";
import { clickHost, connectHost } from "./choose-host";
import styles from "./host-list.module.css";
import { HostMenu } from "./host-menu";
import { HostOption, optionId } from "./host-option";
import { type HostRow, type HostSection, hostRows } from "./host-rows";
import { setActiveHost, setFilter, useHosts } from "./hosts-store";
import { askToRemove } from "./remove-host";

const ROW = 28;

interface HostListProps {
  sections: readonly HostSection[];
  listRef: RefObject<HTMLDivElement | null>;
  /** Called with what was typed while the list had the focus. */
  onType: () => void;
}

/** The hosts, only those on the screen in the page. Arrows walk, Enter connects, typing filters. */
export function HostList({ sections, listRef, onType }: HostListProps) {
  const sessions = useHosts((state) => state.sessions);
  const activeHostId = useHosts((state) => state.activeHostId);
  const shownHostId = useShell(({ tabs, activeTabId }) => {
    const tab = tabs.find((each) => each.id === activeTabId);
    return tab?.kind === "host" ? tab.hostId : null;
  });
  const rows = useMemo(() => hostRows(sections), [sections]);
  const hosts = useMemo(
    () => rows.flatMap((row) => (row.kind === "host" ? [row.host] : [])),
    [rows],
  );
  const menuHost = useRef<string | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => listRef.current,
    estimateSize: () => ROW,
    paddingEnd: 8,
    overscan: 10,
  });

  const found = hosts.findIndex((host) => host.id === activeHostId);
  const active = Math.max(0, found);
  const goTo = (index: number) => {
    const host = hosts[index];
    if (host === undefined) return;
    setActiveHost(host.id);
    virtual.scrollToIndex(rows.findIndex((row) => row.kind === "host" && row.host.id === host.id));
  };
  const walk = useListKeys({ count: hosts.length, active, goTo, page: 15 });
  const current = hosts[active];
  const onKeyDown = (event: KeyboardEvent) => {
    if (walk(event) || current === undefined) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Enter") connectHost(current.id);
    else if (event.key === " " && isPlain) clickHost(current.id);
    else if (event.key === "Delete" && isPlain) askToRemove(current);
    else if (event.key === "Escape" && useHosts.getState().filter !== "") setFilter("");
    else if (isPlain && event.key.length === 1) return onType();
    else return;
    event.preventDefault();
  };
  return (
    <HostMenu hostId={() => menuHost.current ?? current?.id ?? null}>
      <div
        ref={listRef}
        role="listbox"
        aria-label="Hosts"
        aria-activedescendant={current === undefined ? undefined : optionId(current.id)}
        tabIndex={0}
        className={styles.list}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => {
          const option = (event.target as Element).closest<HTMLElement>("[data-host-id]");
          menuHost.current = option?.dataset.hostId ?? null;
          if (menuHost.current !== null) setActiveHost(menuHost.current);
        }}
      >
        <div
          className={styles.space}
          style={{ height: virtual.getTotalSize() }}
          role="presentation"
        >
          {groupRows(virtual.getVirtualItems(), rows).map(({ section, items }) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options, not of form controls
            <div key={section} role="group" aria-label={section}>
              {items.map(({ row, start }) => {
                const style = { transform: `translateY(${start}px)` };
                if (row.kind === "heading") {
                  return (
                    <div
                      key={`heading-${section}`}
                      className={styles.heading}
                      style={style}
                      role="presentation"
                    >
                      {row.section.heading}
                      <span className={styles.count}>{row.section.hosts.length}</span>
                    </div>
                  );
                }
                const { host } = row;
                return (
                  <HostOption
                    key={host.id}
                    host={host}
                    session={sessions.get(host.id)}
                    position={row.position}
                    count={hosts.length}
                    isActive={host.id === current?.id}
                    isSelected={host.id === shownHostId}
                    style={style}
                    onClick={() => clickHost(host.id)}
                  />
                );
              })}
            </div>
          ))}
        </div>
      </div>
    </HostMenu>
  );
}

interface Group {
  section: string;
  items: { row: HostRow; start: number }[];
}

const sectionNames = { local: "This machine", config: "From ssh config", added: "Added" } as const;

/** The rows on the screen by section, for whoever hears the list. */
function groupRows(
  items: readonly { index: number; start: number }[],
  rows: readonly HostRow[],
): Group[] {
  const groups: Group[] = [];
  for (const { index, start } of items) {
    const row = rows[index];
    if (row === undefined) continue;
    const section = sectionNames[row.kind === "host" ? row.host.source : row.section.source];
    let group = groups.at(-1);
    if (group?.section !== section) {
      group = { section, items: [] };
      groups.push(group);
    }
    group.items.push({ row, start });
  }
  return groups;
}
