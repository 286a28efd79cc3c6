import { languages } from "monaco-editor/editor/editor.api.js";
import { targetFormats } from "../../../src-shared/target-format";
import { completions } from "./completion";
import { formatConfiguration, templateConfiguration } from "./configuration";
import { foldingRanges } from "./folding";
import { formatTemplate } from "./format-template";
import { lexers } from "./formats/lexers";
import { hovers } from "./hover";
import { formatTokens, templateTokens } from "./tokens-provider";

let isRegistered = false;

/** Makes the languages of `EditorLanguage` known to Monaco, once. */
export function registerLanguages(): void {
  if (isRegistered) return;
  isRegistered = true;
  for (const format of targetFormats) {
    languages.register({ id: format });
    languages.setTokensProvider(format, formatTokens(lexers[format]));
    languages.setLanguageConfiguration(format, formatConfiguration(format));
    const template = `rmote-template.${format}`;
    languages.register({ id: template });
    languages.setTokensProvider(template, templateTokens(lexers[format]));
    languages.setLanguageConfiguration(template, templateConfiguration);
  }
  const templates = targetFormats.map((format) => `rmote-template.${format}`);
  languages.registerCompletionItemProvider(templates, completions);
  languages.registerHoverProvider(templates, hovers);
  languages.registerFoldingRangeProvider(templates, folding);
  languages.registerDocumentFormattingEditProvider(templates, formatting);
}

const folding: languages.FoldingRangeProvider = {
  provideFoldingRanges: (model) =>
    foldingRanges(model.getLinesContent()).map(({ start, end, kind }) => ({
      start,
      end,
      ...(kind === "comment" && { kind: languages.FoldingRangeKind.Comment }),
    })),
};

const formatting: languages.DocumentFormattingEditProvider = {
  provideDocumentFormattingEdits: (model) =>
    formatTemplate(model.getLinesContent()).map(({ line, column, endColumn, text }) => ({
      range: {
        startLineNumber: line,
        startColumn: column,
        endLineNumber: line,
        endColumn,
      },
      text,
    })),
};
