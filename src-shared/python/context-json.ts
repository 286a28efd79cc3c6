import { toJson } from "../json-value";
import type { Value } from "../value";

const contexts = new WeakMap<ReadonlyMap<string, Value>, string>();

/**
 * A context as `preview_json` takes it, kept for as long as the Map is: one that changes has to be another
 * Map. Names that are no identifiers of Python are left out, since no template can read them.
 */
export function contextJson(context: ReadonlyMap<string, Value>): string {
  const known = contexts.get(context);
  if (known !== undefined) return known;
  const named = [...context].filter(([name]) => /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(name));
  const json = toJson(new Map<Value, Value>(named));
  contexts.set(context, json);
  return json;
}
