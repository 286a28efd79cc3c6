import { toJson } from "../../src-shared/json-value";
import type { Choice, ParameterType } from "../../src-shared/tool";
import { isTyped, type Value } from "../../src-shared/value";
import { bytesToHex } from "./bytes";
import { floatText } from "./python-text";
import { type SecretDraft, secretFormsOf } from "./secret-draft";

export const encodings = ["utf-8", "hex", "base64"] as const;
export type Encoding = (typeof encodings)[number];

/** What a person has entered in a field so far: not yet a value, and perhaps never one. */
export type Draft =
  | { kind: "text"; text: string }
  | { kind: "bool"; value: boolean }
  | { kind: "bytes"; text: string; encoding: Encoding }
  /** `index` into the options, -1 while nothing is chosen. */
  | { kind: "choice"; index: number }
  | { kind: "list"; items: DraftItem[] }
  | { kind: "dict"; entries: DraftEntry[] }
  /** None while `isSet` is false; `inner` is kept for when it is set again. */
  | { kind: "optional"; isSet: boolean; inner: Draft }
  | SecretDraft;

/** `id` is unique among all rows, and stays with a row that is moved. */
export interface DraftItem {
  id: number;
  draft: Draft;
}
export interface DraftEntry {
  id: number;
  key: Draft;
  value: Draft;
}

let rows = 0;

export function newItem(type: ParameterType): DraftItem {
  rows += 1;
  return { id: rows, draft: emptyDraft(type) };
}

export function newEntry(key: ParameterType, value: ParameterType): DraftEntry {
  rows += 1;
  return { id: rows, key: emptyDraft(key), value: emptyDraft(value) };
}

/** A field before anything was entered. */
export function emptyDraft(type: ParameterType): Draft {
  switch (type.kind) {
    case "bool":
      return { kind: "bool", value: false };
    case "bytes":
      return { kind: "bytes", text: "", encoding: "utf-8" };
    case "choice":
      return { kind: "choice", index: -1 };
    case "list":
      return { kind: "list", items: [] };
    case "dict":
      return { kind: "dict", entries: [] };
    case "optional":
      return { kind: "optional", isSet: false, inner: emptyDraft(type.inner) };
    default:
      return { kind: "text", text: "" };
  }
}

/** What one would have entered to get this value; an empty field where the type cannot hold it. */
export function draftOf(type: ParameterType, value: Value): Draft {
  const secret = secretOf(type, value);
  if (secret !== null) return secret;
  switch (type.kind) {
    case "bool":
      return { kind: "bool", value: value === true };
    case "bytes":
      if (!(value instanceof Uint8Array)) return emptyDraft(type);
      return { kind: "bytes", text: bytesToHex(value), encoding: "hex" };
    case "choice":
      return { kind: "choice", index: optionIndex(type.options, value) };
    case "optional":
      if (value === null) return emptyDraft(type);
      return { kind: "optional", isSet: true, inner: draftOf(type.inner, value) };
    case "list":
      return {
        kind: "list",
        items: itemsOf(value).map((each) => ({
          ...newItem(type.item),
          draft: draftOf(type.item, each),
        })),
      };
    case "dict":
      return {
        kind: "dict",
        entries: [...(value instanceof Map ? value : [])].map(([key, each]) => ({
          ...newEntry(type.key, type.value),
          key: draftOf(type.key, key),
          value: draftOf(type.value, each),
        })),
      };
    default:
      return { kind: "text", text: textOf(type.kind, value) };
  }
}

function secretOf(type: ParameterType, value: Value): SecretDraft | null {
  if (value === null || !isTyped(value) || value.$ !== "secret") return null;
  const { name, as } = value;
  return secretFormsOf(type).includes(as) ? { kind: "secret", name, as } : null;
}

function itemsOf(value: Value): Value[] {
  if (Array.isArray(value)) return value;
  return isTyped(value) && "items" in value ? value.items : [];
}

function textOf(kind: "str" | "int" | "float" | "any", value: Value): string {
  if (kind === "any") return toJson(value);
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return kind === "int" ? String(value) : floatText(value);
  return isTyped(value) && value.$ === "float" ? floatText(value.value) : "";
}

/** Whether a field of this type could have been filled in so. */
export function isDraftOf(type: ParameterType, draft: Draft): boolean {
  if (draft.kind === "secret") return secretFormsOf(type).includes(draft.as);
  if (draft.kind !== emptyDraft(type).kind) return false;
  if (type.kind === "optional" && draft.kind === "optional") {
    return isDraftOf(type.inner, draft.inner);
  }
  if (type.kind === "choice" && draft.kind === "choice") {
    return draft.index < type.options.length;
  }
  if (type.kind === "list" && draft.kind === "list") {
    return draft.items.every((item) => isDraftOf(type.item, item.draft));
  }
  if (type.kind === "dict" && draft.kind === "dict") {
    return draft.entries.every(
      ({ key, value }) => isDraftOf(type.key, key) && isDraftOf(type.value, value),
    );
  }
  return true;
}

export function optionIndex(options: readonly Choice[], value: Value): number {
  return options.findIndex((option) => option.value === value);
}
