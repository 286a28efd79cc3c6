import type { CallSecret } from "../../src-shared/call-secret";
import { toJson } from "../../src-shared/json-value";
import type { Argument, SavedCall } from "../../src-shared/saved-call";
import type { Method, Parameter } from "../../src-shared/tool";
import type { Value } from "../../src-shared/value";
import {
  type CallForm,
  canBeSecret,
  emptyForm,
  type FormField,
  fieldType,
  readField,
} from "../console/call-form";
import { draftOf } from "../console/draft";

/** The arguments of a call as they are sent: secrets are null, and named beside. */
export interface SentArguments {
  args: Value[];
  kwargs: Record<string, Value>;
  secrets: CallSecret[];
}

export function sentArguments({ args, kwargs }: Pick<SavedCall, "args" | "kwargs">): SentArguments {
  const named = [...kwargs].map(([name, each]): [string, Value] => [name, sentValue(each)]);
  const places: [number | string, Argument][] = [...args.entries(), ...kwargs];
  const secrets = places.flatMap(([at, each]): CallSecret[] =>
    each.kind === "secret" ? [{ at, name: each.name }] : [],
  );
  return { args: args.map(sentValue), kwargs: Object.fromEntries(named), secrets };
}

/** The arguments as a file has them. */
export function savedArguments({ args, kwargs, secrets }: SentArguments) {
  const argument = (at: number | string, value: Value): Argument => {
    const secret = secrets.find((each) => each.at === at);
    return secret === undefined ? { kind: "value", value } : { kind: "secret", name: secret.name };
  };
  const named = Object.entries(kwargs).map(([name, value]): [string, Argument] => [
    name,
    argument(name, value),
  ]);
  return { args: args.map((value, at) => argument(at, value)), kwargs: new Map(named) };
}

const sentValue = (argument: Argument): Value =>
  argument.kind === "secret" ? null : argument.value;

/** The form that a call would have come from. `isWhole` says whether all of the call is in it, as it is. */
export function formOfCall(
  method: Method,
  { args, kwargs }: Pick<SavedCall, "args" | "kwargs">,
): { form: CallForm; isWhole: boolean } {
  const form = new Map(emptyForm(method));
  const left = new Map(kwargs);
  const positional = method.parameters.filter(({ kind }) => kind === "positional");
  let isWhole = true;
  const fill = (parameter: Parameter, argument: Argument) => {
    const field = fieldOf(parameter, argument);
    form.set(parameter.name, field);
    isWhole &&= isSame(parameter, field, argument);
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
  const isPlain = [...rest, ...left.values()].every(({ kind }) => kind === "value");
  if (rest.length > 0 && many !== undefined && isPlain) {
    fill(many, { kind: "value", value: rest.map(sentValue) });
  } else isWhole &&= rest.length === 0;
  if (left.size > 0 && named !== undefined && isPlain) {
    const value = new Map<Value, Value>([...left].map(([name, each]) => [name, sentValue(each)]));
    fill(named, { kind: "value", value });
  } else isWhole &&= left.size === 0;
  return { form, isWhole };
}

function fieldOf(parameter: Parameter, argument: Argument): FormField {
  const type = fieldType(parameter);
  if (argument.kind === "value") return { isGiven: true, draft: draftOf(type, argument.value) };
  return { isGiven: true, draft: draftOf(type, null), secret: argument.name };
}

/** Whether the field stands for the argument, and for nothing else. */
function isSame(parameter: Parameter, field: FormField, argument: Argument): boolean {
  if (argument.kind === "secret") return canBeSecret(parameter);
  const read = readField(parameter, field, new Map());
  return read !== undefined && toJson(read) === toJson(argument.value);
}
