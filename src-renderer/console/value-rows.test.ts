import { describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { hexColumns, textLines } from "./block-rows";
import { initiallyExpanded, sizeOf, type ValueRow, valueRows } from "./value-rows";

const plain = (text: string) => text.replaceAll("\u202f", " ");

function show(row: ValueRow): string {
  const indent = "  ".repeat(row.depth);
  switch (row.kind) {
    case "node": {
      const mark = row.isExpandable ? (row.isExpanded ? "v " : "> ") : "";
      const label = row.label === null ? "" : `${row.label}: `;
      return plain(`${indent}${mark}${label}${row.text} <${row.type}>`);
    }
    case "hex":
      return `${indent}${row.offset} ${hexColumns(row.bytes).text}`;
    case "line":
      return `${indent}|${row.text}`;
    case "more":
      return plain(`${indent}${row.text}`);
  }
}

const lines = (value: Value, ...ids: string[]) => valueRows(value, new Set(ids)).map(show);

describe("valueRows", () => {
  const value: Value = new Map<Value, Value>([
    ["name", "web1"],
    [7, [1.5, null]],
    ["motd", "hello\nworld\n"],
  ]);

  it("shows a folded value on one line", () => {
    expect(lines([])).toEqual(["[] <list of 0>"]);
    expect(lines(value)).toEqual([
      "> {'name': 'web1', 7: [1.5, None], 'motd': 'hello\\nworld\\n'} <dict of 3>",
    ]);
  });
  it("shows the children of what is expanded, and texts as lines", () => {
    expect(lines(value, "$", "$/1", "$/2").slice(1)).toEqual([
      "  'name': 'web1' <str>",
      "  v 7: [1.5, None] <list of 2>",
      "    0: 1.5 <float>",
      "    1: None <>",
      "  v 'motd': 2 lines, 12 characters <str>",
      "    |hello",
      "    |world",
    ]);
  });
  it("shows fields by name and bytes as a dump", () => {
    const stat: Value = {
      $: "namedtuple",
      type: "fs.Stat",
      fields: new Map<string, Value>([["data", new Uint8Array(20).fill(65)]]),
    };
    expect(lines(stat, "$", "$/0").slice(1)).toEqual([
      "  v data:  <bytes, 20 B>",
      "    0 AAAAAAAAAAAAAAAA",
      "    16 AAAA",
    ]);
  });
  it("groups what is many", () => {
    const many = Array.from({ length: 2500 }, (_, i) => i);
    expect(lines(many, "$")).toHaveLength(4);
    expect(lines(many, "$")[3]).toBe("  > 2 000 … 2 499:  <500 items>");
    const opened = lines(many, "$", "$/2000-2499");
    expect(opened).toHaveLength(504);
    expect(opened[4]).toBe("    2000: 2000 <int>");
    const million = new Array<Value>(1_000_001).fill(0);
    expect(lines(million, "$", "$/0-999999").length).toBe(1003);
  });
  it("shows some of a long text or bytes, and all on demand", () => {
    const text = "line\n".repeat(2000);
    expect(lines(text, "$")).toHaveLength(502);
    expect(lines(text, "$").at(-1)).toBe("  Show all 10 000 characters");
    expect(lines(text, "$", "$/all")).toHaveLength(2001);
    const bytes = new Uint8Array(5000);
    expect(lines(bytes, "$").at(-1)).toBe("  Show 4.9 KiB");
    expect(lines(bytes, "$", "$/all")).toHaveLength(1 + 313);
  });
});

describe("initiallyExpanded", () => {
  it("expands level by level while there is room", () => {
    const value: Value = [[1, 2], [[3]], new Array<Value>(100).fill(0)];
    expect([...initiallyExpanded(value)]).toEqual(["$", "$/0", "$/1", "$/1/0"]);
    expect([...initiallyExpanded(value, 7)]).toEqual(["$", "$/0", "$/1"]);
  });
});

describe("textLines", () => {
  it.each([
    ["", [""]],
    ["a", ["a"]],
    ["a\n", ["a"]],
    ["a\r\n\nb", ["a", "", "b"]],
    ["\n", [""]],
  ])("%j", (text, parts) => expect(textLines(text).map((line) => line.text)).toEqual(parts));
  it("continues long lines", () => {
    const parts = textLines(`${"x".repeat(2500)}\ny`);
    expect(parts.map((line) => [line.text.length, line.isContinued])).toEqual([
      [1000, false],
      [1000, true],
      [500, true],
      [1, false],
    ]);
    expect(textLines("x".repeat(10_000_000), 3)).toHaveLength(3);
  });
});

describe("sizeOf", () => {
  it("counts lines as an editor does", () => {
    expect(plain(sizeOf("a\nb\n"))).toBe("2 lines, 4 characters");
    expect(plain(sizeOf("a\nb"))).toBe("2 lines, 3 characters");
    expect(sizeOf("x")).toBe("1 line, 1 character");
  });
});
