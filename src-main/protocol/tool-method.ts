import { isTyped, type TypedValue, type Value } from "../../src-shared/value";
import type { CallOptions } from "./protocol";
import type { ToolSource } from "./tool-source";

/** Options of a call of a method with types: what it yields is taken by `Protocol.stream`. */
export type MethodOptions = Omit<CallOptions, "onItem">;

interface Reference {
  readonly name: string;
  /** The tool as it is now: its file may be edited between two calls. @throws FailureError `file_error` */
  readonly tool: () => ToolSource | Promise<ToolSource>;
  readonly options: MethodOptions;
}

/**
 * A method of a tool, as `Protocol.call` takes it. `Args` are all forms of its arguments: those by
 * position, then, in an object, those by name.
 */
export interface ToolMethod<Args extends readonly unknown[], Result> extends Reference {
  readonly isStream: false;
  /** For the types alone. */
  readonly signature?: (...args: Args) => Result;
}

/** A method that yields, as `Protocol.stream` and `Protocol.call` take it. */
export interface StreamMethod<Args extends readonly unknown[], Item, Result> extends Reference {
  readonly isStream: true;
  /** For the types alone. */
  readonly signature?: (...args: Args) => AsyncGenerator<Item, Result, undefined>;
}

/** Makes the methods of one tool. */
export interface ToolMethods {
  method<Args extends readonly unknown[], Result>(name: string): ToolMethod<Args, Result>;
  stream<Args extends readonly unknown[], Item, Result>(
    name: string,
  ): StreamMethod<Args, Item, Result>;
}

/** @param source what a tool with this method is, when it is called */
export function toolMethods(
  source: (method: string) => ToolSource | Promise<ToolSource>,
): ToolMethods {
  const reference = (name: string) => ({ name, tool: () => source(name), options: {} });
  return {
    method: (name) => ({ ...reference(name), isStream: false }),
    stream: (name) => ({ ...reference(name), isStream: true }),
  };
}

/** The method, called with a deadline, a signal or a listener for what it logs. */
export function withOptions<M extends Reference>(method: M, options: MethodOptions): M {
  return { ...method, options: { ...method.options, ...options } };
}

/** The arguments of a call, taken apart: a plain object at the end has those by name, and is no value itself. */
export function splitArguments(given: readonly unknown[]): {
  args: Value[];
  kwargs: Map<Value, Value>;
} {
  // What is no value is refused when it is packed, with its place.
  const args = [...given] as Value[];
  const last = args.at(-1);
  if (last === undefined || !isTyped(last) || last.$ !== undefined) {
    return { args, kwargs: new Map() };
  }
  const named = Object.entries(last as Record<string, Value | undefined>);
  const kwargs = named.flatMap(([name, value]): [Value, Value][] =>
    value === undefined ? [] : [[name, value]],
  );
  return { args: args.slice(0, -1), kwargs: new Map(kwargs) };
}

/** A Python int: a bigint beyond 2^53-1. */
export type Int = number | bigint;
/** A Python float; also an int, which Python takes for one. See `asNumber`. */
export type Float = Int | Extract<TypedValue, { $: "float" }>;
export type PathValue = Extract<TypedValue, { $: "path" }>;
export type DecimalValue = Kind<"decimal">;
/** A datetime: a naive one is text, an aware one a point in time. */
export type DatetimeValue = Kind<"datetime"> | Extract<TypedValue, { $: "timestamp" }>;
export type DateValue = Kind<"date">;
export type TimeValue = Kind<"time">;
export type TimedeltaValue = Extract<TypedValue, { $: "timedelta" }>;
export type TemplateValue = Extract<TypedValue, { $: "template" }>;
export type ExceptionValue = Extract<TypedValue, { $: "exception" }>;

interface Kind<K extends "decimal" | "datetime" | "date" | "time"> {
  $: K;
  text: string;
}

export interface TupleValue<Items extends Value[]> {
  $: "tuple";
  items: Items;
}

export interface SetValue<Item extends Value> {
  $: "set" | "frozenset";
  items: Item[];
}

type Fields<F> = { [Name in keyof F]: Value | undefined };

/** A dict whose keys, or the fields of a class, are known. */
export interface FieldMap<F extends Fields<F>> extends Map<string, Value> {
  get<Name extends keyof F & string>(name: Name): F[Name];
}

export interface NamedTupleValue<F extends Fields<F>> {
  $: "namedtuple";
  type: string;
  fields: FieldMap<F>;
}

export interface DataclassValue<F extends Fields<F>> {
  $: "dataclass";
  type: string;
  fields: FieldMap<F>;
}

export interface EnumValue<Name extends string> {
  $: "enum";
  type: string;
  name: Name;
  value: Value;
}

/** A number of Python's as JavaScript calculates with it; not exact beyond 2^53. */
export function asNumber(value: Float): number {
  return typeof value === "object" ? value.value : Number(value);
}
