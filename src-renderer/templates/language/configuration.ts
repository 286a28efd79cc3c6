import { languages } from "monaco-editor/editor/editor.api.js";
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
    autoClosingPairs: format === "plain" ? [] : pairs.map(closing),
    surroundingPairs: pairs,
    ...(isIndented && { folding: { offSide: true } }),
    ...(format === "yaml" && { onEnterRules: [indentAfterColon] }),
    ...(format === "python" && { onEnterRules: [indentAfterColon, outdentAfterEnd] }),
  };
}

/** What ends a text is given no second: three of them end a docstring. */
function closing(pair: { open: string; close: string }) {
  const isQuote = pair.open === pair.close;
  return isQuote ? { ...pair, notIn: ["string", "comment"] } : pair;
}

const { Indent, Outdent } = languages.IndentAction;

/** A block begins, or a part of a docstring. */
const indentAfterColon: languages.OnEnterRule = {
  beforeText: /:\s*$/,
  action: { indentAction: Indent },
};

/** Nothing can follow in the same block. */
const outdentAfterEnd: languages.OnEnterRule = {
  beforeText: /^\s*(?:(?:pass|break|continue|return)\s*|(?:return|raise)\b.*[\w)\]}'"]\s*)$/,
  afterText: /^\s*$/,
  action: { indentAction: Outdent },
};
