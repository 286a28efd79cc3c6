import { expect, it } from "vitest";
import type { Method, Parameter } from "../../src-shared/tool";
import type { SecretForm, Value } from "../../src-shared/value";
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

const secret = (name: string, as: SecretForm = "text"): Value => ({ $: "secret", name, as });

it("a saved call goes through the form and comes back", () => {
  const call = {
    args: ["/etc", secret("db"), "a", secret("rest")],
    kwargs: new Map<string, Value>([
      ["count", 3],
      ["other", [1, null]],
      ["third", secret("json", "json")],
    ]),
  };
  const { form, isWhole } = formOfCall(method, call);
  expect(isWhole).toBe(true);
  const read = toArguments(method, form);
  expect(read).toMatchObject({ ok: true, args: call.args });
  if (read.ok) expect(savedArguments(read)).toEqual(call);
  expect(sentArguments(call).args).toBe(call.args);
});

it("says so where the form cannot hold all of a call", () => {
  const none = { args: [], kwargs: new Map<string, Value>() };
  const isWhole = (named: Value) =>
    formOfCall(method, { ...none, kwargs: new Map([["count", named]]) }).isWhole;
  expect(formOfCall({ ...method, parameters: [] }, { ...none, args: [1] }).isWhole).toBe(false);
  expect(isWhole("three")).toBe(false);
  expect(isWhole(secret("a"))).toBe(false);
  const asBytes = { ...none, args: [secret("path", "hex")] };
  expect(formOfCall(method, asBytes).isWhole).toBe(false);
});
