import { editor } from "monaco-editor/editor/editor.api.js";
import EditorWorker from "monaco-editor/editor/editor.worker.js?worker";
// What an editor here can do, and nothing else: each of them weighs. All are here, since what comes
// after the first editor finds no services any more.
import "monaco-editor/features/bracketMatching/register.js";
import "monaco-editor/features/clipboard/register.js";
import "monaco-editor/features/codeAction/register.js";
import "monaco-editor/features/comment/register.js";
import "monaco-editor/features/cursorUndo/register.js";
import "monaco-editor/features/documentSymbols/register.js";
import "monaco-editor/features/find/register.js";
import "monaco-editor/features/folding/register.js";
import "monaco-editor/features/format/register.js";
import "monaco-editor/features/gotoError/register.js";
import "monaco-editor/features/gotoSymbol/register.js";
import "monaco-editor/features/hover/register.js";
import "monaco-editor/features/indentation/register.js";
import "monaco-editor/features/linesOperations/register.js";
import "monaco-editor/features/multicursor/register.js";
import "monaco-editor/features/parameterHints/register.js";
import "monaco-editor/features/quickOutline/register.js";
import "monaco-editor/features/toggleTabFocusMode/register.js";
import "monaco-editor/features/wordHighlighter/register.js";
import "monaco-editor/features/wordOperations/register.js";
// `features/suggest` has inline suggestions alone.
import "monaco-editor/editor/contrib/suggest/browser/suggestController.js";
import { StandaloneServices } from "monaco-editor/editor/standalone/browser/standaloneServices.js";
import { IConfigurationService } from "monaco-editor/platform/configuration/common/configuration.js";
import { editorTheme } from "./editor-theme";
import { showSuggestionDocs } from "./suggestion-docs";
import "./editor.css";

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

function applyTheme(): void {
  editor.defineTheme("rmote", editorTheme(getComputedStyle(document.documentElement)));
  editor.setTheme("rmote");
}

// Headings in the list of quick fixes are none that a screen reader may find there.
StandaloneServices.get(IConfigurationService).updateValue(
  "editor.codeActionWidget.showHeaders",
  false,
);

showSuggestionDocs();

// All editors share one theme, which follows the page's as long as there is a page.
applyTheme();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
new MutationObserver(applyTheme).observe(document.documentElement, {
  attributeFilter: ["data-theme"],
});
// Widths that were measured before the font was there are wrong.
void document.fonts.ready.then(() => editor.remeasureFonts());

/** What all editors have in common. Read it when one is made: it has what the page's style says. */
export function commonOptions() {
  return {
    theme: "rmote",
    automaticLayout: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--font-mono"),
    fontSize: 12.5,
    lineHeight: 18,
    fontLigatures: false,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    renderLineHighlight: "none",
    overviewRulerLanes: 0,
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
    contextmenu: false,
    // Those far away do not matter.
    matchBrackets: "near",
    padding: { top: 8, bottom: 8 },
    stickyScroll: { enabled: false },
    // Config files are full of characters that look alike on purpose; nothing is typed by the editor itself.
    unicodeHighlight: { ambiguousCharacters: false },
    // Widgets may stand out of a small pane.
    fixedOverflowWidgets: true,
    unusualLineTerminators: "off",
  } satisfies editor.IEditorOptions & editor.IGlobalEditorOptions;
}

/** What all texts have in common. */
export const modelOptions: editor.ITextModelUpdateOptions = {
  tabSize: 4,
  insertSpaces: true,
  // Brackets have the colours of what they belong to.
  bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
};
