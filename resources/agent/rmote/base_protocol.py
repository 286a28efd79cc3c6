"""Sending and receiving packets over two descriptors; what they mean is protocol.py's."""

import _thread
import os
import zlib

from . import codec
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
        self._last_id = 0

    def get_id(self):
        # type: () -> int
        """A packet id that this side has not used yet."""
        with self._lock:
            self._last_id += 1
            return self._last_id

    def write_boundary(self):
        # type: () -> None
        """Says that all bytes from here on are frames."""
        with self._lock:
            self._write(BOUNDARY)

    def send(self, flags, packet_id, value=None):
        # type: (int, int, object) -> None
        """Sends one packet; blocks while the link is full.

        Raises codec.NotEncodable before a byte is written, OSError when the
        link is gone.
        """
        payload = codec.pack(value)
        if len(payload) > MAX_PAYLOAD:
            raise codec.NotEncodable(
                "cannot send %d bytes, the cap is %d" % (len(payload), MAX_PAYLOAD)
            )
        if self._compress and len(payload) > COMPRESSION_THRESHOLD:
            smaller = zlib.compress(payload, COMPRESSION_LEVEL)
            if len(smaller) < len(payload):
                payload = smaller
                flags |= Flags.COMPRESSED
        header = pack_header(flags, len(payload), packet_id)
        with self._lock:
            if len(payload) < 65536:
                self._write(header + payload)
            else:
                self._write(header)
                self._write(payload)

    def _write(self, data):
        # type: (bytes) -> None
        written = os.write(self._writer, data)
        if written == len(data):
            return
        view = memoryview(data)
        while written < len(data):
            written += os.write(self._writer, view[written : written + 1048576])

    def receive(self):
        # type: () -> tuple[int, int, object] | None
        """The next packet as flags, packet id and value; None at the end of the stream.

        Raises ProtocolError or codec.NotDecodable: the connection cannot go on.
        """
        frame = self._reader.read()
        if frame is None:
            return None
        flags, packet_id, payload = frame
        return flags, packet_id, codec.unpack(payload)
