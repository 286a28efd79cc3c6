import { describe, expect, it } from "vitest";
import { hiddenChange } from "./apply-words";

describe("a change that no comparison of lines shows", () => {
  it.each([
    ["a\r\nb\r\n", "a\nb\n", "ends"],
    ["\ufeffa\n", "a\n", "byte order mark"],
  ])("is said: %j to %j", (current, rendered, words) => {
    expect(hiddenChange(current, rendered)).toContain(words);
  });
  it.each([
    [null, "a\n"],
    ["a\n", "a\n"],
    ["a\n", "a"],
    ["a\r\n", "b\n"],
  ])("is none: %j to %j", (current, rendered) => {
    expect(hiddenChange(current, rendered)).toBeNull();
  });
});
