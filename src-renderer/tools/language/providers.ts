import { languages } from "monaco-editor/editor/editor.api.js";
import type { Described, ItemKind, SourceSymbol } from "../../../src-shared/python/analysis-schema";
import {
  complete,
  definitionsOf,
  documentOf,
  hoverAt,
  outlineOf,
  signatureAt,
} from "../../python/analysis-engine";
import { docMarkdown, pythonMarkdown } from "./doc-markdown";
import { parameterPlaces } from "./parameter-places";
import { keyOf, monacoRange, placeOf, sourceOf, textEdit } from "./places";

// Without the Python there is nothing to show: that it did not start is told beside the text.
const nothing = () => null;

const { CompletionItemKind, SymbolKind } = languages;

const itemKinds: Record<ItemKind, languages.CompletionItemKind> = {
  class: CompletionItemKind.Class,
  constant: CompletionItemKind.Constant,
  field: CompletionItemKind.Field,
  function: CompletionItemKind.Function,
  keyword: CompletionItemKind.Keyword,
  method: CompletionItemKind.Method,
  module: CompletionItemKind.Module,
  property: CompletionItemKind.Property,
  variable: CompletionItemKind.Variable,
};

const symbolKinds: Record<SourceSymbol["kind"], languages.SymbolKind> = {
  class: SymbolKind.Class,
  constant: SymbolKind.Constant,
  field: SymbolKind.Field,
  function: SymbolKind.Function,
  method: SymbolKind.Method,
  property: SymbolKind.Property,
  variable: SymbolKind.Variable,
};

/** Nobody asks for anything by a blank, but behind these words. */
const BEHIND_IMPORT = /(?:^|;)\s*(?:import|from|from\s+[\w.]+\s+import)\s$/;

/** An item of the list, with how it was asked for: what is told of it is asked when somebody looks at it. */
interface ToolItem extends languages.CompletionItem {
  label: string;
  asked: Parameters<typeof complete>;
}

export const completions: languages.CompletionItemProvider = {
  triggerCharacters: [".", " "],
  provideCompletionItems: async (model, position, context) => {
    const before = model.getLineContent(position.lineNumber).slice(0, position.column - 1);
    if (context.triggerCharacter === " " && !BEHIND_IMPORT.test(before)) return { suggestions: [] };
    const asked: ToolItem["asked"] = [keyOf(model), sourceOf(model), placeOf(position)];
    const found = await complete(...asked).catch(nothing);
    if (found === null) return { suggestions: [] };
    const range = monacoRange(found);
    return {
      suggestions: found.items.map(
        ({ label, kind, detail, rank, insert, edits }): ToolItem => ({
          asked,
          label,
          kind: itemKinds[kind],
          detail,
          insertText: insert,
          sortText: `${String(rank).padStart(2, "0")}${label}`,
          range,
          // Even none of them would have Enter take a word that is written out already.
          ...(edits.length > 0 && { additionalTextEdits: edits.map(textEdit) }),
        }),
      ),
    };
  },
  resolveCompletionItem: async (item) => {
    if (!isToolItem(item)) return item;
    const found = await documentOf(...item.asked, item.label).catch(nothing);
    if (found === null) return item;
    const value = told(found).map((part) => part.value);
    // Beside its signature stands only that an import comes with it.
    const detail = item.additionalTextEdits === undefined ? "" : (item.detail ?? "");
    return { ...item, detail, documentation: { value: value.join("\n\n") } };
  },
};

const isToolItem = (item: languages.CompletionItem): item is ToolItem => "asked" in item;

/** Signature and documentation, one below the other. */
function told({ title, doc }: Described): { value: string }[] {
  return doc === "" ? [pythonMarkdown(title)] : [pythonMarkdown(title), docMarkdown(doc)];
}

export const hovers: languages.HoverProvider = {
  provideHover: async (model, position) => {
    const found = await hoverAt(keyOf(model), sourceOf(model), placeOf(position)).catch(nothing);
    if (found === null) return null;
    return { range: monacoRange(found), contents: told(found) };
  },
};

export const definitions: languages.DefinitionProvider = {
  provideDefinition: async (model, position) => {
    const found = await definitionsOf(keyOf(model), sourceOf(model), placeOf(position)).catch(
      nothing,
    );
    return (found ?? []).map((range) => ({ uri: model.uri, range: monacoRange(range) }));
  },
};

export const signatures: languages.SignatureHelpProvider = {
  signatureHelpTriggerCharacters: ["(", ","],
  signatureHelpRetriggerCharacters: ["=", ")"],
  provideSignatureHelp: async (model, position) => {
    const found = await signatureAt(keyOf(model), sourceOf(model), placeOf(position)).catch(
      nothing,
    );
    if (found === null) return null;
    const { label, parameters, active, doc } = found;
    return {
      value: {
        signatures: [
          {
            label,
            parameters: parameterPlaces(label, parameters).map((place) => ({ label: place })),
            ...(doc !== "" && { documentation: docMarkdown(doc) }),
          },
        ],
        activeSignature: 0,
        // One beyond the last marks none.
        activeParameter: active < 0 ? parameters.length : active,
      },
      dispose: () => {},
    };
  },
};

export const symbols: languages.DocumentSymbolProvider = {
  displayName: "Python",
  provideDocumentSymbols: async (model) => {
    const found = await outlineOf(keyOf(model), sourceOf(model)).catch(nothing);
    return (found ?? []).map(symbol);
  },
};

function symbol({
  name,
  kind,
  selection,
  children,
  ...range
}: SourceSymbol): languages.DocumentSymbol {
  return {
    name,
    detail: "",
    kind: symbolKinds[kind],
    tags: [],
    range: monacoRange(range),
    selectionRange: monacoRange(selection),
    children: children.map(symbol),
  };
}
