"""From a file descriptor to frames."""

import os
import zlib

from .frame import HEADER, MAX_PAYLOAD, Flags, ProtocolError, unpack_header

CHUNK = 256 * 1024


class FrameReader(object):
    """Reads frames from a descriptor, in any split of the bytes. One thread reads."""

    def __init__(self, fd):
        # type: (int) -> None
        self.fd = fd
        self._buffer = bytearray()

    def _fill(self, size):
        # type: (int) -> bool
        """Has at least `size` bytes in the buffer; False at the end of the stream."""
        buffer = self._buffer
        while len(buffer) < size:
            chunk = os.read(self.fd, max(CHUNK, min(size - len(buffer), 4 * CHUNK)))
            if not chunk:
                return False
            buffer += chunk
        return True

    def read(self):
        # type: () -> tuple[int, int, bytes] | None
        """The next frame as flags without COMPRESSED, packet id and inflated payload.

        None at the end of the stream, also in the middle of a frame. Raises
        ProtocolError for bytes that are no frame.
        """
        if not self._fill(HEADER.size):
            return None
        flags, length, packet_id = unpack_header(self._buffer)
        end = HEADER.size + length
        if not self._fill(end):
            return None
        payload = bytes(self._buffer[HEADER.size : end])
        del self._buffer[:end]
        if flags & Flags.COMPRESSED:
            payload = inflate(payload)
            flags &= ~Flags.COMPRESSED
        return flags, packet_id, payload


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
