import { FolderOpen, Unplug, Upload } from "lucide-react";
import { useEffect, useMemo } from "react";
import { printableName } from "../../src-shared/printable";
import type { Session } from "../../src-shared/session";
import { sessionKey } from "../hosts/facts-store";
import { classes } from "../ui/classes";
import { filterWords, shownEntries, sortedEntries } from "./entry-rows";
import { FileHead } from "./file-head";
import { FileList } from "./file-list";
import styles from "./files.module.css";
import { FilesBar } from "./files-bar";
import { folderOf, openOnce, useFiles } from "./files-store";
import { FolderLine } from "./folder-line";
import { PathBar } from "./path-bar";
import { TransferList } from "./transfer-list";
import { useFileDrop } from "./use-file-drop";

interface FilesProps {
  hostId: string;
  session: Session | undefined;
  canCall: boolean;
}

/** The files of a host, one folder at a time, and what is on its way to it and from it. */
export function Files({ hostId, session, canCall }: FilesProps) {
  const key = sessionKey(session);
  useEffect(() => {
    void openOnce(hostId, key);
  }, [hostId, key]);
  return (
    <div className={styles.files} data-pane="files">
      {canCall ? <Browser hostId={hostId} /> : <NoSession />}
      <TransferList hostId={hostId} />
    </div>
  );
}

function NoSession() {
  return (
    <p className={styles.none}>
      <Unplug size={14} aria-hidden />
      The files are shown when there is a session with this host.
    </p>
  );
}

function Browser({ hostId }: { hostId: string }) {
  const view = useFiles((state) => folderOf(state.hosts, hostId));
  const order = useFiles((state) => state.order);
  const showsHidden = useFiles((state) => state.showsHidden);
  const { entries, filter, path } = view;
  const words = useMemo(() => filterWords(filter), [filter]);
  // Only the filter is done anew as one types: there may be 100,000.
  const sorted = useMemo(() => sortedEntries(entries, order), [entries, order]);
  const rows = useMemo(
    () => shownEntries(sorted, showsHidden, words),
    [sorted, showsHidden, words],
  );
  const drop = useFileDrop(hostId, path);
  return (
    <section
      aria-label="Folder"
      className={classes(styles.browser, drop.over === path && path !== "" && styles.drop)}
      {...drop.handlers}
    >
      <PathBar hostId={hostId} view={view} />
      <FilesBar hostId={hostId} view={view} />
      <FileHead />
      <FileList hostId={hostId} view={view} rows={rows} words={words} dropFolder={drop.over} />
      {path !== "" && rows.length === 0 && (
        <p className={styles.empty}>
          <FolderOpen size={14} aria-hidden />
          {emptyWords(entries.length, filter)}
        </p>
      )}
      <FolderLine view={view} rows={rows} showsHidden={showsHidden} />
      {drop.over !== null && (
        <p className={styles.dropHint}>
          <Upload size={14} aria-hidden />
          Upload to {printableName(drop.over)}
        </p>
      )}
    </section>
  );
}

function emptyWords(count: number, filter: string): string {
  if (count === 0) return "This folder is empty. Drop files here to upload them.";
  if (filter !== "") return "Nothing here has these words.";
  return "All that is here is hidden.";
}
