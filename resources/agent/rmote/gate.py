"""Waiting for a condition, without the import of threading, for threads and asyncio alike."""

import _thread


class Gate(object):
    """Those who wait until something may have changed, and then look for themselves."""

    def __init__(self):
        # type: () -> None
        self._lock = _thread.allocate_lock()
        self._waiting = []  # type: list

    def open(self):
        # type: () -> None
        """Wakes all who wait."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for wake in waiting:
            wake()

    def wait(self, ready, timeout=-1.0):
        """Blocks until `ready()` holds; at most `timeout` seconds, without end if it is -1.

        Returns whether it holds.
        """
        while not ready():
            woken = _thread.allocate_lock()
            woken.acquire()
            self.on_open(woken.release)
            # It may have come true before it was listened for.
            if not ready() and not woken.acquire(True, timeout):
                return ready()
        return True

    def on_open(self, wake):
        """Calls `wake()` once, in the thread of whoever opens the gate next."""
        with self._lock:
            self._waiting.append(wake)
