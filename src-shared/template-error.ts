import type { Failure } from "./failure";

/** Where and why a template failed, as the engine says it. Line and column count from 1, columns in characters. */
export interface TemplateError {
  kind: "syntax" | "runtime";
  /** What the template is called: a path, or `<template>`. */
  file: string;
  line: number;
  column: number;
  /** Without the place: `NameError: 'port' is not defined`. */
  message: string;
  /** The expression or statement that raised, as it stands in the template; null for a syntax error. */
  expression: string | null;
}

/** What a failed rendering says of the template; null for any other failure. */
export function templateError({ exception }: Failure): TemplateError | null {
  const kind = kinds[exception?.type ?? ""];
  // `FILE:LINE:COLUMN: MESSAGE` is the text of both types.
  const match = /^(.*?):(\d+):(\d+): (.*)$/s.exec(exception?.message ?? "");
  if (kind === undefined || match === null) return null;
  const [, file = "", line, column, message = ""] = match;
  // The arguments of a TemplateRuntimeError: message, file, line, column, expression, name.
  const expression = kind === "runtime" ? textOf(exception?.args[4] ?? "") : null;
  return { kind, file, line: Number(line), column: Number(column), message, expression };
}

const kinds: Partial<Record<string, TemplateError["kind"]>> = {
  "rmote.template.TemplateSyntaxError": "syntax",
  "rmote.template.TemplateRuntimeError": "runtime",
};

/** The text that Python's `repr` of it stands for; null for anything else. */
function textOf(repr: string): string | null {
  const match = /^(['"])(.*)\1$/s.exec(repr);
  return (
    match?.[2]?.replace(
      /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/gs,
      (_whole, two, four, eight, char: string | undefined) => {
        const code: string | undefined = two ?? four ?? eight;
        if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
        return { n: "\n", r: "\r", t: "\t" }[char ?? ""] ?? char ?? "";
      },
    ) ?? null
  );
}
