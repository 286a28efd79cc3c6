import fc from "fast-check";
import { expect, it } from "vitest";
import { changeBetween } from "./text-change";

it.each([
  ["abc", "abXc", { start: 2, end: 2, text: "X" }],
  ["abc", "ac", { start: 1, end: 2, text: "" }],
  ["aa", "aaa", { start: 2, end: 2, text: "a" }],
  ["", "a", { start: 0, end: 0, text: "a" }],
  // Neither a pair of surrogates nor a line end is cut in two.
  ["\u{1f600}", "\u{1f601}", { start: 0, end: 2, text: "\u{1f601}" }],
  ["a\r\nb", "a\r\n\r\nb", { start: 3, end: 3, text: "\r\n" }],
])("from %j to %j", (before, after, expected) => {
  expect(changeBetween(before, after)).toEqual(expected);
});

it("leads from any text to any other", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "\r\n", "\n", "\u{1f600}", "\u{1f601}"))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const change = changeBetween(before, after);
      const { start, end, text: put } = change ?? { start: 0, end: 0, text: "" };
      expect(before.slice(0, start) + put + before.slice(end)).toBe(after);
    }),
  );
});
