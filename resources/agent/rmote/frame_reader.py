"""From a file descriptor to frames, and from frames to packets."""

import os
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

from rmote.frame import (
    HEADER, MAX_PAYLOAD, MAX_UNFINISHED, MIN_FRAGMENT, Flags, ProtocolError, unpack_header,
)

CHUNK = 256 * 1024


class FrameReader(object):
    """Reads frames from a descriptor, in any split of the bytes. One thread reads at a time."""

    def __init__(self, fd):
        # type: (int) -> None
        self.fd = fd
        # Bytes so far of the payloads, on the wire, that the sender paces.
        self.paced = 0
        self._data = b""
        # Where in _data the next frame begins.
        self._at = 0

    def _fill(self, size):
        # type: (int) -> bool
        """Has at least `size` bytes from _at on; False at the end of the stream."""
        data = self._data[self._at :]
        while len(data) < size:
            chunk = os.read(self.fd, CHUNK)
            if not chunk:
                return False
            data = data + chunk if data else chunk
        self._data = data
        self._at = 0
        return True

    def _read_long(self, size):
        # type: (int) -> bytearray | None
        """The next `size` bytes, of which not all have come; None at the end of the stream.

        Read to where they stay: a copy of each would cost more than all else.
        """
        # A claim alone allocates nothing.
        payload = bytearray(self._data[self._at :])
        self._data = b""
        self._at = 0
        while len(payload) < size:
            have = len(payload)
            payload += bytes(min(size - have, CHUNK))
            with memoryview(payload) as view:
                count = os.readv(self.fd, [view[have:]])
            del payload[have + count :]
            if not count:
                return None
        return payload

    def has_frame(self):
        # type: () -> bool
        """Whether `read` would return without waiting for the peer."""
        rest = len(self._data) - self._at
        if rest < HEADER.size:
            return False
        return rest >= HEADER.size + unpack_header(self._data, self._at)[1]

    def read(self):
        # type: () -> tuple[int, int, Any] | None
        """The next frame as flags without COMPRESSED, packet id and inflated payload (bytes or a bytearray).

        None at the end of the stream, also in the middle of a frame. Raises
        ProtocolError for bytes that are no frame.
        """
        if len(self._data) - self._at < HEADER.size and not self._fill(HEADER.size):
            return None
        flags, length, packet_id = unpack_header(self._data, self._at)
        self._at += HEADER.size
        if len(self._data) - self._at >= length:
            payload = self._data[self._at : self._at + length]
            self._at += length
        else:
            payload = self._read_long(length)
            if payload is None:
                return None
        if flags & (Flags.MORE | Flags.STREAM):
            self.paced += length
        if flags & Flags.COMPRESSED:
            payload = inflate(payload)
            flags &= ~Flags.COMPRESSED
        return flags, packet_id, payload


class Assembler(object):
    """Puts packets together from frames."""

    def __init__(self):
        # type: () -> None
        self._unfinished = {}  # type: dict[tuple[int, int], bytearray]

    def add(self, flags, packet_id, payload):
        # type: (int, int, Any) -> tuple[int, int, Any] | None
        """The packet that a frame completes, as flags, packet id and payload.

        None when more of it is to come, and when it was given up. Raises
        ProtocolError for a frame that cannot be a part of any.
        """
        more = flags & Flags.MORE
        if not self._unfinished and not more:
            return flags, packet_id, payload
        kind = flags & ~Flags.MORE
        if flags & Flags.CANCEL and self._unfinished.pop((kind & ~Flags.CANCEL, packet_id), None):
            return None
        key = (kind, packet_id)
        whole = self._unfinished.get(key)
        if whole is None and not more:
            return kind, packet_id, payload
        if more and len(payload) < MIN_FRAGMENT:
            raise ProtocolError("a fragment of %d bytes that is not the last" % len(payload))
        if whole is None:
            if len(self._unfinished) == MAX_UNFINISHED:
                raise ProtocolError("more than %d packets in fragments" % MAX_UNFINISHED)
            whole = self._unfinished[key] = bytearray()
        if len(whole) + len(payload) > MAX_PAYLOAD:
            raise ProtocolError("a packet in fragments is over the cap of %d bytes" % MAX_PAYLOAD)
        whole += payload
        if more:
            return None
        del self._unfinished[key]
        return kind, packet_id, whole


def inflate(data):
    # type: (bytes | bytearray) -> bytes
    """Inflates a whole zlib stream of at most MAX_PAYLOAD bytes."""
    inflater = zlib.decompressobj()
    try:
        result = inflater.decompress(data, MAX_PAYLOAD)
    except zlib.error as error:
        raise ProtocolError("a compressed payload cannot be inflated: %s" % error)
    if inflater.unconsumed_tail:
        raise ProtocolError("a payload inflates to more than %d bytes" % MAX_PAYLOAD)
    if not inflater.eof or inflater.unused_data:
        raise ProtocolError("a compressed payload is cut short or followed by other bytes")
    return result
