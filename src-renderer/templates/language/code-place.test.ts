import { describe, expect, it } from "vitest";
import { parseBlocks } from "../../../src-shared/template-blocks";
import { expressionAt, placeAt } from "./code-place";
import { localNames, resolve } from "./local-names";

/** Lines and the place of the bar in a source. */
function split(source: string) {
  const before = source.slice(0, source.indexOf("|")).split("\n");
  return {
    lines: source.replace("|", "").split("\n"),
    line: before.length,
    column: (before.at(-1) ?? "").length + 1,
  };
}

describe("what can be completed", () => {
  it.each([
    ["% |", "keyword"],
    ["  %el|", "keyword"],
    ["% for x in |", "name"],
    ["% x = '''\n% |", "none"],
    ["text |", "none"],
    ["## % |", "none"],
    ["%% |", "none"],
    ["a ${|", "name"],
    ["a ${po|}", "name"],
    ["a ${po} |", "none"],
    ["\\${po|}", "none"],
    ["${'a|'}", "none"],
    ["${f'a|'}", "none"],
    ["${f'a{|'}", "name"],
    ["${f'{x:|'}", "none"],
    ["${[\n  po|", "name"],
    ["% x = 1 # |", "none"],
    ["${1.|}", "none"],
    ["${f(x).|}", "none"],
    ["${x[f()].|}", "none"],
  ])("%j: %s", (source, kind) => {
    const { lines, line, column } = split(source);
    expect(placeAt(lines, line, column).kind).toBe(kind);
  });

  it.each([
    ["${host.|}", { expression: "host", dot: 7 }],
    ["${host.na|}", { expression: "host", dot: 7 }],
    ["% if a and facts.os.na|", { expression: "facts.os", dot: 20 }],
    ["${x[0]['a.b'].|}", { expression: "x[0]['a.b']", dot: 14 }],
    ['${f"{host.|}"}', { expression: "host", dot: 10 }],
  ])("members: %j", (source, expected) => {
    const { lines, line, column } = split(source);
    expect(placeAt(lines, line, column)).toEqual({ kind: "member", ...expected });
  });

  it.each([
    ["${host['|']}", { expression: "host", quote: "'", column: 9 }],
    ['${a.b["na|', { expression: "a.b", quote: '"', column: 8 }],
  ])("keys: %j", (source, expected) => {
    const { lines, line, column } = split(source);
    expect(placeAt(lines, line, column)).toEqual({ kind: "key", ...expected });
  });
});

it.each([
  ["${ho|st.port + 1}", "host"],
  ["${host.po|rt + 1}", "host.port"],
  ["${host.port |+ 1}", undefined],
  ["${f(x).po|rt}", undefined],
  ["${'po|rt'}", undefined],
  ["po|rt ${x}", undefined],
  ["% for x in si|tes:", "sites"],
  ["% f|or x in sites:", undefined],
  ["${li|st}", "list"],
])("the expression of %j is %s", (source, expression) => {
  const { lines, line, column } = split(source);
  expect(expressionAt(lines, line, column)?.expression).toBe(expression);
});

it("finds the names that the template binds", () => {
  const source = [
    "% import os, re as regex",
    "% from a.b import (c, d as e)",
    "% x = y = 1",
    "% p, q = 1, 2",
    "% n: int = 3",
    "% d['k'] = 1",
    "% if x == 1:",
    "% for i, (k, v) in z:",
    "% end",
    "% end",
    "% def f(g, h=i2, *args, **more):",
    "% end",
    "% class C(B)",
    "% end",
    "% with open(o) as file:",
    "% end",
  ].join("\n");
  expect(localNames(parseBlocks(source.split("\n"))).map(({ name }) => name)).toEqual(
    "os regex c e x y p q n i k v f g h args more C file".split(" "),
  );
});

describe("the data behind an expression", () => {
  const source = [
    "% for site in sites:",
    "${site.name}",
    "% for host in site.hosts:",
    "${host}",
    "% endfor",
    "% endfor",
    "${host}",
    "% x = 1",
    "% for k, v in pairs.items():",
    "% endfor",
    "% for y in y",
    "% endfor",
  ];
  const found = parseBlocks(source);

  it.each([
    [2, "site.name", { kind: "data", expression: "sites[0].name", firstOf: "sites" }],
    [1, "site", { kind: "data", expression: "sites[0]", firstOf: "sites" }],
    [1, "sites", { kind: "data", expression: "sites", firstOf: null }],
    [3, "site.hosts", { kind: "data", expression: "sites[0].hosts", firstOf: "sites" }],
    [4, "host", { kind: "data", expression: "sites[0].hosts[0]", firstOf: "site.hosts" }],
    [7, "host", { kind: "local", line: 3 }],
    [7, "x", { kind: "local", line: 8 }],
    [9, "v", { kind: "local", line: 9 }],
    [9, "pairs", { kind: "data", expression: "pairs", firstOf: null }],
  ])("line %d, %s", (line, expression, expected) => {
    expect(resolve(found, line, expression)).toEqual(expected);
  });
});
