import { useEffect, useRef, useState } from "react";
import type { SourceEditor } from "./editor";
import styles from "./source-view.module.css";

interface SourceViewProps {
  /** Accessible name of the text. */
  name: string;
  source: string;
  line: number;
  /** A new object is a new wish to see `line`. */
  wish: object | null;
}

/** Python source to read, in the editor, which is loaded the first time that one is needed. */
export function SourceView({ name, source, line, wish }: SourceViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<SourceEditor | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    let made: SourceEditor | null = null;
    import("./editor").then(
      ({ createSourceEditor }) => {
        if (!isCurrent || box.current === null) return;
        made = createSourceEditor(box.current, source, name);
        setEditor(made);
      },
      () => setFailed(true),
    );
    return () => {
      isCurrent = false;
      made?.dispose();
      setEditor(null);
    };
  }, [source, name]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same line may be wished for twice
  useEffect(() => editor?.reveal(line), [editor, line, wish]);
  // Without the editor the text can still be read.
  if (failed) return <pre className={`${styles.plain} selectable`}>{source}</pre>;
  return <div ref={box} className={styles.editor} data-testid="source" />;
}
