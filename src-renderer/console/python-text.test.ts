import { describe, expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { parsePythonLiteral } from "./python-literal";
import { floatText, pythonText } from "./python-text";

const fields = (entries: [string, Value][]) => new Map<string, Value>(entries);

describe("pythonText", () => {
  it.each<[Value, string]>([
    [null, "None"],
    [true, "True"],
    [-5, "-5"],
    [2n ** 70n, "1180591620717411303424"],
    [0.1, "0.1"],
    [{ $: "float", value: 3 }, "3.0"],
    ["it's", `"it's"`],
    [`both ' and "`, `'both \\' and "'`],
    ["a\n\t\x00\\é", "'a\\n\\t\\x00\\\\é'"],
    ["\ud800x", "'\\ud800x'"],
    ["😀", "'😀'"],
    [Uint8Array.of(0, 65, 39, 255), `b"\\x00A'\\xff"`],
    [[1, ["a"]], "[1, ['a']]"],
    [
      new Map<Value, Value>([
        ["a", 1],
        [{ $: "tuple", items: [1, 2] }, null],
      ]),
      "{'a': 1, (1, 2): None}",
    ],
    [new Map(), "{}"],
    [{ $: "tuple", items: [1] }, "(1,)"],
    [{ $: "set", items: [] }, "set()"],
    [{ $: "frozenset", items: [1] }, "frozenset({1})"],
    [{ $: "path", type: "PosixPath", text: "/etc" }, "PosixPath('/etc')"],
    [{ $: "decimal", text: "1.10" }, "Decimal('1.10')"],
    [{ $: "enum", type: "disk.Color", name: "RED", value: 1 }, "Color.RED"],
    [
      {
        $: "namedtuple",
        type: "x.R",
        fields: fields([
          ["a", 1],
          ["b", "c"],
        ]),
      },
      "R(a=1, b='c')",
    ],
    [{ $: "exception", type: "ValueError", message: "no", args: ["no"] }, "ValueError('no')"],
    [{ $: "timedelta", days: 1, seconds: 0, microseconds: 5 }, "timedelta(days=1, microseconds=5)"],
    [
      { $: "timestamp", seconds: 0, nanoseconds: 0 },
      "datetime.fromisoformat('1970-01-01T00:00:00+00:00')",
    ],
    [{ $: "date", text: "2026-03-04" }, "date.fromisoformat('2026-03-04')"],
  ])("%o", (value, text) => expect(pythonText(value)).toBe(text));

  it("stops at the limit, however large the value", () => {
    const endless = new Array<Value>(1_000_000).fill("x".repeat(100));
    const text = pythonText(endless, 50);
    expect(text).toHaveLength(51);
    expect(text.endsWith("…")).toBe(true);
    expect(pythonText("x".repeat(10_000_000), 20)).toBe(`'${"x".repeat(19)}…`);
  });

  it.each<Value>([
    null,
    "a\n'\"\\",
    2n ** 80n,
    [1, [2.5]],
    Uint8Array.of(1, 200),
    new Map([["k", [true]]]),
  ])("is a literal of what it stands for: %o", (value) =>
    expect(parsePythonLiteral(pythonText(value))).toEqual(value),
  );
});

describe("floatText", () => {
  it.each([
    [1e16, "1e+16"],
    [1e-5, "1e-05"],
    [1.5e300, "1.5e+300"],
    [123456789012345, "123456789012345.0"],
    [0.0001, "0.0001"],
    [-0, "-0.0"],
    [Number.NaN, "nan"],
    [-Infinity, "-inf"],
  ])("%s is %s", (value, text) => expect(floatText(value)).toBe(text));
});
