import { KeptEditor } from "../editor/kept-editor";
import { loadEditor } from "../editor/load-editor";
import type { TextEditor } from "../editor/text-editor";
import type { OwnToolSession } from "./own-tool-session";
import { useOwnTools } from "./own-tools-store";

/**
 * The editor of an own tool. Its model is `tool:/PATH` in Monaco's language `python`: what is registered
 * for that language (`registerLanguages`) is there, and what is no Python is marked.
 */
export function toolEditor(session: OwnToolSession): KeptEditor<TextEditor> {
  const { path, documents } = session;
  return new KeptEditor(async (box) => {
    const [{ createTextEditor }, text] = await Promise.all([loadEditor(), documents.loaded(path)]);
    const editor = createTextEditor(box, {
      text,
      language: "python",
      path,
      scheme: "tool",
      label: `Source of ${path}`,
    });
    documents.bind(path, editor);
    // What was shown there is another line by now.
    editor.onChange(() => {
      editor.setDecorations("revealed", []);
      session.markFailure(null);
    });
    const mark = () => {
      const error = useOwnTools.getState().files.get(path)?.error ?? null;
      editor.setMarkers(error === null ? [] : [{ ...error, severity: "error" }]);
    };
    session.onDispose(useOwnTools.subscribe(mark));
    mark();
    session.showPlace(editor);
    session.showFailure(editor);
    return editor;
  });
}
