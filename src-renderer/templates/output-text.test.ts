import { describe, expect, it } from "vitest";
import { lineCount, shownPosition, shownText } from "./output-text";

describe("shownText", () => {
  it("shows text as it is, and a carriage return only where it ends no line", () => {
    expect(shownText("a\r\nb\rc\n", "text")).toBe("a\nb␍c\n");
    expect(shownText("a b\tc\n", "text")).toBe("a b\tc\n");
  });

  it("shows blanks, tabs, line ends and what has no width", () => {
    expect(shownText("a b\tc\r\n\u00a0\u200b\x00\ufeffx", "invisible")).toBe(
      "a·b→\tc␍¶\n⍽‹U+200B›␀‹U+FEFF›x",
    );
  });

  it("tells a text that ends in a newline from one that does not", () => {
    expect(shownText("a\n", "invisible")).toBe("a¶\n");
    expect(shownText("a", "invisible")).toBe("a");
  });
});

describe("shownPosition", () => {
  const output = "ab\r\nc d\rx";

  it("finds an offset in what is shown", () => {
    expect(shownPosition(output, 0, "text")).toEqual({ line: 1, column: 1 });
    expect(shownPosition(output, 3, "text")).toEqual({ line: 1, column: 3 });
    expect(shownPosition(output, 4, "text")).toEqual({ line: 2, column: 1 });
    expect(shownPosition(output, 8, "text")).toEqual({ line: 2, column: 5 });
  });

  it("counts the signs that are longer than what they stand for", () => {
    expect(shownPosition("\ta", 1, "invisible")).toEqual({ line: 1, column: 3 });
  });
});

describe("lineCount", () => {
  it("counts as an editor does", () => {
    expect([lineCount(""), lineCount("a"), lineCount("a\n"), lineCount("a\nb")]).toEqual([
      1, 1, 2, 2,
    ]);
  });
});
