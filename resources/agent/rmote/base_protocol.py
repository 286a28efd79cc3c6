"""Sending and receiving packets over two descriptors; what they mean is protocol.py's."""

import _thread
import os
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

from rmote import codec
from rmote.frame import (
    ACK_EVERY, BOUNDARY, COMPRESSION_THRESHOLD, FRAGMENT_SIZE, MAX_PAYLOAD, Flags, pack_header,
)
from rmote.frame_reader import Assembler, FrameReader

# A level past 1 costs a target more time than the bytes it saves.
COMPRESSION_LEVEL = 1
# Bytes of a payload that tell whether it would get shorter, and what they have to shrink to for that.
SAMPLE = 4096
WORTH = 3686
# Bytes of answers that are held back to be written together.
MAX_HELD = 32768


class GivenUp(Exception):
    """A large packet was given up on its way, because its call was."""


def _never():
    return False


class BaseProtocol(object):
    """One connection. Any thread may send; one thread at a time receives."""

    def __init__(self, reader, writer, compress):
        # type: (int, int, bool) -> None
        self._reader = FrameReader(reader)
        self._assembler = Assembler()
        self._writer = writer
        self._compress = compress
        # Who is the next to write holds _next while another still writes.
        self._writing = _thread.allocate_lock()
        self._next = _thread.allocate_lock()
        self._paced = None
        self._acked = 0
        self._held = []  # type: list[bytes]
        self._held_size = 0

    @property
    def paced(self):
        """The Paced of this connection: what sends large packets and items, from the first on."""
        if self._paced is None:
            from rmote.paced import Paced

            with self._next:
                self._paced = self._paced or Paced(self)
        return self._paced

    def wake(self):
        # type: () -> None
        """Makes all that wait to send look whether they were given up."""
        if self._paced is not None:
            self._paced.pace.wake()

    def write_boundary(self):
        # type: () -> None
        """Says that all bytes from here on are frames."""
        with self._writing:
            self._write(BOUNDARY)

    def send(self, flags, packet_id, value=None):
        # type: (int, int, object) -> None
        """Sends one packet; blocks while the link is full.

        Raises what `pack` raises before a byte is written, OSError when the
        link is gone.
        """
        self.send_packed(flags, packet_id, self.pack(value))

    def pack(self, value):
        # type: (object) -> Any
        """The payload of a value, for `send_packed`; it has a length in bytes.

        Raises codec.NotEncodable, and what the value's own code raises.
        """
        parts = codec.pack_parts(value)
        size = sum(map(len, parts))
        if size > MAX_PAYLOAD:
            raise codec.NotEncodable("cannot send %d bytes, the cap is %d" % (size, MAX_PAYLOAD))
        if size <= FRAGMENT_SIZE:
            return b"".join(parts)
        from rmote.paced import LargePayload

        return LargePayload(parts, size)

    def send_packed(self, flags, packet_id, payload, given_up=_never):
        # type: (int, int, Any, Any) -> None
        """Sends one packet, whose payload is of `pack`, in fragments if it is large.

        Raises OSError when the link is gone, and GivenUp when `given_up()`
        came to hold while it was on its way.
        """
        if len(payload) > FRAGMENT_SIZE:
            self.paced.send_fragments(flags, packet_id, payload, given_up)
        elif flags & Flags.STREAM:
            self.paced.send_item(flags, packet_id, payload, given_up)
        else:
            extra, payload = self.compressed(payload)
            self.write(pack_header(flags | extra, len(payload), packet_id) + payload)

    def hold(self, flags, packet_id, payload):
        # type: (int, int, bytes) -> None
        """Sends a small packet together with others, at the latest with the next `flush`."""
        extra, payload = self.compressed(payload)
        frame = pack_header(flags | extra, len(payload), packet_id) + payload
        self._held.append(frame)
        self._held_size += len(frame)
        if self._held_size > MAX_HELD:
            self.flush()

    def flush(self):
        # type: () -> None
        """Sends what was held back. Raises OSError when the link is gone."""
        if self._held:
            self._next.acquire()
            with self._writing:
                self._next.release()
                # Another thread may hold back one more meanwhile.
                count = len(self._held)
                frames = b"".join(self._held[:count])
                del self._held[:count]
                self._held_size = 0
                self._write(frames)

    def compressed(self, payload):
        """The payload as it travels, after the flag for that."""
        size = len(payload)
        if not self._compress or size <= COMPRESSION_THRESHOLD:
            return 0, payload
        if size > 2 * SAMPLE:
            start = (size - SAMPLE) // 2
            sample = zlib.compress(payload[start : start + SAMPLE], COMPRESSION_LEVEL)
            if len(sample) > WORTH:
                return 0, payload
        smaller = zlib.compress(payload, COMPRESSION_LEVEL)
        return (Flags.COMPRESSED, smaller) if len(smaller) < size else (0, payload)

    def write(self, *buffers):
        """Writes bytes that belong together; `send_packed` says when. Raises OSError."""
        self._next.acquire()
        with self._writing:
            self._next.release()
            self._write(*buffers)

    def _write(self, *buffers):
        size = sum(map(len, buffers))
        written = os.writev(self._writer, buffers)
        if written == size:
            return
        view = memoryview(b"".join(buffers))
        while written < size:
            written += os.write(self._writer, view[written : written + 1048576])

    def receive(self):
        # type: () -> tuple[int, int, bytes] | None
        """The next packet as flags, packet id and payload; None at the end of the stream.

        Sends what was held back before it waits. Raises ProtocolError: the
        connection cannot go on.
        """
        while True:
            if self._held and not self._reader.has_frame():
                self.flush()
            frame = self._reader.read()
            if frame is None:
                return None
            flags, packet_id, payload = frame
            if flags & (Flags.MORE | Flags.STREAM):
                self._acknowledge()
            elif flags == Flags.ACK:
                self.paced.pace.acknowledge(_unpack_ack(payload))
                continue
            packet = self._assembler.add(flags, packet_id, payload)
            if packet is not None:
                return packet

    def _acknowledge(self):
        paced = self._reader.paced
        if paced - self._acked >= ACK_EVERY:
            self._acked = paced
            self.send(Flags.ACK, 0, paced)


def _unpack_ack(payload):
    try:
        return codec.unpack(payload)
    except codec.NotDecodable:
        # What pace refuses.
        return None
