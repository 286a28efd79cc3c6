import { FailureError, failure } from "../../src-shared/failure";
import { isTyped, MAX_DEPTH, type TypedValue, type Value } from "../../src-shared/value";
import { Ext } from "./codec-check";

/** Makes msgpackr write an extension: its payload is bytes, or the value to pack as bytes. */
export type MakeExtension = (type: number, payload: Value | Buffer, depth: number) => unknown;
/** Bytes from which on a Uint8Array is not copied. */
export const LARGE_BYTES = 64 * 1024;
/** What stands for large bytes in the tree. */
export type LeaveOut = (bytes: Uint8Array) => unknown;
/** The type and the payload that a typed value is written with; undefined where `$` names no type. */
export type PackExtension = (value: TypedValue) => [number, Value | Buffer] | undefined;

/**
 * A value as msgpackr writes it rightly: left alone, msgpackr sends integers
 * from 2^32 on as floats, -0 as the integer 0, undefined as nil and a lone
 * surrogate as U+FFFD.
 *
 * What needs no change is returned as it is, so a large array of plain items
 * is not copied.
 * @param leaveOut takes large bytes out of the tree, but not out of extensions
 * @throws FailureError `not_encodable`
 */
export function packTree(
  value: Value,
  make: MakeExtension,
  packExtension: PackExtension,
  depth: number,
  leaveOut?: LeaveOut,
): unknown {
  return prepare(value, depth, []);

  function prepare(item: Value, level: number, path: string[]): unknown {
    switch (typeof item) {
      case "number":
        return prepareNumber(item, path);
      case "bigint":
        return prepareBigInt(item);
      case "string":
        return item.isWellFormed() ? item : make(Ext.STR, wtf8(item), level);
      case "boolean":
        return item;
      case "object":
        break;
      default:
        throw notEncodable(`a ${typeof item} is no value`, path);
    }
    if (item === null) return item;
    if (item instanceof Uint8Array) {
      return leaveOut !== undefined && item.length >= LARGE_BYTES ? leaveOut(item) : item;
    }
    if (isTyped(item)) return prepareTyped(item, level, path);
    if (level >= MAX_DEPTH) throw tooDeep(path);
    return Array.isArray(item) ? prepareArray(item, level, path) : prepareMap(item, level, path);
  }

  function prepareTyped(item: TypedValue, level: number, path: string[]): unknown {
    if (typeof item.$ !== "string") {
      throw notEncodable("an object without a type is no value: a dict is a Map", path);
    }
    const extension = packExtension(item);
    if (extension === undefined) throw notEncodable(`there is no type ${item.$}`, path);
    const [type, payload] = extension;
    // Bytes are no level of their own: a float or a timestamp nests nothing.
    if (level >= MAX_DEPTH && !Buffer.isBuffer(payload)) throw tooDeep(path);
    return make(type, payload, level + 1);
  }

  function prepareNumber(item: number, path: string[]): unknown {
    if (!Number.isInteger(item)) return item;
    if (Object.is(item, -0)) return make(Ext.FLOAT, float64(item), 0);
    if (!Number.isSafeInteger(item)) {
      throw notEncodable(`${item} is past 2^53: send a bigint, or a float as such`, path);
    }
    return item >= 2 ** 32 || item < -(2 ** 31) ? BigInt(item) : item;
  }

  function prepareBigInt(item: bigint): unknown {
    const fits = item >= -(2n ** 63n) && item < 2n ** 64n;
    if (!fits) return make(Ext.INT, twosComplement(item), 0);
    return item >= -(2n ** 31n) && item < 2n ** 32n ? Number(item) : item;
  }

  function prepareArray(items: Value[], level: number, path: string[]): unknown[] {
    let changed: unknown[] | null = null;
    for (let i = 0; i < items.length; i++) {
      // A hole reads as undefined, which prepare refuses.
      const item = items[i] as Value;
      path.push(`[${i}]`);
      const made = prepare(item, level + 1, path);
      path.pop();
      if (changed === null && !Object.is(made, item)) changed = items.slice(0, i);
      changed?.push(made);
    }
    return changed ?? items;
  }

  function prepareMap(items: Map<Value, Value>, level: number, path: string[]): unknown {
    const entries: [unknown, unknown][] = [];
    for (const [key, item] of items) {
      path.push(`[${keyText(key)}]`);
      entries.push([prepare(key, level + 1, path), prepare(item, level + 1, path)]);
      path.pop();
    }
    return new Map(entries);
  }
}

function tooDeep(path: string[]): FailureError {
  return notEncodable(`it is nested more than ${MAX_DEPTH} deep`, path);
}

/** A key as messages show it. A collection may be too deep to be shown, or without end. */
function keyText(key: Value): string {
  if (typeof key === "string") return JSON.stringify(key);
  return typeof key === "object" && key !== null ? "..." : String(key);
}

function notEncodable(what: string, path: string[]): FailureError {
  const where = path.length === 0 ? "" : ` (at value${path.join("")})`;
  return new FailureError(failure("not_encodable", `A value cannot be sent: ${what}${where}.`));
}

export function float64(value: number): Buffer {
  const data = Buffer.allocUnsafe(8);
  data.writeDoubleBE(value);
  return data;
}

/** Big-endian two's complement, as few bytes as hold the sign. */
function twosComplement(value: bigint): Buffer {
  const magnitude = value < 0n ? ~value : value;
  // One bit more than the magnitude has, in whole bytes.
  const digits = magnitude.toString(16);
  const bits = (digits.length - 1) * 4 + Number.parseInt(digits[0] ?? "0", 16).toString(2).length;
  const size = Math.floor(bits / 8) + 1;
  const hex = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, "0");
  return Buffer.from(hex, "hex");
}

/** UTF-8 in which a lone surrogate stands as its own three bytes, like Python's `surrogatepass`. */
function wtf8(text: string): Buffer {
  const parts: Buffer[] = [];
  for (const piece of text) {
    const code = piece.codePointAt(0) ?? 0;
    const lone = code >= 0xd800 && code <= 0xdfff;
    parts.push(
      lone
        ? Buffer.from([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)])
        : Buffer.from(piece, "utf8"),
    );
  }
  return Buffer.concat(parts);
}
