"""Large packets in fragments, and items of streams. Imported with the first of them."""

import _thread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rmote.base_protocol import BaseProtocol

from rmote.base_protocol import GivenUp
from rmote.frame import FRAGMENT_SIZE, MAX_UNFINISHED, Flags, pack_header
from rmote.gate import Gate
from rmote.pace import Pace

# Fragments that are sent as they are after one that did not get shorter.
INCOMPRESSIBLE = 15


class LargePayload(object):
    """A payload that travels in fragments, in parts as they were packed."""

    def __init__(self, parts, size):
        # type: (list[bytes], int) -> None
        self._parts = parts
        self._size = size

    def __len__(self):
        # type: () -> int
        return self._size

    def fragments(self):
        """Each fragment, with the flag MORE but for the last."""
        pieces = []
        missing = FRAGMENT_SIZE
        left = self._size
        for part in self._parts:
            view = memoryview(part)
            while len(view) >= missing:
                pieces.append(view[:missing])
                view = view[missing:]
                left -= FRAGMENT_SIZE
                yield _joined(pieces), Flags.MORE if left else 0
                pieces = []
                missing = FRAGMENT_SIZE
            if view:
                pieces.append(view)
                missing -= len(view)
        if pieces:
            yield _joined(pieces), 0


def _joined(pieces):
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


class Paced(object):
    """Sends what a small packet must not wait for: frame by frame, as far as `pace` lets it."""

    def __init__(self, protocol):
        # type: (BaseProtocol) -> None
        self.pace = Pace()
        self._protocol = protocol
        # One of them at a time is the next to write, so a small packet waits for one frame at most.
        self._turn = _thread.allocate_lock()
        self._unfinished = 0
        self._fewer = Gate()
        self._counting = _thread.allocate_lock()

    def send_item(self, flags, packet_id, payload, given_up):
        """Sends an item that needs no fragments. Raises as `send_fragments` does."""
        self.pace.wait(given_up)
        if given_up():
            raise GivenUp()
        self._send(flags, packet_id, *self._protocol.compressed(payload))

    def send_fragments(self, flags, packet_id, payload, given_up):
        """Sends a LargePayload. Raises GivenUp when `given_up()` came to hold, OSError when the link is gone."""
        begun = False
        # Fragments to send as they are, since the last one that was tried did not get shorter.
        plain = 0
        self._begin()
        try:
            for fragment, more in payload.fragments():
                if more:
                    self.pace.wait(given_up)
                    if given_up():
                        if begun:
                            self._send(flags | Flags.CANCEL, packet_id, 0, b"")
                        raise GivenUp()
                extra, sent = (0, fragment) if plain else self._protocol.compressed(fragment)
                plain = plain - 1 if plain else (0 if extra else INCOMPRESSIBLE)
                self._send(flags | more, packet_id, extra, sent)
                begun = True
        finally:
            self._end()

    def _send(self, flags, packet_id, extra, payload):
        with self._turn:
            if flags & (Flags.MORE | Flags.STREAM):
                self.pace.sending(len(payload))
            self._protocol.write(pack_header(flags | extra, len(payload), packet_id), payload)

    def _begin(self):
        while True:
            self._fewer.wait(lambda: self._unfinished < MAX_UNFINISHED)
            with self._counting:
                if self._unfinished < MAX_UNFINISHED:
                    self._unfinished += 1
                    return

    def _end(self):
        with self._counting:
            self._unfinished -= 1
        self._fewer.open()
