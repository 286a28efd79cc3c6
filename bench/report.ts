import type { Row, Target } from "./figure";
import { quantile } from "./statistics";

/** A figure that gave no row, and why. */
export interface Omission {
  name: string;
  reason: string;
}

const HEADINGS = ["figure", "ours", "limit", "ratio", "target", "", "limit is", "samples of ours"];

interface Result {
  ours: number;
  limit: number;
  ratio: number;
}

function resultOf({ ours, limit, part = 0.5 }: Row): Result {
  const values = { ours: quantile(ours, part), limit: quantile(limit, part) };
  return { ...values, ratio: values.ours / values.limit };
}

/** null for a row that has no target. */
function isMet({ target }: Row, { ours, limit, ratio }: Result): boolean | null {
  if (target === undefined) return null;
  const held = { ours, ratio, difference: ours - limit }[target.of];
  return target.bound === "at most" ? held <= target.value : held >= target.value;
}

function targetText({ of, bound, value }: Target, unit: string): string {
  const sign = bound === "at most" ? "≤" : "≥";
  if (of === "ratio") return `ratio ${sign} ${value}`;
  const number = value.toLocaleString("en");
  return of === "difference" ? `${sign} limit + ${number} ${unit}` : `${sign} ${number} ${unit}`;
}

/** Three digits that count, no fraction from 100 on. */
function numberText(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return value.toPrecision(3);
}

function cells(row: Row): string[] {
  const result = resultOf(row);
  const met = isMet(row, result);
  const low = numberText(quantile(row.ours, 0.25));
  const high = numberText(quantile(row.ours, 0.75));
  return [
    row.what,
    `${numberText(result.ours)} ${row.unit}`,
    `${numberText(result.limit)} ${row.unit}`,
    result.ratio.toFixed(2),
    row.target === undefined ? "" : targetText(row.target, row.unit),
    met === null ? "" : met ? "met" : "**missed**",
    row.limitIs,
    `${row.ours.length}: ${low} to ${high}`,
  ];
}

/** One row as a line of text. */
export function line(row: Row): string {
  const [what, ours, limit, ratio, target, met] = cells(row);
  const verdict = target === "" ? "" : `, target ${target}: ${met?.replaceAll("*", "")}`;
  return `${what}: ${ours}, limit ${limit}, ratio ${ratio}${verdict}`;
}

function table(rows: string[][]): string {
  return rows.map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** The rows as a table of Markdown. */
export function resultTable(rows: Row[]): string {
  return table([HEADINGS, HEADINGS.map(() => "---"), ...rows.map(cells)]);
}

/**
 * The whole file of results.
 * @param notes text that is appended as it is
 */
export function resultsFile(
  machine: [string, string][],
  rows: Row[],
  omissions: Omission[],
  notes: string,
): string {
  const omitted = omissions.map(({ name, reason }) => `- Not measured: ${name}, ${reason}.`);
  const parts = [
    "# Measurements",
    "Made by `npm run bench`; edits are overwritten. Each value is the median of its samples unless the line names another percentile.",
    "The host is this machine's own sshd over loopback, its user's home is empty, and local figures use the same Python as those over ssh.",
    "Ours and the limit were measured in turn, in the same run. The samples are given by their number and the range of their middle half.",
    table([["machine", ""], ["---", "---"], ...machine]),
    resultTable(rows),
    omitted.join("\n"),
    notes,
  ];
  return `${parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}
