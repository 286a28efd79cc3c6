import { fromJson } from "../../src-shared/json-value";
import type { ParameterType } from "../../src-shared/tool";
import { float, type Value } from "../../src-shared/value";
import { bytesFrom } from "./bytes";
import type { Draft } from "./draft";
import { parsePythonInteger } from "./python-literal";
import { pythonText } from "./python-text";

/** Why a field holds no value, as a sentence, and the text that was perhaps meant. */
export interface FieldError {
  message: string;
  fix: { label: string; text: string } | null;
}

/**
 * Errors by the path of the field: the parameter's name, then `/ID` for a row
 * of a list and `/ID/key` or `/ID/value` for one of a dict.
 */
export type FieldErrors = ReadonlyMap<string, FieldError>;

/** Reads the value of a field. What is wrong is put in `errors`; the result is undefined then. */
export function readDraft(
  type: ParameterType,
  draft: Draft,
  path: string,
  errors: Map<string, FieldError>,
): Value | undefined {
  const wrong = (message: string, fix: FieldError["fix"] = null): undefined => {
    errors.set(path, { message, fix });
  };
  switch (draft.kind) {
    case "bool":
      return draft.value;
    case "secret":
      return { $: "secret", name: draft.name, as: draft.as };
    case "optional":
      if (type.kind !== "optional" || !draft.isSet) return null;
      return readDraft(type.inner, draft.inner, path, errors);
    case "choice": {
      const option = type.kind === "choice" ? type.options[draft.index] : undefined;
      return option === undefined ? wrong("Choose one.") : option.value;
    }
    case "bytes": {
      const bytes = bytesFrom(draft.text, draft.encoding);
      return typeof bytes === "string" ? wrong(bytes) : bytes;
    }
    case "list": {
      if (type.kind !== "list") return undefined;
      const items = draft.items.map((item) =>
        readDraft(type.item, item.draft, `${path}/${item.id}`, errors),
      );
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case "dict":
      return type.kind === "dict" ? readDict(type, draft, path, errors) : undefined;
    case "text": {
      const result = readText(type.kind, draft.text);
      return "value" in result ? result.value : wrong(result.message, result.fix);
    }
  }
}

function readDict(
  type: ParameterType & { kind: "dict" },
  draft: Draft & { kind: "dict" },
  path: string,
  errors: Map<string, FieldError>,
): Value | undefined {
  const dict = new Map<Value, Value>();
  const seen = new Set<string>();
  let isWhole = true;
  for (const entry of draft.entries) {
    const keyPath = `${path}/${entry.id}/key`;
    const key = readDraft(type.key, entry.key, keyPath, errors);
    const value = readDraft(type.value, entry.value, `${path}/${entry.id}/value`, errors);
    if (key === undefined || value === undefined) {
      isWhole = false;
      continue;
    }
    const text = pythonText(key);
    if (seen.has(text)) {
      errors.set(keyPath, { message: `The key ${text} is there twice.`, fix: null });
      isWhole = false;
    }
    seen.add(text);
    dict.set(key, value);
  }
  return isWhole ? dict : undefined;
}

/** Reads what was typed in a field of one line or more. */
export function readText(kind: ParameterType["kind"], text: string): { value: Value } | FieldError {
  const trimmed = text.trim();
  switch (kind) {
    case "str":
      return { value: text };
    case "int": {
      if (trimmed === "") return { message: "Enter a whole number.", fix: null };
      const value = parsePythonInteger(trimmed);
      if (value !== undefined) return { value };
      return { message: `"${shorten(trimmed)}" is not a whole number.`, fix: null };
    }
    case "float": {
      if (trimmed === "") return { message: "Enter a number.", fix: null };
      const value = readFloat(trimmed);
      if (value !== undefined) return { value: float(value) };
      return { message: `"${shorten(trimmed)}" is not a number.`, fix: null };
    }
    default:
      return readJson(trimmed, text);
  }
}

function readFloat(text: string): number | undefined {
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special !== null) {
    if (special[2]?.toLowerCase() === "nan") return Number.NaN;
    return special[1] === "-" ? -Infinity : Infinity;
  }
  const digits = text.replace(/(\d)_(?=\d)/g, "$1");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits) ? Number(digits) : undefined;
}

function readJson(trimmed: string, text: string): { value: Value } | FieldError {
  if (trimmed === "")
    return { message: 'Enter JSON: null, 1, "text", [1, 2], {"key": 1}.', fix: null };
  try {
    return { value: fromJson(trimmed, { secrets: true }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\.$/, "") : "it cannot be read";
    const isText = /^[^[{"]/.test(trimmed);
    return {
      message: `This is not JSON: ${reason}.`,
      fix: isText ? { label: "Use it as text", text: JSON.stringify(text) } : null,
    };
  }
}

const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
