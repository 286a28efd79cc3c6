import { deflateSync } from "node:zlib";

/**
 * @typedef {import("./random.mjs").Random} Random
 *
 * @typedef {object} Input
 * @property {"value" | "stream"} kind a payload for the codec, or bytes for the frame reader
 * @property {Buffer} data
 */

/** A pipe holds a stream of this size without a reader, which the agent's side needs. */
const MAX_BYTES = { value: 80_000, stream: 60_000 };

/** Every byte that begins a value, and numbers on the edges of what a byte or a length may be. */
const HEADS = Array.from({ length: 0x20 }, (_, i) => 0xc0 + i);
const BYTES = [...HEADS, 0x00, 0x01, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xe0, 0xff];
const LENGTHS = [0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000, 0x7fffffff, 0x80000000].concat(
  0xffffffff,
  64 * 1024 * 1024,
  64 * 1024 * 1024 + 1,
);
/** Extension types of the wire, with one more on each side. */
const EXTENSIONS = [0xfe, 0xff, ...Array.from({ length: 19 }, (_, i) => i)];
const NAMES = ["__proto__", "constructor", "prototype", "toString", "$", "\ud7ff", "0", "Infinity"];

/** @typedef {(data: Buffer, random: Random, other: Buffer) => Buffer} Mutation */

/** @param {Buffer} data @param {number} start @param {number} end @param {Buffer} middle */
const replaced = (data, start, end, middle) =>
  Buffer.concat([data.subarray(0, start), middle, data.subarray(end)]);

/** @param {Buffer} data @param {Random} random @returns {[number, number]} */
function span(data, random) {
  const start = random.below(data.length + 1);
  return [start, Math.min(data.length, start + 1 + random.below(random.pick([4, 16, 200])))];
}

/** @param {number} value @param {number} width bytes */
function bigEndian(value, width) {
  const data = Buffer.alloc(width);
  data.writeUIntBE(value % 2 ** (8 * width), 0, width);
  return data;
}

/** @type {Mutation[]} */
const plain = [
  function flipBit(data, random) {
    const copy = Buffer.from(data);
    if (copy.length > 0) copy[random.below(copy.length)] ^= 1 << random.below(8);
    return copy;
  },
  function setByte(data, random) {
    const copy = Buffer.from(data);
    if (copy.length > 0) copy[random.below(copy.length)] = random.pick(BYTES);
    return copy;
  },
  function insert(data, random) {
    const at = random.below(data.length + 1);
    return replaced(data, at, at, random.bytes(1 + random.below(8)));
  },
  function remove(data, random) {
    return replaced(data, ...span(data, random), Buffer.alloc(0));
  },
  function repeat(data, random) {
    const [start, end] = span(data, random);
    const copies = Array.from({ length: 1 + random.below(8) }, () => data.subarray(start, end));
    return replaced(data, start, start, Buffer.concat(copies));
  },
  function splice(data, random, other) {
    const [start, end] = span(data, random);
    return replaced(data, start, end, other.subarray(...span(other, random)));
  },
  function setLength(data, random) {
    const width = random.pick([1, 2, 4]);
    const at = random.below(data.length + 1);
    const length = random.pick([...LENGTHS, data.length, Math.max(0, data.length - at - width)]);
    return replaced(data, at, Math.min(data.length, at + width), bigEndian(length, width));
  },
];

/** @param {Buffer} payload @param {number} type */
function extension(payload, type) {
  const size = payload.length;
  if (size < 0x100) return Buffer.concat([Buffer.from([0xc7, size, type]), payload]);
  return Buffer.concat([Buffer.from([0xc9]), bigEndian(size, 4), Buffer.from([type]), payload]);
}

/** @type {Mutation[]} */
const ofValues = [
  ...plain,
  function inArray(data, _random, other) {
    return Buffer.concat([Buffer.from([0x92]), other, data]);
  },
  function inMap(data, random, other) {
    const name = Buffer.from(random.pick(NAMES));
    const key = random.below(2) ? other : Buffer.concat([Buffer.from([0xa0 | name.length]), name]);
    return Buffer.concat([Buffer.from([0x81]), key, data]);
  },
  function inExtension(data, random) {
    return extension(data, random.pick(EXTENSIONS));
  },
  function inTyped(data, random, other) {
    const parts = [
      Buffer.from([0x93, 0xa1, 0x41]),
      ...(random.below(2) ? [data, other] : [other, data]),
    ];
    return extension(Buffer.concat(parts), random.pick(EXTENSIONS));
  },
  function deep(data, random) {
    // The deepest that a value may be is 512; a few of them suffice, because they take long.
    const levels = random.pick([1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 510, 511, 512]);
    return Buffer.concat([Buffer.alloc(levels, 0x91), data]);
  },
];

/** @param {Buffer} payload @param {Random} random */
export function frameOf(payload, random) {
  const compressed = random.below(2);
  const body = compressed ? deflateSync(payload) : payload;
  const flags = compressed | (random.below(4) ? 1 << (1 + random.below(11)) : random.below(4096));
  const lie = random.below(12) === 0 ? random.pick(LENGTHS) : body.length;
  const id = [random.below(8) ? 0 : random.below(2 ** 22), random.below(2 ** 32)];
  const [high, low] = id.map((half) => bigEndian(half, 4));
  return Buffer.concat([
    Buffer.from("RMOTE"),
    bigEndian(flags, 4),
    bigEndian(lie, 4),
    high,
    low,
    body,
  ]);
}

/** New inputs from those that reached something. */
export class Mutator {
  #random;

  /** @param {Random} random */
  constructor(random) {
    this.#random = random;
  }

  /** @param {Record<Input["kind"], Buffer[]>} corpus neither kind empty @returns {Input} */
  next(corpus) {
    const random = this.#random;
    const kind = random.below(4) === 0 ? "stream" : "value";
    const other = this.#pick(corpus[kind]);
    let data = this.#pick(corpus[kind]);
    if (kind === "stream" && random.below(2)) {
      data = Buffer.concat([data, frameOf(this.next(corpus).data, random)]);
    }
    for (let i = 1 + random.below(5); i > 0; i--) {
      data = random.pick(kind === "value" ? ofValues : plain)(data, random, other);
    }
    return { kind, data: data.subarray(0, MAX_BYTES[kind]) };
  }

  /** Mostly a short one: a long one takes the time of many. @param {Buffer[]} inputs */
  #pick(inputs) {
    const [one, two] = [this.#random.pick(inputs), this.#random.pick(inputs)];
    return this.#random.below(8) > 0 && two.length < one.length ? two : one;
  }
}
