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
import { joined } from "./parts";

export interface Frame {
  flags: number;
  packetId: number;
  /** The payload, inflated, in parts that follow each other: as they came, where that saves a copy. */
  parts: Buffer[];
}

/** A chunk of fewer bytes than this that has to wait is copied: by itself it takes more memory than its bytes. */
const SMALL_CHUNK = 4096;
/** Bytes of memory that such chunks share. */
const SHARED = 64 * 1024;

/**
 * From chunks of bytes, split anywhere, to frames.
 *
 * Holds at most one payload: chunks of an unfinished frame are kept as they came.
 */
export class FrameReader {
  #paced = 0;
  #chunks: Buffer[] = [];
  #size = 0;
  #header: Header | null = null;
  /** Where the next small chunk is copied to. */
  #shared: Buffer = Buffer.alloc(0);
  /** Whether the last of the chunks ends where that begins. */
  #endsShared = false;

  /**
   * Takes the next bytes of the stream.
   * @returns the frames that they complete, in their order
   * @throws FailureError `protocol_error`; the reader must not be used after that
   */
  push(chunk: Buffer): Frame[] {
    if (chunk.length > 0) this.#add(chunk);
    const frames: Frame[] = [];
    for (;;) {
      if (this.#header === null) {
        this.#checkStart();
        if (this.#size < HEADER_SIZE) break;
        this.#header = unpackHeader(joined(this.#take(HEADER_SIZE)));
      }
      if (this.#size < this.#header.length) break;
      const { flags, length, packetId } = this.#header;
      this.#header = null;
      if ((flags & (Flags.MORE | Flags.STREAM)) !== 0) this.#paced += length;
      const parts = this.#take(length);
      frames.push({
        flags: flags & ~Flags.COMPRESSED,
        packetId,
        parts: (flags & Flags.COMPRESSED) === 0 ? parts : [inflate(joined(parts))],
      });
    }
    return frames;
  }

  /** Bytes so far of the payloads, on the wire, that the sender paces: those of MORE and STREAM. */
  get paced(): number {
    return this.#paced;
  }

  #add(chunk: Buffer): void {
    this.#size += chunk.length;
    const last = this.#chunks.at(-1);
    if (last === undefined || chunk.length >= SMALL_CHUNK) {
      this.#chunks.push(chunk);
      this.#endsShared = false;
      return;
    }
    if (this.#shared.length < chunk.length) {
      this.#shared = Buffer.allocUnsafeSlow(SHARED);
      this.#endsShared = false;
    }
    chunk.copy(this.#shared);
    const copy = this.#shared.subarray(0, chunk.length);
    this.#shared = this.#shared.subarray(chunk.length);
    if (this.#endsShared) {
      const { buffer, byteOffset, length } = last;
      this.#chunks[this.#chunks.length - 1] = Buffer.from(buffer, byteOffset, length + copy.length);
    } else {
      this.#chunks.push(copy);
      this.#endsShared = true;
    }
  }

  /** Refuses what begins no frame at its first byte: a peer may fall silent before a whole header. */
  #checkStart(): void {
    const [first] = this.#chunks;
    if (first === undefined || first[0] === MAGIC[0]) return;
    const start = Buffer.concat(this.#chunks).toString("latin1", 0, HEADER_SIZE);
    throw protocolError(`a frame begins with ${JSON.stringify(start)}`);
  }

  /** Removes `size` bytes from the front; at least that many are there. */
  #take(size: number): Buffer[] {
    this.#size -= size;
    const taken: Buffer[] = [];
    for (let missing = size; missing > 0; ) {
      // There are as many bytes, or nobody may ask for them.
      const chunk = this.#chunks[0] as Buffer;
      if (chunk.length > missing) this.#chunks[0] = chunk.subarray(missing);
      else this.#chunks.shift();
      taken.push(chunk.length > missing ? chunk.subarray(0, missing) : chunk);
      missing -= Math.min(missing, chunk.length);
    }
    return taken;
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
