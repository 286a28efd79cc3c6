import { editor, Range } from "monaco-editor/editor/editor.api.js";
import { changeBetween } from "./text-change";

/**
 * The text of a model, kept as it was given. A model has one kind of line end: without this, a file with
 * several would be another one as soon as it is opened.
 */
export class ExactText {
  isSetting = false;
  private given: { text: string; version: number };

  constructor(
    private readonly model: editor.ITextModel,
    text: string,
    /** Where nobody can type nothing is kept to be undone: an output changes with each key, for hours. */
    private readonly keepsUndo: boolean,
  ) {
    this.given = { text, version: model.getAlternativeVersionId() };
  }

  text(): string {
    // The alternative version is the same again after an undo.
    if (this.model.getAlternativeVersionId() === this.given.version) return this.given.text;
    return this.model.getValue(undefined, true);
  }

  /** Replaces what differs, so that cursors and the undo stack stay. */
  set(text: string, made: editor.ICodeEditor): void {
    const { model } = this;
    this.isSetting = true;
    try {
      const isCrlf = lineEnd(text) === "\r\n";
      const { CRLF, LF } = editor.EndOfLineSequence;
      if (this.keepsUndo) model.pushStackElement();
      if (/[\r\n]/.test(text) && isCrlf !== (model.getEOL() === "\r\n")) {
        if (this.keepsUndo) model.pushEOL(isCrlf ? CRLF : LF);
        else model.setEOL(isCrlf ? CRLF : LF);
      }
      const change = changeBetween(
        model.getValue(),
        text.replace(/^\ufeff/, "").replace(/\r\n?|\n/g, model.getEOL()),
      );
      if (change !== null) {
        const range = Range.fromPositions(
          model.getPositionAt(change.start),
          model.getPositionAt(change.end),
        );
        const edits = [{ range, text: change.text }];
        if (this.keepsUndo) model.pushEditOperations(made.getSelections(), edits, () => null);
        else model.applyEdits(edits);
      }
      if (this.keepsUndo) model.pushStackElement();
      this.given = { text, version: model.getAlternativeVersionId() };
    } finally {
      this.isSetting = false;
    }
  }
}

/** The kind of line end that most lines have. */
function lineEnd(text: string): "\n" | "\r\n" {
  const crlf = text.split("\r\n").length - 1;
  const all = text.split("\n").length - 1;
  return crlf * 2 > all ? "\r\n" : "\n";
}
