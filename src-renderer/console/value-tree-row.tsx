import { ChevronRight } from "lucide-react";
import type { CSSProperties } from "react";
import { classes } from "../ui/classes";
import { hexColumns } from "./block-rows";
import type { ValueRow } from "./value-rows";
import styles from "./value-tree.module.css";

interface ValueTreeRowProps {
  row: ValueRow;
  treeId: string;
  isActive: boolean;
  style: CSSProperties;
  /** What stands before the row, and the characters that are kept free for it. */
  gutter: { text: string; width: number } | undefined;
  onSelect: () => void;
  onToggle: (id: string, open: boolean) => void;
}

/** Deeper than this the tree goes on without moving further to the right. */
const DEEPEST = 24;
const STEP = 16;

export const rowDomId = (treeId: string, id: string): string => `${treeId}${id}`;

export function ValueTreeRow({
  row,
  treeId,
  isActive,
  style,
  gutter,
  onSelect,
  onToggle,
}: ValueTreeRowProps) {
  const isNode = row.kind === "node";
  const indent = Math.min(row.depth, DEEPEST) * STEP;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row
    <div
      id={rowDomId(treeId, row.id)}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={isActive}
      aria-expanded={isNode && row.isExpandable ? row.isExpanded : undefined}
      className={classes(styles.row, styles[row.kind], isActive && styles.active)}
      style={{ ...style, paddingLeft: gutter === undefined ? indent : 0 }}
      onClick={() => {
        onSelect();
        if (isNode && row.isExpandable && !hasSelection()) onToggle(row.id, !row.isExpanded);
        if (row.kind === "more" && row.isExpandable) onToggle(row.id, true);
      }}
    >
      {gutter !== undefined && (
        <span
          className={styles.gutter}
          style={{ width: `${gutter.width}ch`, paddingRight: indent }}
        >
          {gutter.text}
        </span>
      )}
      <Content row={row} />
    </div>
  );
}

/** Selecting text with the pointer ends in a click that is not meant for the row. */
function hasSelection(): boolean {
  return window.getSelection()?.isCollapsed === false;
}

function Content({ row }: { row: ValueRow }) {
  switch (row.kind) {
    case "line":
      return (
        <span className={classes(styles.line, "selectable", row.isContinued && styles.continued)}>
          {row.text || "\u200b"}
        </span>
      );
    case "hex": {
      const { hex, text } = hexColumns(row.bytes);
      return (
        <span className={classes(styles.line, "selectable")}>
          <span className={styles.offset}>{row.offset.toString(16).padStart(6, "0")}</span>
          {`  ${hex.padEnd(47)}  `}
          <span className={styles.ascii}>{text}</span>
        </span>
      );
    }
    case "more":
      return <span className={row.isExpandable ? styles.link : styles.note}>{row.text}</span>;
    case "node":
      return (
        <>
          <span className={styles.chevron}>
            {row.isExpandable && (
              <ChevronRight
                size={12}
                aria-hidden
                className={row.isExpanded ? styles.open : undefined}
              />
            )}
          </span>
          {row.label !== null && (
            <span className={styles.name}>
              {row.label}
              {row.text !== "" && <span className={styles.colon}>:</span>}
            </span>
          )}
          {!(row.isExpanded && row.tone === "plain") && (
            <span className={classes(styles.text, styles[`tone-${row.tone}`], "selectable")}>
              {row.text}
            </span>
          )}
          {row.type !== "" && <span className={styles.type}>{row.type}</span>}
        </>
      );
  }
}
