import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Value } from "../../src-shared/value";
import { useListKeys } from "../ui/use-list-keys";
import { initiallyExpanded, valueRows } from "./value-rows";
import styles from "./value-tree.module.css";
import { rowDomId, ValueTreeRow } from "./value-tree-row";

const NODE_HEIGHT = 22;
const LINE_HEIGHT = 18;

/** A value as a tree, one line at a time on the screen however large it is. Arrow keys walk and unfold it. */
export function ValueTree({ value, label }: { value: Value; label: string }) {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => initiallyExpanded(value));
  const [active, setActive] = useState(0);
  const treeId = useId();
  const rows = useMemo(() => valueRows(value, expanded), [value, expanded]);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (i) => (rows[i]?.kind === "node" ? NODE_HEIGHT : LINE_HEIGHT),
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes belong to the rows
  useEffect(() => virtual.measure(), [rows]);

  const toggle = (id: string, open: boolean) => {
    const next = new Set(expanded);
    if (open) next.add(id);
    else next.delete(id);
    setExpanded(next);
  };
  const goTo = (index: number) => {
    const at = Math.min(rows.length - 1, Math.max(0, index));
    setActive(at);
    virtual.scrollToIndex(at);
  };
  const walk = useListKeys({ count: rows.length, active, goTo, page: 20 });
  const row = rows[active];
  const onKeyDown = (event: KeyboardEvent) => {
    if (walk(event)) return;
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const canOpen = row.kind !== "line" && row.kind !== "hex" && row.isExpandable;
    const isOpen = row.kind === "node" && row.isExpanded;
    if (event.key === "ArrowRight" && canOpen) isOpen ? goTo(active + 1) : toggle(row.id, true);
    else if (event.key === "ArrowLeft" && isOpen) toggle(row.id, false);
    else if (event.key === "ArrowLeft") goTo(rows.findIndex((each) => each.id === row.parent));
    else if ((event.key === "Enter" || event.key === " ") && canOpen) toggle(row.id, !isOpen);
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
    >
      <div className={styles.space} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const shown = rows[item.index];
          if (shown === undefined) return null;
          return (
            <ValueTreeRow
              key={shown.id}
              row={shown}
              treeId={treeId}
              isActive={item.index === active}
              style={{ transform: `translateY(${item.start}px)`, height: item.size }}
              onSelect={() => setActive(item.index)}
              onToggle={toggle}
            />
          );
        })}
      </div>
    </div>
  );
}
