import type { DataProblem } from "../../src-shared/data-set";
import type { TemplateFailure } from "../../src-shared/preview";

/** Something that is wrong in a template or its data. */
export interface Problem {
  key: string;
  where: "Template" | "Data";
  line: number;
  column: number;
  message: string;
  expression: string | null;
  /** Goes there. */
  go: () => void;
}

/** What is wrong, each place and message once: what fails in a loop fails often. */
export function problemsOf(
  failures: readonly TemplateFailure[],
  data: readonly DataProblem[],
  go: (where: Problem["where"], line: number, column: number) => void,
): Problem[] {
  const problems = new Map<string, Problem>();
  const add = (where: Problem["where"], at: DataProblem, expression: string | null) => {
    const { line, column, message } = at;
    const key = `${where} ${line}:${column} ${message}`;
    if (problems.has(key)) return;
    const goThere = () => go(where, line, column);
    problems.set(key, { key, where, line, column, message, expression, go: goThere });
  };
  for (const failure of failures) add("Template", failure, failure.expression);
  for (const problem of data) add("Data", problem, null);
  return [...problems.values()];
}
