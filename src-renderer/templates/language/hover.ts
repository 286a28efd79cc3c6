import type { languages } from "monaco-editor/editor/editor.api.js";
import { parseBlocks } from "../../../src-shared/template-blocks";
import { plainMarkdown } from "../../editor/marks";
import { expressionAt } from "./code-place";
import { resolve } from "./local-names";
import { templateContext } from "./template-context";

/** Shows what a name of the data holds just now. */
export const hovers: languages.HoverProvider = {
  provideHover: async (model, position) => {
    const lines = model.getLinesContent();
    const at = expressionAt(lines, position.lineNumber, position.column);
    const context = templateContext(model.uri.path.slice(1));
    if (at === null || context === null) return null;
    const range = {
      startLineNumber: position.lineNumber,
      startColumn: at.column,
      endLineNumber: position.lineNumber,
      endColumn: at.endColumn,
    };
    const resolved = resolve(parseBlocks(lines), position.lineNumber, at.expression);
    if (resolved.kind === "local") {
      return { range, contents: [plainMarkdown(`Set by the template in line ${resolved.line}`)] };
    }
    // Without the engine there is no value; the preview says that it cannot be asked.
    const value = await context.valueAt(resolved.expression).catch(() => null);
    if (value === null) return null;
    const first = resolved.firstOf === null ? "" : `\nIn the first pass over ${resolved.firstOf}`;
    const text = `${at.expression}: ${value.type}\n${value.text}${first}`;
    return { range, contents: [plainMarkdown(text)] };
  },
};
