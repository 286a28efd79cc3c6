import { formatOf } from "../../src-shared/target-format";
import { KeptEditor } from "../editor/kept-editor";
import { loadEditor } from "../editor/load-editor";
import type { DiffView } from "../editor/text-editor";
import type { TemplateSession } from "./template-session";

/** The output with the chosen data compared with that with other data. */
export function diffOutput(session: TemplateSession): KeptEditor<DiffView> {
  const { first, second, path } = session;
  return new KeptEditor(async (box) => {
    const { createDiffEditor } = await loadEditor();
    const texts = (): [string, string] => [
      second.view.getState().shown?.output ?? "",
      first.view.getState().shown?.output ?? "",
    ];
    const [original, modified] = texts();
    const diff = createDiffEditor(box, {
      original,
      modified,
      language: formatOf(path),
      label: "Difference",
      sideBySide: false,
    });
    const show = () => {
      if (session.state.getState().mode === "diff") diff.setTexts(...texts());
    };
    first.view.subscribe(show);
    second.view.subscribe(show);
    session.state.subscribe((state, before) => {
      if (state.mode !== before.mode) show();
    });
    return diff;
  });
}
