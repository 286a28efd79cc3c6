"""What tool code prints and logs becomes LOG packets that name the call."""

import _thread
import io
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

from rmote import current

# Characters of a record's message; a longer line becomes several records.
MAX_LINE = 65536


class Output(object):
    """Takes what tool code prints and logs over, and puts it into the queue that is sent."""

    def __init__(self, protocol):
        self._protocol = protocol
        self._pid = os.getpid()
        self._streams = (
            PrintStream(self, "stdout", "INFO", 1),
            PrintStream(self, "stderr", "WARNING", 2),
        )
        self._queue = None
        self._lock = _thread.allocate_lock()

    def emit(self, level, logger, message, created=None):
        # type: (str, str, str, float | None) -> None
        """Queues one record; `created` in seconds since the epoch, now if left out."""
        call = current.call.get()
        if created is None:
            created = time.time()
        if call is None:
            self._put(0, level, logger, message, created)
            return
        call.logged = True
        # An exception that is raised here would leave the queue locked.
        call.shield()
        try:
            self._put(call.id, level, logger, message, created)
        finally:
            call.unshield()

    def emit_last(self, call, level, logger, message):
        """Queues one record of a call that has ended."""
        self._put(call.id, level, logger, message, time.time())

    def _put(self, packet_id, level, logger, message, created):
        if os.getpid() != self._pid:
            # A child that tool code forked: the connection is not its own.
            os.write(2, (message + "\n").encode("utf-8", "replace"))
            return
        from rmote.log_queue import LogQueue, make_record

        if self._queue is None:
            with self._lock:
                self._queue = self._queue or LogQueue(self._protocol)
        self._queue.put(packet_id, make_record(level, logger, message, created))

    def install(self):
        # type: () -> None
        """Takes over sys.stdout and sys.stderr, and logging as soon as something imports it."""
        sys.stdout, sys.stderr = self._streams
        if "logging" in sys.modules:
            from rmote.log_handler import attach

            attach(self)
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
            if self._queue is not None:
                self._queue.drain()

    def drain(self):
        # type: () -> None
        """Sends what waits, of all calls. Raises OSError when the link is gone."""
        if self._queue is not None:
            self._queue.drain()


class LoggingHook(object):
    """A finder that attaches the handler right after `logging` was first imported.

    Importing logging costs a target 5 ms, so nothing of the agent does.
    """

    def __init__(self, output):
        self._output = output

    def find_spec(self, name, path=None, target=None):
        # type: (str, Any, Any) -> Any
        if name != "logging":
            return None
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        from rmote.log_handler import spec_of_logging

        return spec_of_logging(self._output)


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
