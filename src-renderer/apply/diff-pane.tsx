import { useEffect, useRef, useState } from "react";
import { formatOf } from "../../src-shared/target-format";
import { loadEditor } from "../editor/load-editor";
import type { DiffView } from "../editor/text-editor";
import styles from "./apply-panel.module.css";

interface DiffPaneProps {
  /** Path of the file, by which it is coloured. */
  path: string;
  original: string;
  modified: string;
}

/** Pixels of width from which two columns can be read beside each other. */
const WIDE = 800;

/** A file as it is and as it would be. */
export function DiffPane({ path, original, modified }: DiffPaneProps) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<DiffView | null>(null);
  const [failed, setFailed] = useState(false);
  const texts = useRef({ original, modified });
  texts.current = { original, modified };
  useEffect(() => {
    let isCurrent = true;
    let made: DiffView | null = null;
    let watch: ResizeObserver | null = null;
    loadEditor().then(
      ({ createDiffEditor }) => {
        const place = box.current;
        if (!isCurrent || place === null) return;
        made = createDiffEditor(place, {
          ...texts.current,
          language: formatOf(path),
          label: path,
          sideBySide: place.clientWidth >= WIDE,
        });
        watch = new ResizeObserver(() => made?.setSideBySide(place.clientWidth >= WIDE));
        watch.observe(place);
        setView(made);
      },
      () => setFailed(true),
    );
    return () => {
      isCurrent = false;
      watch?.disconnect();
      made?.dispose();
      setView(null);
    };
  }, [path]);
  useEffect(() => view?.setTexts(original, modified), [view, original, modified]);
  // Without the editor the new text can still be read before it is written.
  if (failed) return <pre className={`${styles.plain} selectable`}>{modified}</pre>;
  return <div ref={box} className={styles.diff} data-testid="apply-diff" />;
}
