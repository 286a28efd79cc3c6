"""What the packets mean on a target: tools are synced, their methods called.

This is also the module that tools import from: `Tool`, `process`, `log`.
"""

import sys

from . import current
from .base_protocol import BaseProtocol
from .calls import Call, Cancelled, Workers
from .codec import NotDecodable, NotEncodable
from .frame import Flags, ProtocolError
from .output import Output
from .tool import Tool, ToolRefused, tool_from_dict, tool_to_dict

__all__ = ["Tool", "process", "log", "tool_from_dict", "tool_to_dict"]

_output = None  # type: Output | None


def process(*argv, **options):
    """Runs a command; `rmote.process.process` says what it takes and returns."""
    from .process import process as run

    return run(*argv, **options)


def log(message, level="INFO"):
    # type: (str, str) -> None
    """Sends a line to the log of the call. `logging` does so too, and takes 5 ms to import."""
    if _output is not None:
        call = current.call.get()
        _output.emit(level, "rmote" if call is None else call.logger, str(message))


class Protocol(BaseProtocol):
    """The target's end of a connection: answers requests until the stream ends."""

    def __init__(self, reader, writer, compress):
        # type: (int, int, bool) -> None
        BaseProtocol.__init__(self, reader, writer, compress)
        self.tools = {}  # type: dict[str, Tool]
        self._calls = {}  # type: dict[int, Call]
        self._workers = Workers()
        self._output = Output(self)

    @classmethod
    def from_stdio(cls, reader, writer, compress):
        # type: (int, int, bool) -> Protocol
        """A connection over the descriptors that stdin and stdout were moved to."""
        global _output
        protocol = cls(reader, writer, compress)
        _output = protocol._output
        protocol._output.install()
        return protocol

    def run(self, hello):
        # type: (dict) -> None
        """Says hello, then answers requests until the peer closes the stream.

        Raises ProtocolError or NotDecodable for bytes that are no request.
        """
        self.write_boundary()
        self.send(Flags.HELLO, 0, hello)
        while True:
            packet = self.receive()
            if packet is None:
                return
            self._dispatch(*packet)

    def close(self):
        # type: () -> None
        """Kills everything that the calls started."""
        for call in list(self._calls.values()):
            call.kill_groups()

    def _dispatch(self, flags, packet_id, value):
        if flags == Flags.PING | Flags.REQUEST:
            self.send(Flags.PING | Flags.RESPONSE, packet_id)
        elif flags == Flags.CANCEL | Flags.REQUEST:
            call = self._calls.get(packet_id)
            if call is not None:
                call.cancel()
        elif flags in (Flags.SYNC | Flags.REQUEST, Flags.RPC | Flags.REQUEST):
            if packet_id in self._calls or packet_id == 0:
                raise ProtocolError("packet id %d is in use" % packet_id)
            call = self._calls[packet_id] = Call(packet_id)
            work = self._sync if flags & Flags.SYNC else self._call
            self._workers.submit(lambda: self._run(call, flags, work, value))
        else:
            raise ProtocolError("a target cannot be sent a packet with flags 0x%x" % flags)

    def _run(self, call, flags, work, value):
        """In a worker: does the work, and answers unless it goes on in the asyncio loop."""
        current.call.set(call)
        try:
            if not call.started():
                raise Cancelled()
            result = work(call, value)
            if hasattr(result, "__await__"):
                from . import async_calls

                call.left_thread()
                async_calls.run(call, result, lambda v, e: self._settle(call, flags, v, e))
                return
        except BaseException as error:
            self._settle(call, flags, None, error)
        else:
            self._settle(call, flags, result, None)

    def _settle(self, call, flags, value, error):
        call.finished()
        self._calls.pop(call.id, None)
        self._output.finish(call)
        call.kill_groups()
        answer = (flags & ~Flags.REQUEST) | Flags.RESPONSE
        try:
            if error is None:
                try:
                    self.send(answer, call.id, value)
                    return
                except (NotEncodable, RecursionError) as unsendable:
                    error = unsendable
            from . import exceptions

            refused = isinstance(error, ToolRefused) or bool(flags & Flags.SYNC)
            self.send(answer | Flags.EXCEPTION, call.id, exceptions.describe(error, refused))
        except OSError:
            # The link is gone: run() sees the end of the stream.
            pass

    def _sync(self, call, value):
        key, instance = tool_from_dict(value)
        self.tools[key] = instance
        return key

    def _call(self, call, value):
        if not isinstance(value, dict) or not isinstance(value.get("method"), str):
            raise ToolRefused("a call is sent as method, args and kwargs")
        args, kwargs = value.get("args", []), value.get("kwargs", {})
        if not isinstance(args, list) or not isinstance(kwargs, dict):
            raise ToolRefused("args is a list and kwargs a dict")
        key, _, name = value["method"].rpartition(".")
        tool = self.tools.get(key)
        if tool is None:
            raise ToolRefused("there is no tool %s on this connection" % key)
        method = self._method(tool, name)
        call.logger = key.rpartition(".")[2]
        if "enum" in sys.modules:
            from .coerce import coerce

            args, kwargs = coerce(method, args, kwargs)
        return method(*args, **kwargs)

    def _method(self, tool, name):
        method = None if name.startswith("_") else getattr(tool, name, None)
        if not callable(method) or isinstance(method, type):
            cls = type(tool)
            known = [n for n in dir(cls) if not n.startswith("_") and callable(getattr(cls, n))]
            raise ToolRefused(
                "%s has no method %s; it has %s"
                % (cls.__name__, name, ", ".join(known) or "none")
            )
        return method


__all__ += ["Protocol", "BaseProtocol", "Flags", "NotDecodable", "NotEncodable"]
