import { editor, languages, Uri } from "monaco-editor/editor/editor.api.js";
import { attachDocstringEnd } from "./docstring-end";
import { SCHEME, selector } from "./places";
import { completions, definitions, hovers, signatures, symbols } from "./providers";
import { quickFixes } from "./quick-fixes";
import { type AnalysisListener, ToolAnalysis } from "./tool-analysis";
import type { ToolTarget } from "./tool-target";

let isRegistered = false;

function register(): void {
  if (isRegistered) return;
  isRegistered = true;
  languages.registerCompletionItemProvider(selector, completions);
  languages.registerHoverProvider(selector, hovers);
  languages.registerDefinitionProvider(selector, definitions);
  languages.registerSignatureHelpProvider(selector, signatures);
  languages.registerDocumentSymbolProvider(selector, symbols);
  languages.registerCodeActionProvider(selector, quickFixes);
}

/**
 * Has the text of a tool's editor, which must be there, analysed for a target at every change, as long as it is open.
 * @param path the `path` that the editor was made with
 */
export function attachAnalysis(path: string, target: ToolTarget, listener: AnalysisListener): void {
  register();
  const model = editor.getModel(Uri.from({ scheme: SCHEME, path: `/${path}` }));
  if (model === null) throw new Error(`There is no editor of ${path}.`);
  new ToolAnalysis(model, target, listener);
  attachDocstringEnd(model);
}
