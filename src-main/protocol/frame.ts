import { FailureError, failure } from "../../src-shared/failure";

/** The header of a frame: constants and packing, no I/O. docs/protocol.md is the text. */
export const MAGIC = Buffer.from("RMOTE", "latin1");
/** What the agent writes when all bytes from there on are frames. */
export const BOUNDARY = Buffer.from("PROTOCOL READY\n", "latin1");
/** Python's struct format of the header: magic, flags, payload length in bytes, packet id. */
export const PACKET_HEADER = ">5sIIQ";
/** Bytes of a header. */
export const HEADER_SIZE = 21;
/** Payloads of more bytes than this are compressed, where that saves any. */
export const COMPRESSION_THRESHOLD = 1024;
/** Bytes of one payload, on the wire and inflated, and of a packet put together from fragments. */
export const MAX_PAYLOAD = 64 * 1024 * 1024;
/** A payload of more bytes than this travels as several frames, so that others get in between. */
export const FRAGMENT_SIZE = 64 * 1024;
/** Bytes, inflated, that each fragment but the last has at least: the parts of a packet are counted, too. */
export const MIN_FRAGMENT = 16 * 1024;
/** Packets of one direction that may be under way in fragments at the same time. */
export const MAX_UNFINISHED = 4;
/** Bytes of frames with MORE or STREAM after which the receiver says how many it has read. */
export const ACK_EVERY = 128 * 1024;
/** The largest id: every integer up to it is exact in a JavaScript number. */
export const MAX_ID = Number.MAX_SAFE_INTEGER;

export const Flags = {
  COMPRESSED: 1,
  REQUEST: 2,
  RESPONSE: 4,
  SYNC: 8,
  RPC: 16,
  EXCEPTION: 32,
  LOG: 64,
  // Ours beyond the documented ones.
  CANCEL: 128,
  STREAM: 256,
  PING: 512,
  HELLO: 1024,
  MORE: 2048,
  ACK: 4096,
  BYE: 8192,
} as const;

const ALL_FLAGS = Object.values(Flags).reduce((all, flag) => all | flag, 0);

export interface Header {
  flags: number;
  /** Bytes of the payload on the wire. */
  length: number;
  packetId: number;
}

/** The connection cannot go on: the peer sent bytes that are no frame. */
export function protocolError(what: string): FailureError {
  return new FailureError(
    failure("protocol_error", `The target sent something that is not of the protocol: ${what}.`, {
      advice:
        "Connect again. If it happens again, something on the target writes into the connection.",
    }),
  );
}

/** The 21 bytes before a payload. */
export function packHeader({ flags, length, packetId }: Header): Buffer {
  const header = Buffer.allocUnsafe(HEADER_SIZE);
  MAGIC.copy(header);
  header.writeUInt32BE(flags, 5);
  header.writeUInt32BE(length, 9);
  header.writeBigUInt64BE(BigInt(packetId), 13);
  return header;
}

/**
 * Reads a header at `offset`. Nothing is allocated for the payload before
 * magic, flags, length and id are found in range.
 * @throws FailureError `protocol_error`
 */
export function unpackHeader(data: Buffer, offset = 0): Header {
  if (data.compare(MAGIC, 0, MAGIC.length, offset, offset + MAGIC.length) !== 0) {
    const begins = JSON.stringify(data.toString("latin1", offset, offset + HEADER_SIZE));
    throw protocolError(`a frame begins with ${begins}`);
  }
  const flags = data.readUInt32BE(offset + 5);
  if ((flags & ~ALL_FLAGS) !== 0) throw protocolError(`unknown flags 0x${flags.toString(16)}`);
  const length = data.readUInt32BE(offset + 9);
  if (length > MAX_PAYLOAD) {
    throw protocolError(`a payload of ${length} bytes is over the cap of ${MAX_PAYLOAD}`);
  }
  const id = data.readBigUInt64BE(offset + 13);
  if (id > BigInt(MAX_ID)) throw protocolError(`packet id ${id} is over 2^53 - 1`);
  return { flags, length, packetId: Number(id) };
}
