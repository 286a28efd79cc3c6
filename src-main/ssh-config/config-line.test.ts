import { describe, expect, it } from "vitest";
import { configLines } from "./config-line";

describe("configLines", () => {
  it.each([
    ["Host a b", ["host", "a", "b"]],
    ["\tHost\t=\ta", ["host", "a"]],
    ['Include "a b" c', ["include", "a b", "c"]],
    ["Host 'a b' c\\ d e\\\\f", ["host", "a b", "c d", "e\\f"]],
    ['Host a"b c"d#e #f', ["host", "ab cd#e"]],
    ['User ""', ["user", ""]],
    ["", undefined],
    ["# Host a", undefined],
    ["Host", undefined],
  ])("%j", (text, parts) => {
    const [line] = configLines(text);
    expect(line && [line.keyword, ...line.args]).toEqual(parts);
  });

  it("counts lines from 1, however they end", () => {
    expect(configLines("\r\nHost a\r\n\nUser b\n").map(({ number }) => number)).toEqual([2, 4]);
  });
});
