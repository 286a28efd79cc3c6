import { isTyped, type Value } from "../../src-shared/value";

export interface ChangeValue {
  changed: boolean;
  /** What did change, or would: a line for each thing. */
  changes: readonly string[];
  /** A unified diff; empty where there is none. */
  diff: string;
  /** The fields that are left, in a value of the same type; null where there is none. */
  rest: Value;
}

/** What a method that changes something tells: a named tuple or a dataclass with `changed`, `changes` and `diff`. */
export function asChange(value: Value): ChangeValue | null {
  if (!isTyped(value) || (value.$ !== "namedtuple" && value.$ !== "dataclass")) return null;
  const rest = new Map(value.fields);
  const changed = rest.get("changed");
  if (typeof changed !== "boolean") return null;
  rest.delete("changed");
  const changes = rest.get("changes");
  const hasChanges = isTexts(changes);
  if (hasChanges) rest.delete("changes");
  const diff = rest.get("diff");
  if (typeof diff === "string" || diff === null) rest.delete("diff");
  return {
    changed,
    changes: hasChanges ? changes : [],
    diff: typeof diff === "string" ? diff : "",
    rest: rest.size === 0 ? null : { ...value, fields: rest },
  };
}

function isTexts(value: Value | undefined): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
