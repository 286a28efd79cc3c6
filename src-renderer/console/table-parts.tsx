// biome-ignore-all lint/a11y/useSemanticElements: rows of a table element cannot be placed where they are scrolled to
import { ArrowDown, ArrowUp } from "lucide-react";
import { classes } from "../ui/classes";
import { cellText, columnWidths, isNumeric, type TableValue } from "./table-value";
import styles from "./table-view.module.css";
import { hintOf } from "./value-hint";

/** The widths of the columns; the last of words takes what is left of the window. */
export function layoutOf(table: TableValue) {
  const widths = columnWidths(table);
  const numeric = table.columns.map((_, column) => isNumeric(table, column));
  const last = numeric.lastIndexOf(false);
  const tracks = widths.map((width, i) => (i === last ? `minmax(${width}ch, 1fr)` : `${width}ch`));
  const total = widths.reduce((sum, width) => sum + width, 0);
  // Beside the gaps between them: 16 px each, and as much at both ends.
  const minWidth = `calc(${total}ch + ${(widths.length + 1) * 16}px)`;
  return {
    widths,
    numeric,
    row: { gridTemplateColumns: tracks.join(" "), minWidth },
    space: { minWidth },
  };
}

interface ColumnHeadProps {
  name: string;
  isNumeric: boolean;
  direction: "ascending" | "descending" | undefined;
  onOrder: () => void;
}

/** The name of a column, which orders by it. */
export function ColumnHead({ name, isNumeric, direction, onOrder }: ColumnHeadProps) {
  const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: its button has the focus
    <div
      role="columnheader"
      aria-sort={direction ?? "none"}
      className={classes(styles.columnHead, isNumeric && styles.numeric)}
    >
      <button type="button" className={styles.order} title={`Order by ${name}`} onClick={onOrder}>
        <span className={styles.columnName}>{name}</span>
        {direction !== undefined && <Arrow size={11} aria-hidden />}
      </button>
    </div>
  );
}

interface CellsProps {
  table: TableValue;
  /** Which one, as they came. */
  row: number;
  layout: ReturnType<typeof layoutOf>;
}

/** What a row has in each column. What does not fit is told under the pointer. */
export function Cells({ table, row, layout: { widths, numeric } }: CellsProps) {
  return table.rows[row]?.map((value, column) => {
    const name = table.columns[column] ?? "";
    const text = cellText(value);
    const whole = text.length > (widths[column] ?? 0) ? text : undefined;
    return (
      // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
      <span
        key={name}
        role="gridcell"
        title={hintOf(name, value) ?? whole}
        className={classes(
          styles.cell,
          "selectable",
          numeric[column] && styles.numeric,
          (value === null || value === false) && styles.faint,
        )}
      >
        {text}
      </span>
    );
  });
}
