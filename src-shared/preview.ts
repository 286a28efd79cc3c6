/**
 * What a preview tells: a template rendered with a context, by the engine that
 * targets have, in CPython on WebAssembly. Lines and columns count from 1,
 * columns and offsets in UTF-16 units, as Monaco and JavaScript count them.
 */

/** Something in the template that cannot be compiled or rendered. */
export interface TemplateFailure {
  kind: "syntax" | "runtime";
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** A sentence: `NameError: 'port' is not defined`. */
  message: string;
  /** The expression or statement that raised; null for a syntax error. */
  expression: string | null;
  /** Name of the exception's type. */
  type: string;
  /** The name that is not defined, where that is what is wrong. */
  name: string | null;
  /** Where the output has a mark in its place; null where it has none. */
  output: { start: number; end: number } | null;
}

/** A name that the template reads and does not bind itself, at its first use. */
export interface UsedName {
  name: string;
  line: number;
  column: number;
}

export interface Preview {
  /** Whether it rendered without a failure: then the output is what a target gives, byte for byte. */
  ok: boolean;
  /** Null where the template cannot be compiled, or nothing could be rendered in time. */
  output: string | null;
  failures: TemplateFailure[];
  /** For each line of the output the line of the template that wrote its beginning. */
  lines: number[];
  names: UsedName[];
  /** Names of `names` that the context lacks and that are no builtins. */
  missing: string[];
}

/**
 * Why a preview was stopped: it ran too long, took too much memory, or broke the Python that renders it
 * (such as a recursion in C code that is too deep for WebAssembly). The next one is rendered by another.
 */
export type StopReason = "time" | "memory" | "crash";

/** What a name of the context holds just now, for a hover. */
export interface ValueAt {
  /** Name of the Python type. */
  type: string;
  /** `repr`, cut where it is long. */
  text: string;
}

/** An attribute or a key that can follow, for completion. */
export interface Member {
  name: string;
  /** How it is written: `.name` or `["name"]`. */
  kind: "attribute" | "method" | "key";
  /** Name of the Python type of its value. */
  type: string;
}
