/**
 * Values that travel between the app and a target, as both sides of the IPC
 * hold them: only structured-cloneable data, so that they cross it unchanged.
 *
 * A Python value keeps its type. What JavaScript has a counterpart for is that
 * counterpart; the rest is an object whose `$` names the type. A Python dict
 * is always a Map, so no key of it can touch a prototype, and no plain object
 * without `$` is ever a value.
 *
 * | Python            | here                                               |
 * |-------------------|----------------------------------------------------|
 * | None, bool, str   | null, boolean, string (lone surrogates included)   |
 * | int               | number up to 2^53-1 in magnitude, bigint beyond    |
 * | float             | number; `{$: "float"}` where the value is integral |
 * | bytes             | Uint8Array                                         |
 * | list, dict        | array, Map                                         |
 * | everything else   | an object with `$`                                 |
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Value[]
  | Map<Value, Value>
  | TypedValue;

export type TypedValue =
  | FloatValue
  | { $: "tuple" | "set" | "frozenset"; items: Value[] }
  | { $: "decimal"; text: string }
  /** `type` is the class name, e.g. `PosixPath`. */
  | { $: "path"; type: string; text: string }
  | { $: "enum"; type: string; name: string; value: Value }
  /** `type` is module-qualified, e.g. `disk.Usage`; fields are in their declared order. */
  | { $: "dataclass" | "namedtuple"; type: string; fields: Map<string, Value> }
  | { $: "exception"; type: string; message: string; args: Value[] }
  /** ISO 8601 text without an offset. */
  | { $: "datetime" | "date" | "time"; text: string }
  | { $: "timedelta"; days: number; seconds: number; microseconds: number }
  /** An aware datetime: seconds since the epoch (UTC) and 0..999,999,999 nanoseconds. */
  | TimestampValue
  | { $: "template"; source: string }
  | SecretValue;

/** A Python float whose value is integral; JavaScript cannot tell 1.0 from 1 otherwise. */
export interface FloatValue {
  $: "float";
  value: number;
}

export interface TimestampValue {
  $: "timestamp";
  seconds: number;
  nanoseconds: number;
}

/** How what is typed for a secret becomes a value: as it is, as the bytes that it stands for, or read as JSON. */
export const secretForms = ["text", "utf-8", "hex", "base64", "json"] as const;
export type SecretForm = (typeof secretForms)[number];

/**
 * Stands among the arguments of a call for what a person types, or the keyring has, when it is made. It is no
 * value of Python: nothing that goes to a target or comes from one has it.
 */
export interface SecretValue {
  $: "secret";
  name: string;
  as: SecretForm;
}

/** Whether a secret can be called so. */
export function isSecretName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_.-]{0,99}$/u.test(name);
}

/** The deepest nesting that a value may have, on the wire and across the IPC. */
export const MAX_DEPTH = 512;

export function isTyped(value: Value): value is TypedValue {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Map) &&
    !(value instanceof Uint8Array)
  );
}

/** The number as a Python float, even where it is integral. */
export function float(value: number): number | FloatValue {
  return Number.isInteger(value) ? { $: "float", value } : value;
}

const isString = (x: unknown): x is string => typeof x === "string";
const isInt = (x: unknown): x is number => Number.isSafeInteger(x);

function isTypedValue(x: { $?: unknown } & Record<string, unknown>, depth: number): boolean {
  switch (x.$) {
    case "float":
      return typeof x.value === "number";
    case "tuple":
    case "set":
    case "frozenset":
      return Array.isArray(x.items) && isValue(x.items, depth);
    case "decimal":
    case "datetime":
    case "date":
    case "time":
      return isString(x.text);
    case "path":
      return isString(x.type) && isString(x.text);
    case "enum":
      return isString(x.type) && isString(x.name) && isValue(x.value, depth + 1);
    case "dataclass":
    case "namedtuple":
      return (
        isString(x.type) &&
        x.fields instanceof Map &&
        [...x.fields.keys()].every(isString) &&
        isValue(x.fields, depth)
      );
    case "exception":
      return (
        isString(x.type) && isString(x.message) && Array.isArray(x.args) && isValue(x.args, depth)
      );
    case "timedelta":
      return isInt(x.days) && isInt(x.seconds) && isInt(x.microseconds);
    case "timestamp":
      return isInt(x.seconds) && isInt(x.nanoseconds) && x.nanoseconds >= 0 && x.nanoseconds < 1e9;
    case "template":
      return isString(x.source);
    case "secret":
      return (
        isString(x.name) &&
        isSecretName(x.name) &&
        secretForms.some((form) => form === x.as) &&
        Object.keys(x).length === 3
      );
    default:
      return false;
  }
}

/** Whether something that arrived from the other side of the IPC is a value. */
export function isValue(x: unknown, depth = 0): x is Value {
  if (depth > MAX_DEPTH) return false;
  switch (typeof x) {
    case "boolean":
    case "bigint":
    case "string":
      return true;
    case "number":
      return !Number.isInteger(x) || Number.isSafeInteger(x);
    case "object":
      break;
    default:
      return false;
  }
  if (x === null || x instanceof Uint8Array) return true;
  if (Array.isArray(x)) return x.every((item) => isValue(item, depth + 1));
  if (x instanceof Map) {
    for (const [key, item] of x) {
      if (!isValue(key, depth + 1) || !isValue(item, depth + 1)) return false;
    }
    return true;
  }
  return isTypedValue(x as Record<string, unknown>, depth);
}
