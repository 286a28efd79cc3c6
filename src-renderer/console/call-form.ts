import type { Method, Parameter, ParameterType } from "../../src-shared/tool";
import type { Value } from "../../src-shared/value";
import { type Draft, draftOf, emptyDraft, isDraftOf, optionIndex } from "./draft";
import { parsePythonLiteral } from "./python-literal";
import { type FieldError, type FieldErrors, readDraft } from "./read-draft";

/**
 * One parameter of the form. While `isGiven` is false nothing is sent for it
 * and Python's own default holds; `draft` is what editing starts from.
 */
export interface FormField {
  isGiven: boolean;
  draft: Draft;
}

/** The form of a method, by parameter name. */
export type CallForm = ReadonlyMap<string, FormField>;

/** The type of the field: for `*args` a list, for `**kwargs` a dict of what they take. */
export function fieldType(parameter: Parameter): ParameterType {
  if (parameter.kind === "var_positional") return { kind: "list", item: parameter.type };
  if (parameter.kind === "var_keyword") {
    return { kind: "dict", key: { kind: "str" }, value: parameter.type };
  }
  return parameter.type;
}

export function emptyForm(method: Method): CallForm {
  return new Map(method.parameters.map((parameter) => [parameter.name, emptyField(parameter)]));
}

/** A form for a method whose signature may have changed since: what does not fit any more is empty again. */
export function fittingForm(method: Method, form: CallForm): CallForm {
  return new Map(
    method.parameters.map((parameter) => {
      const field = form.get(parameter.name);
      const fits = field !== undefined && isDraftOf(fieldType(parameter), field.draft);
      return [parameter.name, fits ? field : emptyField(parameter)];
    }),
  );
}

export function emptyField(parameter: Parameter): FormField {
  const type = fieldType(parameter);
  const draft = defaultDraft(parameter, type);
  const isVariadic = parameter.kind === "var_positional" || parameter.kind === "var_keyword";
  // A checkbox, a list or an unset Optional holds a value from the start; a text that nobody typed does not.
  const holds = draft.kind !== "text" && draft.kind !== "bytes" && draft.kind !== "choice";
  return { isGiven: isVariadic || (parameter.required && holds), draft };
}

function defaultDraft(parameter: Parameter, type: ParameterType): Draft {
  if (parameter.default === null) return emptyDraft(type);
  const value = parsePythonLiteral(parameter.default);
  if (type.kind === "choice") return { kind: "choice", index: defaultOption(parameter, type) };
  if (value === undefined) return emptyDraft(type);
  // Typing begins with an empty line; the default is its placeholder.
  const typed = type.kind === "optional" ? type.inner.kind : type.kind;
  const isTyped = ["str", "int", "float", "any", "bytes"].includes(typed);
  return isTyped ? emptyDraft(type) : draftOf(type, value);
}

/** Which option is the default: by its value, or for an Enum by the member's name. */
function defaultOption(parameter: Parameter, type: ParameterType & { kind: "choice" }): number {
  const source = parameter.default ?? "";
  const value = parsePythonLiteral(source);
  if (value !== undefined) return optionIndex(type.options, value);
  const name = source.slice(source.lastIndexOf(".") + 1);
  return type.options.findIndex((option) => option.label === source || option.label === name);
}

/** The value of a default, as far as it can be told from its source; undefined otherwise. */
function defaultValue(parameter: Parameter): Value | undefined {
  const { type } = parameter;
  if (type.kind === "choice") return type.options[defaultOption(parameter, type)]?.value;
  return parsePythonLiteral(parameter.default ?? "");
}

/** Secrets are there by their names: what they are, the page never knows. */
export type Arguments =
  | { ok: true; args: Value[]; kwargs: Record<string, Value> }
  | { ok: false; errors: FieldErrors };

/**
 * The arguments that the form stands for: what is given, by position as long as
 * nothing before it is left out, then by name.
 */
export function toArguments(method: Method, form: CallForm): Arguments {
  const errors = new Map<string, FieldError>();
  const values = new Map<Parameter, Value>();
  for (const parameter of method.parameters) {
    const field = form.get(parameter.name) ?? emptyField(parameter);
    const value = readField(parameter, field, errors);
    if (value !== undefined) values.set(parameter, value);
  }
  if (errors.size > 0) return { ok: false, errors };

  const positional = method.parameters.filter((each) => each.kind === "positional");
  const variadic = variadicItems(method, values);
  const byPosition = countByPosition(method, positional, values, variadic.length > 0);
  const args: Value[] = [];
  for (const parameter of positional.slice(0, byPosition)) {
    // None is null here, so what is given is told by `has`.
    const value = values.has(parameter) ? values.get(parameter) : defaultValue(parameter);
    if (value === undefined) {
      const message = `Enter a value: what follows is sent by position, and the default ${parameter.default} is known to Python only.`;
      return { ok: false, errors: new Map([[parameter.name, { message, fix: null }]]) };
    }
    args.push(value);
    values.delete(parameter);
  }
  const named = keywords(method, values);
  return named.ok ? { ...named, args: [...args, ...variadic] } : named;
}

/** The value of one field, undefined where nothing is sent or where an error was noted. */
export function readField(
  parameter: Parameter,
  field: FormField,
  errors: Map<string, FieldError>,
): Value | undefined {
  const type = fieldType(parameter);
  if (field.isGiven) {
    if (!parameter.required && isEmptied(type, field.draft)) return undefined;
    return readDraft(type, field.draft, parameter.name, errors);
  }
  if (!parameter.required) return undefined;
  if (field.draft.kind === "text" && type.kind === "str") {
    errors.set(parameter.name, {
      message: `Enter a text for ${parameter.name}.`,
      fix: { label: "Send an empty text", text: "" },
    });
  } else if (field.draft.kind === "bytes") {
    errors.set(parameter.name, {
      message: `Enter the bytes of ${parameter.name}.`,
      fix: { label: "Send no bytes", text: "" },
    });
  } else readDraft(type, field.draft, parameter.name, errors);
  return undefined;
}

/** Where there is a default, an emptied number or JSON means the default: no text of them is empty. */
export function isEmptied(type: ParameterType, draft: Draft): boolean {
  if (type.kind === "optional" && draft.kind === "optional") {
    return draft.isSet && isEmptied(type.inner, draft.inner);
  }
  return draft.kind === "text" && type.kind !== "str" && draft.text.trim() === "";
}

function variadicItems(method: Method, values: ReadonlyMap<Parameter, Value>): Value[] {
  const parameter = method.parameters.find((each) => each.kind === "var_positional");
  const value = parameter === undefined ? undefined : values.get(parameter);
  return Array.isArray(value) ? value : [];
}

/** How many of the leading parameters are sent by position. */
function countByPosition(
  method: Method,
  positional: readonly Parameter[],
  values: ReadonlyMap<Parameter, Value>,
  hasVariadic: boolean,
): number {
  if (hasVariadic) return positional.length;
  const firstLeftOut = positional.findIndex((parameter) => !values.has(parameter));
  const leading = firstLeftOut === -1 ? positional.length : firstLeftOut;
  const only = positional.slice(0, positionalOnly(method));
  return Math.max(leading, only.findLastIndex((parameter) => values.has(parameter)) + 1);
}

/** How many parameters stand before the `/` of the signature. */
function positionalOnly(method: Method): number {
  const slash = /[,(]\s*\/\s*[,)]/.exec(method.signature);
  if (slash === null) return 0;
  const before = method.signature.slice(0, slash.index + 1);
  return method.parameters.filter((parameter) =>
    new RegExp(`[(,]\\s*${parameter.name}\\s*[:=,]`).test(before),
  ).length;
}

function keywords(
  method: Method,
  values: ReadonlyMap<Parameter, Value>,
): { ok: true; kwargs: Record<string, Value> } | { ok: false; errors: FieldErrors } {
  const named = new Map<string, Value>();
  const taken = new Set(method.parameters.map((parameter) => parameter.name));
  for (const [parameter, value] of values) {
    if (parameter.kind === "positional" || parameter.kind === "keyword")
      named.set(parameter.name, value);
    if (parameter.kind !== "var_keyword" || !(value instanceof Map)) continue;
    for (const [key, item] of value) {
      const name = String(key);
      if (taken.has(name) || name === "") {
        const message =
          name === "" ? "A name is empty." : `${name} is a parameter of its own, above.`;
        return { ok: false, errors: new Map([[parameter.name, { message, fix: null }]]) };
      }
      named.set(name, item);
    }
  }
  return { ok: true, kwargs: Object.fromEntries(named) };
}
