import { expect, it } from "vitest";
import { newLines } from "./transport-lines";

it.each([
  [[], ["a"], ["a"]],
  [["a"], ["a"], []],
  [["a"], ["a", "b"], ["b"]],
  [
    ["a", "b", "c"],
    ["b", "c", "d", "e"],
    ["d", "e"],
  ],
  [["a", "a"], ["a", "a", "a"], ["a"]],
  [
    ["a", "b"],
    ["x", "y"],
    ["x", "y"],
  ],
  [["a"], [], []],
])("%j, then %j: %j is new", (before, after, added) => {
  expect(newLines(before, after)).toEqual(added);
});
