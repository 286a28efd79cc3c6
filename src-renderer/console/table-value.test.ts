import { expect, test } from "vitest";
import { float, type Value } from "../../src-shared/value";
import {
  asTable,
  cellText,
  columnWidths,
  isNumeric,
  ordered,
  type TableValue,
} from "./table-value";

const port = (name: string, number: number | null, more: Record<string, Value> = {}): Value => ({
  $: "namedtuple",
  type: "rmote.tools.network.Listening",
  fields: new Map<string, Value>([["name", name], ["port", number], ...Object.entries(more)]),
});

function tableOf(value: Value): TableValue {
  const table = asTable(value);
  if (table === null) throw new Error("it is no table");
  return table;
}

test("records of one type are a table", () => {
  const table = tableOf([port("ssh", 22), port("http", 80)]);
  expect(table.type).toBe("Listening");
  expect(table.columns).toEqual(["name", "port"]);
  expect(table.rows).toEqual([
    ["ssh", 22],
    ["http", 80],
  ]);
  const dicts = [1, 2].map(
    (n) =>
      new Map<Value, Value>([
        ["a", n],
        ["b", null],
      ]),
  );
  expect(tableOf({ $: "tuple", items: dicts }).type).toBe("dict");
});

test("one record, records of several kinds and records with records in them are none", () => {
  expect(asTable([port("ssh", 22)])).toBeNull();
  expect(asTable([port("ssh", 22), "http"])).toBeNull();
  expect(asTable([port("ssh", 22), port("http", 80, { user: "www" })])).toBeNull();
  const nested = (name: string) => port(name, 1, { children: [port("inner", 2)] });
  expect(asTable([nested("a"), nested("b")])).toBeNull();
  expect(asTable(["ssh", "http"])).toBeNull();
  const other = new Map<Value, Value>([
    [1, 2],
    [3, 4],
  ]);
  expect(asTable([other, other])).toBeNull();
});

test("a column is ordered by numbers or by words, with None last", () => {
  const table = tableOf([port("b10", 80), port("b9", null), port("a", 443), port("c", 22)]);
  const by = (column: number, isDescending: boolean) => ordered(table, { column, isDescending });
  expect(ordered(table, null)).toEqual([0, 1, 2, 3]);
  expect(by(1, false)).toEqual([3, 0, 2, 1]);
  expect(by(1, true)).toEqual([2, 0, 3, 1]);
  expect(by(0, false)).toEqual([2, 1, 0, 3]);
  expect(isNumeric(table, 1)).toBe(true);
  expect(isNumeric(table, 0)).toBe(false);
  expect(columnWidths(table)).toEqual([7, 7]);
});

test("a cell is one line that can be read", () => {
  expect(cellText("two\nlines")).toBe("two ⏎ lines");
  expect(cellText("bell\u0007")).toBe("bell\ufffd");
  expect(cellText("x".repeat(300))).toBe(`${"x".repeat(200)}…`);
  expect(cellText(["10.0.0.1", "10.0.0.2"])).toBe("10.0.0.1, 10.0.0.2");
  expect(cellText({ $: "timestamp", seconds: 0, nanoseconds: 0 })).toBe("1970-01-01T00:00:00Z");
  expect(cellText(float(3))).toBe("3.0");
  expect(cellText(null)).toBe("None");
  expect(cellText(true)).toBe("True");
});
