import type { DataProblem } from "../../src-shared/data-set";
import { KeptEditor } from "../editor/kept-editor";
import { loadEditor } from "../editor/load-editor";
import type { Marker, TextEditor } from "../editor/text-editor";
import { formatOfPath } from "./context-source";
import type { TemplateSession } from "./template-session";

/** The editor of a data set of a session; what is wrong is marked in it. */
export function dataEditor(session: TemplateSession, path: string): KeptEditor<TextEditor> {
  const { documents, state } = session;
  return new KeptEditor(async (box) => {
    const [{ createTextEditor }, text] = await Promise.all([loadEditor(), documents.loaded(path)]);
    const editor = createTextEditor(box, {
      text,
      language: formatOfPath(path),
      path,
      label: `Data set ${path}`,
    });
    documents.bind(path, editor);
    const mark = () => {
      const { choice, problems } = state.getState();
      if (choice.dataSet === path) editor.setMarkers(problems.map(marker));
    };
    session.onDispose(
      state.subscribe((now, before) => {
        if (now.problems !== before.problems || now.choice !== before.choice) mark();
      }),
    );
    mark();
    return editor;
  });
}

function marker(problem: DataProblem): Marker {
  return { ...problem, severity: "error" };
}
