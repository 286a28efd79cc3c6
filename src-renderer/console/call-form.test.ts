import { describe, expect, it } from "vitest";
import type { Method, Parameter, ParameterType } from "../../src-shared/tool";
import type { Value } from "../../src-shared/value";
import { emptyForm, type FormField, fieldType, fittingForm, toArguments } from "./call-form";
import { type Draft, draftOf, newEntry, newItem } from "./draft";
import { secretDraft } from "./secret-draft";

function parameter(name: string, type: ParameterType, more: Partial<Parameter> = {}): Parameter {
  return {
    name,
    kind: "positional",
    annotation: "",
    type,
    required: more.default === undefined,
    default: null,
    doc: "",
    ...more,
  };
}

function method(parameters: Parameter[], signature = ""): Method {
  return {
    name: "m",
    summary: "",
    doc: "",
    signature,
    parameters,
    returns: "",
    async: false,
    stream: false,
    line: 1,
  };
}

const str = { kind: "str" } as const;
const int = { kind: "int" } as const;
const text = (value: string): Draft => ({ kind: "text", text: value });

/** The form of a method with some fields filled in. */
function call(made: Method, drafts: Record<string, Draft>) {
  const form = new Map<string, FormField>(emptyForm(made));
  for (const [name, draft] of Object.entries(drafts)) form.set(name, { isGiven: true, draft });
  const result = toArguments(made, form);
  if (result.ok) return [result.args, result.kwargs];
  return Object.fromEntries([...result.errors].map(([path, error]) => [path, error.message]));
}

describe("toArguments", () => {
  const read = method([
    parameter("path", str),
    parameter("encoding", str, { default: "'utf-8'" }),
    parameter("errors", str, { default: "'strict'" }),
    parameter("limit", { kind: "optional", inner: int }, { kind: "keyword", default: "None" }),
  ]);

  it("sends what is given and nothing else", () => {
    expect(call(read, { path: text("/etc/hosts") })).toEqual([["/etc/hosts"], {}]);
  });
  it("sends by position up to the first that is left out, then by name", () => {
    expect(call(read, { path: text("a"), encoding: text("ascii") })).toEqual([["a", "ascii"], {}]);
    expect(call(read, { path: text("a"), errors: text("replace") })).toEqual([
      ["a"],
      { errors: "replace" },
    ]);
  });
  it("sends an empty text that was entered", () => {
    expect(call(read, { path: text("") })).toEqual([[""], {}]);
    expect(call(read, { path: text("a"), errors: text("") })).toEqual([["a"], { errors: "" }]);
  });
  it("asks for what is required", () => {
    expect(call(read, {})).toEqual({ path: "Enter a text for path." });
    expect(call(method([parameter("n", int)]), {})).toEqual({ n: "Enter a whole number." });
  });
  it("takes an emptied number for the default", () => {
    const limit: Draft = { kind: "optional", isSet: true, inner: text(" ") };
    expect(call(read, { path: text("a"), limit })).toEqual([["a"], {}]);
    expect(call(method([parameter("n", int, { default: "5" })]), { n: text("") })).toEqual([
      [],
      {},
    ]);
  });
  it("sends None only where it is set so", () => {
    const name = method([parameter("name", { kind: "optional", inner: str }, { default: "'x'" })]);
    expect(call(name, {})).toEqual([[], {}]);
    expect(call(name, { name: { kind: "optional", isSet: false, inner: text("") } })).toEqual([
      [null],
      {},
    ]);
    const required = method([parameter("name", { kind: "optional", inner: str })]);
    expect(call(required, {})).toEqual([[null], {}]);
  });
  it("keeps integers exact and floats floats", () => {
    const numbers = method([parameter("n", int), parameter("x", { kind: "float" })]);
    expect(call(numbers, { n: text("123456789012345678901"), x: text("3") })).toEqual([
      [123456789012345678901n, { $: "float", value: 3 }],
      {},
    ]);
    expect(call(numbers, { n: text("3.5"), x: text("three") })).toEqual({
      n: '"3.5" is not a whole number.',
      x: '"three" is not a number.',
    });
  });

  it("fills in the defaults before *args", () => {
    const run = method([
      parameter("cwd", str, { default: "'/'" }),
      parameter("argv", str, { kind: "var_positional", required: false }),
      parameter("options", { kind: "any" }, { kind: "var_keyword", required: false }),
    ]);
    const argv: Draft = {
      kind: "list",
      items: ["ls", "-l"].map((t) => ({ ...newItem(str), draft: text(t) })),
    };
    expect(call(run, { argv })).toEqual([["/", "ls", "-l"], {}]);
    expect(call(run, {})).toEqual([[], {}]);
    const entry = { ...newEntry(str, { kind: "any" }), key: text("depth"), value: text("3") };
    expect(call(run, { options: { kind: "dict", entries: [entry] } })).toEqual([[], { depth: 3 }]);
    const taken = { ...entry, key: text("cwd") };
    expect(call(run, { options: { kind: "dict", entries: [taken] } })).toEqual({
      options: "cwd is a parameter of its own, above.",
    });
  });

  it("sends by position what Python takes by position only", () => {
    const only = method(
      [
        parameter("a", int, { default: "1" }),
        parameter("b", int, { default: "2" }),
        parameter("c", int, { default: "3" }),
      ],
      "m(a: int = 1, b: int = 2, /, c: int = 3) -> int",
    );
    expect(call(only, { b: text("7"), c: text("8") })).toEqual([[1, 7], { c: 8 }]);
    expect(call(only, { c: text("8") })).toEqual([[], { c: 8 }]);
    const unknown = method(
      [parameter("a", int, { default: "sys.maxsize" }), parameter("b", int)],
      "m(a=sys.maxsize, b, /)",
    );
    expect(call(unknown, { b: text("7") })).toHaveProperty("a");
  });

  it("says which row of a list or dict is wrong", () => {
    const nested = method([
      parameter("sizes", { kind: "dict", key: str, value: { kind: "list", item: int } }),
    ]);
    const list = draftOf({ kind: "list", item: int }, [1, 2]) as Draft & { kind: "list" };
    const [, second] = list.items;
    if (second) second.draft = text("x");
    const entry = { ...newEntry(str, int), key: text("k"), value: list };
    expect(call(nested, { sizes: { kind: "dict", entries: [entry] } })).toEqual({
      [`sizes/${entry.id}/value/${second?.id}`]: '"x" is not a whole number.',
    });
    const same = {
      ...newEntry(str, int),
      key: text("k"),
      value: { kind: "list", items: [] } as Draft,
    };
    const twice = call(nested, {
      sizes: { kind: "dict", entries: [{ ...same }, { ...same, id: -1 }] },
    });
    expect(twice).toEqual({ "sizes/-1/key": "The key 'k' is there twice." });
  });
});

describe("emptyForm", () => {
  const fieldOf = (made: Parameter) => emptyForm(method([made])).get(made.name);
  const color: ParameterType = {
    kind: "choice",
    options: [
      { label: "RED", value: 1 },
      { label: "BLUE", value: 2 },
    ],
  };
  it("starts at the default, not sent", () => {
    expect(fieldOf(parameter("b", { kind: "bool" }, { default: "True" }))).toEqual({
      isGiven: false,
      draft: { kind: "bool", value: true },
    });
    expect(fieldOf(parameter("c", color, { default: "Color.BLUE" }))?.draft).toEqual({
      kind: "choice",
      index: 1,
    });
    expect(fieldOf(parameter("c", color, { default: "1" }))?.draft).toEqual({
      kind: "choice",
      index: 0,
    });
    expect(fieldOf(parameter("c", color, { default: "best()" }))?.draft).toEqual({
      kind: "choice",
      index: -1,
    });
    expect(fieldOf(parameter("s", str, { default: "'x'" }))).toEqual({
      isGiven: false,
      draft: text(""),
    });
  });
});

describe("draftOf", () => {
  it.each<[ParameterType, Value]>([
    [str, "a\nb"],
    [int, -12n],
    [{ kind: "float" }, 2.5],
    [{ kind: "float" }, { $: "float", value: 1e300 }],
    [{ kind: "bool" }, true],
    [{ kind: "bytes" }, Uint8Array.of(0, 255)],
    [{ kind: "any" }, new Map<Value, Value>([["k", [null, 2n ** 70n]]])],
    [{ kind: "list", item: int }, [1, 2]],
    [{ kind: "dict", key: str, value: { kind: "bool" } }, new Map([["a", false]])],
    [{ kind: "optional", inner: int }, null],
    [{ kind: "optional", inner: int }, 3],
    [{ kind: "choice", options: [{ label: "no", value: false }] }, false],
  ])("is read back as the same value: %o %o", (type, value) => {
    const made = parameter("p", type);
    const result = toArguments(
      method([made]),
      new Map([["p", { isGiven: true, draft: draftOf(type, value) }]]),
    );
    expect(result).toEqual({
      ok: true,
      args: [typeof value === "bigint" ? Number(value) : value],
      kwargs: {},
    });
    expect(fieldType(made)).toBe(type);
  });
});

describe("a form whose method is written anew", () => {
  it("keeps what still fits, and begins anew where the type is another", () => {
    const before = method([parameter("path", str), parameter("count", int)]);
    const filled = new Map(emptyForm(before))
      .set("path", { isGiven: true, draft: text("/etc") })
      .set("count", { isGiven: true, draft: text("3") });
    const paths = { kind: "list", item: str } as const;
    const after = method([
      parameter("path", paths),
      parameter("count", int),
      parameter("more", str),
    ]);
    const form = fittingForm(after, filled);
    expect([...form.keys()]).toEqual(["path", "count", "more"]);
    expect(form.get("path")).toEqual(emptyForm(after).get("path"));
    expect(form.get("count")).toEqual({ isGiven: true, draft: text("3") });
  });

  it("looks into lists, dicts and choices", () => {
    const ints = { kind: "list", item: int } as const;
    const bools = { kind: "list", item: { kind: "bool" } } as const;
    const field: FormField = { isGiven: true, draft: { kind: "list", items: [newItem(int)] } };
    const form = new Map<string, FormField>([["a", field]]);
    expect(fittingForm(method([parameter("a", ints)]), form).get("a")).toBe(field);
    expect(fittingForm(method([parameter("a", bools)]), form).get("a")).not.toBe(field);
    const two: ParameterType = { kind: "choice", options: [{ label: "a", value: "a" }] };
    const third: FormField = { isGiven: true, draft: { kind: "choice", index: 2 } };
    const chosen = fittingForm(method([parameter("a", two)]), new Map([["a", third]])).get("a");
    expect(chosen?.draft).toEqual({ kind: "choice", index: -1 });
  });
});

describe("a secret", () => {
  const secret: FormField = { isGiven: true, draft: { kind: "secret", name: "db", as: "text" } };
  const value = { $: "secret", name: "db", as: "text" };

  it("is a name among the arguments, by position or by name", () => {
    const made = method([parameter("path", str), parameter("password", str)]);
    const form = new Map(emptyForm(made))
      .set("path", { isGiven: true, draft: text("/etc") })
      .set("password", secret);
    expect(toArguments(made, form)).toEqual({
      ok: true,
      args: ["/etc", value],
      kwargs: {},
    });
    const named = method([parameter("password", str, { kind: "keyword" })]);
    expect(toArguments(named, new Map([["password", secret]]))).toEqual({
      ok: true,
      args: [],
      kwargs: { password: value },
    });
  });

  it("stands in a list, in a dict and in JSON too, each under a name of its own", () => {
    const item: ParameterType = { kind: "list", item: str };
    const dict: ParameterType = { kind: "dict", key: str, value: { kind: "bytes" } };
    const made = method([
      parameter("words", item),
      parameter("env", dict),
      parameter("data", { kind: "any" }),
    ]);
    const form = new Map<string, FormField>([
      [
        "words",
        {
          isGiven: true,
          draft: { kind: "list", items: [{ id: 1, draft: secretDraft(str, "words.1") }] },
        },
      ],
      [
        "env",
        {
          isGiven: true,
          draft: {
            kind: "dict",
            entries: [
              { id: 2, key: text("A B"), value: secretDraft({ kind: "bytes" }, "env.A B") },
            ],
          },
        },
      ],
      [
        "data",
        { isGiven: true, draft: text('{"user": "me", "key": {"$secret": "key", "as": "hex"}}') },
      ],
    ]);
    const args = [
      [{ $: "secret", name: "words.1", as: "text" }],
      new Map([["A B", { $: "secret", name: "env.A-B", as: "utf-8" }]]),
      new Map<string, unknown>([
        ["user", "me"],
        ["key", { $: "secret", name: "key", as: "hex" }],
      ]),
    ];
    expect(toArguments(made, form)).toEqual({ ok: true, args, kwargs: {} });
    expect(fittingForm(made, form)).toEqual(form);
  });

  it("does not go on where the parameter takes no text any more", () => {
    const before = new Map([["password", secret]]);
    expect(fittingForm(method([parameter("password", str)]), before).get("password")).toBe(secret);
    const after = method([parameter("password", { kind: "list", item: str })]);
    expect(fittingForm(after, before).get("password")?.draft.kind).toBe("list");
  });
});
