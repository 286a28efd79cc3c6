import { expect, it } from "vitest";
import { wrappedWords } from "./wrapped-words";

it.each([
  ["one two three", 7, "one two \nthree"],
  ["one two three", 100, "one two three"],
  ["unbreakable a", 5, "unbreakable \na"],
  ["", 5, ""],
])("%j in %i columns", (text, columns, wrapped) => {
  expect(wrappedWords(text, columns)).toBe(wrapped);
});
