import { languages } from "monaco-editor/editor/editor.api.js";
import { targetFormats } from "../../../src-shared/target-format";
import { formatConfiguration, templateConfiguration } from "./configuration";
import { lexers } from "./formats/lexers";
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
}
