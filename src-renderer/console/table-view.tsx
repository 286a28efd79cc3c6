// biome-ignore-all lint/a11y/useSemanticElements: rows of a table element cannot be placed where they are scrolled to
import { useVirtualizer } from "@tanstack/react-virtual";
import { X } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { formatCount } from "../../src-shared/format";
import { IconButton } from "../ui/button";
import { classes } from "../ui/classes";
import { useListKeys } from "../ui/use-list-keys";
import { Cells, ColumnHead, layoutOf } from "./table-parts";
import { type Order, ordered, type TableValue } from "./table-value";
import styles from "./table-view.module.css";
import { ValueTree } from "./value-tree";

const ROW_HEIGHT = 24;

/** Records as a table. Arrows walk its rows, Enter shows all of a row below, a click on a column's name orders by it. */
export function TableView({ table, label }: { table: TableValue; label: string }) {
  const [order, setOrder] = useState<Order | null>(null);
  const [active, setActive] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const gridId = useId();
  const box = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => ordered(table, order), [table, order]);
  const layout = useMemo(() => layoutOf(table), [table]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    // The names of the columns stand above the rows, and take as much of what can be seen.
    scrollPaddingEnd: ROW_HEIGHT,
    overscan: 12,
  });
  const goTo = (index: number) => {
    setActive(index);
    virtual.scrollToIndex(index);
  };
  const walk = useListKeys({ count: rows.length, active, goTo, page: 15 });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || walk(event)) return;
    if (event.key === "Enter" || event.key === " ") setOpen(!isOpen);
    else return;
    event.preventDefault();
  };
  const rowId = (index: number) => `${gridId}${rows[index]}`;
  const record = table.records[rows[active] ?? 0];
  return (
    <section className={styles.table} aria-label={label}>
      <div
        ref={box}
        role="grid"
        aria-label={`${formatCount(rows.length)} × ${table.type}`}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={rowId(active)}
        tabIndex={0}
        data-pane-focus
        className={styles.grid}
        onKeyDown={onKeyDown}
      >
        {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row */}
        <div role="row" aria-rowindex={1} className={styles.head} style={layout.row}>
          {table.columns.map((name, column) => (
            <ColumnHead
              key={name}
              name={name}
              isNumeric={layout.numeric[column] === true}
              direction={order?.column === column ? directionOf(order) : undefined}
              onOrder={() => {
                setOrder(nextOrder(order, column));
                setActive(0);
              }}
            />
          ))}
        </div>
        <div
          role="rowgroup"
          className={styles.space}
          style={{ ...layout.space, height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map(({ index, start }) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it has the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
            <div
              key={rows[index]}
              id={rowId(index)}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={index === active}
              className={classes(
                styles.row,
                index === active && styles.active,
                index === active && isOpen && styles.open,
              )}
              style={{ ...layout.row, transform: `translateY(${start}px)` }}
              onClick={() => {
                setActive(index);
                if (window.getSelection()?.isCollapsed !== false)
                  setOpen(!(isOpen && index === active));
              }}
            >
              <Cells table={table} row={rows[index] ?? 0} layout={layout} />
            </div>
          ))}
        </div>
      </div>
      {isOpen && record !== undefined && (
        <section className={styles.details} aria-label="Row">
          <header className={styles.detailsHead}>
            <h3>
              Row {formatCount(active + 1)} of {formatCount(rows.length)}
            </h3>
            <IconButton
              icon={X}
              size={13}
              label="Close the row"
              onClick={() => {
                setOpen(false);
                box.current?.focus();
              }}
            />
          </header>
          <div className={styles.record}>
            <ValueTree key={rows[active]} value={record} label="Row" />
          </div>
        </section>
      )}
    </section>
  );
}

const directionOf = ({ isDescending }: Order) => (isDescending ? "descending" : "ascending");

/** Up, down, and as it came. */
function nextOrder(order: Order | null, column: number): Order | null {
  if (order?.column !== column) return { column, isDescending: false };
  return order.isDescending ? null : { column, isDescending: true };
}
