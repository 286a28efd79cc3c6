import { describe, expect, it } from "vitest";
import { changedLines, outputLinesOf } from "./line-ranges";

describe("changedLines", () => {
  it("has nothing to say of the same text", () => {
    expect(changedLines("a\nb", "a\nb")).toEqual([]);
  });

  it("names the lines that differ, not those around them", () => {
    expect(changedLines("a\nb\nc\nd\ne", "a\nX\nc\nY\nZ")).toEqual([
      { first: 2, last: 2 },
      { first: 4, last: 5 },
    ]);
  });

  it("names a line that came between others, and none where one went away", () => {
    expect(changedLines("a\nc", "a\nb\nc")).toEqual([{ first: 2, last: 2 }]);
    expect(changedLines("a\nb\nc", "a\nc")).toEqual([]);
  });
});

describe("outputLinesOf", () => {
  it("finds what a line of the template wrote", () => {
    expect(outputLinesOf([1, 3, 3, 4, 3], 3)).toEqual([
      { first: 2, last: 3 },
      { first: 5, last: 5 },
    ]);
    expect(outputLinesOf([1, 3], 2)).toEqual([]);
  });
});
