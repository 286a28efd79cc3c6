"""MessagePack in parts to values: bytes and text in it are put together from the parts at once."""

import struct

from rmote.codec_base import MAX_DEPTH, NotDecodable
from rmote.codec_unpack import unpack, unpack_item
from rmote.frame import MIN_FRAGMENT

_FAILURES = (NotDecodable, IndexError, struct.error, UnicodeDecodeError, RecursionError)


class Window(bytearray):
    """Some of the bytes, which move on with each `take` that goes past them. Offsets are into these."""

    def __init__(self, parts):
        # type: (list[bytes]) -> None
        bytearray.__init__(self, parts[0])
        self._parts = parts
        self._next = 1

    def take(self, offset, size):
        # type: (int, int) -> tuple[bytes, int]
        """The bytes at `offset`, and the offset behind them. Raises IndexError where there are too few."""
        end = offset + size
        if end <= len(self):
            return bytes(self[offset:end]), end
        pieces = [self[offset:]]  # type: list
        missing = end - len(self)
        del self[:]
        while missing > 0:
            part = memoryview(self._parts[self._next])
            self._next += 1
            pieces.append(part[:missing])
            self += part[missing:]
            missing -= len(part)
        # What follows is a head with a length, most likely.
        if len(self) < MIN_FRAGMENT and self._next < len(self._parts):
            self += self._parts[self._next]
            self._next += 1
        return b"".join(pieces), 0

    def ends_at(self, offset):
        # type: (int) -> bool
        return offset == len(self) and self._next == len(self._parts)


def unpack_parts(parts):
    # type: (list[bytes]) -> object
    """The one value that the parts hold together. Raises NotDecodable for anything else."""
    window = Window(parts)
    try:
        value, end = unpack_item(window, 0, MAX_DEPTH)
        if window.ends_at(end):
            return value
    except _FAILURES:
        # Something that is neither bytes nor text goes past a part, or it is no value.
        pass
    return unpack(b"".join(parts))
