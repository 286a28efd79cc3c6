"""Reads frames from stdin, puts packets together and writes each back in fragments."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from rmote import base_protocol, paced  # noqa: E402
from rmote.frame import FRAGMENT_SIZE  # noqa: E402


def main():
    # type: () -> None
    protocol = base_protocol.BaseProtocol(0, 1, sys.argv[1] == "compress")
    # Nobody reads acknowledgements while a packet is written back: what is on its way has no limit.
    protocol.paced.pace.window = 1 << 40
    while True:
        packet = protocol.receive()
        if packet is None:
            return
        flags, packet_id, payload = packet
        if type(payload) is list:
            payload = b"".join(payload)
        if len(payload) > FRAGMENT_SIZE:
            payload = paced.LargePayload([payload], len(payload))
        protocol.send_packed(flags, packet_id, payload)


main()
