import { describe, expect, it } from "vitest";
import type { RemoteException } from "../../src-shared/failure";
import { printable, traceback } from "./print";

const stream = (isTTY: boolean) => ({ isTTY }) as NodeJS.WriteStream;

describe("printable", () => {
  it("shows control characters on a terminal instead of sending them there", () => {
    const text = "a\x1b]0;title\x07b\tc\nd\x9b2J\u202e";
    expect(printable(text, stream(true))).toBe("a\\x1b]0;title\\x07b\tc\nd\\x9b2J\\x202e");
    expect(printable(text, stream(false))).toBe(text);
  });
});

describe("traceback", () => {
  it("prints a chain as Python does, the cause first", () => {
    const cause: RemoteException = {
      type: "KeyError",
      message: "'a'",
      args: ["'a'"],
      notes: [],
      frames: [{ file: "t.py", line: 3, function: "f", source: "d['a']", module: null }],
      cause: null,
      context: null,
    };
    const outer = {
      ...cause,
      type: "ValueError",
      message: "bad",
      notes: ["a note"],
      cause,
      frames: [],
    };
    expect(traceback(outer)).toEqual([
      "Traceback (most recent call last):",
      '  File "t.py", line 3, in f',
      "    d['a']",
      "KeyError: 'a'",
      "",
      "The above exception was the direct cause of the following exception:",
      "",
      "ValueError: bad",
      "a note",
    ]);
  });
});
