import type { languages } from "monaco-editor/editor/editor.api.js";
import type { TargetFormat } from "../../../src-shared/target-format";

const brackets: [string, string][] = [
  ["{", "}"],
  ["[", "]"],
  ["(", ")"],
];
const pairs = [...brackets, ['"', '"'], ["'", "'"]].map(([open = "", close = ""]) => ({
  open,
  close,
}));

/** A template is text first: an apostrophe in it is one, and is not given a second. */
export const templateConfiguration: languages.LanguageConfiguration = {
  comments: { lineComment: "##" },
  brackets,
  autoClosingPairs: [...brackets].map(([open, close]) => ({ open, close })),
  surroundingPairs: pairs,
  // Python's names.
  wordPattern: /[\p{L}_][\p{L}\p{N}\p{M}_]*|\d+(?:\.\d+)?/u,
};

export function formatConfiguration(format: TargetFormat): languages.LanguageConfiguration {
  const isIndented = format === "yaml" || format === "python";
  return {
    ...(format !== "json" && { comments: { lineComment: "#" } }),
    brackets,
    autoClosingPairs: format === "plain" ? [] : pairs,
    surroundingPairs: pairs,
    ...(isIndented && { folding: { offSide: true } }),
    ...(isIndented && { indentationRules: indentAfterColon }),
  };
}

const indentAfterColon = {
  increaseIndentPattern: /:\s*$/,
  // Nothing ends a block of these but what the person types.
  decreaseIndentPattern: /^\b$/,
};
