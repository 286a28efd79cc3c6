"""Sending and receiving packets over two descriptors; what they mean is protocol.py's."""

import _thread
import os
import zlib

from . import codec, current
from .frame import BOUNDARY, COMPRESSION_THRESHOLD, MAX_PAYLOAD, Flags, pack_header
from .frame_reader import FrameReader

# A level past 1 costs a target more time than the bytes it saves.
COMPRESSION_LEVEL = 1


class BaseProtocol(object):
    """One connection. Any thread may send; one thread receives."""

    def __init__(self, reader, writer, compress):
        # type: (int, int, bool) -> None
        self._reader = FrameReader(reader)
        self._writer = writer
        self._compress = compress
        self._lock = _thread.allocate_lock()

    def write_boundary(self):
        # type: () -> None
        """Says that all bytes from here on are frames."""
        with self._lock:
            self._write(BOUNDARY)

    def send(self, flags, packet_id, value=None):
        # type: (int, int, object) -> None
        """Sends one packet; blocks while the link is full.

        Raises what `pack` raises before a byte is written, OSError when the
        link is gone.
        """
        self.send_packed(flags, packet_id, self.pack(value))

    def pack(self, value):
        # type: (object) -> bytes
        """The payload of a value. Raises codec.NotEncodable, and what the value's own code raises."""
        payload = codec.pack(value)
        if len(payload) > MAX_PAYLOAD:
            raise codec.NotEncodable(
                "cannot send %d bytes, the cap is %d" % (len(payload), MAX_PAYLOAD)
            )
        return payload

    def send_packed(self, flags, packet_id, payload):
        # type: (int, int, bytes) -> None
        """Sends one packet. Raises OSError when the link is gone."""
        if self._compress and len(payload) > COMPRESSION_THRESHOLD:
            smaller = zlib.compress(payload, COMPRESSION_LEVEL)
            if len(smaller) < len(payload):
                payload = smaller
                flags |= Flags.COMPRESSED
        header = pack_header(flags, len(payload), packet_id)
        call = current.call.get()
        if call is not None:
            # A cancelled call must not leave half a frame behind.
            call.shield()
        try:
            with self._lock:
                if len(payload) < 65536:
                    self._write(header + payload)
                else:
                    self._write(header)
                    self._write(payload)
        finally:
            if call is not None:
                call.unshield()

    def _write(self, data):
        # type: (bytes) -> None
        written = os.write(self._writer, data)
        if written == len(data):
            return
        view = memoryview(data)
        while written < len(data):
            written += os.write(self._writer, view[written : written + 1048576])

    def receive(self):
        # type: () -> tuple[int, int, bytes] | None
        """The next packet as flags, packet id and payload; None at the end of the stream.

        Raises ProtocolError: the connection cannot go on.
        """
        return self._reader.read()
