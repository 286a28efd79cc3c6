import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { useListKeys } from "../ui/use-list-keys";
import type { TreeRows, ValueRow } from "./value-rows";
import styles from "./value-tree.module.css";
import { rowDomId, ValueTreeRow } from "./value-tree-row";

const NODE_HEIGHT = 22;
const LINE_HEIGHT = 18;

/** What a tree needs to know that grows while it is looked at. */
interface Growth {
  /** Grows with what comes at the end, which stays in view as long as it is. */
  end: number;
  /** How many rows are gone at the beginning. */
  gone: number;
}

interface RowTreeProps {
  rows: TreeRows;
  label: string;
  onToggle: (id: string, open: boolean) => void;
  growth?: Growth;
  /** What stands before a row, and the characters that are kept free for it. */
  gutter?: { text: (row: ValueRow) => string; width: number };
}

/** Rows of which only those on the screen are in the page. Arrow keys walk and unfold them. */
export function RowTree({ rows, label, onToggle, growth, gutter }: RowTreeProps) {
  const [activeId, setActiveId] = useState<string | null>(null);
  // Where rows come at the end, one begins there.
  const origin = growth === undefined ? 0 : rows.count - 1;
  const active = Math.max(0, activeId === null ? origin : rows.indexOf(activeId));
  const treeId = useId();
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => box.current,
    estimateSize: (i) => (rows.isClose(i) ? LINE_HEIGHT : NODE_HEIGHT),
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes belong to the rows
  useEffect(() => virtual.measure(), [rows]);
  const end = growth?.end ?? 0;
  const height = virtual.scrollRect?.height;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows what comes and the size of the box, not what is unfolded
  useEffect(() => {
    if (end > 0 && isAtEnd.current) virtual.scrollToIndex(rows.count - 1, { align: "end" });
  }, [end, height]);
  const gone = useRef(0);
  useLayoutEffect(() => {
    const more = (growth?.gone ?? 0) - gone.current;
    gone.current += more;
    // What one reads stays where it is.
    if (more > 0 && !isAtEnd.current) box.current?.scrollBy(0, -more * NODE_HEIGHT);
  }, [growth?.gone]);

  const goTo = (index: number) => {
    const at = Math.min(rows.count - 1, Math.max(0, index));
    setActiveId(at === origin ? null : (rows.at(at)?.id ?? null));
    virtual.scrollToIndex(at);
  };
  const walk = useListKeys({ count: rows.count, active, goTo, page: 20 });
  const row = rows.at(active);
  const onKeyDown = (event: KeyboardEvent) => {
    if (walk(event)) return;
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const canOpen = row.kind !== "line" && row.kind !== "hex" && row.isExpandable;
    const isOpen = row.kind === "node" && row.isExpanded;
    const toggle = () => {
      setActiveId(row.id);
      onToggle(row.id, !isOpen);
    };
    if (event.key === "ArrowRight" && canOpen) isOpen ? goTo(active + 1) : toggle();
    else if (event.key === "ArrowLeft" && isOpen) toggle();
    else if (event.key === "ArrowLeft")
      goTo(row.parent === null ? active : rows.indexOf(row.parent));
    else if ((event.key === "Enter" || event.key === " ") && canOpen) toggle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={box}
      role="tree"
      aria-label={label}
      aria-activedescendant={row === undefined ? undefined : rowDomId(treeId, row.id)}
      tabIndex={0}
      data-pane-focus
      className={styles.tree}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < NODE_HEIGHT * 2;
      }}
    >
      <div className={styles.space} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const shown = rows.at(item.index);
          if (shown === undefined) return null;
          return (
            <ValueTreeRow
              key={shown.id}
              row={shown}
              treeId={treeId}
              isActive={item.index === active}
              style={{ transform: `translateY(${item.start}px)`, height: item.size }}
              gutter={gutter && { text: gutter.text(shown), width: gutter.width }}
              onSelect={() => setActiveId(shown.id)}
              onToggle={onToggle}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The ids that are expanded after one of them was opened or closed. */
export function toggled(expanded: ReadonlySet<string>, id: string, open: boolean): Set<string> {
  const next = new Set(expanded);
  if (open) next.add(id);
  else next.delete(id);
  return next;
}
