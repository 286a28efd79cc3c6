import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { getHeapStatistics } from "node:v8";
import { targetUrl } from "./build-target.mjs";
import { Random } from "./random.mjs";

const { pack, unpack } = await import(targetUrl("src-main/protocol/codec"));
const { FrameReader } = await import(targetUrl("src-main/protocol/frame-reader"));
const { joined } = await import(targetUrl("src-main/protocol/parts"));
const messages = await import(targetUrl("src-main/protocol/messages"));
const { FailureError } = await import(targetUrl("src-shared/failure"));
const { isValue } = await import(targetUrl("src-shared/value"));

/**
 * @typedef {import("./mutate.mjs").Input} Input
 *
 * @typedef {object} Verdict what one side makes of an input
 * @property {string} [refused] the documented error, if that is what it ends with
 * @property {string} [digest] of the value's bytes when it is written again
 * @property {boolean} [plain] the value has one form only, the same on both sides
 * @property {string} [finding] what may not happen, if it has
 * @property {string[]} features what is told apart beyond the code that ran
 */

/** What a target must never do: the message says which. */
class Finding extends Error {}

/** Comparing the keys of large maps takes the square of their number. */
const COMPARED_BYTES = 2048;
/** What may be taken for any input, and for each of its bytes; a frame may inflate to 64 MiB. */
const MEMORY = { value: 8 * 2 ** 20, stream: 512 * 2 ** 20, each: 512 };
const TIME_MS = 2000;
const prototypes = [Object, Array, Map, Uint8Array, Buffer, Function, Error].map(
  (c) => c.prototype,
);

/** @param {Input} input @returns {Verdict} */
export function judge({ kind, data }) {
  const before = { keys: prototypeKeys(), memory: memory(), time: processorMs() };
  try {
    const verdict = kind === "value" ? judgeValue(data) : judgeStream(data);
    const took = processorMs() - before.time;
    if (took > TIME_MS) throw new Finding(`it took ${(took / 1000).toFixed(1)} s`);
    const grown = memory() - before.memory;
    if (grown > MEMORY[kind] + MEMORY.each * data.length) {
      throw new Finding(`${data.length} bytes took ${grown} bytes of memory`);
    }
    if (prototypeKeys() !== before.keys) throw new Finding("a prototype has changed");
    return verdict;
  } catch (error) {
    const said = error instanceof Finding ? error.message : `it threw ${error?.stack ?? error}`;
    return { finding: said, features: [] };
  }
}

const prototypeKeys = () => prototypes.map((each) => Reflect.ownKeys(each).length).join();

/** Time that the process has computed: a busy machine makes no findings. */
function processorMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function memory() {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/**
 * What `read` returns, or the documented error that it threw; all others pass.
 * @param {() => unknown} read
 * @param {string[]} codes
 */
function attempt(read, codes = ["protocol_error"]) {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof FailureError && codes.includes(error.failure.code))) throw error;
    return { refused: error.message };
  }
}

/** @param {Buffer} data @returns {Verdict} */
function judgeValue(data) {
  const { value, refused } = attempt(() => unpack(data));
  if (refused !== undefined) return { refused, features: [template(refused)] };
  if (!isValue(value)) throw new Finding("it decodes to what is no value");
  const bytes = pack(value);
  const again = unpack(bytes);
  if (!pack(again).equals(bytes)) throw new Finding("its second encoding differs from its first");
  if (data.length <= COMPARED_BYTES && !isDeepStrictEqual(again, value)) {
    throw new Finding("it decodes to another value after having been encoded");
  }
  /** @type {Set<string>} */
  const features = new Set();
  // A float that is integral and does not say so is an integer to the app.
  const floats = data.includes(0xca) || data.includes(0xcb);
  const plain = addFeatures(value, "", features) && !floats;
  for (const read of [messages.readHello, messages.readLogRecords, messages.readException]) {
    const message = attempt(() => read(value));
    features.add(`${read.name}: ${template(message.refused ?? "read")}`);
  }
  const digest = createHash("sha1").update(bytes).digest("hex");
  return { digest, plain, features: [...features] };
}

/** @param {Buffer} data @returns {Verdict} */
function judgeStream(data) {
  const whole = readFrames([data]);
  const pieces = readFrames(split(data));
  if ((whole.refused === undefined) !== (pieces.refused === undefined)) {
    throw new Finding(`whole: ${whole.refused ?? "read"}; in pieces: ${pieces.refused ?? "read"}`);
  }
  if (whole.refused === undefined && !isDeepStrictEqual(whole.frames, pieces.frames)) {
    throw new Finding("in pieces it has other frames than whole");
  }
  const features = pieces.frames.flatMap(({ flags, payload }) => [
    `frame ${flags}`,
    ...judgeValue(payload).features,
  ]);
  const { refused } = whole;
  if (refused !== undefined) features.push(template(refused));
  return { ...(refused === undefined ? {} : { refused }), features };
}

/** The frames that come before the error, if there is one. */
function readFrames(/** @type {Buffer[]} */ chunks) {
  const reader = new FrameReader();
  const frames = [];
  for (const chunk of chunks) {
    const { value, refused } = attempt(() => reader.push(chunk), ["protocol_error"]);
    if (refused !== undefined) return { frames, refused };
    for (const { parts, ...frame } of value) frames.push({ ...frame, payload: joined(parts) });
  }
  return { frames };
}

/** In pieces whose sizes the bytes themselves decide, so that an input always has the same. */
function split(/** @type {Buffer} */ data) {
  const random = new Random(createHash("sha1").update(data).digest().readUInt32BE());
  const chunks = [];
  for (let start = 0; start < data.length; ) {
    const size = 1 + random.below(random.pick([1, 4, 30, 1000]));
    chunks.push(data.subarray(start, start + size));
    start += size;
  }
  return chunks;
}

/** An error's text without what is different in each of them. */
const template = (/** @type {string} */ text) => text.replace(/".*"|0x\w+|-?\d+/g, "#");

/**
 * Adds which kinds of value are inside of which.
 * @param {any} value
 * @param {string} parent
 * @param {Set<string>} features
 * @returns {boolean} whether it has one form only, the same on both sides
 */
function addFeatures(value, parent, features) {
  const kind = kindOf(value);
  features.add(`${parent}>${kind}`);
  const inside = (/** @type {any[]} */ items) =>
    items.map((item) => addFeatures(item, kind, features)).every(Boolean);
  switch (kind) {
    case "array":
      return inside(value);
    case "map":
      return (
        inside([...value.values()]) && [...value.keys()].every((key) => typeof key === "string")
      );
    case "tuple":
      return inside(value.items);
    case "set":
    case "frozenset":
      inside(value.items);
      return false;
    case "enum":
      inside([value.value]);
      return false;
    case "number":
      return !Number.isNaN(value);
    case "string":
      // Two lone surrogates in a row are one character to the app.
      return !/[\u{10000}-\u{10ffff}]/u.test(value);
    default:
      return value?.$ === undefined || value.$ === "template" || kind === "float";
  }
}

/** @param {any} value */
function kindOf(value) {
  if (value === null) return "nil";
  if (Array.isArray(value)) return "array";
  if (value instanceof Map) return "map";
  if (value instanceof Uint8Array) return "bytes";
  return value.$ ?? typeof value;
}
