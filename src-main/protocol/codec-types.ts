import type { FloatValue, TypedValue, Value } from "../../src-shared/value";
import { Ext } from "./codec-check";
import { protocolError } from "./frame";
import { float64 } from "./pack-tree";

export interface Extension {
  type: number;
  data: Buffer;
}

const sequences = { tuple: Ext.TUPLE, set: Ext.SET, frozenset: Ext.FROZENSET } as const;
const texts = {
  decimal: Ext.DECIMAL,
  datetime: Ext.DATETIME,
  date: Ext.DATE,
  time: Ext.TIME,
} as const;
const records = { dataclass: Ext.DATACLASS, namedtuple: Ext.NAMEDTUPLE } as const;

function kindOf<K extends string>(table: Record<K, number>, type: number): K | undefined {
  return (Object.keys(table) as K[]).find((kind) => table[kind] === type);
}

/** The extension type of a typed value, and its payload: bytes, or a value to pack. A secret has none. */
export function packExtension(value: TypedValue): [number, Value | Buffer] | undefined {
  switch (value.$) {
    case "float":
      return [Ext.FLOAT, float64(value.value)];
    case "tuple":
    case "set":
    case "frozenset":
      return [sequences[value.$], value.items];
    case "decimal":
    case "datetime":
    case "date":
    case "time":
      return [texts[value.$], value.text];
    case "path":
      return [Ext.PATH, [value.type, value.text]];
    case "enum":
      return [Ext.ENUM, [value.type, value.name, value.value]];
    case "dataclass":
    case "namedtuple":
      return [records[value.$], [value.type, [...value.fields.keys()], [...value.fields.values()]]];
    case "exception":
      return [Ext.EXCEPTION, [value.type, value.message, value.args]];
    case "timedelta":
      return [Ext.TIMEDELTA, [value.days, value.seconds, value.microseconds]];
    case "timestamp":
      return [Ext.TIMESTAMP, packTimestamp(value.seconds, value.nanoseconds)];
    case "template":
      return [Ext.TEMPLATE, value.source];
    case "secret":
      return undefined;
  }
}

/**
 * The value of an extension whose bytes `checkValue` has passed.
 * @param unpackValue reads the payload where that is a value
 * @throws FailureError `protocol_error` where the parts are not those of the type
 */
export function unpackExtension(
  { type, data }: Extension,
  unpackValue: (data: Buffer) => Value,
): Value {
  switch (type) {
    case Ext.INT:
      return unpackInt(data);
    case Ext.FLOAT:
      return unpackFloat(data.readDoubleBE());
    case Ext.STR:
      return unpackWtf8(data);
    case Ext.TIMESTAMP:
      return unpackTimestamp(data);
  }
  const parts = unpackValue(data);
  const sequence = kindOf(sequences, type);
  if (sequence !== undefined) return { $: sequence, items: list(parts, sequence) };
  const kind = kindOf(texts, type);
  if (kind !== undefined) return { $: kind, text: text(parts, kind) };
  const record = kindOf(records, type);
  if (record !== undefined) return unpackRecord(record, list(parts, record, 3));
  switch (type) {
    case Ext.PATH: {
      const [name, path] = list(parts, "path", 2);
      return { $: "path", type: text(name, "path"), text: text(path, "path") };
    }
    case Ext.ENUM: {
      const [name, member, value] = list(parts, "enum", 3);
      return {
        $: "enum",
        type: text(name, "enum"),
        name: text(member, "enum"),
        value: value ?? null,
      };
    }
    case Ext.EXCEPTION: {
      const [name, message, args] = list(parts, "exception", 3);
      return {
        $: "exception",
        type: text(name, "exception"),
        message: text(message, "exception"),
        args: list(args, "exception"),
      };
    }
    case Ext.TIMEDELTA: {
      const [days, seconds, microseconds] = list(parts, "timedelta", 3).map((part) => {
        if (!Number.isSafeInteger(part)) throw malformed("timedelta");
        return part as number;
      });
      if (days === undefined || seconds === undefined || microseconds === undefined) {
        throw malformed("timedelta");
      }
      return { $: "timedelta", days, seconds, microseconds };
    }
    case Ext.TEMPLATE:
      return { $: "template", source: text(parts, "template") };
    default:
      throw protocolError(`unknown extension type ${type}`);
  }
}

function malformed(what: string): Error {
  return protocolError(`a malformed ${what}`);
}

/** @param size how many items it has to have, where that is fixed */
function list(value: Value | undefined, what: string, size?: number): Value[] {
  if (!Array.isArray(value) || value.length !== (size ?? value.length)) throw malformed(what);
  return value;
}

function text(value: Value | undefined, what: string): string {
  if (typeof value !== "string") throw malformed(what);
  return value;
}

function unpackRecord(kind: "dataclass" | "namedtuple", parts: Value[]): Value {
  const names = list(parts[1], kind).map((name) => text(name, kind));
  const values = list(parts[2], kind);
  if (names.length !== values.length) throw malformed(kind);
  const fields = new Map(names.map((name, i) => [name, values[i] ?? null]));
  if (fields.size !== names.length) throw malformed(kind);
  return { $: kind, type: text(parts[0], kind), fields };
}

function unpackInt(data: Buffer): number | bigint {
  const value = BigInt.asIntN(data.length * 8, BigInt(`0x${data.toString("hex")}`));
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

function unpackFloat(value: number): number | FloatValue {
  return Number.isInteger(value) ? { $: "float", value } : value;
}

/** The text of UTF-8 in which lone surrogates stand as their own three bytes. */
function unpackWtf8(data: Buffer): string {
  let result = "";
  let start = 0;
  for (let i = 0; i + 2 < data.length; i++) {
    const second = data[i + 1] ?? 0;
    if (data[i] !== 0xed || second < 0xa0) continue;
    result += utf8(data.subarray(start, i));
    result += String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | ((data[i + 2] ?? 0) & 0x3f));
    start = i + 3;
    i += 2;
  }
  return result + utf8(data.subarray(start));
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function utf8(data: Buffer): string {
  try {
    return decoder.decode(data);
  } catch {
    throw malformed("string");
  }
}

function packTimestamp(seconds: number, nanoseconds: number): Buffer {
  if (seconds >= 0 && seconds < 2 ** 32 && nanoseconds === 0) {
    const data = Buffer.allocUnsafe(4);
    data.writeUInt32BE(seconds);
    return data;
  }
  if (seconds >= 0 && seconds < 2 ** 34) {
    const data = Buffer.allocUnsafe(8);
    data.writeBigUInt64BE((BigInt(nanoseconds) << 34n) | BigInt(seconds));
    return data;
  }
  const data = Buffer.allocUnsafe(12);
  data.writeUInt32BE(nanoseconds);
  data.writeBigInt64BE(BigInt(seconds), 4);
  return data;
}

function unpackTimestamp(data: Buffer): Value {
  let seconds: bigint;
  let nanoseconds: number;
  if (data.length === 4) {
    seconds = BigInt(data.readUInt32BE());
    nanoseconds = 0;
  } else if (data.length === 8) {
    const both = data.readBigUInt64BE();
    seconds = both & (2n ** 34n - 1n);
    nanoseconds = Number(both >> 34n);
  } else {
    nanoseconds = data.readUInt32BE();
    seconds = data.readBigInt64BE(4);
  }
  const small = Number(seconds);
  if (!Number.isSafeInteger(small) || nanoseconds >= 1e9) throw malformed("timestamp");
  return { $: "timestamp", seconds: small, nanoseconds };
}
