import { useVirtualizer } from "@tanstack/react-virtual";
import { TriangleAlert } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { formatPlural } from "../../src-shared/format";
import type { LibraryImport, LibraryImportFile, LibraryName } from "../../src-shared/library";
import { Field } from "../ui/field";
import { Select } from "../ui/select";
import { Sheet } from "../ui/sheet";
import { IMPORT_ROW, ImportChoice, ImportFile } from "./import-choice";
import styles from "./import-dialog.module.css";
import { closeImport, useImport } from "./import-store";
import { importFiles } from "./library-actions";

const choices = [
  { value: "keep", label: "Keep what is here" },
  { value: "replace", label: "Replace what is here" },
] as const;

interface ImportDialogProps {
  library: LibraryName;
  title: string;
  /** What is in a file, to be shown beside the list. */
  preview: ((file: LibraryImportFile) => ReactNode) | undefined;
}

/** Shows what a zip or folder to import into a library holds, and takes it over. */
export function ImportDialog({ library, title, preview }: ImportDialogProps) {
  const shown = useImport((state) => state.shown);
  if (shown === null || shown.library !== library) return null;
  return <Import found={shown.found} title={title} preview={preview} />;
}

interface Found {
  found: LibraryImport;
}

function Import({ found, title, preview }: Omit<ImportDialogProps, "library"> & Found) {
  const [onConflict, setOnConflict] = useState<"keep" | "replace">("keep");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const others = found.files.filter(({ present }) => present === "other").length;
  const taken = found.files.filter(
    ({ present }) => present === "no" || (present === "other" && onConflict === "replace"),
  );
  const files = formatPlural(taken.length, "file");
  const save = async () => {
    setBusy(true);
    const paths = taken.map(({ path }) => path);
    const done = `${files} ${taken.length === 1 ? "was" : "were"} imported.`;
    const wrong = await importFiles(found.importId, paths, onConflict, done);
    setBusy(false);
    if (wrong === null) closeImport();
    else setProblem(wrong);
  };
  return (
    <Sheet
      title={`Import into ${title}`}
      subtitle={found.source}
      saveLabel={`Import ${files}`}
      isBusy={isBusy || taken.length === 0}
      isChanged={false}
      problem={problem}
      onSave={() => void save()}
      onClose={closeImport}
    >
      <div className={styles.body}>
        {found.files.length === 0 && (
          <p className={styles.summary}>There is no file in it that can be taken.</p>
        )}
        {found.problems.length > 0 && (
          <ul className={styles.problems} aria-label="What cannot be taken">
            {found.problems.map((each) => (
              <li key={each}>
                <TriangleAlert size={13} aria-hidden />
                <span className="selectable">{each}</span>
              </li>
            ))}
          </ul>
        )}
        {others > 0 && (
          <Field label={`${formatPlural(others, "file")} with another text here`}>
            {() => (
              <Select
                label="Files with another text here"
                value={onConflict}
                options={choices}
                onChange={(value) => setOnConflict(value === "replace" ? "replace" : "keep")}
              />
            )}
          </Field>
        )}
        {preview === undefined ? (
          <Files files={found.files} />
        ) : (
          <ImportChoice files={found.files} preview={preview} />
        )}
      </div>
    </Sheet>
  );
}

/** The files, only those on the screen in the page. */
function Files({ files }: { files: readonly LibraryImportFile[] }) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: files.length,
    getScrollElement: () => box.current,
    estimateSize: () => IMPORT_ROW,
    overscan: 10,
  });
  if (files.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={box} className={styles.files} aria-label="Files to import" tabIndex={0}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const file = files[index];
          if (file === undefined) return null;
          return (
            <li
              key={file.path}
              className={styles.file}
              style={{ transform: `translateY(${start}px)` }}
            >
              <ImportFile file={file} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
