import { type ReactNode, useState } from "react";
import { formatPlural } from "../../src-shared/format";
import type { LibraryImport, LibraryImportFile, LibraryName } from "../../src-shared/library";
import { Field } from "../ui/field";
import { ImportBody, ImportProblems, ImportRows } from "../ui/import-parts";
import { Select } from "../ui/select";
import { Sheet } from "../ui/sheet";
import { ImportChoice, ImportFile } from "./import-choice";
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
      <ImportBody>
        {found.files.length === 0 && (
          <p className={styles.summary}>There is no file in it that can be taken.</p>
        )}
        <ImportProblems problems={found.problems} />
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
      </ImportBody>
    </Sheet>
  );
}

function Files({ files }: { files: readonly LibraryImportFile[] }) {
  return (
    <ImportRows
      label="Files to import"
      rows={files}
      className={styles.file}
      row={(file) => <ImportFile file={file} />}
    />
  );
}
