import { languages } from "monaco-editor/editor/editor.api.js";
import "monaco-editor/languages/definitions/python/register.js";
import { targetFormats } from "../../../src-shared/target-format";

let isRegistered = false;

/** Makes the languages of `EditorLanguage` known to Monaco, once. */
export function registerLanguages(): void {
  if (isRegistered) return;
  isRegistered = true;
  for (const format of targetFormats) {
    languages.register({ id: format });
    languages.register({ id: `rmote-template.${format}` });
  }
}
