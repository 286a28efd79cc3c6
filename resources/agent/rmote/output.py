"""What tool code prints and logs becomes LOG packets that name the call."""

import _thread
import io
import os
import sys
import time
from _collections import deque  # type: ignore  # the C module: collections costs 2 ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

from . import current
from .calls import SimpleQueue
from .frame import Flags
from .gate import Gate

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
# Records of this logger would be about the agent itself.
_QUIET = ("asyncio",)


class Output(object):
    """Sends records, from a queue of its own: no tool waits for the link to print.

    A full queue makes a tool wait for a moment; when that does not help,
    records are dropped, and how many is said as soon as there is room.
    """

    def __init__(self, protocol):
        self._protocol = protocol
        self._pid = os.getpid()
        self._streams = (
            PrintStream(self, "stdout", "INFO", 1),
            PrintStream(self, "stderr", "WARNING", 2),
        )
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

    def emit(self, level, logger, message, created=None):
        # type: (str, str, str, float | None) -> None
        """Queues one record; `created` in seconds since the epoch, now if left out."""
        call = current.call.get()
        record = _record(level, logger, message, time.time() if created is None else created)
        if call is None:
            self._put(0, record)
            return
        call.logged = True
        # An exception that is raised here would leave the queue locked.
        call.shield()
        try:
            self._put(call.id, record)
        finally:
            call.unshield()

    def emit_last(self, call, level, logger, message):
        """Queues one record of a call that has ended."""
        self._put(call.id, _record(level, logger, message, time.time()))

    def _has_room(self):
        return self._size < MAX_QUEUED

    def _put(self, packet_id, record):
        if os.getpid() != self._pid:
            # A child that tool code forked: the connection is not its own.
            os.write(2, (record["message"] + "\n").encode("utf-8", "replace"))
            return
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
            self._append(packet_id, _record("WARNING", "rmote", message, time.time()))
        self._dropped.clear()

    def _send_all(self):
        while True:
            try:
                while self._queue:
                    self._drain()
            except OSError:
                # The link is gone, and with it the process in a moment.
                pass
            self._wake.get()

    def _drain(self):
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

    def install(self):
        # type: () -> None
        """Takes over sys.stdout and sys.stderr, and logging as soon as something imports it."""
        sys.stdout, sys.stderr = self._streams
        if "logging" in sys.modules:
            self.attach_logging()
        else:
            sys.meta_path.insert(0, LoggingHook(self))

    def finish(self, call):
        """Sends all that a call logged, and what it printed without a newline at its end.

        Tool code may have put something else into sys.stdout meanwhile. Raises
        OSError when the link is gone.
        """
        if call.logged:
            for stream in self._streams:
                stream.finish(call)
            self._drain()

    def attach_logging(self):
        # type: () -> None
        import logging

        output = self

        class Handler(logging.Handler):
            def emit(self, record):
                try:
                    message = record.getMessage()
                    if record.exc_info:
                        message += "\n" + logging.Formatter().formatException(record.exc_info)
                except Exception as error:
                    message = "%r %% %r: %s" % (record.msg, record.args, error)
                output.emit(record.levelname, record.name, message, record.created)

        root = logging.getLogger()
        root.addHandler(Handler())
        root.setLevel(logging.DEBUG)
        for name in _QUIET:
            logging.getLogger(name).setLevel(logging.WARNING)


def _record(level, logger, message, created):
    return {
        "level": str(level)[:MAX_NAME],
        "logger": str(logger)[:MAX_NAME],
        "message": message[:MAX_LINE],
        "time": created,
    }


def _size(record):
    return 100 + len(record["level"]) + len(record["logger"]) + len(record["message"])


class LoggingHook(object):
    """A finder that attaches the handler right after `logging` was first imported.

    Importing logging costs a target 5 ms, so nothing of the agent does.
    """

    def __init__(self, output):
        self._output = output

    def find_spec(self, name, path=None, target=None):
        if name != "logging":
            return None
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        import importlib.util

        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return spec
        output = self._output
        loader = spec.loader  # type: Any

        class Loader(object):
            def create_module(self, spec):
                return loader.create_module(spec)

            def exec_module(self, module):
                loader.exec_module(module)
                # Still importing: attach_logging's own import finds the module.
                output.attach_logging()

            def __getattr__(self, name):
                return getattr(loader, name)

        spec.loader = Loader()  # type: ignore[assignment]
        return spec


class PrintStream(io.TextIOBase):
    """sys.stdout or sys.stderr of tool code: each whole line is one record.

    Lines are gathered for each call apart, and what has no newline at the end
    of a call is sent then.
    """

    def __init__(self, output, name, level, fd):
        self._output = output
        self._name = name
        self._level = level
        self._fd = fd
        # Of code that runs outside of a call.
        self._outside = {}
        self.buffer = _ByteStream(self)

    encoding = "utf-8"
    errors = "replace"

    def writable(self):
        return True

    def fileno(self):
        return self._fd

    def isatty(self):
        return False

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not %s" % type(text).__name__)
        call = current.call.get()
        if call is None:
            pending = self._outside
        else:
            call.logged = True
            pending = call.pending_output
        lines = (pending.pop(self._name, "") + text).split("\n")
        rest = lines.pop()
        whole = len(rest) // MAX_LINE * MAX_LINE
        if len(rest) > whole:
            pending[self._name] = rest[whole:]
        for line in lines + ([rest[:whole]] if whole else []):
            for start in range(0, max(len(line), 1), MAX_LINE):
                self._output.emit(self._level, self._name, line[start : start + MAX_LINE])
        return len(text)

    def finish(self, call):
        rest = call.pending_output.pop(self._name, "")
        if rest:
            self._output.emit_last(call, self._level, self._name, rest)


class _ByteStream(io.RawIOBase):
    """`sys.stdout.buffer`: bytes as text, for code that writes those."""

    def __init__(self, stream):
        self._stream = stream

    def writable(self):
        return True

    def fileno(self):
        return self._stream.fileno()

    def write(self, data):
        data = bytes(data)
        self._stream.write(data.decode("utf-8", "replace"))
        return len(data)
