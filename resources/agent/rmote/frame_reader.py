"""From a file descriptor to frames, and from frames to packets."""

import os
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

from rmote.frame import (
    HEADER, MAX_PAYLOAD, MAX_UNFINISHED, MIN_FRAGMENT, Flags, ProtocolError, unpack_header,
)

# Bytes that are read ahead: two frames of the longest that our peers send.
BUFFER = 128 * 1024 + 2 * HEADER.size


class FrameReader(object):
    """Reads frames from a descriptor, in any split of the bytes. One thread reads at a time."""

    def __init__(self, fd):
        # type: (int) -> None
        self.fd = fd
        # Bytes so far of the payloads, on the wire, that the sender paces.
        self.paced = 0
        # Bytes that have come and were not asked for yet, from _start to _end. Always the same
        # memory: what is new costs more than what is done with it.
        self._buffer = bytearray(BUFFER)
        self._view = memoryview(self._buffer)
        self._start = 0
        self._end = 0

    def _fill(self, size):
        # type: (int) -> bool
        """Has at least `size` bytes, which fit the buffer; False at the end of the stream."""
        if self._start + size > BUFFER:
            have = self._end - self._start
            self._view[:have] = self._view[self._start : self._end]
            self._start, self._end = 0, have
        while self._end - self._start < size:
            count = os.readv(self.fd, [self._view[self._end :]])
            if not count:
                return False
            self._end += count
        return True

    def _take(self, size):
        # type: (int) -> bytes | None
        """The next `size` bytes; None at the end of the stream."""
        if self._end - self._start < size:
            if size > BUFFER:
                return self._take_long(size)
            if not self._fill(size):
                return None
        start = self._start
        self._start += size
        taken = bytes(self._view[start : self._start])
        if self._start == self._end:
            self._start = self._end = 0
        return taken

    def _take_long(self, size):
        # type: (int) -> bytes | None
        # A claim alone allocates nothing.
        taken = bytearray()
        while len(taken) < size:
            if self._start == self._end and not self._fill(1):
                return None
            start = self._start
            self._start = min(self._end, start + size - len(taken))
            taken += self._view[start : self._start]
            if self._start == self._end:
                self._start = self._end = 0
        return bytes(taken)

    def has_frame(self):
        # type: () -> bool
        """Whether `read` would return without waiting for the peer."""
        have = self._end - self._start
        if have < HEADER.size:
            return False
        return have >= HEADER.size + unpack_header(self._buffer, self._start)[1]

    def read(self):
        # type: () -> tuple[int, int, bytes] | None
        """The next frame as flags without COMPRESSED, packet id and inflated payload.

        None at the end of the stream, also in the middle of a frame. Raises
        ProtocolError for bytes that are no frame.
        """
        if self._end - self._start < HEADER.size and not self._fill(HEADER.size):
            return None
        flags, length, packet_id = unpack_header(self._buffer, self._start)
        self._start += HEADER.size
        payload = self._take(length)
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
        # Bytes so far, and the fragments.
        self._unfinished = {}  # type: dict[tuple[int, int], tuple[int, list[bytes]]]

    def add(self, flags, packet_id, payload):
        # type: (int, int, bytes) -> tuple[int, int, Any] | None
        """The packet that a frame completes, as flags, packet id and payload: bytes, or a list of them.

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
        size, parts = self._unfinished.get(key, (0, None))
        if parts is None and not more:
            return kind, packet_id, payload
        if more and len(payload) < MIN_FRAGMENT:
            raise ProtocolError("a fragment of %d bytes that is not the last" % len(payload))
        if parts is None:
            if len(self._unfinished) == MAX_UNFINISHED:
                raise ProtocolError("more than %d packets in fragments" % MAX_UNFINISHED)
            parts = []
        size += len(payload)
        if size > MAX_PAYLOAD:
            raise ProtocolError("a packet in fragments is over the cap of %d bytes" % MAX_PAYLOAD)
        parts.append(payload)
        if more:
            self._unfinished[key] = size, parts
            return None
        del self._unfinished[key]
        return kind, packet_id, parts


def inflate(data):
    # type: (bytes) -> bytes
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
