import { type editor, KeyCode, KeyMod, Range } from "monaco-editor/editor/editor.api.js";
import { parseBlocks } from "../../../src-shared/template-blocks";
import { matchingParts, matchOf } from "./matching";
import { missingTerminator } from "./terminator";
import "./template-editor.css";

const isTemplate = (model: editor.ITextModel) =>
  model.getLanguageId().startsWith("rmote-template.");

/** What an editor does beyond Monaco where it has a template: the blocks of the cursor's line, terminators, ways. */
export function attachTemplateBehaviour(
  made: editor.IStandaloneCodeEditor,
  model: editor.ITextModel,
): void {
  showMatches(made, model);
  insertTerminators(made, model);
  made.addAction({
    id: "rmote.format",
    label: "Format the statements",
    keybindings: [KeyMod.Shift | KeyMod.Alt | KeyCode.KeyF],
    run: async () => {
      await made.getAction("editor.action.formatDocument")?.run();
    },
  });
  made.addAction({
    id: "rmote.goToMatch",
    label: "Go to the other end of the block",
    keybindings: [
      KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.Backslash,
      // In the source of a tool it goes to the definition.
      ...(model.uri.scheme === "tool" ? [] : [KeyCode.F12]),
    ],
    run: async () => {
      const line = made.getPosition()?.lineNumber ?? 1;
      const match = isTemplate(model) ? matchOf(parseBlocks(model.getLinesContent()), line) : null;
      if (match === null) {
        await made.getAction("editor.action.jumpToBracket")?.run();
        return;
      }
      const place = { lineNumber: match.line, column: match.column };
      made.setPosition(place);
      made.revealPositionInCenterIfOutsideViewport(place);
    },
  });
}

function showMatches(made: editor.IStandaloneCodeEditor, model: editor.ITextModel): void {
  const marks = made.createDecorationsCollection();
  const show = () => {
    const line = made.getPosition()?.lineNumber;
    const parts =
      line === undefined || !isTemplate(model) || !/^[ \t]*%/.test(model.getLineContent(line))
        ? []
        : matchingParts(parseBlocks(model.getLinesContent()), line);
    if (parts.length === 0 && marks.length === 0) return;
    marks.set(
      parts.map((part) => {
        const text = model.getLineContent(part.line).slice(part.column - 1);
        const length = /^%[ \t]*\w*/.exec(text)?.[0].trimEnd().length ?? 1;
        return {
          range: new Range(part.line, part.column, part.line, part.column + length),
          options: { className: "matching-statement", stickiness: 1 },
        };
      }),
    );
  };
  made.onDidChangeCursorPosition(show);
  made.onDidChangeModelContent(show);
}

/** After Enter at the end of a block's opener. The same step of undo takes it away. */
function insertTerminators(made: editor.IStandaloneCodeEditor, model: editor.ITextModel): void {
  let typedLine = 0;
  made.onDidChangeModelContent(({ changes, isUndoing, isRedoing, isFlush }) => {
    const [change] = changes;
    const wasTypedLine = typedLine;
    typedLine = change?.range.startLineNumber ?? 0;
    if (change === undefined || changes.length > 1 || isUndoing || isRedoing || isFlush) return;
    if (!isTemplate(model) || !/^\r?\n[ \t]*$/.test(change.text)) return;
    const line = change.range.startLineNumber;
    const version = model.getVersionId();
    // A change is not made while one is told.
    queueMicrotask(() => {
      if (model.isDisposed() || model.getVersionId() !== version || !made.hasTextFocus()) return;
      const selections = made.getSelections() ?? [];
      const [selection] = selections;
      if (selections.length !== 1 || selection === undefined || !selection.isEmpty()) return;
      const next = line + 1;
      if (selection.startLineNumber !== next || model.getLineContent(next).trim() !== "") return;
      const lines = model.getLinesContent();
      const terminator = missingTerminator(lines, line, wasTypedLine === line);
      if (terminator === null) return;
      // With the blanks of the new line, which Monaco would trim otherwise.
      const blanks = model.getLineContent(next);
      const range = new Range(next, 1, next, blanks.length + 1);
      const text = blanks + model.getEOL() + terminator;
      made.executeEdits("rmote", [{ range, text }], selections);
      typedLine = 0;
    });
  });
}
