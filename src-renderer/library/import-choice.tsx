import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef, useState } from "react";
import type { LibraryImportFile } from "../../src-shared/library";
import { classes } from "../ui/classes";
import { IMPORT_ROW } from "../ui/import-parts";
import parts from "../ui/import-parts.module.css";
import { useListKeys } from "../ui/use-list-keys";
import styles from "./import-dialog.module.css";

const words: Record<LibraryImportFile["present"], string> = {
  no: "new",
  same: "here already",
  other: "another text here",
};

/** What a row says of a file. */
export function ImportFile({ file: { path, present } }: { file: LibraryImportFile }) {
  return (
    <>
      <span className={styles.path}>{path}</span>
      <span className={styles.present} data-present={present}>
        {words[present]}
      </span>
    </>
  );
}

interface ImportChoiceProps {
  files: readonly LibraryImportFile[];
  preview: (file: LibraryImportFile) => ReactNode;
}

/** The files to import, and what is in the one that is chosen: arrows show the next. */
export function ImportChoice({ files, preview }: ImportChoiceProps) {
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: files.length,
    getScrollElement: () => box.current,
    estimateSize: () => IMPORT_ROW,
    overscan: 10,
  });
  const goTo = (index: number) => {
    setActive(index);
    virtual.scrollToIndex(index);
  };
  const walk = useListKeys({ count: files.length, active, goTo, page: 10 });
  const shown = files[active];
  if (shown === undefined) return null;
  const rows = virtual.getVirtualItems();
  return (
    <div className={styles.columns}>
      <div
        ref={box}
        role="listbox"
        className={parts.box}
        aria-label="Files to import"
        aria-activedescendant={
          rows.some(({ index }) => index === active) ? `import-file-${active}` : undefined
        }
        tabIndex={0}
        onKeyDown={walk}
      >
        <div role="presentation" className={parts.rows} style={{ height: virtual.getTotalSize() }}>
          {rows.map(({ index, start }) => {
            const file = files[index];
            if (file === undefined) return null;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it has the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names the active row
              <div
                key={file.path}
                id={`import-file-${index}`}
                role="option"
                aria-selected={index === active}
                className={classes(styles.file, index === active && styles.active)}
                style={{ transform: `translateY(${start}px)` }}
                title={file.path}
                onClick={() => setActive(index)}
              >
                <ImportFile file={file} />
              </div>
            );
          })}
        </div>
      </div>
      <section className={styles.preview} aria-label={`What is in ${shown.path}`}>
        {preview(shown)}
      </section>
    </div>
  );
}
