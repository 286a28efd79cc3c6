import { isoTimestamp } from "../../src-shared/json-value";
import { isTyped, type Value } from "../../src-shared/value";
import { pythonText, shortType } from "./python-text";

export interface TableValue {
  /** What a row is: the name of the type, or `dict`. */
  type: string;
  columns: readonly string[];
  rows: readonly (readonly Value[])[];
  /** The rows as they were. */
  records: readonly Value[];
}

/** More columns than this are a thing to unfold rather than a table. */
const MOST_COLUMNS = 24;

/** Several records of one type as a table; null where a value is none, or where there are lists of records inside. */
export function asTable(value: Value): TableValue | null {
  const records = Array.isArray(value)
    ? value
    : isTyped(value) && value.$ === "tuple"
      ? value.items
      : [];
  const [first] = records;
  if (first === undefined || records.length < 2) return null;
  const head = recordOf(first);
  if (head === null || head.columns.length < 2 || head.columns.length > MOST_COLUMNS) return null;
  const rows: (readonly Value[])[] = [];
  for (const record of records) {
    const next = recordOf(record);
    if (next === null || next.type !== head.type || !isSame(next.columns, head.columns))
      return null;
    if (next.cells.some(hasRecords)) return null;
    rows.push(next.cells);
  }
  return { type: head.type, columns: head.columns, rows, records };
}

interface RecordValue {
  type: string;
  columns: readonly string[];
  cells: readonly Value[];
}

function recordOf(value: Value): RecordValue | null {
  if (value instanceof Map) {
    const keys = [...value.keys()];
    if (!keys.every((key) => typeof key === "string")) return null;
    return { type: "dict", columns: keys, cells: [...value.values()] };
  }
  if (!isTyped(value) || (value.$ !== "namedtuple" && value.$ !== "dataclass")) return null;
  const { fields } = value;
  return { type: shortType(value.type), columns: [...fields.keys()], cells: [...fields.values()] };
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each, i) => each === others[i]);
}

function hasRecords(value: Value): boolean {
  return Array.isArray(value) && value.some((each) => recordOf(each) !== null);
}

/** A value on one line of a table: texts as they are, the rest as Python writes it. Not longer than `limit`. */
export function cellText(value: Value, limit = 200): string {
  if (typeof value === "string") return lineOf(value, limit);
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) {
    return lineOf(value.join(", "), limit);
  }
  if (isTyped(value)) {
    switch (value.$) {
      case "path":
      case "decimal":
      case "datetime":
      case "date":
      case "time":
        return lineOf(value.text, limit);
      case "timestamp":
        return isoTimestamp(value.seconds, value.nanoseconds);
      case "enum":
        return lineOf(value.name, limit);
    }
  }
  return pythonText(value, limit);
}

function lineOf(text: string, limit: number): string {
  const line = text
    .slice(0, limit + 1)
    .replace(/\s*\n\s*/g, " ⏎ ")
    .replace(/[\p{Cc}\p{Cf}]/gu, "\ufffd");
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** What a column is ordered by and stands to the right for; null where it is no number. */
export function numberOf(value: Value | undefined): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value === undefined || value === null || !isTyped(value)) return null;
  if (value.$ === "float") return value.value;
  return value.$ === "decimal" ? Number(value.text) : null;
}

/** Whether all that is not None in a column are numbers, and there is one. */
export function isNumeric({ rows }: TableValue, column: number): boolean {
  const given = rows.filter((row) => row[column] !== null);
  return given.length > 0 && given.every((row) => numberOf(row[column]) !== null);
}

export interface Order {
  column: number;
  isDescending: boolean;
}

const collator = new Intl.Collator(undefined, { numeric: true });

/** The indices of the rows in an order; None is last in either direction. */
export function ordered(table: TableValue, order: Order | null): number[] {
  const indices = table.rows.map((_, i) => i);
  if (order === null) return indices;
  const { column, isDescending } = order;
  const numeric = isNumeric(table, column);
  const keys = table.rows.map((row) => {
    const value = row[column] ?? null;
    return value === null ? null : numeric ? numberOf(value) : cellText(value);
  });
  return indices.sort((a, b) => {
    const [one, other] = [keys[a] ?? null, keys[b] ?? null];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const by =
      typeof one === "number" && typeof other === "number"
        ? one - other
        : collator.compare(String(one), String(other));
    return isDescending ? -by : by;
  });
}

/** Characters that are kept for a column at most; what is longer can be read in the row's details. */
const WIDEST = 32;

/** The characters that each column is wide: enough for its name, its mark of the order, and most of what is in it. */
export function columnWidths(table: TableValue): number[] {
  const some = table.rows.slice(0, 500);
  return table.columns.map((name, column) => {
    const lengths = some.map((row) => cellText(row[column] ?? null, WIDEST).length);
    lengths.sort((a, b) => a - b);
    // A few that are longer than all others do not push the other columns out of sight.
    const most = lengths[Math.floor(lengths.length * 0.95)] ?? 0;
    return Math.min(WIDEST, Math.max(name.length + 3, most));
  });
}
