import { ChevronRight, Star } from "lucide-react";
import { type CSSProperties, memo } from "react";
import { formatCount, formatPlural } from "../../src-shared/format";
import { classes } from "../ui/classes";
import styles from "./host-list.module.css";
import { rowElementId } from "./host-row";
import type { TreeRow } from "./host-rows";
import { Marked } from "./marked";

interface BranchRowProps {
  row: TreeRow & { kind: "branch" };
  isActive: boolean;
  isDropTarget: boolean;
  words: readonly string[];
  /** Pixels from the top of the list. */
  start: number;
}

/** A group, or one of the fixed parts of the list. */
export const BranchRow = memo(({ row, isActive, isDropTarget, words, start }: BranchRowProps) => {
  const { branch, isFolded, count } = row;
  const id = rowElementId(row.id);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row
    <div
      id={id}
      role="treeitem"
      data-row-id={row.id}
      draggable={branch.kind === "group"}
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-more`}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={!isFolded}
      aria-selected={false}
      className={classes(
        styles.row,
        styles.branch,
        isActive && styles.active,
        isDropTarget && styles.drop,
      )}
      style={{ "--level": row.level, transform: `translateY(${start}px)` } as CSSProperties}
    >
      {branch.colour !== null && <span className={styles.bar} data-colour={branch.colour} />}
      <ChevronRight
        size={13}
        aria-hidden
        className={classes(styles.chevron, !isFolded && styles.unfolded)}
      />
      {branch.kind === "favourites" && <Star size={12} aria-hidden className={styles.star} />}
      <span id={`${id}-name`} className={styles.name}>
        <Marked text={branch.label} words={branch.kind === "group" ? words : []} />
      </span>
      <span className={styles.detail} aria-hidden>
        {formatCount(count)}
      </span>
      <span id={`${id}-more`} className="visually-hidden">
        {formatPlural(count, "host")}
      </span>
    </div>
  );
});
