import { expect, it } from "vitest";
import { parameterPlaces } from "./parameter-places";

it.each([
  ["def f(f, x: int = 1, *rest)", ["f", "x: int = 1", "*rest"], ["f", "x: int = 1", "*rest"]],
  ["def a(ab, a, *, b)", ["ab", "a", "b"], ["ab", "a", "b"]],
  ["print(...)", ["value"], [""]],
])("finds the parameters of %s one after the other", (label, parameters, found) => {
  const places = parameterPlaces(label, parameters);
  expect(places.map(([start, end]) => label.slice(start, end))).toEqual(found);
});
