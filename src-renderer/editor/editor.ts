import { editor, KeyCode, Uri } from "monaco-editor/editor/editor.api.js";
import { attachTemplateBehaviour } from "../templates/language/behaviour";
import { registerLanguages } from "../templates/language/register";
import { ExactText } from "./exact-text";
import { markerData, modelDecoration } from "./marks";
import { commonOptions, modelOptions } from "./monaco";
import type { EditorOptions, TextEditor } from "./text-editor";
import { attachWordWrap, toggleWordWrap } from "./word-wrap";

export { setTemplateContext } from "../templates/language/template-context";
export { createDiffEditor } from "./diff-editor";
export type * from "./text-editor";

let count = 0;

/** Makes an editor in a box, which must have a size of its own. */
export function createTextEditor(box: HTMLElement, options: EditorOptions): TextEditor {
  const { text, language, path, label, readOnly = false } = options;
  registerLanguages();
  count += 1;
  // The number keeps apart what has the same path, such as the same file in two panes.
  const uri =
    options.scheme === undefined
      ? Uri.from({ scheme: "rmote", authority: String(count), path: `/${path}` })
      : Uri.from({ scheme: options.scheme, path: `/${path}` });
  const model = editor.createModel(text, language, uri);
  model.updateOptions(modelOptions);
  const made = editor.create(box, {
    ...commonOptions(),
    model,
    ariaLabel: label,
    readOnly,
    domReadOnly: readOnly,
    tabFocusMode: readOnly,
    folding: !readOnly,
    // A word that is written out is followed by a new line.
    acceptSuggestionOnEnter: "smart",
    wordBasedSuggestions: "off",
    quickSuggestions: { other: true, strings: true, comments: false },
  });
  const exact = new ExactText(model, text, !readOnly);
  const listeners = new Set<(text: string) => void>();
  model.onDidChangeContent(() => {
    if (exact.isSetting) return;
    for (const listener of listeners) listener(exact.text());
  });
  letTabLeave(made, box);
  attachTemplateBehaviour(made, model);
  attachWordWrap(made);
  const marks = new Map<string, editor.IEditorDecorationsCollection>();
  return {
    text: () => exact.text(),
    setText: (next) => exact.set(next, made),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reveal: (line, column = 1) => {
      made.revealPositionNearTop({ lineNumber: line, column });
      made.setPosition({ lineNumber: line, column });
    },
    bringIntoView: (line) => made.revealLineInCenterIfOutsideViewport(line),
    cursor: () => {
      const { lineNumber: line, column } = made.getPosition() ?? { lineNumber: 1, column: 1 };
      return { line, column };
    },
    focus: () => made.focus(),
    setMarkers: (markers) => editor.setModelMarkers(model, "rmote", markers.map(markerData)),
    setDecorations: (key, decorations) => {
      const collection = marks.get(key) ?? made.createDecorationsCollection();
      marks.set(key, collection);
      collection.set(decorations.map(modelDecoration));
    },
    onCursor: (listener) => {
      const { dispose } = made.onDidChangeCursorPosition(({ position }) =>
        listener(position.lineNumber, position.column),
      );
      return dispose;
    },
    onBlur: (listener) => {
      const { dispose } = made.onDidBlurEditorWidget(listener);
      return dispose;
    },
    onClick: (listener) => {
      const { dispose } = made.onMouseUp(({ target }) => {
        const { CONTENT_TEXT, CONTENT_EMPTY } = editor.MouseTargetType;
        if (target.type !== CONTENT_TEXT && target.type !== CONTENT_EMPTY) return;
        if (target.position === null) return;
        listener(target.position.lineNumber, target.position.column);
      });
      return dispose;
    },
    setReadOnly: (on) =>
      made.updateOptions({ readOnly: on, domReadOnly: on, tabFocusMode: on, folding: !on }),
    setLanguage: (next) => editor.setModelLanguage(model, next),
    toggleWordWrap,
    setInvisibles: (on) =>
      made.updateOptions({
        renderWhitespace: on ? "all" : "selection",
        renderControlCharacters: on,
      }),
    goToMatch: () => void made.getAction("rmote.goToMatch")?.run(),
    goToProblem: () => {
      made.focus();
      void made.getAction("editor.action.marker.next")?.run();
    },
    format: async () => {
      await made.getAction("editor.action.formatDocument")?.run();
    },
    dispose: () => {
      made.dispose();
      model.dispose();
    },
  };
}

/** After Escape, where it closed nothing, the next Tab leaves the editor: nobody is held in it by the keyboard. */
function letTabLeave(made: editor.IStandaloneCodeEditor, box: HTMLElement): void {
  let isLeaving = false;
  const setLeaving = (on: boolean) => {
    if (on === isLeaving || made.getOption(editor.EditorOption.readOnly)) return;
    isLeaving = on;
    made.updateOptions({ tabFocusMode: on });
  };
  made.onKeyDown(({ keyCode }) => {
    if (keyCode === KeyCode.Escape) {
      const open = box.querySelector(".suggest-widget.visible, .find-widget.visible");
      setLeaving(open === null && made.getSelections()?.length === 1);
    } else if (keyCode !== KeyCode.Tab && keyCode !== KeyCode.Shift) setLeaving(false);
  });
  made.onDidBlurEditorWidget(() => setLeaving(false));
}
