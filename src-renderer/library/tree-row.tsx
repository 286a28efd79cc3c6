import { ChevronRight } from "lucide-react";
import type { CSSProperties } from "react";
import { formatPlural } from "../../src-shared/format";
import { Marked } from "../hosts/marked";
import { classes } from "../ui/classes";
import type { LibraryKind } from "./library-kind";
import type { LibraryRow } from "./library-rows";
import styles from "./library-tree.module.css";
import { RenameField } from "./rename-field";
import { labelOf } from "./tree-actions";

interface TreeRowProps {
  kind: LibraryKind;
  row: LibraryRow;
  isActive: boolean;
  /** Its tab is the one that is shown. */
  isShown: boolean;
  isDropTarget: boolean;
  isRenaming: boolean;
  words: readonly string[];
  /** Pixels from the top of the list. */
  start: number;
  onEndRename: () => void;
}

export const rowElementId = (kind: LibraryKind, rowId: string): string =>
  `${kind.library}-${encodeURIComponent(rowId)}`;

export function TreeRow(props: TreeRowProps) {
  const { kind, row, isActive, isShown, words } = props;
  const id = rowElementId(kind, row.id);
  const isFolder = row.kind === "folder";
  const detail = detailOf(kind, row);
  const more = moreOf(kind, row, detail);
  const isFoldable = row.kind === "entry" && (row.entry.children?.length ?? 0) > 0;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row
    <div
      id={id}
      role="treeitem"
      data-row-id={row.id}
      draggable={!props.isRenaming}
      aria-labelledby={`${id}-name`}
      aria-describedby={more === "" ? undefined : `${id}-more`}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={isFolder || isFoldable ? !row.isFolded : undefined}
      aria-selected={isShown}
      aria-current={isShown || undefined}
      className={classes(
        styles.row,
        styles[row.kind],
        kind.child !== undefined && styles.nested,
        isActive && styles.active,
        isShown && styles.shown,
        props.isDropTarget && styles.drop,
        props.isRenaming && styles.renaming,
      )}
      style={{ "--level": row.level, transform: `translateY(${props.start}px)` } as CSSProperties}
    >
      {isFolder ? (
        <ChevronRight
          size={13}
          aria-hidden
          className={classes(styles.chevron, !row.isFolded && styles.unfolded)}
        />
      ) : (
        <>
          {/* For the pointer alone: the arrow keys fold. */}
          {isFoldable && (
            <span className={styles.twistie} data-fold aria-hidden>
              <ChevronRight
                size={13}
                className={classes(styles.chevron, !row.isFolded && styles.unfolded)}
              />
            </span>
          )}
          <span className={styles.icon} aria-hidden>
            {row.kind === "child" ? kind.child?.icon(row.child) : kind.icon(row.entry)}
          </span>
        </>
      )}
      {props.isRenaming ? (
        <RenameField kind={kind} row={row} onEnd={props.onEndRename} />
      ) : (
        <span
          id={`${id}-name`}
          className={styles.name}
          title={row.kind === "child" ? row.child.title : labelOf(row)}
        >
          <Marked text={labelOf(row)} words={words} />
        </span>
      )}
      <span className={styles.detail} data-detail aria-hidden>
        {detail}
      </span>
      {row.kind === "child" && kind.child?.action(row.child)}
      <span id={`${id}-more`} className="visually-hidden">
        {more}
      </span>
    </div>
  );
}

function detailOf(kind: LibraryKind, row: LibraryRow): string {
  if (row.kind === "child") return row.child.detail;
  return row.kind === "folder" ? String(row.count) : kind.detail(row.entry);
}

/** What a screen reader is told beside the name. */
function moreOf(kind: LibraryKind, row: LibraryRow, detail: string): string {
  if (row.kind === "child") return row.child.title;
  if (row.kind === "folder") return formatPlural(row.count, kind.word);
  const count = row.entry.children?.length ?? 0;
  const below = count > 0 && kind.child ? formatPlural(count, kind.child.word) : "";
  return [detail, below].filter((each) => each !== "").join(", ");
}
