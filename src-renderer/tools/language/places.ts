import type { editor, IRange, languages, Position } from "monaco-editor/editor/editor.api.js";
import type { SourceEdit, SourceRange } from "../../../src-shared/python/analysis-schema";
import type { SourcePlace } from "../../python/analysis-engine";

/** The scheme of the URIs of tools that can be edited. */
export const SCHEME = "tool";

/** What the language features are registered for. */
export const selector: languages.LanguageFilter = { language: "python", scheme: SCHEME };

/** The text as Python is given it: line feeds only. */
export function sourceOf(model: editor.ITextModel): string {
  // EndOfLinePreference.LF, whose enum is no value of the types alone.
  return model.getValue(1);
}

/** Tells the requests of one model from those of others. */
export function keyOf(model: editor.ITextModel): string {
  return model.uri.toString();
}

export function placeOf({ lineNumber: line, column }: Position): SourcePlace {
  return { line, column };
}

export function monacoRange({ line, column, endLine, endColumn }: SourceRange): IRange {
  return {
    startLineNumber: line,
    startColumn: column,
    endLineNumber: endLine,
    endColumn,
  };
}

export function textEdit(edit: SourceEdit): languages.TextEdit {
  return { range: monacoRange(edit), text: edit.text };
}
