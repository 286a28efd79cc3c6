import { MAX_DEPTH } from "../../src-shared/value";
import { protocolError } from "./frame";

/** Extension types of the wire (docs/protocol.md); -1 is MessagePack's own timestamp. */
export const Ext = {
  TIMESTAMP: -1,
  INT: 1,
  FLOAT: 2,
  STR: 3,
  TUPLE: 4,
  SET: 5,
  FROZENSET: 6,
  DECIMAL: 7,
  PATH: 8,
  ENUM: 9,
  DATACLASS: 10,
  NAMEDTUPLE: 11,
  EXCEPTION: 12,
  DATETIME: 13,
  DATE: 14,
  TIME: 15,
  TIMEDELTA: 16,
  TEMPLATE: 17,
} as const;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Finds out whether bytes are exactly one value of the protocol, before
 * msgpackr sees them: msgpackr knows extensions of its own (records, regular
 * expressions, references) that a target must not reach, and has no limits.
 *
 * @throws FailureError `protocol_error`
 */
export function checkValue(data: Buffer): void {
  const checker = new Checker(data);
  checker.value(0);
  if (checker.offset !== data.length) {
    throw protocolError(`${data.length - checker.offset} bytes follow a value`);
  }
}

/** Items of one value, all its collections together: each takes far more memory here than on the wire. */
export const MAX_ITEMS = 10_000_000;
/** Bytes of an integer: more take seconds to show. */
export const MAX_INT_BYTES = 65_536;

class Checker {
  offset = 0;
  #items: { count: number };

  constructor(
    private readonly data: Buffer,
    items = { count: 0 },
  ) {
    this.#items = items;
  }

  value(depth: number): void {
    const head = this.data[this.offset];
    if (head === undefined) throw protocolError("a value is cut short");
    this.offset += 1;
    if (head < 0x80 || head >= 0xe0) return;
    if (head < 0x90) this.#map(head & 0x0f, depth);
    else if (head < 0xa0) this.#array(head & 0x0f, depth);
    else if (head < 0xc0) this.#text(head & 0x1f);
    else this.#long(head, depth);
  }

  #long(head: number, depth: number): void {
    switch (head) {
      case 0xc0:
      case 0xc2:
      case 0xc3:
        return;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        this.#skip(this.#length(1 << (head - 0xc4)));
        return;
      case 0xc7:
      case 0xc8:
      case 0xc9:
        this.#ext(this.#length(1 << (head - 0xc7)), depth);
        return;
      case 0xca:
        this.#skip(4);
        return;
      case 0xcb:
        this.#skip(8);
        return;
      case 0xcc:
      case 0xcd:
      case 0xce:
      case 0xcf:
        this.#skip(1 << (head - 0xcc));
        return;
      case 0xd0:
      case 0xd1:
      case 0xd2:
      case 0xd3:
        this.#skip(1 << (head - 0xd0));
        return;
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        this.#ext(1 << (head - 0xd4), depth);
        return;
      case 0xd9:
      case 0xda:
      case 0xdb:
        this.#text(this.#length(1 << (head - 0xd9)));
        return;
      case 0xdc:
      case 0xdd:
        this.#array(this.#length(2 << (head - 0xdc)), depth);
        return;
      case 0xde:
      case 0xdf:
        this.#map(this.#length(2 << (head - 0xde)), depth);
        return;
      default:
        throw protocolError(`the byte 0x${head.toString(16)} begins no value`);
    }
  }

  #length(width: number): number {
    const start = this.offset;
    this.#skip(width);
    return this.data.readUIntBE(start, width);
  }

  #skip(size: number): void {
    if (size > this.data.length - this.offset) throw protocolError("a value is cut short");
    this.offset += size;
  }

  #text(size: number): void {
    const start = this.offset;
    this.#skip(size);
    for (let i = start; i < this.offset; i++) {
      // Only what is not ASCII needs the decoder's judgement.
      if ((this.data[i] ?? 0) < 0x80) continue;
      try {
        utf8.decode(this.data.subarray(i, this.offset));
      } catch {
        throw protocolError("a string is not UTF-8");
      }
      return;
    }
  }

  #array(size: number, depth: number): void {
    this.#open(size, depth);
    for (let i = 0; i < size; i++) this.value(depth + 1);
  }

  #map(size: number, depth: number): void {
    this.#open(size * 2, depth);
    for (let i = 0; i < size * 2; i++) this.value(depth + 1);
  }

  /** Each item takes at least one byte, so a length past the rest is a lie. */
  #open(items: number, depth: number): void {
    if (items > this.data.length - this.offset) {
      throw protocolError("a collection is longer than the bytes that remain");
    }
    if (depth >= MAX_DEPTH) throw protocolError(`a value is nested more than ${MAX_DEPTH} deep`);
    this.#items.count += items;
    if (this.#items.count > MAX_ITEMS)
      throw protocolError(`a value has more than ${MAX_ITEMS} items`);
  }

  #ext(size: number, depth: number): void {
    const start = this.offset + 1;
    this.#skip(1 + size);
    const type = this.data.readInt8(start - 1);
    switch (type) {
      case Ext.TIMESTAMP:
        if (size !== 4 && size !== 8 && size !== 12) throw protocolError("a malformed timestamp");
        return;
      case Ext.INT:
        if (size === 0 || size > MAX_INT_BYTES) throw protocolError("a malformed integer");
        return;
      case Ext.FLOAT:
        if (size !== 8) throw protocolError("a malformed float");
        return;
      case Ext.STR:
        return;
      default:
        if (type < Ext.TUPLE || type > Ext.TEMPLATE) {
          throw protocolError(`unknown extension type ${type}`);
        }
    }
    if (depth >= MAX_DEPTH) throw protocolError(`a value is nested more than ${MAX_DEPTH} deep`);
    const inner = new Checker(this.data.subarray(start, start + size), this.#items);
    inner.value(depth + 1);
    if (inner.offset !== size) throw protocolError("bytes follow the value of an extension");
  }
}
