import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FailureError } from "../../src-shared/failure";
import { anyValue } from "../../src-shared/testing/values";
import type { Value } from "../../src-shared/value";
import { pack, unpack } from "./codec";

const hex = (text: string) => Buffer.from(text.replace(/ /g, ""), "hex");

function failureOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error("it did not throw");
}

describe("codec", () => {
  it("gives back every value of its domain", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(unpack(pack(value))).toEqual(value);
      }),
      { numRuns: 2000 },
    );
  });

  it("sends integers as integers, whatever their size", () => {
    expect(pack(2 ** 32).toString("hex")).toBe("d30000000100000000");
    expect(pack(2 ** 53 - 1).toString("hex")).toBe("d3001fffffffffffff");
    expect(pack(2n ** 63n).toString("hex")).toBe("cf8000000000000000");
    expect(pack(5n).toString("hex")).toBe("05");
    expect(pack(2n ** 64n).toString("hex")).toBe("c70901010000000000000000");
    expect(pack(-(2n ** 63n) - 1n).toString("hex")).toBe("c70901ff7fffffffffffffff");
  });

  it("keeps an integral float a float", () => {
    expect(pack({ $: "float", value: 1 }).toString("hex")).toBe("d7023ff0000000000000");
    expect(unpack(pack(-0))).toEqual({ $: "float", value: -0 });
    expect(unpack(hex("cb 3ff8000000000000"))).toBe(1.5);
  });

  it("says where the value is that cannot be sent", () => {
    const lie = new Map<Value, Value>([["rows", [1, undefined as unknown as Value]]]);
    expect(failureOf(() => pack(lie)).message).toBe(
      'A value cannot be sent: a undefined is no value (at value["rows"][1]).',
    );
    expect(failureOf(() => pack([2 ** 60])).message).toMatch(/past 2\^53.*value\[0\]/);
    expect(failureOf(() => pack({ a: 1 } as unknown as Value)).code).toBe("not_encodable");
  });

  it("refuses nesting past 512 in both directions", () => {
    let value: Value = 1;
    for (let i = 0; i < 512; i++) value = [value];
    expect(unpack(pack(value))).toEqual(value);
    expect(failureOf(() => pack([value])).code).toBe("not_encodable");
    expect(failureOf(() => unpack(Buffer.alloc(5000, 0x91))).code).toBe("protocol_error");
    for (const leaf of ["cb 3ff0000000000000", "d7 02 3ff0000000000000", "d6 ff 00000001"]) {
      // What nests nothing may stand at the deepest level, also on its way back.
      const deepest = unpack(Buffer.concat([Buffer.alloc(512, 0x91), hex(leaf)]));
      expect(unpack(pack(deepest))).toEqual(deepest);
    }
    const nested = Buffer.concat([Buffer.alloc(512, 0x91), hex("d5 04 91 01")]);
    expect(failureOf(() => unpack(nested)).code).toBe("protocol_error");
  });

  it.each([
    ["nothing", ""],
    ["0xc1", "c1"],
    ["trailing bytes", "01 02"],
    ["a cut integer", "cd 01"],
    ["a cut string", "a5 61"],
    ["an array longer than the rest", "dd ffffffff 01"],
    ["a map longer than the rest", "df 7fffffff 01 01"],
    ["a string that is not UTF-8", "a2 c3 28"],
    ["msgpackr's records", "d4 72 40"],
    ["msgpackr's regular expressions", "c7 03 78 92a0a0"],
    ["msgpackr's references", "d6 69 00000001"],
    ["msgpackr's sets", "c7 02 73 9101"],
    ["an unknown extension", "d4 63 00"],
    ["a tuple that is no array", "d4 04 01"],
    ["a tuple with bytes behind it", "d5 04 90 01"],
    ["an enum without parts", "d4 09 90"],
    ["an enum of four parts", "c7 07 09 94 a1 41 a1 42 c0 c0"],
    ["a path of three parts", "c7 06 08 93 a1 41 a1 42 c0"],
    ["a timedelta of four parts", "c7 05 10 94 01 01 01 01"],
    ["fields that do not match", "c7 06 0a 93 a1 41 90 91 01"],
    ["a timestamp of 5 bytes", "c7 05 ff 0000000000"],
    ["a float of 4 bytes", "d6 02 00000000"],
  ])("refuses %s", (_name, bytes) => {
    expect(failureOf(() => unpack(hex(bytes))).code).toBe("protocol_error");
  });

  it("never throws anything but a failure, and never touches a prototype", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
        try {
          unpack(Buffer.from(data));
        } catch (error) {
          expect(error).toBeInstanceOf(FailureError);
        }
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      }),
      { numRuns: 5000 },
    );
    const evil = unpack(pack(new Map<Value, Value>([["__proto__", new Map([["polluted", 1]])]])));
    expect(evil).toBeInstanceOf(Map);
  });
});
