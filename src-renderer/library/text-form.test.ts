import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editorText, exactText } from "./text-form";

describe("the text of an editor", () => {
  it.each([
    ["\ufeffa\nb", "a\nb"],
    ["a\r\nb\r\n", "a\r\nb\r\n"],
    ["a\r\nb\nc\n", "a\nb\nc\n"],
    ["a\r\nb\r\nc\n", "a\r\nb\r\nc\r\n"],
    ["a\rb", "a\r\nb"],
    ["", ""],
  ])("of %j is %j", (exact, text) => expect(editorText(exact)).toBe(text));
});

describe("the text of the file", () => {
  it("keeps what was not touched", () => {
    expect(exactText("\ufeffa\r\nb\r\n", "a\r\nB\r\n")).toBe("\ufeffa\r\nB\r\n");
    expect(exactText("a\r\nb\nc\rd\n", "a\nb\nnew\nc\nd\n")).toBe("a\r\nb\nnew\nc\rd\n");
    expect(exactText("a\r\nb\nc\n", "a\nc\n")).toBe("a\r\nc\n");
    expect(exactText("a\r\nb\nc", "a\nb\nc\nd")).toBe("a\r\nb\nc\nd");
  });

  it("is the same again where nothing was changed", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "\r", "\n", "\r\n", "\ufeff") });
    fc.assert(
      fc.property(text, (exact) => {
        expect(exactText(exact, editorText(exact))).toBe(exact);
      }),
    );
  });

  it("shows what was typed", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "\r", "\r\n", "\n") });
    const typed = fc.string({ unit: fc.constantFrom("a", "b", "c", "\n") });
    const lines = (each: string) => each.split(/\r\n|\r|\n/);
    fc.assert(
      fc.property(text, typed, (exact, edited) => {
        expect(lines(exactText(exact, edited))).toEqual(lines(edited));
      }),
    );
  });
});
