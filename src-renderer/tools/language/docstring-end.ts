import { editor } from "monaco-editor/editor/editor.api.js";
import { docstringIndent } from "./docstring-indent";

/**
 * Moves the quotes that end a docstring below those that begin it, as soon as they are typed. The same step of undo
 * takes both away.
 */
export function attachDocstringEnd(model: editor.ITextModel): void {
  model.onDidChangeContent(({ changes, isUndoing, isRedoing, isFlush }) => {
    const [change] = changes;
    if (change === undefined || changes.length > 1 || isUndoing || isRedoing || isFlush) return;
    if (!/^["']{1,3}$/.test(change.text)) return;
    const line = change.range.startLineNumber;
    const version = model.getVersionId();
    // A change is not made while one is told.
    queueMicrotask(() => {
      if (model.isDisposed() || model.getVersionId() !== version) return;
      const made = editor.getEditors().find((each) => each.getModel() === model);
      if (made?.hasTextFocus() !== true) return;
      const text = docstringIndent(model.getLinesContent().slice(0, line));
      const now = /^\s*/.exec(model.getLineContent(line))?.[0] ?? "";
      if (text === null || text === now) return;
      const range = {
        startLineNumber: line,
        startColumn: 1,
        endLineNumber: line,
        endColumn: now.length + 1,
      };
      made.executeEdits("docstring", [{ range, text }]);
    });
  });
}
