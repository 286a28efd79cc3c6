import { editor } from "monaco-editor/editor/editor.api.js";
import { registerLanguages } from "../templates/language/register";
import { commonOptions, modelOptions } from "./monaco";
import type { DiffOptions, DiffView } from "./text-editor";

/** Makes a comparison in a box, which must have a size of its own. Neither side can be changed. */
export function createDiffEditor(box: HTMLElement, options: DiffOptions): DiffView {
  const { original, modified, language, label, sideBySide } = options;
  registerLanguages();
  const models = {
    original: editor.createModel(original, language),
    modified: editor.createModel(modified, language),
  };
  models.original.updateOptions(modelOptions);
  models.modified.updateOptions(modelOptions);
  const labels = {
    originalAriaLabel: `${label}, before`,
    modifiedAriaLabel: `${label}, after`,
  };
  const made = editor.createDiffEditor(box, {
    ...commonOptions(),
    readOnly: true,
    domReadOnly: true,
    originalEditable: false,
    ...labels,
    renderSideBySide: sideBySide,
    // Whoever has the space decides, not Monaco by a width of its own.
    useInlineViewWhenSpaceIsLimited: false,
    renderMarginRevertIcon: false,
    renderGutterMenu: false,
    renderOverviewRuler: false,
    ignoreTrimWhitespace: false,
    hideUnchangedRegions: { enabled: true },
    tabFocusMode: true,
    folding: false,
  });
  // Monaco forgets the labels whenever it lays its two editors out anew, at the start too.
  made.updateOptions({ renderSideBySide: sideBySide, ...labels });
  made.setModel(models);
  return {
    setTexts: (before, after) => {
      if (models.original.getValue() !== before) models.original.setValue(before);
      if (models.modified.getValue() !== after) models.modified.setValue(after);
    },
    setSideBySide: (on) => made.updateOptions({ renderSideBySide: on, ...labels }),
    goToChange: (direction) => made.goToDiff(direction),
    focus: () => made.focus(),
    dispose: () => {
      made.dispose();
      models.original.dispose();
      models.modified.dispose();
    },
  };
}
