import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef } from "react";
import { CommandMenu, isMenuKey, openMenuAt } from "../ui/context-menu";
import { hasMod } from "../ui/keys";
import { namesBetween } from "./entry-rows";
import { namesOf, openEntry } from "./file-actions";
import { fileCommands, selectedEntries } from "./file-commands";
import { type FileEntry, joinPath } from "./file-entry";
import styles from "./file-list.module.css";
import { FileRow, fileRowId } from "./file-row";
import { changeFolder, type FolderView, goToEntry } from "./files-store";
import { focusFilesFilter } from "./focus-files";
import { useFileKeys } from "./use-file-keys";

const ROW = 28;

interface FileListProps {
  hostId: string;
  view: FolderView;
  /** Of `shownEntries`. */
  rows: readonly FileEntry[];
  words: readonly string[];
  /** The folder that what is dragged would go to. */
  dropFolder: string | null;
}

/**
 * What is in a folder, only what is on the screen in the page. Arrows walk, with Shift they select, Enter
 * opens, Backspace goes up, F2 renames, Delete removes after a question, the menu key has the rest, typing filters.
 */
export function FileList({ hostId, view, rows, words, dropFolder }: FileListProps) {
  const id = useId();
  const listRef = useRef<HTMLDivElement>(null);
  const { path, selected } = view;
  const found = rows.findIndex(({ name }) => name === view.active);
  const active = Math.max(0, found);
  const current = rows[active];
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => listRef.current,
    estimateSize: () => ROW,
    paddingStart: 4,
    paddingEnd: 8,
    overscan: 6,
    // The row that the keyboard is on is always there to be named.
    rangeExtractor: (range) =>
      [...new Set([active, ...defaultRangeExtractor(range)])]
        .filter((at) => at < rows.length)
        .sort((a, b) => a - b),
  });
  const onKey = useFileKeys({ hostId, view, rows, active, scrollTo: virtual.scrollToIndex });
  useShowActive(view, found, virtual.scrollToIndex);
  const rowAt = (element: EventTarget) => {
    const at = (element as Element).closest<HTMLElement>("[data-row]")?.dataset.row;
    return at === undefined ? undefined : rows[Number(at)];
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isMenuKey(event)) {
      if (current !== undefined && !selected.has(current.name)) goToEntry(hostId, current.name);
      openMenuAt(current === undefined ? `${id}-rows` : fileRowId(id, active));
    } else if (!onKey(event)) {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isPlain && event.key.length === 1 && event.key !== " ") focusFilesFilter();
      return;
    }
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const row = rowAt(event.target);
    if (row === undefined || event.detail > 1) return;
    if (event.shiftKey) {
      const from = rows.findIndex(({ name }) => name === (view.anchor ?? view.active));
      goToEntry(hostId, row.name, namesBetween(rows, from, rows.indexOf(row)), true);
    } else if (hasMod(event)) {
      const after = new Set(selected);
      if (!after.delete(row.name)) after.add(row.name);
      goToEntry(hostId, row.name, after);
    } else goToEntry(hostId, row.name);
  };
  return (
    <CommandMenu content={() => ({ label: menuLabel(hostId), commands: fileCommands(hostId) })}>
      <div
        ref={listRef}
        role="listbox"
        aria-label="Files"
        aria-multiselectable
        aria-activedescendant={current === undefined ? undefined : fileRowId(id, active)}
        tabIndex={0}
        className={styles.list}
        data-file-list
        data-tab-focus
        data-empty={rows.length === 0 || undefined}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={(event) => {
          const row = rowAt(event.target);
          if (row !== undefined) openEntry(hostId, row);
        }}
        onContextMenu={(event) => {
          const row = rowAt(event.target);
          if (row === undefined) changeFolder(hostId, { selected: new Set() });
          else if (!selected.has(row.name)) goToEntry(hostId, row.name);
        }}
      >
        <div
          className={styles.space}
          id={`${id}-rows`}
          style={{ height: virtual.getTotalSize() }}
          role="presentation"
        >
          {virtual.getVirtualItems().map(({ index, start }) => {
            const entry = rows[index];
            if (entry === undefined) return null;
            return (
              <FileRow
                key={entry.name}
                id={fileRowId(id, index)}
                entry={entry}
                index={index}
                isActive={entry === current}
                isSelected={selected.has(entry.name)}
                isDropTarget={dropFolder === joinPath(path, entry.name)}
                words={words}
                start={start}
                count={rows.length}
              />
            );
          })}
        </div>
      </div>
    </CommandMenu>
  );
}

function menuLabel(hostId: string): string {
  const entries = selectedEntries(hostId);
  return entries.length === 0 ? "Folder" : namesOf(entries);
}

/** Brings the row that the keyboard is on into view when another folder is shown. */
function useShowActive(
  { entries }: FolderView,
  found: number,
  scrollTo: (index: number) => void,
): void {
  const shown = useRef(entries);
  useEffect(() => {
    if (shown.current === entries) return;
    shown.current = entries;
    scrollTo(Math.max(0, found));
  }, [entries, found, scrollTo]);
}
