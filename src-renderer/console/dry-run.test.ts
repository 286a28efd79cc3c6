import { expect, test } from "vitest";
import type { Method, Parameter } from "../../src-shared/tool";
import { emptyForm, toArguments } from "./call-form";
import { hasDryRun, isDryRun, withDryRun } from "./dry-run";

const parameter = (more: Partial<Parameter>): Parameter => ({
  name: "check",
  kind: "keyword",
  annotation: "bool",
  type: { kind: "bool" },
  required: false,
  default: "False",
  doc: "Only tell what would change.",
  ...more,
});

const method = (...parameters: Parameter[]): Method => ({
  name: "write",
  summary: "",
  doc: "",
  signature: "write(*, check: bool = False)",
  parameters,
  returns: "Change",
  async: false,
  stream: false,
  line: 1,
});

test("a method can be tried where its docstring says what check would do", () => {
  expect(hasDryRun(method(parameter({})))).toBe(true);
  expect(hasDryRun(method(parameter({ doc: "A dry run." })))).toBe(true);
  // That of Exec raises for an exit status.
  expect(hasDryRun(method(parameter({ doc: "Raise CalledProcessError." })))).toBe(false);
  expect(hasDryRun(method(parameter({ name: "verify" })))).toBe(false);
  expect(hasDryRun(method(parameter({ default: "True" })))).toBe(false);
  expect(hasDryRun(method())).toBe(false);
});

test("a form is turned into a dry run and back", () => {
  const write = method(parameter({}));
  const form = emptyForm(write);
  expect(isDryRun(form)).toBe(false);
  const dry = withDryRun(form, true);
  expect(isDryRun(dry)).toBe(true);
  expect(toArguments(write, dry)).toMatchObject({ kwargs: { check: true } });
  expect(toArguments(write, withDryRun(dry, false))).toMatchObject({ kwargs: {} });
});
