import { useState } from "react";
import { countWords } from "../logs/count-words";
import { FilterBar } from "../logs/filter-bar";
import { recordsOf, useLogs } from "../logs/logs-store";
import type { RecordFilter } from "../logs/record-filter";
import { RecordList } from "../logs/record-list";
import styles from "./call-log.module.css";

/** What the code of one call logged and printed, as it arrives. */
export function CallLog({ callId, isRunning }: { callId: string; isRunning: boolean }) {
  const [filter, setFilter] = useState<RecordFilter>({ level: "DEBUG", search: "" });
  useLogs((state) => state.version);
  const buffer = recordsOf(callId);
  const isEmpty = buffer.next === 0;
  const isFiltering = filter.search !== "" || filter.level !== "DEBUG";
  return (
    <section className={styles.log} aria-label="Call log" data-empty={isEmpty || undefined}>
      <header className={styles.header}>
        <h2 className={styles.heading}>Call log</h2>
        <span className={styles.count}>{isEmpty ? "nothing logged" : countWords(buffer)}</span>
        {!isEmpty && <FilterBar of="the call log" filter={filter} onChange={setFilter} />}
      </header>
      {!isEmpty && (
        <div className={styles.body}>
          <RecordList
            key={callId}
            buffer={buffer}
            filter={filter}
            label="Records of this call"
            empty={isFiltering ? "No record passes the filter." : isRunning ? "Nothing yet." : ""}
          />
        </div>
      )}
    </section>
  );
}
