import { useEffect, useRef, useState } from "react";
import { loadEditor } from "../editor/load-editor";
import type { EditorLanguage, TextEditor } from "../editor/text-editor";
import styles from "./source-view.module.css";

interface SourceViewProps {
  /** Accessible name of the text. */
  name: string;
  source: string;
  /** The line to show, and to mark; null for the beginning. */
  line: number | null;
  /** A new object is a new wish to see `line`. */
  wish: object | null;
  language?: EditorLanguage;
}

/** Source to read, Python if nothing else is said, in the editor, which is loaded the first time that one is needed. */
export function SourceView({ name, source, line, wish, language = "python" }: SourceViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<TextEditor | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    let made: TextEditor | null = null;
    loadEditor().then(
      ({ createTextEditor }) => {
        if (!isCurrent || box.current === null) return;
        made = createTextEditor(box.current, {
          text: source,
          language,
          path: language === "python" ? `${name}.py` : name,
          label: `Source of ${name}`,
          readOnly: true,
        });
        setEditor(made);
        // The tab was opened by keyboard, and there was nothing to go to until now.
        const waiting = document.activeElement?.closest('[data-tab-focus], [role="tabpanel"]');
        if (waiting?.contains(box.current) && waiting === document.activeElement) made.focus();
      },
      () => setFailed(true),
    );
    return () => {
      isCurrent = false;
      made?.dispose();
      setEditor(null);
    };
  }, [source, name, language]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same line may be wished for twice
  useEffect(() => {
    if (line === null) {
      editor?.setDecorations("revealed", []);
      return;
    }
    const revealed = {
      line,
      column: 1,
      endLine: line,
      endColumn: 1,
      lineClassName: "revealed-line",
    };
    editor?.reveal(line);
    editor?.setDecorations("revealed", [revealed]);
  }, [editor, line, wish]);
  // Without the editor the text can still be read.
  if (failed) return <pre className={`${styles.plain} selectable`}>{source}</pre>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hands the focus on to the editor inside
    <div
      ref={box}
      className={styles.editor}
      data-testid="source"
      data-tab-focus
      tabIndex={-1}
      onFocus={(event) => event.target === event.currentTarget && editor?.focus()}
    />
  );
}
