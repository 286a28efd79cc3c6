import { type editor, MarkerSeverity } from "monaco-editor/editor/editor.api.js";
import type { Decoration, Marker, TextRange } from "./text-editor";

const severities = {
  error: MarkerSeverity.Error,
  warning: MarkerSeverity.Warning,
  info: MarkerSeverity.Info,
};

export function markerData(marker: Marker): editor.IMarkerData {
  return {
    ...monacoRange(marker),
    message: marker.message,
    severity: severities[marker.severity],
  };
}

export function modelDecoration(decoration: Decoration): editor.IModelDeltaDecoration {
  const { className, lineClassName, hover, after } = decoration;
  return {
    range: monacoRange(decoration),
    options: {
      // Typing at its edges does not make it longer.
      stickiness: 1,
      ...(className !== undefined && { inlineClassName: className }),
      ...(lineClassName !== undefined && { isWholeLine: true, className: lineClassName }),
      ...(hover !== undefined && { hoverMessage: plainMarkdown(hover) }),
      ...(after !== undefined && {
        after: { content: after.text, inlineClassName: after.className, cursorStops: 3 },
        showIfCollapsed: true,
      }),
    },
  };
}

function monacoRange(range: TextRange) {
  return {
    startLineNumber: range.line,
    startColumn: range.column,
    endLineNumber: range.endLine,
    endColumn: range.endColumn,
  };
}

/** A text as Markdown that shows it as it is: nothing in it can be a link, a picture or markup. */
export function plainMarkdown(text: string): { value: string } {
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return { value: `${fence}text\n${text}\n${fence}` };
}
