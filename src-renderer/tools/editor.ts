import { editor } from "monaco-editor/editor/editor.api.js";
import EditorWorker from "monaco-editor/editor/editor.worker.js?worker";
import "monaco-editor/features/find/register.js";
import "monaco-editor/features/bracketMatching/register.js";
import "monaco-editor/features/wordHighlighter/register.js";
import "monaco-editor/features/clipboard/register.js";
import "monaco-editor/languages/definitions/python/register.js";
import { editorTheme } from "./editor-theme";

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

export interface SourceEditor {
  /** Brings a line, counted from 1, into view. */
  reveal: (line: number) => void;
  focus: () => void;
  dispose: () => void;
}

function applyTheme(): void {
  editor.defineTheme("rmote", editorTheme(getComputedStyle(document.documentElement)));
  editor.setTheme("rmote");
}

/** An editor over Python source that cannot be changed. It follows the size of its box and the theme. */
export function createSourceEditor(box: HTMLElement, source: string, name: string): SourceEditor {
  applyTheme();
  const made = editor.create(box, {
    value: source,
    language: "python",
    theme: "rmote",
    readOnly: true,
    domReadOnly: true,
    automaticLayout: true,
    ariaLabel: `Source of ${name}`,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--font-mono"),
    fontSize: 12.5,
    lineHeight: 18,
    fontLigatures: false,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    renderLineHighlight: "none",
    overviewRulerLanes: 0,
    folding: false,
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
    contextmenu: false,
    padding: { top: 8, bottom: 8 },
    stickyScroll: { enabled: false },
    tabFocusMode: true,
  });
  const media = matchMedia("(prefers-color-scheme: dark)");
  media.addEventListener("change", applyTheme);
  const observer = new MutationObserver(applyTheme);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const marks = made.createDecorationsCollection();
  return {
    reveal: (line) => {
      made.revealLineNearTop(line);
      made.setPosition({ lineNumber: line, column: 1 });
      marks.set([
        {
          range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 1 },
          options: { isWholeLine: true, className: "revealed-line" },
        },
      ]);
    },
    focus: () => made.focus(),
    dispose: () => {
      media.removeEventListener("change", applyTheme);
      observer.disconnect();
      made.getModel()?.dispose();
      made.dispose();
    },
  };
}
