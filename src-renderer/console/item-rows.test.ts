import { describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { ItemBuffer, MAX_ITEMS } from "./item-buffer";
import { ItemRows, itemNumber, itemWords } from "./item-rows";

function bufferOf(...values: Value[]): ItemBuffer {
  const buffer = new ItemBuffer();
  buffer.push(values.map((value) => ({ value, bytes: 1 })));
  return buffer;
}

function shown(rows: ItemRows): string[] {
  return Array.from({ length: rows.count }, (_, i) => {
    const row = rows.at(i);
    if (row === undefined || row.kind === "hex") return String(row?.kind);
    return `${itemNumber(row)}|${row.id}|${row.kind}|${row.text}`;
  });
}

describe("the rows of items", () => {
  const items = bufferOf("a line", [1, 2], "", "two\nlines", null);

  it("are one for each that is folded: a text as it is, another value as Python", () => {
    expect(shown(new ItemRows(items, new Set()))).toEqual([
      "1|0|line|a line",
      "2|1|node|[1, 2]",
      "3|2|line|",
      "4|3|node|'two\\nlines'",
      "5|4|node|None",
    ]);
  });

  it("have those of a tree where an item is unfolded, and are found again by id", () => {
    const rows = new ItemRows(items, new Set(["3", "1"]));
    expect(shown(rows)).toEqual([
      "1|0|line|a line",
      "2|1|node|[1, 2]",
      "|1/0|node|1",
      "|1/1|node|2",
      "3|2|line|",
      "4|3|node|2 lines, 9 characters",
      "|3/0|line|two",
      "|3/1|line|lines",
      "5|4|node|None",
    ]);
    for (let i = 0; i < rows.count; i++) expect(rows.indexOf(rows.at(i)?.id ?? "")).toBe(i);
    expect(Array.from({ length: rows.count }, (_, i) => rows.isClose(i))).toEqual(
      [0, 0, 0, 0, 0, 0, 1, 1, 0].map(Boolean),
    );
  });

  it("keep their ids when older items go, also one that is unfolded", () => {
    const many = bufferOf([0], ...Array.from({ length: MAX_ITEMS }, (_, i): Value => [i]));
    const rows = new ItemRows(many, new Set(["0", "2"]));
    expect(rows.count).toBe(MAX_ITEMS + 1);
    expect([rows.at(0)?.id, rows.at(1)?.id, rows.at(2)?.id]).toEqual(["1", "2", "2/0"]);
    expect(rows.indexOf("0")).toBe(-1);
    expect(rows.indexOf(String(MAX_ITEMS))).toBe(MAX_ITEMS);
    expect(itemWords(many)).toBe("10\u202f001 items, oldest 1 gone");
  });
});
