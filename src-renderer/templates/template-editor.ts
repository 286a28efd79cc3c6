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
    editor.onCursor((line) => session.setCursorLine(line));
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
      editor.setDecorations("failure", failures.map(inlineMark));
    };
    first.view.subscribe((view, before) => {
      if (view.failures !== before.failures) mark();
    });
    mark();
    session.onDispose(() => setTemplateContext(path, null));
    return editor;
  });
}

function marker(failure: TemplateFailure): Marker {
  const { line, column, endLine, endColumn, message } = failure;
  return { line, column, endLine, endColumn, message, severity: "error" };
}

/** The words behind the line. */
function inlineMark({ line, column, endLine, endColumn, message }: TemplateFailure): Decoration {
  const [first = ""] = message.split("\n", 1);
  return {
    line,
    column,
    endLine,
    endColumn,
    className: "failed-expression",
    after: { text: `   ${first}`, className: "failure-words" },
  };
}
