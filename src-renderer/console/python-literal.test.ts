import { describe, expect, it } from "vitest";
import { parsePythonInteger, parsePythonLiteral } from "./python-literal";

describe("parsePythonLiteral", () => {
  it.each([
    ["None", null],
    ["True", true],
    [" False ", false],
    ["0", 0],
    ["-1_000", -1000],
    ["0xff", 255],
    ["12345678901234567890", 12345678901234567890n],
    ["1.5", 1.5],
    [".5", 0.5],
    ["3.", { $: "float", value: 3 }],
    ["1e3", { $: "float", value: 1000 }],
    ["'utf-8'", "utf-8"],
    ['"it\'s"', "it's"],
    ["'a\\n\\x41\\u00e9'", "a\nAé"],
    ["r'\\d+'", "\\d+"],
    ['"""two\nlines"""', "two\nlines"],
    ["'a' 'b'", "ab"],
    ["b'\\xff\\x00'", Uint8Array.of(255, 0)],
    ["[]", []],
    ["[1, 'a',]", [1, "a"]],
    ["()", { $: "tuple", items: [] }],
    ["(1,)", { $: "tuple", items: [1] }],
    ["(1)", 1],
    ["{}", new Map()],
    [
      "{'a': [1], 2: None}",
      new Map<unknown, unknown>([
        ["a", [1]],
        [2, null],
      ]),
    ],
    ["{1, 2}", { $: "set", items: [1, 2] }],
  ])("%s", (source, value) => expect(parsePythonLiteral(source)).toEqual(value));

  it.each([
    "",
    "Color.RED",
    "dict()",
    "[1 2]",
    "{1: 2, 3}",
    "'open",
    "Nonesuch",
    "1 + 1",
    "1__0",
    "[",
    "os.sep",
  ])("%j is not one", (source) => expect(parsePythonLiteral(source)).toBeUndefined());
});

describe("parsePythonInteger", () => {
  it.each([
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["-0b101", -5],
    ["0o17", 15],
    ["+7", 7],
  ])("%s", (text, value) => expect(parsePythonInteger(text)).toBe(value));
  it.each(["1.0", "1e3", "0x", "_1", "1_", "", "a", "--1"])("%j is not one", (text) =>
    expect(parsePythonInteger(text)).toBeUndefined(),
  );
});
