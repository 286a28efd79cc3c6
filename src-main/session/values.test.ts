import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FloatValue, Value } from "../../src-shared/value";
import { agent } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { call, toolWith } from "../testing/local";
import { type Connection, fromLocal } from "./connection";

// One session for all: whatever a test sends through it, the next one finds it usable.
let connection: Connection;
beforeAll(async () => {
  connection = await fromLocal(agent);
});
afterAll(() => connection.close());

/** Gives back what it gets, says what Python saw, and makes values of its own. */
const tool = toolWith(
  "Values",
  [
    "def echo(self, value): return value",
    "def show(self, value): return type(value).__name__ + ' ' + repr(value)",
    "def number(self, text): return int(text, 0)",
    "def size(self, value): return [type(value).__name__, len(value), value[:1] == value[-1:]]",
    "def large(self, of, count): return of * count",
    "def nested(self, depth, of):",
    "    value = None",
    "    for _ in range(depth): value = (value,) if of == 'tuple' else [value]",
    "    return value",
    "def depth(self, value):",
    "    depth = 0",
    "    while isinstance(value, (list, tuple)): value, depth = value[0], depth + 1",
    "    return depth",
    "def made(self, name): return MADE[name]()",
    "def ran(self): return RAN",
  ],
  [
    "import collections, dataclasses, datetime, decimal, enum, pathlib, subprocess, types",
    "RAN = []",
    "class Color(enum.Enum):",
    "    RED = 'r'",
    "class Level(enum.IntEnum):",
    "    HIGH = 3",
    "Point = collections.namedtuple('Point', 'x y')",
    "@dataclasses.dataclass",
    "class Usage:",
    "    path: str",
    "    used: int",
    "class Odd(Exception): pass",
    "class MyInt(int): pass",
    "class MyDict(dict): pass",
    "Evil = collections.namedtuple('Evil', 'constructor toString')",
    "Evil.__module__ = '__proto__'",
    "utc = datetime.timezone.utc",
    "MADE = {",
    "    'enum': lambda: Color.RED,",
    "    'int enum': lambda: Level.HIGH,",
    "    'namedtuple': lambda: Point(1, 2.0),",
    "    'dataclass': lambda: Usage('/', 2 ** 40),",
    "    'completed': lambda: subprocess.CompletedProcess(['ls'], 0, b'out', None),",
    "    'exception': lambda: Odd('no', 3),",
    "    'pure path': lambda: pathlib.PurePosixPath('/a/b'),",
    "    'path': lambda: pathlib.Path('c'),",
    "    'aware': lambda: datetime.datetime(2024, 5, 6, 7, 8, 9, 10, tzinfo=utc),",
    "    'before 1970': lambda: datetime.datetime(1, 1, 1, tzinfo=utc),",
    "    'subclasses': lambda: [MyInt(7), MyDict(a=MyInt(8)), collections.OrderedDict(b=1)],",
    "    'bytearray': lambda: bytearray(b'ab'),",
    "    'evil': lambda: Evil({'__proto__': 1}, '__proto__'),",
    "    'keys': lambda: {b'b': 1, 2: 2, (3, 'x'): 3, None: 4, 's': 5, 2.5: 6, frozenset(): 7},",
    "    'function': lambda: [1, {'at': print}],",
    "    'module': lambda: types,",
    "    'object': object,",
    "    'big int': lambda: 1 << 600000,",
    "    'cycle': lambda: cycle(),",
    "}",
    "def cycle():",
    "    value = []",
    "    value.append({'again': value})",
    "    return value",
  ],
);

const map = (...entries: [Value, Value][]) => new Map<Value, Value>(entries);
const float = (value: number): FloatValue => ({ $: "float", value });
const tuple = (...items: Value[]): Value => ({ $: "tuple", items });
const bytes = (...items: number[]) => Uint8Array.from(items);

/** Every type of the table: the value, and what Python makes of it. */
const types: [string, Value, string][] = [
  ["None", null, "NoneType None"],
  ["bool", true, "bool True"],
  ["int", 1, "int 1"],
  ["float", 1.5, "float 1.5"],
  ["integral float", float(1), "float 1.0"],
  ["-0.0", float(-0), "float -0.0"],
  ["NaN", Number.NaN, "float nan"],
  ["infinity", Number.POSITIVE_INFINITY, "float inf"],
  ["-infinity", Number.NEGATIVE_INFINITY, "float -inf"],
  ["smallest float", 5e-324, "float 5e-324"],
  ["least normal float", 2.2250738585072014e-308, "float 2.2250738585072014e-308"],
  ["largest float", float(Number.MAX_VALUE), "float 1.7976931348623157e+308"],
  ["-largest float", float(-Number.MAX_VALUE), "float -1.7976931348623157e+308"],
  ["2.0 ** 53", float(2 ** 53), "float 9007199254740992.0"],
  ["str", "häß\u0000😀", "str 'häß\\x00😀'"],
  ["lone surrogate", "a\ud800", "str 'a\\ud800'"],
  ["surrogates in the wrong order", "\udfff\ud800", "str '\\udfff\\ud800'"],
  ["bytes", bytes(0, 255), "bytes b'\\x00\\xff'"],
  ["list", [1, [2]], "list [1, [2]]"],
  ["dict", map(["a", map(["b", 1])]), "dict {'a': {'b': 1}}"],
  ["tuple", tuple(1, tuple()), "tuple (1, ())"],
  ["set", { $: "set", items: ["x"] }, "set {'x'}"],
  ["frozenset", { $: "frozenset", items: [1] }, "frozenset frozenset({1})"],
  ["Decimal", { $: "decimal", text: "1.10" }, "Decimal Decimal('1.10')"],
  ["Decimal NaN", { $: "decimal", text: "NaN" }, "Decimal Decimal('NaN')"],
  ["Path", { $: "path", type: "PosixPath", text: "/a b" }, "PosixPath PosixPath('/a b')"],
  [
    "pure path",
    { $: "path", type: "PurePosixPath", text: "c" },
    "PurePosixPath PurePosixPath('c')",
  ],
  ["Enum", { $: "enum", type: "m.C", name: "A", value: 1 }, "Typed <m.C from the peer>"],
  [
    "dataclass",
    { $: "dataclass", type: "m.D", fields: new Map<string, Value>([["a", [1]]]) },
    "Typed <m.D from the peer>",
  ],
  [
    "namedtuple",
    { $: "namedtuple", type: "m.N", fields: new Map<string, Value>([["a", null]]) },
    "Typed <m.N from the peer>",
  ],
  [
    "exception",
    { $: "exception", type: "ValueError", message: "no", args: ["no", 1] },
    "Typed <ValueError from the peer>",
  ],
  [
    "naive datetime",
    { $: "datetime", text: "2024-02-29T23:59:58.000001" },
    "datetime datetime.datetime(2024, 2, 29, 23, 59, 58, 1)",
  ],
  ["date", { $: "date", text: "1999-12-31" }, "date datetime.date(1999, 12, 31)"],
  ["time", { $: "time", text: "01:02:03" }, "time datetime.time(1, 2, 3)"],
  [
    "timedelta",
    { $: "timedelta", days: -1, seconds: 2, microseconds: 3 },
    "timedelta datetime.timedelta(days=-1, seconds=2, microseconds=3)",
  ],
  [
    "aware datetime",
    { $: "timestamp", seconds: 1, nanoseconds: 2000 },
    "datetime datetime.datetime(1970, 1, 1, 0, 0, 1, 2, tzinfo=datetime.timezone.utc)",
  ],
  [
    "aware datetime before 1970",
    { $: "timestamp", seconds: -1, nanoseconds: 0 },
    "datetime datetime.datetime(1969, 12, 31, 23, 59, 59, tzinfo=datetime.timezone.utc)",
  ],
  [
    "aware datetime after 2242",
    { $: "timestamp", seconds: 2 ** 34, nanoseconds: 0 },
    "datetime datetime.datetime(2514, 5, 30, 1, 53, 4, tzinfo=datetime.timezone.utc)",
  ],
  ["Template", { $: "template", source: "$a" }, "Template Template('$a')"],
];

const empty: [string, Value, string][] = [
  ["str", "", "str ''"],
  ["bytes", bytes(), "bytes b''"],
  ["list", [], "list []"],
  ["dict", map(), "dict {}"],
  ["tuple", tuple(), "tuple ()"],
  ["set", { $: "set", items: [] }, "set set()"],
  ["frozenset", { $: "frozenset", items: [] }, "frozenset frozenset()"],
];

const keys: [string, Value, string][] = [
  ["bytes", map([bytes(1), 1]), "dict {b'\\x01': 1}"],
  ["int", map([1, 1], [-1, 2]), "dict {1: 1, -1: 2}"],
  ["tuple", map([tuple(1, "a"), 1]), "dict {(1, 'a'): 1}"],
  ["None", map([null, 1]), "dict {None: 1}"],
  ["big int", map([2n ** 80n, 1]), "dict {1208925819614629174706176: 1}"],
  [
    "all kinds",
    map(["a", 1], [2, 2], [null, 3], [bytes(4), 4], [tuple(), 5], [1.5, 6], [float(9), 7]),
    "dict {'a': 1, 2: 2, None: 3, b'\\x04': 4, (): 5, 1.5: 6, 9.0: 7}",
  ],
  ["__proto__", map(["__proto__", map(["x", 1])]), "dict {'__proto__': {'x': 1}}"],
];

describe("values to a target and back", () => {
  it("is what Python says it is, for every type", async () => {
    for (const [name, value, shown] of [...types, ...empty, ...keys]) {
      expect(await call(connection, tool, "echo", [value]), name).toEqual(value);
      expect(await call(connection, tool, "show", [value]), name).toBe(shown);
    }
  });

  it("is the same inside every collection", async () => {
    const all = [...types, ...empty, ...keys].map(([, value]) => value);
    const nested: Value[] = [
      all,
      tuple(...all),
      map(...all.map((value, i): [Value, Value] => [`k${i}`, value])),
      { $: "enum", type: "m.E", name: "ALL", value: all },
      { $: "exception", type: "E", message: "", args: [tuple(...all)] },
      { $: "dataclass", type: "m.D", fields: new Map(all.map((value, i) => [`f${i}`, value])) },
    ];
    expect(await call(connection, tool, "echo", [nested])).toEqual(nested);
  });

  const edges = [2n ** 31n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n]
    .concat(2n ** 63n - 1n, 2n ** 63n, 2n ** 63n + 1n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 200n)
    .flatMap((n) => [n, -n, -n - 1n]);

  it("is the right int at every edge, sent as bigint and as number", async () => {
    for (const edge of edges) {
      const here = Number.isSafeInteger(Number(edge)) ? Number(edge) : edge;
      expect(await call(connection, tool, "show", [edge])).toBe(`int ${edge}`);
      expect(await call(connection, tool, "show", [here])).toBe(`int ${edge}`);
      expect(await call(connection, tool, "echo", [edge])).toBe(here);
      expect(await call(connection, tool, "number", [String(edge)])).toBe(here);
    }
  });

  it("takes 10 MB of text and of bytes", async () => {
    const text = "ä".repeat(5_000_000);
    const data = new Uint8Array(10_000_000).fill(7);
    expect(await call(connection, tool, "size", [text])).toEqual(["str", 5_000_000, true]);
    expect(await call(connection, tool, "size", [data])).toEqual(["bytes", 10_000_000, true]);
    expect((await call(connection, tool, "large", ["ä", 5_000_000])) === text).toBe(true);
    const back = await call(connection, tool, "large", [bytes(7), 10_000_000]);
    expect(Buffer.compare(back as Uint8Array, data)).toBe(0);
  });
});

describe("values that a target makes", () => {
  const usage = new Map<string, Value>([
    ["path", "/"],
    ["used", 2 ** 40],
  ]);
  const point = new Map<string, Value>([
    ["x", 1],
    ["y", float(2)],
  ]);
  const completed = new Map<string, Value>([
    ["args", ["ls"]],
    ["returncode", 0],
    ["stdout", bytes(111, 117, 116)],
    ["stderr", null],
  ]);
  const module = "tools.values";

  it.each<[string, Value]>([
    ["enum", { $: "enum", type: `${module}.Color`, name: "RED", value: "r" }],
    ["int enum", { $: "enum", type: `${module}.Level`, name: "HIGH", value: 3 }],
    ["namedtuple", { $: "namedtuple", type: `${module}.Point`, fields: point }],
    ["dataclass", { $: "dataclass", type: `${module}.Usage`, fields: usage }],
    ["completed", { $: "dataclass", type: "subprocess.CompletedProcess", fields: completed }],
    ["exception", { $: "exception", type: `${module}.Odd`, message: "('no', 3)", args: ["no", 3] }],
    ["pure path", { $: "path", type: "PurePosixPath", text: "/a/b" }],
    ["path", { $: "path", type: "PosixPath", text: "c" }],
    ["aware", { $: "timestamp", seconds: 1714979289, nanoseconds: 10_000 }],
    ["before 1970", { $: "timestamp", seconds: -62135596800, nanoseconds: 0 }],
    ["subclasses", [7, map(["a", 8]), map(["b", 1])]],
    ["bytearray", bytes(97, 98)],
    [
      "keys",
      map(
        [bytes(98), 1],
        [2, 2],
        [tuple(3, "x"), 3],
        [null, 4],
        ["s", 5],
        [2.5, 6],
        [{ $: "frozenset", items: [] }, 7],
      ),
    ],
  ])("keep type and parts: %s", async (name, value) => {
    expect(await call(connection, tool, "made", [name])).toEqual(value);
  });

  it("touch no prototype, whatever they are called", async () => {
    const value = await call(connection, tool, "made", ["evil"]);
    const fields = new Map<string, Value>([
      ["constructor", map(["__proto__", 1])],
      ["toString", "__proto__"],
    ]);
    expect(value).toEqual({ $: "namedtuple", type: "__proto__.Evil", fields });
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

describe("names that would be dangerous to follow", () => {
  it.each(["__proto__", "constructor", "os.system", "builtins.eval", "subprocess.Popen"])(
    "are data at both ends: %s",
    async (type) => {
      const mark = "RAN.append(1)";
      const fields = new Map<string, Value>([
        ["__proto__", mark],
        ["constructor", mark],
        ["__init__", mark],
      ]);
      const hostile: Value[] = [
        { $: "enum", type, name: "__class__", value: mark },
        { $: "dataclass", type, fields },
        { $: "namedtuple", type, fields },
        { $: "exception", type, message: mark, args: [mark] },
      ];
      for (const value of hostile) {
        expect(await call(connection, tool, "show", [value])).toBe(`Typed <${type} from the peer>`);
      }
      expect(await call(connection, tool, "echo", [hostile])).toEqual(hostile);
      expect(await call(connection, tool, "ran")).toEqual([]);
      expect(({} as Record<string, unknown>).constructor).toBe(Object);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );
});

describe("nesting", () => {
  // A request holds its arguments two levels down, a result is the whole payload.
  const nest = (depth: number, of: (item: Value) => Value) => {
    let value: Value = null;
    for (let i = 0; i < depth; i++) value = of(value);
    return value;
  };

  it("goes 512 deep with all that is around a value", async () => {
    expect(await call(connection, tool, "depth", [nest(510, (x) => [x])])).toBe(510);
    expect(await call(connection, tool, "nested", [512, "list"])).toEqual(nest(512, (x) => [x]));
  });

  it("counts a typed value as the two levels that it is", async () => {
    const deep = nest(255, (x) => tuple(x));
    expect(await call(connection, tool, "depth", [deep])).toBe(255);
    expect(await call(connection, tool, "echo", [deep])).toEqual(deep);
  });

  it.each(["list", "tuple"])("is refused beyond, by whoever sends: %s", async (of) => {
    const make = (depth: number) => nest(depth, (x) => (of === "list" ? [x] : tuple(x)));
    for (const depth of [of === "list" ? 511 : 256, 5000]) {
      const here = await failureOf(call(connection, tool, "depth", [make(depth)]));
      expect(here.code).toBe("not_encodable");
      expect(here.message).toContain("nested more than 512 deep");
    }
    for (const depth of [of === "list" ? 513 : 257, 5000]) {
      const there = await failureOf(call(connection, tool, "nested", [depth, of]));
      expect(there.code).toBe("tool_error");
      expect(there.exception?.message).toContain("nested");
    }
    expect(await call(connection, tool, "echo", ["on"])).toBe("on");
  });
});

describe("results that have no form on the wire", () => {
  it.each([
    ["function", /^cannot send a value of type builtin_function_or_method \(at value\[1\]/],
    ["module", /^cannot send a value of type module/],
    ["object", /^cannot send a value of type object/],
    ["big int", /^cannot send an integer of 75001 bytes/],
    ["cycle", /nested/],
  ])("are the call's exception, and the session goes on: %s", async (name, message) => {
    const failure = await failureOf(call(connection, tool, "made", [name]));
    expect(failure.code).toBe("tool_error");
    expect(failure.exception?.message).toMatch(message);
    expect(await call(connection, tool, "echo", [1])).toBe(1);
  });
});

describe("arguments that have no form on the wire", () => {
  const cyclicList: unknown[] = [];
  cyclicList.push(cyclicList);
  const cyclicMap = new Map<unknown, unknown>();
  cyclicMap.set("again", cyclicMap);
  const cyclicTuple: { $: string; items: unknown[] } = { $: "tuple", items: [] };
  cyclicTuple.items.push(cyclicTuple);
  const cyclicFields = { $: "dataclass", type: "m.D", fields: new Map<string, unknown>() };
  cyclicFields.fields.set("self", cyclicFields);
  let deepKey: unknown[] = [];
  for (let i = 0; i < 50_000; i++) deepKey = [deepKey];

  it.each<[string, unknown]>([
    ["function", () => 1],
    ["symbol", Symbol("s")],
    ["undefined", undefined],
    ["hole", new Array(1)],
    ["plain object", { a: 1 }],
    ["Date", new Date(0)],
    ["JavaScript's Set", new Set([1])],
    ["Float64Array", new Float64Array(1)],
    ["unknown type", { $: "nonsense" }],
    ["object's own method as a type", { $: "toString" }],
    ["integer past 2^53", 2 ** 53],
    ["list in itself", cyclicList],
    ["map in itself", cyclicMap],
    ["tuple in itself", cyclicTuple],
    ["field in itself", cyclicFields],
    ["key nested 50,000 deep", new Map([[deepKey, 1]])],
    ["key without a prototype", new Map([[Object.create(null), 1]])],
  ])("are refused before they are sent, and the session goes on: %s", async (_name, value) => {
    const failure = await failureOf(call(connection, tool, "echo", [value as Value]));
    expect(failure.code).toBe("not_encodable");
    expect(failure.message).toMatch(/^A value cannot be sent: /);
    expect(await call(connection, tool, "echo", [1])).toBe(1);
  });
});
