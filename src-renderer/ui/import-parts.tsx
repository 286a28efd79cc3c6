import { useVirtualizer } from "@tanstack/react-virtual";
import { TriangleAlert } from "lucide-react";
import { type ReactNode, useRef } from "react";
import styles from "./import-parts.module.css";

/** Height of a row, px. */
export const IMPORT_ROW = 24;

/** What a dialog for an import shows, one below the other. */
export function ImportBody({ children }: { children: ReactNode }) {
  return <div className={styles.body}>{children}</div>;
}

/** What of an import cannot be taken, a sentence each; nothing where all can. */
export function ImportProblems({ problems }: { problems: readonly string[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className={styles.problems} aria-label="What cannot be taken">
      {problems.map((each) => (
        <li key={each}>
          <TriangleAlert size={13} aria-hidden />
          <span className="selectable">{each}</span>
        </li>
      ))}
    </ul>
  );
}

interface ImportRowsProps<Row> {
  label: string;
  rows: readonly Row[];
  /** Of one row's `li`; it has the row's height. */
  className: string | undefined;
  row: (row: Row) => ReactNode;
}

/** What is to be imported, only those on the screen in the page; nothing where there is none. */
export function ImportRows<Row>({ label, rows, className, row }: ImportRowsProps<Row>) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => IMPORT_ROW,
    overscan: 10,
  });
  if (rows.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={box} className={styles.box} aria-label={label} tabIndex={0}>
      <ul className={styles.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const shown = rows[index];
          if (shown === undefined) return null;
          return (
            <li key={index} className={className} style={{ transform: `translateY(${start}px)` }}>
              {row(shown)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
