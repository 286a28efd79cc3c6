import { expect, it } from "vitest";
import { moved, without } from "./row-order";

it("moves a row by one place, and not past the ends", () => {
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(without(["a", "b", "c"], 1)).toEqual(["a", "c"]);
});
