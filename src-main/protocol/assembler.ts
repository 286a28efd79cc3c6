import { Flags, MAX_PAYLOAD, MAX_UNFINISHED, MIN_FRAGMENT, protocolError } from "./frame";
import type { Frame } from "./frame-reader";

interface Unfinished {
  parts: Buffer[];
  size: number;
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
  add(frame: Frame): Frame | null {
    const { flags, packetId, payload } = frame;
    const more = (flags & Flags.MORE) !== 0;
    if (this.#unfinished.size === 0 && !more) return frame;
    const kind = flags & ~Flags.MORE;
    if ((kind & Flags.CANCEL) !== 0 && this.#unfinished.delete(key(kind & ~Flags.CANCEL, packetId)))
      return null;
    const unfinished = this.#unfinished.get(key(kind, packetId));
    if (unfinished === undefined && !more) return frame;
    const whole = unfinished ?? this.#begin(key(kind, packetId));
    if (more && payload.length < MIN_FRAGMENT) {
      throw protocolError(`a fragment of ${payload.length} bytes that is not the last`);
    }
    whole.parts.push(payload);
    whole.size += payload.length;
    if (whole.size > MAX_PAYLOAD) {
      throw protocolError(`a packet in fragments is over the cap of ${MAX_PAYLOAD} bytes`);
    }
    if (more) return null;
    this.#unfinished.delete(key(kind, packetId));
    return { flags: kind, packetId, payload: Buffer.concat(whole.parts, whole.size) };
  }

  #begin(name: string): Unfinished {
    if (this.#unfinished.size === MAX_UNFINISHED) {
      throw protocolError(`more than ${MAX_UNFINISHED} packets in fragments`);
    }
    const unfinished: Unfinished = { parts: [], size: 0 };
    this.#unfinished.set(name, unfinished);
    return unfinished;
  }
}

function key(flags: number, packetId: number): string {
  return `${flags} ${packetId}`;
}
