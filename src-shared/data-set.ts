import { readJsonData } from "./json-data";
import type { DataFormat } from "./template-files";
import type { Value } from "./value";
import { readYamlData } from "./yaml-data";

export { addNames } from "./data-names";

/** What is wrong in a data set, and where. Lines and columns count from 1, columns in UTF-16 units. */
export interface DataProblem {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** A sentence. */
  message: string;
}

export type DataSet =
  | { ok: true; value: Map<string, Value> }
  | { ok: false; problems: DataProblem[] };

/**
 * The names and values that a data set gives to a template. Numbers keep their Python type: `1` is an
 * int of any size, `1.0` a float. An empty text is an empty data set.
 *
 * - JSON: RFC 8259 and no more, keys in their order, plus the `$` forms of `json-value.ts`.
 * - YAML: version 1.2 with merge keys (`<<`), so `yes` and `on` are text and dates are text.
 */
export function readData(text: string, format: DataFormat): DataSet {
  return format === "json" ? readJsonData(text) : readYamlData(text);
}

/** The format of a data set without a name that says it: JSON where it begins like an object and is JSON. */
export function formatOfData(text: string): DataFormat {
  return /^\uFEFF?\s*\{/.test(text) && readJsonData(text).ok ? "json" : "yaml";
}
