"""Reads frames from stdin and writes each value back: the codec, seen from outside."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from rmote import codec, frame, frame_reader  # noqa: E402


def main():
    # type: () -> None
    reader = frame_reader.FrameReader(0)
    while True:
        packet = reader.read()
        if packet is None:
            return
        flags, packet_id, payload = packet
        answer = codec.pack(codec.unpack(payload))
        data = frame.pack_header(flags, len(answer), packet_id) + answer
        while data:
            data = data[os.write(1, data) :]


main()
