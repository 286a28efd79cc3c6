"""What tool code prints and logs becomes LOG packets that name the call."""

import io
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

from . import current
from .frame import Flags

# Characters of a record's message; a longer line becomes several records.
MAX_LINE = 65536
# Characters of the name of a level or a logger.
MAX_NAME = 200
# Records of this logger would be about the agent itself.
_QUIET = ("asyncio",)


class Output(object):
    """Sends records. Losing the link is not tool code's failure, so OSError ends here."""

    def __init__(self, protocol):
        self._protocol = protocol
        self._streams = (
            PrintStream(self, "stdout", "INFO", 1),
            PrintStream(self, "stderr", "WARNING", 2),
        )

    def emit(self, level, logger, message, created=None):
        # type: (str, str, str, float | None) -> None
        """Sends one record; `created` in seconds since the epoch, now if left out."""
        call = current.call.get()
        record = {
            "level": str(level)[:MAX_NAME],
            "logger": str(logger)[:MAX_NAME],
            "message": message[:MAX_LINE],
            "time": time.time() if created is None else created,
        }
        try:
            self._protocol.send(Flags.LOG, 0 if call is None else call.id, [record])
        except OSError:
            pass

    def install(self):
        # type: () -> None
        """Takes over sys.stdout and sys.stderr, and logging as soon as something imports it."""
        sys.stdout, sys.stderr = self._streams
        if "logging" in sys.modules:
            self.attach_logging()
        else:
            sys.meta_path.insert(0, LoggingHook(self))

    def finish(self, call):
        """Sends what a call printed without a newline at its end.

        Tool code may have put something else into sys.stdout meanwhile.
        """
        for stream in self._streams:
            stream.finish(call)

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
        pending = self._outside if call is None else call.pending_output
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
            self._output.emit(self._level, self._name, rest)


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
