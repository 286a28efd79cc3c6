import fc from "fast-check";
import { expect, test } from "vitest";
import { addNames, formatOfData, readData } from "./data-set";
import type { DataFormat } from "./template-files";
import type { Value } from "./value";

function dataOf(text: string, format: DataFormat): Map<string, Value> {
  const data = readData(text, format);
  if (!data.ok) throw new Error(JSON.stringify(data.problems));
  return data.value;
}

function problemsOf(text: string, format: DataFormat): string[] {
  const data = readData(text, format);
  if (data.ok) throw new Error("It has no problem.");
  return data.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const numbers = [
  ["1", 1],
  ["-7", -7],
  ["1.0", { $: "float", value: 1 }],
  ["1.5", 1.5],
  ["1e3", { $: "float", value: 1000 }],
  ["12345678901234567890", 12345678901234567890n],
] as const;

test.each(numbers)("%s keeps its Python type in both formats", (digits, value) => {
  expect(dataOf(`{"n": ${digits}}`, "json").get("n")).toEqual(value);
  expect(dataOf(`n: ${digits}\n`, "yaml").get("n")).toEqual(value);
});

test.each(["", " \n", "\uFEFF"])("a text with nothing in it is an empty data set: %j", (text) => {
  expect(dataOf(text, "json")).toEqual(new Map());
  expect(dataOf(text, "yaml")).toEqual(new Map());
});

test("YAML of comments alone, and an empty mapping", () => {
  expect(dataOf("# later\n", "yaml")).toEqual(new Map());
  expect(dataOf("{}\n", "yaml")).toEqual(new Map());
});

test("an object's keys stay in their order, those of digits too", () => {
  const text = '{"b": {"443": "https", "80": "http"}, "a": null, "__proto__": {"x": true}}';
  expect([...dataOf(text, "json").keys()]).toEqual(["b", "a", "__proto__"]);
  const ports = new Map(Object.entries({ 443: "https" })).set("80", "http");
  expect(dataOf(text, "json").get("b")).toEqual(ports);
  expect(dataOf("b: {443: https, 80: http}", "yaml").get("b")).toEqual(
    new Map<Value, Value>([
      [443, "https"],
      [80, "http"],
    ]),
  );
});

test("the forms of other Python types are read in JSON; what only looks like one stays a dict", () => {
  const data = dataOf(
    '{"at": {"$datetime": "2024-05-06T07:08:09"}, "schema": {"$schema": "x"}, "$id": 1}',
    "json",
  );
  expect(data.get("at")).toEqual({ $: "datetime", text: "2024-05-06T07:08:09" });
  expect(data.get("schema")).toEqual(new Map([["$schema", "x"]]));
  expect(data.get("$id")).toBe(1);
});

test.each([
  ['{"a": 1,}', "1:9 A name in double quotes has to stand here"],
  ["{'a': 1}", "1:2 This is no JSON"],
  ['{"a": 1} x', "1:10 "],
  ['{"a": 1, // c\n"b": 2}', "1:10 JSON has no comments"],
  ['{\n  "a": 1,\n  "a": 2}', '3:3 "a" is here twice.'],
  ['[{"a": 1}]', "1:1 A data set is an object of names"],
  ['{"a": "tab\there"}', "1:7 This character has to be written as an escape"],
  ['{"a": "\\x"}', "1:7 JSON has no such escape"],
  ['{"a": 01}', "1:8 A comma is missing"],
  ['{"a": [1 2]}', "1:10 A comma is missing"],
  [`{"a": ${"[".repeat(5000)}`, "1:206 This is nested deeper than 200 levels."],
])("JSON: %#", (text, problem) => {
  expect(problemsOf(text, "json")[0]).toContain(problem);
});

test.each([
  ["a: 1\na: 2\n", "2:1 This name is here twice."],
  ["a:\n\tb: 1\n", "2:1 YAML is indented with blanks, not with tabs."],
  ["- a\n- b\n", "1:1 A data set is a mapping of names"],
  ["1: a\n", "1:1 A name has to be text"],
  ["ok: 1\ntrue: a\n", "2:1 A name has to be text"],
  ["a: 1\n---\nb: 2\n", "A data set is one document"],
  ["a: !!python/object:os.system x\n", "1:4 A data set has no tags"],
  ["a: *nothing\n", "1:4 "],
  ["a: &x [*x]\n", "1:8 This repeats what it is itself a part of."],
  ["a: {[1]: 2}\n", "1:5 A key cannot be a list"],
  ["a: [1, 2\n", "2:1 "],
  [`a: ${"[".repeat(5000)}`, "1:1 This is nested deeper"],
  [`a:\n${Array.from({ length: 1500 }, (_, i) => `${" ".repeat(i + 1)}b:`).join("\n")}`, "deeper"],
])("YAML: %#", (text, problem) => {
  expect(problemsOf(text, "yaml")[0]).toContain(problem);
});

test("an anchor that multiplies itself is refused before it takes the memory", () => {
  const levels = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}]`);
  const text = `l0: &l0 [x, x]\n${levels.join("\n")}\n`;
  expect(problemsOf(text, "yaml")[0]).toContain("200000 values at the most");
});

test("anchors, merge keys and YAML 1.2's own types", () => {
  const text = "base: &b {x: 1, y: 2}\nweb:\n  <<: *b\n  y: 3\non: yes\nat: 2024-01-01\nnone: ~\n";
  expect(dataOf(text, "yaml")).toEqual(
    new Map<string, Value>([
      ["base", new Map(Object.entries({ x: 1, y: 2 }))],
      ["web", new Map(Object.entries({ x: 1, y: 3 }))],
      ["on", "yes"],
      ["at", "2024-01-01"],
      ["none", null],
    ]),
  );
});

test("a place counts columns in UTF-16 units, with its end", () => {
  const data = readData('{"😀": nope}', "json");
  expect(data.ok ? [] : data.problems[0]).toMatchObject({ line: 1, column: 8, endColumn: 12 });
});

const layouts: [DataFormat, string, string][] = [
  ["yaml", "", "port: null\nhost: null\n"],
  ["yaml", "# mine\na: 1 # one", "# mine\na: 1 # one\nport: null\nhost: null\n"],
  ["yaml", "a: 1\r\n", "a: 1\r\nport: null\r\nhost: null\r\n"],
  ["yaml", "port: 80\n# end\n", "port: 80\n# end\nhost: null\n"],
  ["yaml", "{a: 1}\n", "{a: 1, port: null, host: null}\n"],
  ["yaml", "{}\n", "{port: null, host: null}\n"],
  ["yaml", "a: |\n  text\n", "a: |\n  text\nport: null\nhost: null\n"],
  ["yaml", "  a: 1\n", "  a: 1\n  port: null\n  host: null\n"],
  ["yaml", "a: [", "a: ["],
  ["json", "", '{\n  "port": null,\n  "host": null\n}\n'],
  ["json", '{\n    "a": 1\n}\n', '{\n    "a": 1,\n    "port": null,\n    "host": null\n}\n'],
  ["json", '{"a": 1', '{"a": 1'],
];

test.each(layouts)("names are added to %s %j", (format, text, expected) => {
  expect(addNames(text, format, ["port", "host", "port"])).toBe(expected);
});

const names = fc.array(fc.constantFrom("null", "yes", "true", "port", "é", "None", "y", "on"));

test("added names are there with null, and nothing else has changed", () => {
  const texts = ["a: 1\nb:\n  - x # c\n", "{a: 1}", "a: {b: |-\n}\n", "---\na: 1\n...\n", "# c\n"];
  fc.assert(
    fc.property(fc.constantFrom(...texts), names, (text, added) => {
      const before = readData(text, "yaml");
      if (!before.ok) return;
      const after = dataOf(addNames(text, "yaml", added), "yaml");
      for (const name of added) expect(after.get(name)).toBe(null);
      for (const [name, value] of before.value) expect(after.get(name)).toEqual(value);
    }),
  );
});

test("what JSON says is read as it is", () => {
  const plain = fc.dictionary(
    fc.string().filter((name) => !name.startsWith("$") && name !== "__proto__"),
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string())),
  );
  fc.assert(
    fc.property(plain, (data) => {
      const read = dataOf(JSON.stringify(data), "json");
      expect(Object.fromEntries(read)).toEqual(Object.fromEntries(Object.entries(data)));
      expect(dataOf(JSON.stringify(data), "yaml")).toEqual(read);
    }),
  );
});

test("no text makes reading throw", () => {
  const parts = fc.constantFrom("a", ":", " ", "\n", "-", "{", "}", "[", "]", '"', "&a", "*a", "|");
  const text = fc.oneof(
    fc.array(parts, { maxLength: 40 }).map((all) => all.join("")),
    fc.string(),
  );
  fc.assert(
    fc.property(text, (source) => {
      for (const format of ["json", "yaml"] as const) {
        readData(source, format);
        addNames(source, format, ["x"]);
      }
    }),
    { numRuns: 500 },
  );
});

test("the format of a text without a name is seen", () => {
  expect(formatOfData('{"a": 1}')).toBe("json");
  expect(formatOfData("{a: 1}")).toBe("yaml");
  expect(formatOfData("a: 1")).toBe("yaml");
});
