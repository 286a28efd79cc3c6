import { KeptEditor } from "../editor/kept-editor";
import { loadEditor } from "../editor/load-editor";
import type { TextEditor } from "../editor/text-editor";
import { targetOf } from "./language/tool-target";
import type { OwnToolSession } from "./own-tool-session";
import { typeOwnTool } from "./own-tools-store";

/**
 * The editor of an own tool. Its model is `tool:/PATH` in Monaco's language `python`, whose text is analysed
 * (`language/`) for the host that the tab calls on.
 */
export function toolEditor(session: OwnToolSession): KeptEditor<TextEditor> {
  const { path, documents } = session;
  return new KeptEditor(async (box) => {
    const [{ createTextEditor }, { attachAnalysis }, text] = await Promise.all([
      loadEditor(),
      import("./language/attach"),
      documents.loaded(path),
    ]);
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
    attachAnalysis(path, targetOf(session), {
      typing: (place) => typeOwnTool(path, place),
      marked: (problems) => session.state.setState({ problems }),
    });
    session.showPlace(editor);
    session.showFailure(editor);
    return editor;
  });
}
