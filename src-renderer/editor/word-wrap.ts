import { type editor, KeyCode, KeyMod } from "monaco-editor/editor/editor.api.js";
import { recall, remember } from "../shell/remembered";

const editors = new Set<editor.ICodeEditor>();
let isOn = recall("word-wrap") === "true";

/** Has an editor wrap long lines where a person has chosen so, and gives it the key that changes it. */
export function attachWordWrap(made: editor.IStandaloneCodeEditor): void {
  editors.add(made);
  made.onDidDispose(() => editors.delete(made));
  made.updateOptions(options());
  made.addAction({
    id: "rmote.toggleWordWrap",
    label: "Wrap long lines, or not",
    keybindings: [KeyMod.Alt | KeyCode.KeyZ],
    run: toggleWordWrap,
  });
}

/** All editors wrap long lines from now on, or none does. Kept for the next start. */
export function toggleWordWrap(): void {
  isOn = !isOn;
  remember("word-wrap", isOn);
  for (const each of editors) each.updateOptions(options());
}

function options(): editor.IEditorOptions {
  return { wordWrap: isOn ? "on" : "off" };
}
