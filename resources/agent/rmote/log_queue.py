"""The queue of records between tool code and the link. Imported with the first of them."""

import _thread
import time
from _collections import deque  # type: ignore  # the C module: collections costs 2 ms

from rmote.calls import SimpleQueue
from rmote.frame import Flags
from rmote.gate import Gate

# Characters of a record's message; a longer line becomes several records.
MAX_LINE = 65536
# Characters of the name of a level or a logger.
MAX_NAME = 200
# Characters of records that wait to be sent, of those that one packet has, and their number.
MAX_QUEUED = 1000000
MAX_BATCH = 65536
MAX_RECORDS = 1000
# Seconds that tool code waits for room in the queue.
MAX_WAIT = 0.1


def make_record(level, logger, message, created):
    # type: (object, object, str, float) -> dict
    """A record as it travels; `created` in seconds since the epoch."""
    return {
        "level": str(level)[:MAX_NAME],
        "logger": str(logger)[:MAX_NAME],
        "message": message[:MAX_LINE],
        "time": created,
    }


def _size(record):
    return 100 + len(record["level"]) + len(record["logger"]) + len(record["message"])


class LogQueue(object):
    """Sends records in a thread of its own: no tool waits for the link to print.

    A full queue makes a tool wait for a moment; when that does not help,
    records are dropped, and how many is said as soon as there is room.
    """

    def __init__(self, protocol):
        self._protocol = protocol
        self._queue = deque()  # of (packet id, record)
        self._size = 0
        # How many records were queued and sent since the beginning.
        self._queued = 0
        self._sent = 0
        # Packet id -> records that were dropped and not told of yet.
        self._dropped = {}  # type: dict[int, int]
        # Whether waiting for room was in vain the last time.
        self._is_stuck = False
        self._lock = _thread.allocate_lock()
        self._sending = _thread.allocate_lock()
        self._room = Gate()
        self._has_thread = False
        self._wake = SimpleQueue()

    def _has_room(self):
        return self._size < MAX_QUEUED

    def put(self, packet_id, record):
        # type: (int, dict) -> None
        """Queues a record, waits for room for a moment, or drops it."""
        if not self._has_room() and not self._is_stuck:
            self._is_stuck = not self._room.wait(self._has_room, MAX_WAIT)
        with self._lock:
            if not self._has_room():
                self._dropped[packet_id] = self._dropped.get(packet_id, 0) + 1
                return
            self._is_stuck = False
            # Whoever sends goes on until nothing is left.
            wake = not self._queue
            if self._dropped:
                self._tell_dropped()
            self._append(packet_id, record)
            start, self._has_thread = not self._has_thread, True
        if start:
            try:
                _thread.start_new_thread(self._send_all, ())
            except RuntimeError:
                # No thread left: the records go when their call ends.
                pass
        elif wake:
            self._wake.put(None)

    def _append(self, packet_id, record):
        self._queue.append((packet_id, record))
        self._size += _size(record)
        self._queued += 1

    def _tell_dropped(self):
        for packet_id, count in self._dropped.items():
            message = "%d records were lost here: they came faster than the link takes them." % count
            self._append(packet_id, make_record("WARNING", "rmote", message, time.time()))
        self._dropped.clear()

    def _send_all(self):
        while True:
            try:
                while self._queue:
                    self.drain()
            except OSError:
                # The link is gone, and with it the process in a moment.
                pass
            self._wake.get()

    def drain(self):
        """Sends what was queued before this was called. Raises OSError when the link is gone."""
        with self._lock:
            if self._dropped:
                self._tell_dropped()
            end = self._queued
        while self._sent < end:
            with self._sending:
                packet_id, records = self._take()
                if records:
                    self._protocol.send(Flags.LOG, packet_id, records)
                    self._sent += len(records)

    def _take(self):
        """The first records of the queue that are of one call, and their packet id."""
        with self._lock:
            packet_id = self._queue[0][0] if self._queue else 0
            records = []
            size = 0
            while self._queue and self._queue[0][0] == packet_id:
                added = _size(self._queue[0][1])
                if records and (size + added > MAX_BATCH or len(records) == MAX_RECORDS):
                    break
                size += added
                records.append(self._queue.popleft()[1])
            self._size -= size
        self._room.open()
        return packet_id, records
