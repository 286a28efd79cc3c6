import { Eraser, X } from "lucide-react";
import { useCallback, useState } from "react";
import type { LogRecord } from "../../src-shared/call";
import { useHosts } from "../hosts/hosts-store";
import { toggleLogs } from "../shell/shell-store";
import { IconButton } from "../ui/button";
import { countWords } from "./count-words";
import { FilterBar } from "./filter-bar";
import styles from "./logs-panel.module.css";
import { allRecords, clearLogs, useLogs } from "./logs-store";
import type { RecordFilter } from "./record-filter";
import { RecordList } from "./record-list";

/** The records of all sessions, and what their transports wrote to stderr. */
export function LogsPanel() {
  const [filter, setFilter] = useState<RecordFilter>({ level: "DEBUG", search: "" });
  useLogs((state) => state.version);
  const hosts = useHosts((state) => state.hosts);
  const origin = useCallback(
    (record: LogRecord) => hosts?.find((host) => host.id === record.hostId)?.name ?? record.hostId,
    [hosts],
  );
  const buffer = allRecords();
  const isFiltering = filter.search !== "" || filter.level !== "DEBUG";
  return (
    <section className={styles.panel} aria-label="Logs" data-pane="logs">
      <header className={styles.header}>
        <h2 className={styles.title}>Logs</h2>
        <span className={styles.count}>{countWords(buffer)}</span>
        <FilterBar of="the logs" filter={filter} onChange={setFilter} />
        <IconButton icon={Eraser} size={14} label="Clear the logs" onClick={clearLogs} />
        <IconButton icon={X} size={14} label="Hide the logs" onClick={toggleLogs} />
      </header>
      <div className={styles.body}>
        <RecordList
          buffer={buffer}
          filter={filter}
          label="Records of all sessions"
          origin={origin}
          empty={
            isFiltering
              ? "No record passes the filter."
              : "What tools log and print, and what ssh says, appears here."
          }
        />
      </div>
    </section>
  );
}
