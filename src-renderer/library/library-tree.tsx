import { type KeyboardEvent, type RefObject, useMemo, useRef } from "react";
import { CommandMenu, isMenuKey, openMenuAt } from "../ui/context-menu";
import { hasMod } from "../ui/keys";
import { useListKeys } from "../ui/use-list-keys";
import { useTreeRows } from "../ui/use-tree-rows";
import { undoLastFiles } from "./library-actions";
import type { LibraryKind } from "./library-kind";
import { entryId, filterWords, folderId, type LibraryRow } from "./library-rows";
import styles from "./library-tree.module.css";
import { labelOf, removeRow } from "./tree-actions";
import { treeCommands } from "./tree-commands";
import { rowElementId, TreeRow } from "./tree-row";
import { goToTreeRow, setFolderFolded, setRenaming, setTreeFilter, trees } from "./tree-store";
import { useTreeDrag } from "./use-tree-drag";

/** Rows that Page Up and Page Down go. */
const PAGE = 15;

interface LibraryTreeProps {
  kind: LibraryKind;
  /** Of `libraryRows`. */
  rows: readonly LibraryRow[];
  /** The entry whose tab is shown. */
  shownPath: string | null;
  treeRef: RefObject<HTMLDivElement | null>;
  /** Called before a typed character goes into the filter. */
  onType: () => void;
}

/**
 * The files of a library in their folders, only those on the screen in the page. Arrows walk and
 * fold, Enter opens, Space looks, F2 renames, Delete deletes, the menu key has the rest, typing filters.
 */
export function LibraryTree({ kind, rows, shownPath, treeRef, onType }: LibraryTreeProps) {
  const { library } = kind;
  const { filter, activeRowId, renaming } = trees[library]();
  const active = Math.max(
    0,
    rows.findIndex((row) => row.id === activeRowId),
  );
  const current = rows[active];
  const { virtual, rowAt } = useTreeRows({ rows, active, activeRowId, boxRef: treeRef });
  const goTo = (index: number) => {
    const next = rows[index];
    if (next === undefined) return;
    goToTreeRow(library, next.id);
    virtual.scrollToIndex(index);
  };
  const walk = useListKeys({ count: rows.length, active, goTo, page: PAGE });
  const drag = useTreeDrag(kind, rowAt);
  const menuRow = useRef<LibraryRow | undefined>(undefined);
  const words = useMemo(() => filterWords(filter), [filter]);

  const onKeyDown = (event: KeyboardEvent) => {
    // The keys of a name that is edited are its own.
    if (renaming !== null) return;
    if (isMenuKey(event) && current !== undefined) openMenuAt(rowElementId(kind, current.id));
    else if (walk(event)) return;
    else if (fold(event, current) || act(event, kind, current, filter)) {
      // Taken.
    } else {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isPlain && event.key.length === 1) onType();
      return;
    }
    event.preventDefault();
  };
  /** @returns whether it was a key that folds or goes a level in or out */
  const fold = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, row: LibraryRow | undefined) => {
    if (ctrlKey || metaKey || altKey || row === undefined) return false;
    const path = foldable(row);
    const isFolded = row.kind !== "child" && row.isFolded;
    if (key === "ArrowRight" && path !== null) {
      if (isFolded) setFolderFolded(library, path, false);
      else if ((rows[active + 1]?.level ?? 0) > row.level) goTo(active + 1);
    } else if (key === "ArrowLeft" && path !== null && !isFolded && filter === "") {
      setFolderFolded(library, path, true);
    } else if (key === "ArrowLeft" && row.kind === "child") {
      goTo(rows.findIndex((each) => each.id === entryId(row.entry.path)));
    } else if (key === "ArrowLeft" && row.parent !== "") {
      goTo(rows.findIndex((each) => each.id === folderId(row.parent)));
    } else return key === "ArrowRight" || key === "ArrowLeft";
    return true;
  };
  return (
    <CommandMenu
      content={() => ({
        label: menuRow.current === undefined ? kind.title : labelOf(menuRow.current),
        commands: treeCommands(kind, menuRow.current),
      })}
    >
      <div
        ref={treeRef}
        role="tree"
        aria-label={kind.treeLabel ?? kind.title}
        aria-activedescendant={current === undefined ? undefined : rowElementId(kind, current.id)}
        tabIndex={0}
        className={styles.tree}
        data-empty={rows.length === 0 || undefined}
        data-drop-out={drag.over === folderId("") || undefined}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const row = rowAt(event.target);
          // The second click of a double click has nothing of its own to do.
          if (row === undefined || event.detail > 1) return;
          goToTreeRow(library, row.id);
          const path = foldable(row);
          const isFold = (event.target as Element).closest("[data-fold]") !== null;
          if (row.kind === "child") kind.child?.open(row.child);
          else if (path !== null && (row.kind === "folder" || isFold)) {
            setFolderFolded(library, path, !row.isFolded);
          } else if (row.kind === "entry") kind.open(row.entry, true);
        }}
        onContextMenu={(event) => {
          menuRow.current = rowAt(event.target);
          if (menuRow.current !== undefined) goToTreeRow(library, menuRow.current.id);
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
            return (
              <TreeRow
                key={row.id}
                kind={kind}
                row={row}
                isActive={row === current}
                isShown={row.kind === "entry" && row.entry.path === shownPath}
                isDropTarget={drag.over === row.id}
                isRenaming={renaming === row.id}
                words={words}
                start={start}
                onEndRename={() => treeRef.current?.focus()}
              />
            );
          })}
        </div>
      </div>
    </CommandMenu>
  );
}

/** What folds a row: its path; null where nothing stands beneath it. */
function foldable(row: LibraryRow): string | null {
  if (row.kind === "folder") return row.path;
  const hasChildren = row.kind === "entry" && (row.entry.children?.length ?? 0) > 0;
  return hasChildren ? row.entry.path : null;
}

/** The keys that do something. @returns whether it was one */
function act(
  event: KeyboardEvent,
  kind: LibraryKind,
  row: LibraryRow | undefined,
  filter: string,
): boolean {
  const { library } = kind;
  const key = hasMod(event) && !event.altKey ? `Mod+${event.key.toLowerCase()}` : event.key;
  if (key === "Mod+z") undoLastFiles();
  else if (key === "Escape" && filter !== "") setTreeFilter(library, "");
  else if (row === undefined || event.altKey) return false;
  else if (row.kind === "child") {
    return kind.child?.onKey(row.child, key, event.shiftKey) ?? false;
  } else if (event.shiftKey) return false;
  else if (key === "Enter" || key === " ") {
    if (row.kind === "folder") setFolderFolded(library, row.path, !row.isFolded);
    // Space looks on, Enter goes there.
    else kind.open(row.entry, key === " ");
  } else if (key === "F2") setRenaming(library, row.id);
  else if (key === "Delete") void removeRow(kind, row);
  else return false;
  return true;
}
