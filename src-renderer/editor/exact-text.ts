import { editor, Range } from "monaco-editor/editor/editor.api.js";

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
      model.pushStackElement();
      if (/[\r\n]/.test(text) && isCrlf !== (model.getEOL() === "\r\n")) {
        model.pushEOL(isCrlf ? CRLF : LF);
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
        model.pushEditOperations(made.getSelections(), [{ range, text: change.text }], () => null);
      }
      model.pushStackElement();
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

/** The one stretch that makes a text another one. Offsets of `before`; null where they are the same. */
export function changeBetween(
  before: string,
  after: string,
): { start: number; end: number; text: string } | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  // Nothing is cut in two: no pair of surrogates, no pair of line end characters.
  if (start > 0 && /[\ud800-\udbff\r]/.test(before[start - 1] ?? "")) start -= 1;
  let tail = 0;
  while (
    tail < most - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  if (tail > 0 && /[\udc00-\udfff\n]/.test(before[before.length - tail] ?? "")) tail -= 1;
  const end = before.length - tail;
  return { start, end, text: after.slice(start, after.length - tail) };
}
