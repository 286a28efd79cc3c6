import { randomBytes } from "node:crypto";
import { addExtension, type Options, Packr, Unpackr } from "msgpackr";
import type { Value } from "../../src-shared/value";
import { checkValue, Ext } from "./codec-check";
import { type Extension, packExtension, unpackExtension } from "./codec-types";
import { MAX_PAYLOAD, protocolError } from "./frame";
import { LARGE_BYTES, packTree } from "./pack-tree";

/** An extension on its way through msgpackr: type and payload, uninterpreted. */
class RawExtension implements Extension {
  constructor(
    readonly type: number,
    readonly data: Buffer,
  ) {}
}

// msgpackr chooses the type to write by class, so each type has one of its own.
const classes = new Map<number, new (data: Buffer) => RawExtension>();
for (const type of Object.values(Ext)) {
  const Class = class extends RawExtension {
    constructor(data: Buffer) {
      super(type, data);
    }
  };
  classes.set(type, Class);
  addExtension({
    Class,
    type: type & 0xff,
    pack: (extension: RawExtension) => extension.data,
    unpack: (data: Uint8Array) =>
      new Class(Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
  });
}

const options: Options = {
  useRecords: false,
  variableMapSize: true,
  // Documented, and missing from the type: a number where that is exact, else a bigint.
  int64AsType: "auto" as "number",
  mapsAsObjects: false,
  // `resolve` copies what is small.
  copyBuffers: false,
};
const packr = new Packr(options);
const unpackr = new Unpackr(options);

/** Bytes of a value. A copy: msgpackr reuses its buffer. */
function packPrepared(prepared: unknown): Buffer {
  return Buffer.from(packr.pack(prepared));
}

function makeExtension(type: number, payload: Value | Buffer, depth: number): unknown {
  const Class = classes.get(type);
  if (Class === undefined) throw new Error(`extension type ${type} is not of the wire`);
  const data = Buffer.isBuffer(payload)
    ? payload
    : packPrepared(packTree(payload, makeExtension, packExtension, depth));
  return new Class(data);
}

/**
 * A value as MessagePack.
 * @throws FailureError `not_encodable`, with the place inside the value
 */
export function pack(value: Value): Buffer {
  const parts = packParts(value);
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}

/**
 * A value as MessagePack, in parts: large bytes are among them as they are,
 * so they may not change until they have been sent.
 * @throws FailureError `not_encodable`, with the place inside the value
 */
export function packParts(value: Value): Buffer[] {
  const large: Uint8Array[] = [];
  const leaveOut = (bytes: Uint8Array) => new Gap(large.push(bytes) - 1);
  const packed = packPrepared(packTree(value, makeExtension, packExtension, 0, leaveOut));
  return large.length === 0 ? [packed] : fillGaps(packed, large);
}

/** Stands for large bytes while msgpackr packs what is around them. */
class Gap {
  constructor(readonly index: number) {}
}

/** An extension type that is not of the wire. */
const GAP_TYPE = 127;
/** What no value has in it by chance, nor on purpose. */
const gapToken = randomBytes(12);

function gapMark(index: number): Buffer {
  const mark = Buffer.concat([gapToken, Buffer.alloc(4)]);
  mark.writeUInt32BE(index, gapToken.length);
  return mark;
}

addExtension({
  Class: Gap,
  type: GAP_TYPE,
  pack: (gap: Gap) => gapMark(gap.index),
});

function fillGaps(packed: Buffer, large: Uint8Array[]): Buffer[] {
  const parts: Buffer[] = [];
  let end = 0;
  for (const [index, bytes] of large.entries()) {
    const mark = gapMark(index);
    const at = packed.indexOf(mark, end);
    const header = Buffer.alloc(5);
    header[0] = 0xc6;
    header.writeUInt32BE(bytes.length, 1);
    // The mark has the two bytes of a fixext 16 before it.
    parts.push(packed.subarray(end, at - 2), header);
    parts.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    end = at + mark.length;
  }
  parts.push(packed.subarray(end));
  return parts;
}

/**
 * The one value that `data` holds. Nothing in it can execute code or touch a prototype.
 * @throws FailureError `protocol_error`
 */
export function unpack(data: Buffer): Value {
  if (data.length > MAX_PAYLOAD) throw protocolError("a value is over the cap of a payload");
  checkValue(data);
  return resolve(unpackr.unpack(data));
}

/** Makes values of what msgpackr read: of the extensions, of its Buffers and of odd numbers. */
function resolve(raw: unknown): Value {
  if (typeof raw === "number") return Number.isInteger(raw) ? resolveInteger(raw) : raw;
  if (typeof raw !== "object" || raw === null) return raw as Value;
  if (raw instanceof Uint8Array) {
    // A view keeps its whole payload alive, and crosses the IPC with it.
    const isMostOfIt = raw.length >= LARGE_BYTES && raw.length * 2 >= raw.buffer.byteLength;
    return isMostOfIt
      ? new Uint8Array(raw.buffer, raw.byteOffset, raw.length)
      : new Uint8Array(raw);
  }
  if (raw instanceof RawExtension) {
    return unpackExtension(raw, (data) => resolve(unpackr.unpack(data)));
  }
  if (Array.isArray(raw)) {
    for (let i = 0; i < raw.length; i++) raw[i] = resolve(raw[i]);
    return raw as Value[];
  }
  if (raw instanceof Map) return resolveMap(raw);
  throw protocolError("a value of a type that is not of the protocol");
}

function resolveMap(raw: Map<unknown, unknown>): Map<Value, Value> {
  let keysToo = false;
  for (const [key, item] of raw) {
    if (typeof key !== "string") keysToo = true;
    raw.set(key, resolve(item));
  }
  if (!keysToo) return raw as Map<Value, Value>;
  return new Map([...raw].map(([key, item]) => [resolve(key), item as Value]));
}

/** msgpackr reads 2^53 and -2^53 as numbers, and a peer may send an integral float as such. */
function resolveInteger(raw: number): Value {
  if (Number.isSafeInteger(raw)) return Object.is(raw, -0) ? { $: "float", value: raw } : raw;
  return Math.abs(raw) === 2 ** 53 ? BigInt(raw) : { $: "float", value: raw };
}
