import { inflateSync } from "node:zlib";
import {
  Flags,
  HEADER_SIZE,
  type Header,
  MAGIC,
  MAX_PAYLOAD,
  protocolError,
  unpackHeader,
} from "./frame";

export interface Frame {
  flags: number;
  packetId: number;
  /** Inflated. */
  payload: Buffer;
}

/**
 * From chunks of bytes, split anywhere, to frames.
 *
 * Holds at most one payload: chunks of an unfinished frame are kept as they
 * came and joined once.
 */
export class FrameReader {
  #paced = 0;
  #chunks: Buffer[] = [];
  #size = 0;
  #header: Header | null = null;

  /**
   * Takes the next bytes of the stream.
   * @returns the frames that they complete, in their order
   * @throws FailureError `protocol_error`; the reader must not be used after that
   */
  push(chunk: Buffer): Frame[] {
    if (chunk.length > 0) this.#chunks.push(chunk);
    this.#size += chunk.length;
    const frames: Frame[] = [];
    for (;;) {
      if (this.#header === null) {
        this.#checkStart();
        if (this.#size < HEADER_SIZE) break;
        this.#header = unpackHeader(this.#take(HEADER_SIZE));
      }
      if (this.#size < this.#header.length) break;
      const { flags, length, packetId } = this.#header;
      this.#header = null;
      if ((flags & (Flags.MORE | Flags.STREAM)) !== 0) this.#paced += length;
      const payload = this.#take(length);
      frames.push({
        flags: flags & ~Flags.COMPRESSED,
        packetId,
        payload: (flags & Flags.COMPRESSED) === 0 ? payload : inflate(payload),
      });
    }
    return frames;
  }

  /** Bytes so far of the payloads, on the wire, that the sender paces: those of MORE and STREAM. */
  get paced(): number {
    return this.#paced;
  }

  /** Refuses what begins no frame at its first byte: a peer may fall silent before a whole header. */
  #checkStart(): void {
    const [first] = this.#chunks;
    if (first === undefined || first[0] === MAGIC[0]) return;
    const start = Buffer.concat(this.#chunks).toString("latin1", 0, HEADER_SIZE);
    throw protocolError(`a frame begins with ${JSON.stringify(start)}`);
  }

  /** Removes `size` bytes from the front; at least that many are there. */
  #take(size: number): Buffer {
    this.#size -= size;
    const first = this.#chunks[0];
    if (first !== undefined && first.length >= size) {
      this.#keep(first.subarray(size));
      return first.subarray(0, size);
    }
    const taken = Buffer.allocUnsafe(size);
    for (let filled = 0; filled < size; ) {
      // There are as many bytes, or nobody may ask for them.
      const chunk = this.#chunks[0] as Buffer;
      const count = chunk.copy(taken, filled);
      filled += count;
      this.#keep(chunk.subarray(count));
    }
    return taken;
  }

  /** What is left of the first chunk. */
  #keep(rest: Buffer): void {
    if (rest.length > 0) this.#chunks[0] = rest;
    else this.#chunks.shift();
  }
}

/** @throws FailureError `protocol_error` for what is no zlib stream or inflates past the cap */
export function inflate(data: Buffer): Buffer {
  try {
    const result = inflateSync(data, { maxOutputLength: MAX_PAYLOAD, info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    if (result.engine.bytesWritten !== data.length) {
      throw protocolError("bytes follow a compressed payload");
    }
    return result.buffer;
  } catch (error) {
    if (error instanceof RangeError) {
      throw protocolError(`a payload inflates to more than ${MAX_PAYLOAD} bytes`);
    }
    if (error instanceof Error && "code" in error) {
      throw protocolError(`a compressed payload cannot be inflated (${error.message})`);
    }
    throw error;
  }
}
