import type { Value } from "../../src-shared/value";
import { pythonText } from "./python-text";

/** A call as one would write it in Python, each argument cut where it is long; secrets by their names alone. */
export function callText(
  tool: string,
  method: string,
  args: readonly Value[],
  kwargs: Readonly<Record<string, Value>>,
): string {
  const parts = [
    ...args.map((value) => pythonText(value, 60)),
    ...Object.entries(kwargs).map(([name, value]) => `${name}=${pythonText(value, 60)}`),
  ];
  return `${tool}.${method}(${parts.join(", ")})`;
}

/** @returns seconds, null for no limit, or the sentence that says what is wrong */
export function readTimeout(text: string): number | null | string {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const seconds = Number(trimmed);
  if (!/^\d*\.?\d+$|^\d+\.$/.test(trimmed) || !(seconds > 0)) {
    return `"${trimmed.slice(0, 40)}" is not a number of seconds above 0. Leave it empty for no limit.`;
  }
  return seconds;
}
