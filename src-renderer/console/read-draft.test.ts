import { describe, expect, it } from "vitest";
import { bytesFrom } from "./bytes";
import { readText } from "./read-draft";

describe("readText", () => {
  it.each([
    ["int", " 0x10 ", 16],
    ["int", "1_000", 1000],
    ["float", "1e3", { $: "float", value: 1000 }],
    ["float", "-inf", -Infinity],
    ["float", ".5", 0.5],
    ["any", ' {"a": 12345678901234567890} ', new Map([["a", 12345678901234567890n]])],
    ["str", " as it is ", " as it is "],
  ] as const)("%s %j", (kind, text, value) => expect(readText(kind, text)).toEqual({ value }));

  it("offers to take what is no JSON as text", () => {
    const result = readText("any", 'say "hi"');
    expect(result).toMatchObject({ fix: { label: "Use it as text", text: '"say \\"hi\\""' } });
    expect(readText("any", "[1,")).toMatchObject({ fix: null });
  });
  it.each([
    ["int", ""],
    ["float", "1,5"],
    ["any", ""],
  ] as const)("%s %j is wrong", (kind, text) =>
    expect(readText(kind, text)).toHaveProperty("message"),
  );
});

describe("bytesFrom", () => {
  it.each([
    ["é", "utf-8", [195, 169]],
    ["00 ff:1A", "hex", [0, 255, 26]],
    ["AP8=", "base64", [0, 255]],
    ["", "base64", []],
  ] as const)("%j in %s", (text, encoding, bytes) =>
    expect(bytesFrom(text, encoding)).toEqual(Uint8Array.from(bytes)),
  );
  it.each([
    ["0", "hex"],
    ["0g", "hex"],
    ["A", "base64"],
  ] as const)("%j is wrong in %s", (text, encoding) =>
    expect(bytesFrom(text, encoding)).toBeTypeOf("string"),
  );
});
