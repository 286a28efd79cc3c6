import { type languages, Range } from "monaco-editor/editor/editor.api.js";
import { monacoRange, textEdit } from "./places";
import { analysisOf, markerData } from "./tool-analysis";

/** Offers what mends the findings at a place. */
export const quickFixes: languages.CodeActionProvider = {
  provideCodeActions: async (model, range) => {
    const findings = (await analysisOf(model)?.findings()) ?? [];
    const versionId = model.getVersionId();
    const actions = findings
      .filter((finding) => Range.areIntersectingOrTouching(monacoRange(finding), range))
      .flatMap((finding) =>
        finding.fixes.map(({ title, edits }, index): languages.CodeAction => {
          const textEdits = edits.map((edit) => ({
            resource: model.uri,
            versionId,
            textEdit: textEdit(edit),
          }));
          return {
            title,
            kind: "quickfix",
            diagnostics: [markerData(finding)],
            edit: { edits: textEdits },
            isPreferred: index === 0,
          };
        }),
      );
    return { actions, dispose: () => {} };
  },
};
