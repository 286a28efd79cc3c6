"""How much of large packets and streams may be on its way: what the link carries, and no queue."""

import time
from _collections import deque  # type: ignore  # the C module: collections costs 2 ms

from rmote.frame import ProtocolError
from rmote.gate import Gate

# Bytes. The least keeps a fast link busy, the most a link around the world.
MIN_WINDOW = 256 * 1024
MAX_WINDOW = 16 * 1024 * 1024
# Seconds by which an acknowledgement may be later than twice the quickest one.
MAX_QUEUE = 0.001
# Seconds after which the quickest acknowledgement is forgotten: the way may have changed.
FORGET = 10.0


class Pace(object):
    """A window of bytes, opened and closed by how long acknowledgements take.

    A small packet waits behind all that is on its way. So the window only grows
    while it is made use of and acknowledgements come about as quickly as the
    quickest did, and shrinks when they begin to queue.
    """

    def __init__(self, clock=time.monotonic):
        self.window = MIN_WINDOW
        self._clock = clock
        self._sent = 0
        self._acked = 0
        # (bytes sent in all, time) of what is on its way
        self._marks = deque()
        self._quickest = None  # type: float | None
        self._quickest_before = None  # type: float | None
        self._since = clock()
        self._shrunk = 0
        self._gate = Gate()

    def is_open(self):
        # type: () -> bool
        """Whether another frame may be sent."""
        return self._sent - self._acked < self.window

    def wait(self, given_up):
        """Blocks until another frame may be sent, or `given_up()` holds; see `wake`."""
        self._gate.wait(lambda: self.is_open() or given_up())

    def on_open(self, wake):
        """Calls `wake()` once when that may have changed."""
        self._gate.on_open(wake)

    def wake(self):
        # type: () -> None
        """Makes all who wait look again."""
        self._gate.open()

    def sending(self, size):
        # type: (int) -> None
        self._sent += size
        self._marks.append((self._sent, self._clock()))

    def acknowledge(self, total):
        # type: (object) -> None
        """The peer has read `total` bytes in all. Raises ProtocolError for what cannot be."""
        if type(total) is not int or not self._acked <= total <= self._sent:
            raise ProtocolError("an acknowledgement of %.60r bytes" % (total,))
        now = self._clock()
        took = None
        while self._marks and self._marks[0][0] <= total:
            took = now - self._marks.popleft()[1]
        used, news = self._sent - self._acked, total - self._acked
        self._acked = total
        if took is not None:
            self._adapt(took, used, news, now)
        self._gate.open()

    def _adapt(self, took, used, news, now):
        if now - self._since > FORGET:
            self._quickest_before, self._quickest, self._since = self._quickest, None, now
        self._quickest = took if self._quickest is None else min(took, self._quickest)
        best = self._quickest
        if self._quickest_before is not None:
            best = min(best, self._quickest_before)
        if took <= 2 * best + MAX_QUEUE:
            # One that is not used up would grow without end, and be all queue when the peer pauses.
            if used * 2 >= self.window:
                self.window = min(self.window + news, MAX_WINDOW)
        elif self._acked >= self._shrunk:
            # Once for all that is on its way: those acknowledgements will be late too.
            self.window = max(self.window * 3 // 4, MIN_WINDOW)
            self._shrunk = self._sent
