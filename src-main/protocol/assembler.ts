import { Flags, MAX_PAYLOAD, MAX_UNFINISHED, MIN_FRAGMENT, protocolError } from "./frame";
import type { Frame } from "./frame-reader";
import { joined, sizeOf } from "./parts";

/** What a value of more than 64 KiB of bytes or text begins with; its length follows in four bytes. */
const BIN_32 = 0xc6;
const STR_32 = 0xdb;

/** What fragments make together, or a frame that is whole by itself. */
export interface Packet {
  flags: number;
  packetId: number;
  payload: Buffer;
}

interface Unfinished {
  size: number;
  /** The beginning of the packet, as far as it is that long. */
  front: Buffer;
  /** What follows it. */
  parts: Buffer[];
}

/** Puts packets together from frames, which may be fragments of several at once. */
export class Assembler {
  readonly #unfinished = new Map<string, Unfinished>();

  /**
   * Takes the next frame of the stream.
   * @returns the packet that it completes; null when more of it is to come, and
   *   when it was given up
   * @throws FailureError `protocol_error` for a frame that cannot be a part of any
   */
  add({ flags, packetId, parts }: Frame): Packet | null {
    const more = (flags & Flags.MORE) !== 0;
    if (this.#unfinished.size === 0 && !more) return { flags, packetId, payload: joined(parts) };
    const kind = flags & ~Flags.MORE;
    if ((kind & Flags.CANCEL) !== 0 && this.#unfinished.delete(key(kind & ~Flags.CANCEL, packetId)))
      return null;
    const unfinished = this.#unfinished.get(key(kind, packetId));
    if (unfinished === undefined && !more) return { flags, packetId, payload: joined(parts) };
    const whole = unfinished ?? this.#begin(key(kind, packetId), joined(parts));
    const size = sizeOf(parts);
    if (more && size < MIN_FRAGMENT) {
      throw protocolError(`a fragment of ${size} bytes that is not the last`);
    }
    if (whole.size + size > MAX_PAYLOAD) {
      throw protocolError(`a packet in fragments is over the cap of ${MAX_PAYLOAD} bytes`);
    }
    for (const part of parts) {
      const copied = part.copy(whole.front, whole.size);
      if (copied < part.length) whole.parts.push(part.subarray(copied));
      whole.size += part.length;
    }
    if (more) return null;
    this.#unfinished.delete(key(kind, packetId));
    const front = whole.front.subarray(0, whole.size);
    return { flags: kind, packetId, payload: joined([front, ...whole.parts]) };
  }

  #begin(name: string, first: Buffer): Unfinished {
    if (this.#unfinished.size === MAX_UNFINISHED) {
      throw protocolError(`more than ${MAX_UNFINISHED} packets in fragments`);
    }
    const front = Buffer.allocUnsafeSlow(announced(first));
    const unfinished: Unfinished = { size: 0, front, parts: [] };
    this.#unfinished.set(name, unfinished);
    return unfinished;
  }
}

/**
 * Bytes of a packet that is one value of bytes or text and nothing else, 0 for any other: room that is
 * made at once for what then comes saves putting all of it together at its end, during which all wait.
 * A lie takes no memory, as none is written to before its bytes are there.
 */
function announced(first: Buffer): number {
  const isLong = first.length >= 5 && (first[0] === BIN_32 || first[0] === STR_32);
  const size = isLong ? 5 + first.readUInt32BE(1) : 0;
  return size <= MAX_PAYLOAD ? size : 0;
}

function key(flags: number, packetId: number): string {
  return `${flags} ${packetId}`;
}
