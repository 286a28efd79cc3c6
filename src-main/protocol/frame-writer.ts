import type { Writable } from "node:stream";
import { compress as compressed } from "./compress";
import { Flags, FRAGMENT_SIZE, MAX_UNFINISHED, packHeader } from "./frame";
import { Pace } from "./pace";
import { joined, sizeOf } from "./parts";

/** Fragments that are sent as they are after one that did not get shorter. */
const INCOMPRESSIBLE = 15;
/** Bytes that the stream may hold back: a small packet waits behind them. */
const MAX_BUFFERED = 2 * FRAGMENT_SIZE;

interface LargePacket {
  flags: number;
  packetId: number;
  /** What is still to be sent. */
  parts: Buffer[];
  begun: boolean;
  /** Fragments to send as they are. */
  plain: number;
}

/**
 * From packets to bytes: small ones go at once, together with what else is sent
 * in the same turn; large ones in fragments, several in turns, as far as pace
 * and stream take them.
 */
export class FrameWriter {
  readonly pace = new Pace();
  readonly #writable: Writable;
  readonly #compress: boolean;
  #small: Buffer[] = [];
  #large: LargePacket[] = [];
  #scheduled = false;
  #closed = false;

  constructor(writable: Writable, compress: boolean) {
    this.#writable = writable;
    this.#compress = compress;
    writable.on("drain", () => this.#writeLarge());
  }

  /** @param parts the payload; it may not change until it has been sent */
  send(flags: number, packetId: number, parts: readonly Buffer[]): void {
    if (this.#closed) return;
    if (sizeOf(parts) > FRAGMENT_SIZE) {
      this.#large.push({
        flags,
        packetId,
        parts: parts.filter((part) => part.length > 0),
        begun: false,
        plain: 0,
      });
    } else {
      const [header, sent] = this.#frame(flags, packetId, joined(parts), true);
      // The other end counts what it reads of streams, credit included.
      if ((flags & Flags.STREAM) !== 0) this.pace.sending(sent.length);
      this.#small.push(header, sent);
    }
    this.#schedule();
  }

  /**
   * Gives up a packet of which not all was sent.
   * @returns whether the other end needs to hear of nothing more: it was not sent, or not all of it
   */
  giveUp(packetId: number): boolean {
    const index = this.#large.findIndex((packet) => packet.packetId === packetId);
    const [packet] = index === -1 ? [] : this.#large.splice(index, 1);
    if (packet === undefined) return false;
    if (packet.begun) this.send(packet.flags | Flags.CANCEL, packetId, []);
    return true;
  }

  /** The other end has read `total` bytes of fragments. @throws FailureError `protocol_error` */
  acknowledge(total: unknown): void {
    this.pace.acknowledge(total);
    this.#writeLarge();
  }

  /** Nothing more is sent. */
  close(): void {
    this.#closed = true;
    this.#small = [];
    this.#large = [];
  }

  /** What is sent in one turn of the event loop goes out as one piece. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    process.nextTick(() => {
      this.#scheduled = false;
      this.#writeLarge();
    });
  }

  #writeSmall(): void {
    if (this.#small.length === 0) return;
    const frames = this.#small;
    this.#small = [];
    this.#write(frames);
  }

  #writeLarge(): void {
    // A packet that was given up ends before another one begins, and small ones go first.
    this.#writeSmall();
    while (this.#next() !== undefined) {
      // Two fragments, as many as one acknowledgement makes room for, are one system call.
      this.#writable.cork();
      for (let packet = this.#next(); packet !== undefined; packet = this.#next()) {
        this.#writeFragment(packet);
      }
      this.#writable.uncork();
    }
  }

  /** The packet of which a fragment may be written now. */
  #next(): LargePacket | undefined {
    const isOpen = this.#writable.writableLength < MAX_BUFFERED && this.pace.isOpen;
    return isOpen ? this.#large[0] : undefined;
  }

  #writeFragment(packet: LargePacket): void {
    const { flags, packetId, parts } = packet;
    const fragment = cut(parts, FRAGMENT_SIZE);
    packet.begun = true;
    const isLast = parts.length === 0;
    this.#large.shift();
    if (!isLast) this.#large.splice(MAX_UNFINISHED - 1, 0, packet);
    const frame = this.#frame(
      isLast ? flags : flags | Flags.MORE,
      packetId,
      fragment,
      packet.plain === 0,
    );
    const [, sent] = frame;
    if (packet.plain > 0) packet.plain -= 1;
    else if (sent.length === fragment.length) packet.plain = INCOMPRESSIBLE;
    if (!isLast) this.pace.sending(sent.length);
    this.#write(frame);
  }

  /** Header and payload of a frame. */
  #frame(flags: number, packetId: number, payload: Buffer, compress: boolean): [Buffer, Buffer] {
    const smaller = compress && this.#compress ? compressed(payload) : null;
    const sent = smaller ?? payload;
    const sentFlags = smaller === null ? flags : flags | Flags.COMPRESSED;
    return [packHeader({ flags: sentFlags, length: sent.length, packetId }), sent];
  }

  #write(parts: Buffer[]): void {
    const [header, payload] = parts;
    if (parts.length === 2 && header && payload && payload.length > 4096) {
      // Copying it would cost more than a second entry of the same system call.
      this.#writable.cork();
      this.#writable.write(header);
      this.#writable.write(payload);
      this.#writable.uncork();
    } else {
      this.#writable.write(Buffer.concat(parts));
    }
  }
}

/** Removes the first `size` bytes, or all that there are. No part is empty, before or after. */
function cut(parts: Buffer[], size: number): Buffer {
  const taken: Buffer[] = [];
  for (let missing = size, first = parts[0]; first && missing > 0; first = parts[0]) {
    const piece = first.subarray(0, missing);
    if (piece.length === first.length) parts.shift();
    else parts[0] = first.subarray(missing);
    taken.push(piece);
    missing -= piece.length;
  }
  return joined(taken);
}
