import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import type { LogRecord } from "../../src-shared/call";
import { formatClock, formatExact } from "../../src-shared/format";
import { classes } from "../ui/classes";
import { useLogs } from "./logs-store";
import type { RecordBuffer } from "./record-buffer";
import { FilteredRecords, type RecordFilter } from "./record-filter";
import styles from "./record-list.module.css";

const LINE = 18;
const PADDING = 2;
/** Lines of one message that are shown; a longer one says how many more it has. */
const MOST_LINES = 200;

interface RecordListProps {
  buffer: RecordBuffer;
  filter: RecordFilter;
  label: string;
  /** What stands before each message, e.g. the host. */
  origin?: (record: LogRecord) => string;
  /** Said when there is nothing to show. */
  empty: string;
}

/** Log records, oldest first. It follows the newest as long as one is at the end. */
export function RecordList({ buffer, filter, label, origin, empty }: RecordListProps) {
  const version = useLogs((state) => state.version);
  const { level, search } = filter;
  const filtered = useMemo(
    () => new FilteredRecords(buffer, { level, search }),
    [buffer, level, search],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version has more records
  const count = useMemo(() => filtered.refresh().length, [filtered, version]);
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: (i) => linesOf(filtered.at(i)) * LINE + PADDING,
    getItemKey: (i) => filtered.keyAt(i),
    overscan: 20,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a batch may change what is there without changing how many
  useEffect(() => {
    if (isAtEnd.current && count > 0) virtual.scrollToIndex(count - 1, { align: "end" });
  }, [count, version, filtered]);
  return (
    <div
      ref={box}
      role="log"
      aria-label={label}
      aria-live="off"
      className={styles.list}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < LINE * 2;
      }}
    >
      {count === 0 && <p className={styles.empty}>{empty}</p>}
      <div className={styles.space} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const record = filtered.at(item.index);
          if (record === undefined) return null;
          return (
            <div
              key={item.key}
              className={classes(styles.record, styles[`level-${record.level.toLowerCase()}`])}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <time className={styles.time} title={formatExact(record.time)}>
                {formatClock(record.time, true)}
              </time>
              <span className={styles.level}>{record.level}</span>
              {origin !== undefined && <span className={styles.origin}>{origin(record)}</span>}
              <span className={styles.logger} title={record.logger}>
                {record.logger}
              </span>
              <span className={classes(styles.message, "selectable")}>
                {shortened(record.message)}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function linesOf(record: LogRecord | undefined): number {
  if (record === undefined) return 1;
  let lines = 1;
  const { message } = record;
  const end = message.trimEnd().length;
  for (let at = message.indexOf("\n"); at !== -1 && at < end && lines <= MOST_LINES; ) {
    lines += 1;
    at = message.indexOf("\n", at + 1);
  }
  return lines;
}

/** A message as it is shown: not without end in either direction. */
function shortened(message: string): string {
  const text = message.trimEnd();
  if (text.length < 2000 && !text.includes("\n")) return text;
  const lines = text.split("\n", MOST_LINES + 1);
  const shown = lines
    .slice(0, MOST_LINES)
    .map((line) => (line.length > 2000 ? `${line.slice(0, 2000)}…` : line));
  return [...shown, ...(lines.length > MOST_LINES ? ["… and more"] : [])].join("\n");
}
