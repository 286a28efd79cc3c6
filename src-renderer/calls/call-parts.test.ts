import { expect, it } from "vitest";
import type { Argument } from "../../src-shared/saved-call";
import type { Method, Parameter } from "../../src-shared/tool";
import type { Value } from "../../src-shared/value";
import { toArguments } from "../console/call-form";
import { formOfCall, savedArguments, sentArguments } from "./call-parts";

const parameter = (name: string, more: Partial<Parameter> = {}): Parameter => ({
  name,
  kind: "positional",
  annotation: "str",
  type: { kind: "str" },
  required: true,
  default: null,
  doc: "",
  ...more,
});

const method: Method = {
  name: "run",
  summary: "",
  doc: "",
  signature: "(path, password, *rest, count=1, **more)",
  parameters: [
    parameter("path"),
    parameter("password"),
    parameter("rest", { kind: "var_positional", required: false }),
    parameter("count", { kind: "keyword", type: { kind: "int" }, required: false, default: "1" }),
    parameter("more", { kind: "var_keyword", required: false, type: { kind: "any" } }),
  ],
  returns: "",
  async: false,
  stream: false,
  line: 1,
};

const value = (each: Value): Argument => ({ kind: "value", value: each });

it("a saved call goes through the form and comes back", () => {
  const call = {
    args: [value("/etc"), { kind: "secret" as const, name: "db" }, value("a")],
    kwargs: new Map([
      ["count", value(3)],
      ["other", value([1, null])],
    ]),
  };
  const { form, isWhole } = formOfCall(method, call);
  expect(isWhole).toBe(true);
  const read = toArguments(method, form);
  expect(read).toMatchObject({
    ok: true,
    secrets: [{ at: 1, name: "db" }],
    args: ["/etc", null, "a"],
  });
  if (read.ok) expect(savedArguments(read)).toEqual(call);
  expect(sentArguments(call).secrets).toEqual([{ at: 1, name: "db" }]);
});

it("says so where the form cannot hold all of a call", () => {
  const none = { args: [], kwargs: new Map<string, Argument>() };
  expect(formOfCall({ ...method, parameters: [] }, { ...none, args: [value(1)] }).isWhole).toBe(
    false,
  );
  const named = new Map([["count", value("three")]]);
  expect(formOfCall(method, { ...none, kwargs: named }).isWhole).toBe(false);
  const secret = new Map<string, Argument>([["count", { kind: "secret", name: "a" }]]);
  expect(formOfCall(method, { ...none, kwargs: secret }).isWhole).toBe(false);
});
