import type { TemplateFailure } from "../../src-shared/preview";
import { formatOf } from "../../src-shared/target-format";
import { KeptEditor } from "../editor/kept-editor";
import { loadEditor } from "../editor/load-editor";
import type { Decoration, Marker, TextEditor } from "../editor/text-editor";
import { membersOf, valueAt } from "../python/preview-engine";
import { pythonType } from "./python-type";
import type { TemplateSession } from "./template-session";

/** The editor of a session's template: what is wrong is marked in it, and names are known to it. */
export function templateEditor(session: TemplateSession): KeptEditor<TextEditor> {
  const { path, first, documents } = session;
  return new KeptEditor(async (box) => {
    const [{ createTextEditor, setTemplateContext }, text] = await Promise.all([
      loadEditor(),
      documents.loaded(path),
    ]);
    const editor = createTextEditor(box, {
      text,
      language: `rmote-template.${formatOf(path)}`,
      path,
      label: `Template ${path}`,
    });
    documents.bind(path, editor);
    editor.onCursor((line, column) => session.setCursor(line, column));
    setTemplateContext(path, {
      names: async () =>
        [...(session.context()?.context ?? [])].map(([name, value]) => ({
          name,
          type: pythonType(value),
        })),
      members: (expression) =>
        membersOf(first.key, session.context()?.context ?? new Map(), expression),
      valueAt: (expression) =>
        valueAt(first.key, session.context()?.context ?? new Map(), expression),
    });
    const mark = () => {
      const { failures } = first.view.getState();
      editor.setMarkers(failures.map(marker));
      editor.setDecorations("failure", failures.flatMap(inlineMarks));
    };
    first.view.subscribe((view, before) => {
      if (view.failures !== before.failures) mark();
    });
    mark();
    session.onDispose(() => setTemplateContext(path, null));
    return editor;
  });
}

/** Behind the last character of any line. */
const LINE_END = 1_000_000;

function marker(failure: TemplateFailure): Marker {
  const { line, column, endLine, endColumn, message } = failure;
  return { line, column, endLine, endColumn, message, severity: "error" };
}

/** The place, and what is wrong with it behind the end of its line. */
function inlineMarks({ message, ...place }: TemplateFailure): Decoration[] {
  const { line, column, endLine, endColumn } = place;
  const [first = ""] = message.split("\n", 1);
  const end = { line, column: LINE_END, endLine: line, endColumn: LINE_END };
  return [
    { line, column, endLine, endColumn, className: "failed-expression" },
    { ...end, after: { text: `   ${first}`, className: "failure-words" } },
  ];
}
