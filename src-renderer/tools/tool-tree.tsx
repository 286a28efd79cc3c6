import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, type RefObject, useState } from "react";
import { focusTab } from "../shell/focus";
import { openToolTab } from "../shell/shell-store";
import { classes } from "../ui/classes";
import { useListKeys } from "../ui/use-list-keys";
import type { ToolRow } from "./tool-rows";
import styles from "./tool-tree.module.css";
import { setFolded } from "./tools-store";

interface ToolTreeProps {
  rows: readonly ToolRow[];
  treeRef: RefObject<HTMLDivElement | null>;
  onType: () => void;
}

/** Tools and their methods. Arrows walk and fold, Enter opens, typing filters. */
export function ToolTree({ rows, treeRef, onType }: ToolTreeProps) {
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = Math.max(
    0,
    rows.findIndex((row) => row.id === activeId),
  );
  const row = rows[active];
  const goTo = (index: number) => {
    const next = rows[index];
    if (next === undefined) return;
    setActiveId(next.id);
    document.getElementById(rowId(next))?.scrollIntoView({ block: "nearest" });
  };
  const walk = useListKeys({ count: rows.length, active, goTo, page: 15 });
  const onKeyDown = (event: KeyboardEvent) => {
    if (walk(event) || row === undefined) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      open(row);
      // Space looks on, Enter goes there.
      if (event.key === "Enter") focusTab("start");
    } else if (event.key === "ArrowRight" && row.kind === "tool") {
      row.isFolded ? setFolded(row.tool.key, false) : goTo(active + 1);
    } else if (event.key === "ArrowLeft") {
      if (row.kind === "tool") setFolded(row.tool.key, true);
      else goTo(rows.findIndex((each) => each.id === row.tool.key));
    } else if (event.key.length === 1) return onType();
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={treeRef}
      role="tree"
      aria-label="Built-in tools"
      aria-activedescendant={row === undefined ? undefined : rowId(row)}
      tabIndex={0}
      className={styles.tree}
      data-empty={rows.length === 0 || undefined}
      onKeyDown={onKeyDown}
    >
      {rows.map((each) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row
        <div
          key={each.id}
          id={rowId(each)}
          role="treeitem"
          aria-level={each.kind === "tool" ? 1 : 2}
          aria-selected={each === row}
          aria-expanded={each.kind === "tool" ? !each.isFolded : undefined}
          aria-label={each.kind === "tool" ? each.tool.name : each.method.name}
          title={each.kind === "tool" ? each.tool.summary : each.method.summary}
          className={classes(styles.row, styles[each.kind], each === row && styles.active)}
          onClick={() => {
            setActiveId(each.id);
            open(each);
          }}
        >
          {each.kind === "tool" ? (
            <>
              {/* For the pointer alone: the arrow keys fold. */}
              <button
                type="button"
                aria-hidden
                tabIndex={-1}
                className={classes(styles.fold, !each.isFolded && styles.unfolded)}
                onClick={(event) => {
                  event.stopPropagation();
                  setFolded(each.tool.key, !each.isFolded);
                }}
              >
                <ChevronRight size={13} />
              </button>
              <span className={styles.name}>{each.tool.name}</span>
              <span className={styles.summary}>{each.tool.methods.length}</span>
            </>
          ) : (
            <code className={styles.name}>{each.method.name}</code>
          )}
        </div>
      ))}
    </div>
  );
}

const rowId = (row: ToolRow) => `tool-row-${row.id}`;

function open(row: ToolRow): void {
  openToolTab(row.tool.key, row.kind === "tool" ? row.tool.line : row.method.line);
}
