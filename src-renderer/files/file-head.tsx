import { ArrowDown, ArrowUp } from "lucide-react";
import type { SortKey } from "./entry-rows";
import styles from "./file-list.module.css";
import { sortBy, useFiles } from "./files-store";

const columns: readonly { key: SortKey; label: string }[] = [
  { key: "name", label: "Name" },
  { key: "size", label: "Size" },
  { key: "modified", label: "Modified" },
  { key: "mode", label: "Mode" },
];

/** The columns of the files; each sorts by itself, and once more the other way round. */
export function FileHead() {
  const { by, isDescending } = useFiles((state) => state.order);
  const Arrow = isDescending ? ArrowDown : ArrowUp;
  const way = isDescending ? "descending" : "ascending";
  return (
    <div className={styles.head}>
      {columns.map(({ key, label }) => (
        <div key={key} className={styles[key]}>
          <button
            type="button"
            className={styles.sort}
            aria-label={`Sort by ${label.toLowerCase()}${by === key ? `, now ${way}` : ""}`}
            aria-pressed={by === key}
            onClick={() => sortBy(key)}
          >
            {label}
            {by === key && <Arrow size={12} aria-hidden />}
          </button>
        </div>
      ))}
    </div>
  );
}
