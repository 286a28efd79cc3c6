"""The header of a frame: constants and packing, no I/O. docs/protocol.md is the text."""

import struct

MAGIC = b"RMOTE"
BOUNDARY = b"PROTOCOL READY\n"
# magic, flags, payload length in bytes, packet id; big-endian, 21 bytes
PACKET_HEADER = ">5sIIQ"
HEADER = struct.Struct(PACKET_HEADER)

# Payloads of more bytes than this are compressed, where that saves any.
COMPRESSION_THRESHOLD = 1024
# Bytes of one payload, on the wire and inflated, and of a packet put together from fragments.
MAX_PAYLOAD = 64 * 1024 * 1024
# A payload of more bytes than this travels as several frames, so that others get in between.
FRAGMENT_SIZE = 65536
# Bytes, inflated, that each fragment but the last has at least: parts of a packet are counted, too.
MIN_FRAGMENT = 16384
# Packets of one direction that may be under way in fragments at the same time.
MAX_UNFINISHED = 4
# Bytes of frames with MORE or STREAM after which the receiver says how many it has read.
ACK_EVERY = 131072
# The largest integer that every peer holds exactly.
MAX_ID = 2**53 - 1


class Flags(object):
    """Bits of the flags field. Plain integers: importing enum would cost every start 3 ms."""

    COMPRESSED = 1
    REQUEST = 2
    RESPONSE = 4
    SYNC = 8
    RPC = 16
    EXCEPTION = 32
    LOG = 64
    # Ours beyond the documented ones.
    CANCEL = 128
    STREAM = 256
    PING = 512
    HELLO = 1024
    MORE = 2048
    ACK = 4096
    BYE = 8192

    ALL = 16383


class ProtocolError(Exception):
    """The peer sent bytes that are no frame; the connection cannot go on."""


def pack_header(flags, length, packet_id):
    # type: (int, int, int) -> bytes
    """The 21 bytes before a payload of `length` bytes."""
    return HEADER.pack(MAGIC, flags, length, packet_id)


def unpack_header(data, offset=0):
    # type: (bytes | bytearray, int) -> tuple[int, int, int]
    """Flags, payload length and packet id.

    Raises ProtocolError where magic, length or id are out of range. Nothing is
    allocated for the payload before that.
    """
    magic, flags, length, packet_id = HEADER.unpack_from(data, offset)
    if magic != MAGIC:
        raise ProtocolError("a frame begins with %r instead of %r" % (magic, MAGIC))
    if flags & ~Flags.ALL:
        raise ProtocolError("unknown flags 0x%x" % (flags & ~Flags.ALL))
    if length > MAX_PAYLOAD:
        raise ProtocolError("a payload of %d bytes is over the cap of %d" % (length, MAX_PAYLOAD))
    if packet_id > MAX_ID:
        raise ProtocolError("packet id %d is over 2**53 - 1" % packet_id)
    return flags, length, packet_id
