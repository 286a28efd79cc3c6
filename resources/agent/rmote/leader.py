"""Which thread reads the requests, and that the one that reads runs quick methods itself.

To hand a request to another thread costs more than most methods take. So the
thread that reads, the leader, runs a method itself when it was quick the last
time. Another thread, the deputy, looks again and again whether the leader is
still at the same call. If it is, the deputy becomes the leader, and the one
that was goes on with the call and is the deputy after it. So a method that
takes longer for once delays the packets behind it by two TICKs at most.
"""

import _thread
import time

from rmote.calls import Cancelled, SimpleQueue

# Seconds between two looks of the deputy.
TICK = 0.002
# Seconds in which a method has to end to count as quick.
QUICK = 0.0005
# Methods that are known to be quick.
MAX_QUICK = 10000
# Seconds after which a signal is seen at the latest.
SIGNAL_LOOK = 0.5


class Leader(object):
    """The threads that read for a `Protocol`, one at a time."""

    def __init__(self, protocol):
        self._protocol = protocol
        self._lock = _thread.allocate_lock()
        self._quick = set()  # type: set[str]
        # The leader's thread, the method that it runs itself, and how many it has begun.
        self._thread = 0
        self._method = None  # type: str | None
        self._begun = 0
        # Whether there is a deputy at all, whether one can take over, whether it is awake.
        self._has_deputy = False
        self._is_free = False
        self._is_awake = False
        self._wake = SimpleQueue()
        self._ended = _thread.allocate_lock()
        self._error = None  # type: BaseException | None

    def run(self):
        # type: () -> None
        """Reads until the stream ends. Raises what receiving raises.

        In a thread of its own: this one, the first of the process, is left to
        the handlers of signals.
        """
        self._ended.acquire()
        try:
            _thread.start_new_thread(self._work, (True,))
        except RuntimeError:
            # The target has no thread left.
            self._lead()
        # A signal just before this thread sleeps does not wake it.
        while not self._ended.acquire(True, SIGNAL_LOOK):
            pass
        if self._error is not None:
            raise self._error

    def may_run(self, method):
        # type: (str) -> bool
        """Whether the leader may run a method itself."""
        return method in self._quick and self._is_free

    def begin(self, method):
        # type: (str) -> None
        """The leader is about to run a method itself."""
        self._method = method
        self._begun += 1
        if not self._is_awake:
            self._is_awake = True
            self._wake.put(None)

    def end(self):
        # type: () -> None
        """A method that the thread has run itself is over; the thread may have lost the lead meanwhile."""
        with self._lock:
            if self._thread == _thread.get_ident():
                self._method = None

    def learn(self, method, seconds):
        # type: (str, float) -> None
        """A method took that long in a worker."""
        if seconds > QUICK or len(self._quick) >= MAX_QUICK:
            self._quick.discard(method)
            return
        self._quick.add(method)
        with self._lock:
            start, self._has_deputy = not self._has_deputy, True
        if start:
            try:
                _thread.start_new_thread(self._work, (False,))
            except RuntimeError:
                # No thread left: the leader runs nothing itself.
                pass

    def answer(self, flags, packet_id, payload):
        # type: (int, int, bytes) -> None
        """Sends a small answer: the leader's own together with those of the calls that follow."""
        # The method has ended, so nobody takes the lead from here on: what a thread holds back that
        # has lost it would wait for the next packet.
        self.end()
        try:
            if self._thread == _thread.get_ident():
                self._protocol.hold(flags, packet_id, payload)
            else:
                self._protocol.send_packed(flags, packet_id, payload)
        except OSError:
            # The link is gone: reading sees its end.
            pass

    def _work(self, leads):
        while True:
            try:
                if not leads:
                    self._deputize()
                leads = False
                self._lead()
            except Cancelled:
                # It was raised in the moment after its call had ended.
                self.end()
                leads = self._thread == _thread.get_ident()

    def _lead(self):
        """Serves packets until another thread has taken the lead, or the stream ends."""
        me = self._thread = _thread.get_ident()
        try:
            while self._protocol.serve_one():
                if self._thread != me:
                    return
        except Cancelled:
            raise
        except BaseException as error:
            self._error = error
        self._ended.release()
        # The process is about to end.
        SimpleQueue().get()

    def _deputize(self):
        """Looks after the leader; returns when this thread has to lead."""
        with self._lock:
            self._is_free = True
        seen = 0
        while True:
            time.sleep(TICK)
            with self._lock:
                if self._begun != seen:
                    seen = self._begun
                    continue
                if self._method is not None:
                    self._quick.discard(self._method)
                    self._method = None
                    self._is_free = False
                    self._thread = _thread.get_ident()
                    break
            # No new call since the last look: sleeps until there is one.
            self._is_awake = False
            # One that began just now saw this thread awake.
            if self._begun == seen:
                self._wake.get()
            self._is_awake = True
        # Answers that were held back must not wait for the method that is still running.
        self._protocol.flush()
