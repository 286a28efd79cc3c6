import type { Readable, Writable } from "node:stream";
import { type Failure, FailureError, failure, toFailure } from "../../src-shared/failure";
import type { Value } from "../../src-shared/value";
import { Assembler, type Packet } from "./assembler";
import { BoundaryReader } from "./boundary";
import { packParts, unpack } from "./codec";
import { ACK_EVERY, Flags, MAX_PAYLOAD, protocolError } from "./frame";
import { type Frame, FrameReader } from "./frame-reader";
import { FrameWriter } from "./frame-writer";
import { joined, sizeOf } from "./parts";

/** Milliseconds that the other end has to say why, after it no longer takes what is written. */
const LAST_WORDS_MS = 1000;

/** The two streams of a transport. Closing them is the transport's business. */
export interface Link {
  /** Where the target's bytes come from. */
  readable: Readable;
  /** Where bytes for the target go. */
  writable: Writable;
}

interface Future {
  /** What was asked for: SYNC, RPC or PING. */
  kind: number;
  resolve(packet: Packet): void;
  reject(error: FailureError): void;
}

/**
 * Packets over the two streams of a link; what they mean is protocol.ts's.
 *
 * However the connection ends, `end` is what ends it: it settles every waiter
 * once, and whatever comes later is refused.
 */
export abstract class BaseProtocol {
  /** Requests that wait for their response, by packet id. */
  protected readonly futures = new Map<number, Future>();
  readonly #link: Link;
  #reader = new FrameReader();
  #assembler = new Assembler();
  readonly #writer: FrameWriter;
  /** Bytes of paced frames that the other end was told of. */
  #acked = 0;
  #boundary: BoundaryReader | null = new BoundaryReader();
  #lastId = 0;
  #ended: Failure | null = null;
  #lastHeard = performance.now();
  #heard: (() => void) | null = null;
  readonly #closed: Promise<Failure>;
  #settleClosed!: (failure: Failure) => void;

  protected constructor(link: Link, compress: boolean) {
    this.#link = link;
    this.#writer = new FrameWriter(link.writable, compress);
    this.#closed = new Promise((resolve) => {
      this.#settleClosed = resolve;
    });
    link.readable.on("data", (chunk: Buffer) => {
      this.#lastHeard = performance.now();
      this.#receive(chunk);
      if (this.#heard !== null) this.#tellHeard();
    });
    link.readable.on("end", () =>
      this.end(lost("The connection ended unexpectedly: the other end closed it.")),
    );
    link.readable.on("error", (error) => this.end(lost(error.message)));
    link.writable.on("error", (error) => {
      // What the other end still said before it went tells more than the broken pipe.
      if (link.readable.readableEnded) return;
      const late = setTimeout(() => this.end(lost(error.message)), LAST_WORDS_MS);
      link.readable.once("close", () => clearTimeout(late));
    });
  }

  /** A packet that answers no request of ours. */
  protected abstract handle(packet: Packet): void;
  /** Bytes arrived before the boundary. */
  protected abstract noise(reader: BoundaryReader): void;

  /** A packet id that was not used yet. */
  protected getId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** The last lines that came before the boundary. */
  protected noiseLines(): string[] {
    return this.#boundary?.lines(10) ?? [];
  }

  /** Sends bytes that are no frame: the bootstrap. */
  protected sendRaw(data: Buffer): void {
    this.#link.writable.write(data);
  }

  /**
   * Sends one packet.
   * @throws FailureError `not_encodable` or `too_large` before a byte is written;
   *   the reason of the end once the connection has ended
   */
  protected send(flags: number, packetId: number, value: Value = null): void {
    if (this.#ended !== null) throw new FailureError(this.#ended);
    const payload = packParts(value);
    const size = sizeOf(payload);
    if (size > MAX_PAYLOAD) {
      throw new FailureError(
        failure("too_large", `A value of ${size} bytes cannot be sent in one packet.`, {
          advice: `The limit is ${MAX_PAYLOAD} bytes. Send it in parts.`,
        }),
      );
    }
    this.#writer.send(flags, packetId, payload);
  }

  /** Sends a request and waits for its response; `packetId` is one of `getId`. */
  protected request(flags: number, packetId: number, value: Value): Promise<Packet> {
    return new Promise((resolve, reject) => {
      this.send(flags | Flags.REQUEST, packetId, value);
      this.futures.set(packetId, { kind: flags, resolve, reject });
    });
  }

  /** Gives up a request: the other end is told, and its response, should it still come, is dropped. */
  protected abandon(packetId: number, error: FailureError): void {
    const future = this.futures.get(packetId);
    if (future === undefined) return;
    this.futures.delete(packetId);
    if (!this.#writer.giveUp(packetId)) this.send(Flags.CANCEL | Flags.REQUEST, packetId);
    future.reject(error);
  }

  /** Ends the connection for all who wait on it. The first reason counts. */
  end(reason: Failure): void {
    if (this.#ended !== null) return;
    this.#ended = reason;
    const waiting = [...this.futures.values()];
    this.futures.clear();
    for (const future of waiting) future.reject(new FailureError(reason));
    this.#writer.close();
    // An ended connection may be kept for its reason, but not what had come of a packet.
    this.#reader = new FrameReader();
    this.#assembler = new Assembler();
    this.#link.readable.removeAllListeners("data");
    // What still comes is read and dropped, so that the transport sees its end.
    this.#link.readable.resume();
    this.#settleClosed(reason);
  }

  /** Why the connection ended, once it has. Never rejects. */
  waitClosed(): Promise<Failure> {
    return this.#closed;
  }

  /**
   * When bytes last came, by performance.now(). What is written is no sign of
   * life: ssh takes it for a while also where nobody is at the other end.
   */
  get lastHeard(): number {
    return this.#lastHeard;
  }

  /** Calls the listener when the next bytes have come, once; null for nobody. */
  whenHeard(listener: (() => void) | null): void {
    this.#heard = listener;
  }

  get isClosed(): boolean {
    return this.#ended !== null;
  }

  #tellHeard(): void {
    const heard = this.#heard;
    this.#heard = null;
    heard?.();
  }

  #receive(chunk: Buffer): void {
    try {
      let data: Buffer | null = chunk;
      if (this.#boundary !== null) {
        data = this.#readBoundary(this.#boundary, chunk);
        if (data === null) return;
        this.#boundary = null;
      }
      for (const frame of this.#reader.push(data)) this.#take(frame);
      if (this.#reader.paced - this.#acked >= ACK_EVERY && this.#ended === null) {
        this.#acked = this.#reader.paced;
        this.send(Flags.ACK, 0, this.#acked);
      }
    } catch (error) {
      this.end(toFailure(error));
    }
  }

  #readBoundary(reader: BoundaryReader, chunk: Buffer): Buffer | null {
    try {
      const rest = reader.push(chunk);
      if (rest === null) this.noise(reader);
      return rest;
    } catch {
      throw new FailureError(
        failure("not_an_agent", "The target writes much, but no agent answers.", {
          advice:
            "Look at what its login shell prints, and whether it starts a program of its own.",
          lines: reader.lines(10),
        }),
      );
    }
  }

  #take(frame: Frame): void {
    if (this.#ended !== null) return;
    if (frame.flags === Flags.ACK) {
      this.#writer.acknowledge(unpack(joined(frame.parts)));
      return;
    }
    const packet = this.#assembler.add(frame);
    if (packet !== null) this.#dispatch(packet);
  }

  #dispatch(packet: Packet): void {
    const future =
      (packet.flags & Flags.RESPONSE) === 0 ? undefined : this.futures.get(packet.packetId);
    if (future === undefined) {
      this.handle(packet);
      return;
    }
    const kind = packet.flags & ~answerFlags(future.kind);
    if (kind !== future.kind)
      throw protocolError(`an answer of another kind (0x${kind.toString(16)})`);
    this.futures.delete(packet.packetId);
    future.resolve(packet);
  }
}

/** What an answer may have beside the kind of its request. */
function answerFlags(kind: number): number {
  if (kind === Flags.PING) return Flags.RESPONSE;
  const both = Flags.RESPONSE | Flags.EXCEPTION;
  return kind === Flags.RPC ? both | Flags.STREAM : both;
}

export function lost(what: string): Failure {
  return failure("connection_lost", what, {
    advice: "Connect again. Nothing is repeated by itself.",
  });
}
