import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromJson, toJson } from "./json-value";
import { anyValue } from "./testing/values";
import type { Value } from "./value";

describe("JSON of values", () => {
  it("gives back every value", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(fromJson(toJson(value))).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, Value]>([
    ["12345678901234567890123", 12345678901234567890123n],
    ["1.0", { $: "float", value: 1 }],
    ['{"$bytes":"AP8="}', new Uint8Array([0, 255])],
    ['{"a":1}', new Map([["a", 1]])],
    [
      '{"$dict":[["10",1],["9",2]]}',
      new Map([
        ["10", 1],
        ["9", 2],
      ]),
    ],
    [
      '{"$datetime":"2026-01-02T01:04:05Z"}',
      { $: "timestamp", seconds: 1767315845, nanoseconds: 0 },
    ],
    ['{"$dict":[[1,"x"]]}', new Map([[1, "x"]])],
    ['{"$namedtuple":"m.P","x":1}', { $: "namedtuple", type: "m.P", fields: new Map([["x", 1]]) }],
  ])("writes and reads %s", (text, value) => {
    expect(toJson(value)).toBe(text);
    expect(fromJson(text)).toEqual(value);
  });

  it.each([
    '{"$unknown":1}',
    '{"$bytes":5}',
    '{"$bytes":"*"}',
    '{"$float":"x"}',
    '{"$dict":[1]}',
    "[1,",
    '{"__proto__":1}',
    '{"\\u005f_proto__":{}}',
  ])("refuses %s", (text) => {
    expect(() => fromJson(text)).toThrow(SyntaxError);
  });

  it("reads an offset from UTC, and a text of 20 MB", () => {
    expect(fromJson('{"$datetime":"2026-01-02T03:04:05+02:00"}')).toEqual({
      $: "timestamp",
      seconds: 1767315845,
      nanoseconds: 0,
    });
    const long = "a\\u0041".repeat(3_000_000);
    expect(fromJson(`["${long}"]`)).toEqual(["aA".repeat(3_000_000)]);
  });
});
