import { toJson } from "../../src-shared/json-value";
import type { SavedCall } from "../../src-shared/saved-call";
import type { Method, Parameter } from "../../src-shared/tool";
import type { Value } from "../../src-shared/value";
import {
  type CallForm,
  emptyForm,
  type FormField,
  fieldType,
  readField,
} from "../console/call-form";
import { draftOf } from "../console/draft";

/** The arguments of a call as they are sent. */
export interface SentArguments {
  args: Value[];
  kwargs: Record<string, Value>;
}

export function sentArguments({ args, kwargs }: Pick<SavedCall, "args" | "kwargs">): SentArguments {
  return { args, kwargs: Object.fromEntries(kwargs) };
}

/** The arguments as a file has them. */
export function savedArguments({
  args,
  kwargs,
}: SentArguments): Pick<SavedCall, "args" | "kwargs"> {
  return { args, kwargs: new Map(Object.entries(kwargs)) };
}

/** The form that a call would have come from. `isWhole` says whether all of the call is in it, as it is. */
export function formOfCall(
  method: Method,
  { args, kwargs }: Pick<SavedCall, "args" | "kwargs">,
): { form: CallForm; isWhole: boolean } {
  const form = new Map(emptyForm(method));
  const left = new Map(kwargs);
  const positional = method.parameters.filter(({ kind }) => kind === "positional");
  let isWhole = true;
  const fill = (parameter: Parameter, value: Value) => {
    const field = { isGiven: true, draft: draftOf(fieldType(parameter), value) };
    form.set(parameter.name, field);
    isWhole &&= isSame(parameter, field, value);
  };
  for (const parameter of method.parameters) {
    const at = positional.indexOf(parameter);
    const argument = at === -1 || at >= args.length ? left.get(parameter.name) : args[at];
    if (argument === undefined) continue;
    if (at === -1 || at >= args.length) left.delete(parameter.name);
    fill(parameter, argument);
  }
  const rest = args.slice(positional.length);
  const many = method.parameters.find(({ kind }) => kind === "var_positional");
  const named = method.parameters.find(({ kind }) => kind === "var_keyword");
  if (rest.length > 0 && many !== undefined) {
    fill(many, rest);
  } else isWhole &&= rest.length === 0;
  if (left.size > 0 && named !== undefined) {
    fill(named, new Map<Value, Value>(left));
  } else isWhole &&= left.size === 0;
  return { form, isWhole };
}

/** Whether the field stands for the argument, and for nothing else. */
function isSame(parameter: Parameter, field: FormField, value: Value): boolean {
  const read = readField(parameter, field, new Map());
  return read !== undefined && toJson(read) === toJson(value);
}
