import { expect, it } from "vitest";
import type { Value } from "../../src-shared/value";
import { asCommandResult, exitWords } from "./command-value";

it("knows the result of a process by its fields", () => {
  const make = (fields: [string, Value][]): Value => ({
    $: "namedtuple",
    type: "x.CommandResult",
    fields: new Map(fields),
  });
  const whole: [string, Value][] = [
    ["returncode", -9],
    ["stdout", "a"],
    ["stderr", null],
  ];
  expect(asCommandResult(make(whole))).toEqual({ returncode: -9, stdout: "a", stderr: null });
  expect(asCommandResult(make(whole.slice(0, 2)))).toBeNull();
  expect(asCommandResult(new Map(whole))).toBeNull();
  expect(exitWords(-9)).toBe("Ended by signal 9");
  expect(exitWords(3)).toBe("Exit status 3");
});
