"""Ends calls at their deadline: one thread for all of them, from the first one on."""

import _thread
import heapq
import time

from rmote.calls import SimpleQueue

try:
    from _queue import Empty
except ImportError:  # Python 3.6
    from queue import Empty

# Timers that were cancelled are thrown out when they are more than this and than half of all.
MAX_CANCELLED = 1000

_lock = _thread.allocate_lock()
_timers = []  # type: list
_count = 0
_cancelled = 0
# Told when a timer has become the first one to go off.
_news = SimpleQueue()
_is_running = False


class Timer(object):
    """Calls `action()` in another thread at a time, unless it is cancelled before."""

    __slots__ = ("action",)

    def __init__(self, action):
        self.action = action

    def cancel(self):
        # type: () -> None
        global _cancelled
        with _lock:
            if self.action is None:
                return
            self.action = None
            _cancelled += 1
            if _cancelled > MAX_CANCELLED and _cancelled * 2 > len(_timers):
                _timers[:] = [each for each in _timers if each[2].action is not None]
                heapq.heapify(_timers)
                _cancelled = 0


def start(seconds, action):
    """A Timer that calls `action()`, which may not raise, after `seconds`."""
    global _count, _is_running
    timer = Timer(action)
    with _lock:
        _count += 1
        entry = (time.monotonic() + seconds, _count, timer)
        heapq.heappush(_timers, entry)
        is_first = _timers[0] is entry
        begin, _is_running = not _is_running, True
    if begin:
        _thread.start_new_thread(_run, ())
    elif is_first:
        _news.put(None)
    return timer


def _run():
    while True:
        action, delay = _next()
        if action is not None:
            action()
            continue
        try:
            _news.get(True, delay)
        except Empty:
            pass


def _next():
    """The action that is due, or None and the seconds until one will be."""
    global _cancelled
    with _lock:
        while _timers:
            when, _, timer = _timers[0]
            delay = when - time.monotonic()
            if timer.action is not None and delay > 0:
                return None, delay
            heapq.heappop(_timers)
            action, timer.action = timer.action, None
            if action is not None:
                return action, 0
            _cancelled -= 1
        return None, None
