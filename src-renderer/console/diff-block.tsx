import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { classes } from "../ui/classes";
import { CopyButton } from "../ui/copy-button";
import styles from "./diff-block.module.css";
import { type DiffLine, diffCounts, diffLines } from "./diff-lines";

/** The sign and the word of a line: colour alone says nothing to some. */
const signs: Partial<Record<DiffLine["kind"], { sign: string; word: string }>> = {
  added: { sign: "+", word: "added: " },
  removed: { sign: "−", word: "removed: " },
};

/** A unified diff with its colours and the numbers of its lines; only the lines on the screen are in the page. */
export function DiffBlock({ diff }: { diff: string }) {
  const lines = useMemo(() => diffLines(diff), [diff]);
  const { added, removed } = useMemo(() => diffCounts(lines), [lines]);
  const digits = useMemo(
    () =>
      String(lines.reduce((most, line) => Math.max(most, line.before ?? 0, line.after ?? 0), 0))
        .length,
    [lines],
  );
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => 18,
    overscan: 20,
  });
  return (
    <section className={styles.block} aria-label="Diff">
      <header className={styles.header}>
        <h3 className={styles.name}>Diff</h3>
        <span className={styles.counts}>
          <span className={styles.plus}>+{added}</span>{" "}
          <span className={styles.minus}>−{removed}</span>
        </span>
        <CopyButton label="Copy the diff" text={() => diff} />
      </header>
      <div
        ref={box}
        className={styles.box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        data-pane-focus
      >
        <div className={styles.space} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            const sign = signs[line.kind];
            return (
              <div
                key={item.index}
                className={classes(styles.line, styles[line.kind])}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <span className={styles.number} style={{ width: `${digits}ch` }} aria-hidden>
                  {line.before}
                </span>
                <span className={styles.number} style={{ width: `${digits}ch` }} aria-hidden>
                  {line.after}
                </span>
                <span className={styles.sign} aria-hidden>
                  {sign?.sign}
                </span>
                <span className="visually-hidden">{sign?.word}</span>
                <span className="selectable">{line.text || "\u200b"}</span>
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
