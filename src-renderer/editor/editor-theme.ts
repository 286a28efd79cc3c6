import type { editor } from "monaco-editor/editor/editor.api.js";
import { oklchToHex, parseOklch } from "../ui/contrast";

/** The editor's theme, from the tokens of the page: it reads hexadecimal colours only. */
export function editorTheme(style: CSSStyleDeclaration): editor.IStandaloneThemeData {
  const color = (token: string): string => {
    const parsed = parseOklch(style.getPropertyValue(token));
    if (parsed === null) throw new Error(`${token} is no OKLCH colour`);
    return oklchToHex(parsed);
  };
  const rule = (token: string, name: string, fontStyle = "") => ({
    token,
    foreground: color(name).slice(1),
    fontStyle,
  });
  const isDark = style.colorScheme === "dark";
  return {
    base: isDark ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      rule("", "--text-1"),
      rule("comment", "--text-3"),
      rule("string", "--ok"),
      rule("string.escape", "--ok"),
      rule("number", "--warn"),
      rule("keyword", "--accent"),
      rule("constant", "--warn"),
      rule("builtin", "--text-1", "italic"),
      rule("key", "--text-1"),
      rule("section", "--text-1", "bold"),
      rule("variable", "--warn"),
      // What is the template's own stands out of the text that it makes.
      rule("template", "--accent", "bold"),
      rule("template.escape", "--text-3"),
      rule("delimiter", "--text-2"),
      rule("identifier", "--text-1"),
    ],
    colors: {
      "editor.background": color("--surface-0"),
      "editor.foreground": color("--text-1"),
      "editorLineNumber.foreground": color("--text-3"),
      "editorLineNumber.activeForeground": color("--text-1"),
      // Of the empty line at the end, which is otherwise too faint to read.
      "editorLineNumber.dimmedForeground": color("--text-3"),
      "editor.selectionBackground": `${color("--accent")}44`,
      "editor.inactiveSelectionBackground": `${color("--accent")}22`,
      "editor.wordHighlightBackground": `${color("--accent")}1c`,
      "editor.wordHighlightTextBackground": `${color("--accent")}1c`,
      "editor.wordHighlightStrongBackground": `${color("--accent")}2c`,
      "editorCursor.foreground": color("--accent"),
      "editorWidget.background": color("--surface-2"),
      "editorWidget.border": color("--line"),
      "editorWidget.foreground": color("--text-1"),
      "editorHoverWidget.background": color("--surface-2"),
      "editorHoverWidget.border": color("--line"),
      "editorSuggestWidget.background": color("--surface-2"),
      "editorSuggestWidget.border": color("--line"),
      "editorSuggestWidget.foreground": color("--text-1"),
      "editorSuggestWidget.highlightForeground": color("--accent"),
      "editorSuggestWidget.focusHighlightForeground": color("--accent"),
      "editorSuggestWidget.selectedBackground": color("--selected"),
      "editorSuggestWidget.selectedForeground": color("--text-1"),
      "editorSuggestWidget.selectedIconForeground": color("--text-1"),
      "editor.rangeHighlightBackground": `${color("--accent")}1c`,
      "menu.background": color("--surface-2"),
      "menu.foreground": color("--text-1"),
      "menu.border": color("--line"),
      "editorActionList.background": color("--surface-2"),
      "editorActionList.foreground": color("--text-1"),
      "editorActionList.focusBackground": color("--selected"),
      "editorActionList.focusForeground": color("--text-1"),
      "editorLightBulb.foreground": color("--warn"),
      "quickInput.background": color("--surface-2"),
      "quickInput.foreground": color("--text-1"),
      "quickInputList.focusBackground": color("--selected"),
      "quickInputList.focusForeground": color("--text-1"),
      "list.highlightForeground": color("--accent"),
      "editor.findMatchHighlightBackground": `${color("--accent")}33`,
      "editorError.foreground": color("--bad"),
      "editorWarning.foreground": color("--warn"),
      "editorInfo.foreground": color("--accent"),
      // Faded as little as can be seen, since it is to be read.
      "editorUnnecessaryCode.opacity": "#000000bb",
      "editorWhitespace.foreground": `${color("--text-3")}88`,
      "diffEditor.insertedTextBackground": `${color("--ok")}33`,
      "diffEditor.removedTextBackground": `${color("--bad")}33`,
      "diffEditor.insertedLineBackground": `${color("--ok")}18`,
      "diffEditor.removedLineBackground": `${color("--bad")}18`,
      "diffEditor.unchangedRegionBackground": color("--surface-1"),
      "diffEditor.unchangedRegionForeground": color("--text-2"),
      "input.background": color("--surface-0"),
      "input.border": color("--line-strong"),
      focusBorder: color("--accent"),
      "editorIndentGuide.background1": color("--line"),
      "editorBracketMatch.border": color("--accent"),
      "scrollbar.shadow": color("--line"),
      "scrollbarSlider.background": `${color("--text-3")}55`,
    },
  };
}
