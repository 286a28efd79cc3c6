import { useMemo } from "react";
import { formatBytes, formatCount, formatPlural } from "../../src-shared/format";
import { type FileEntry, isFolder } from "./file-entry";
import styles from "./files.module.css";
import type { FolderView } from "./files-store";

interface FolderLineProps {
  view: FolderView;
  rows: readonly FileEntry[];
  showsHidden: boolean;
}

/** What the folder has in it, and what is selected. */
export function FolderLine({ view, rows, showsHidden }: FolderLineProps) {
  const { entries, selected, isCut, path } = view;
  const folders = useMemo(() => rows.filter(isFolder).length, [rows]);
  const hiddenCount = useMemo(
    () => entries.filter(({ name }) => name.startsWith(".")).length,
    [entries],
  );
  if (path === "") return null;
  const files = rows.length - folders;
  const chosen = entries.filter(({ name }) => selected.has(name));
  const size = chosen.reduce((sum, entry) => sum + (entry.type === "file" ? entry.size : 0), 0);
  const hidden = showsHidden ? 0 : hiddenCount;
  return (
    <p className={styles.line} data-testid="folder-line">
      <span>
        {formatPlural(folders, "folder")}, {formatPlural(files, "file")}
      </span>
      {hidden > 0 && <span>{formatCount(hidden)} hidden</span>}
      {isCut && <span className={styles.warn}>There are more than can be shown</span>}
      {chosen.length > 1 && (
        <span className={styles.chosen}>
          {formatCount(chosen.length)} selected{size > 0 && `, ${formatBytes(size)}`}
        </span>
      )}
    </p>
  );
}
