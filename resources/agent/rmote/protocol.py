"""What the packets mean on a target: tools are synced, their methods called.

This is also the module that tools import from: `Tool`, `process`, `log`.
"""

import os
import sys

from . import codec, current
from .base_protocol import BaseProtocol
from .calls import Call, Cancelled, Workers, kill_group
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
        self._pid = os.getpid()
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

        Raises ProtocolError for bytes that are no request.
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
        """Kills everything that the calls started. Takes no lock: a signal handler calls it too."""
        for call in list(self._calls.values()):
            for pid in list(call.groups):
                kill_group(pid)

    def _dispatch(self, flags, packet_id, payload):
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
            self._workers.submit(lambda: self._run(call, flags, work, payload))
        else:
            raise ProtocolError("a target cannot be sent a packet with flags 0x%x" % flags)

    def _run(self, call, flags, work, payload):
        """In a worker: does the work, and answers unless it goes on in the asyncio loop."""
        current.call.set(call)
        value = error = None
        try:
            if not call.started():
                raise Cancelled()
            value = work(call, self._unpack(payload))
            if hasattr(value, "__await__"):
                from . import async_calls

                call.left_thread()
                async_calls.run(call, value, lambda v, e: self._settle(call, flags, v, e))
                return
        except BaseException as raised:
            error = raised
        self._settle(call, flags, value, error)

    def _unpack(self, payload):
        try:
            return codec.unpack(payload)
        except NotDecodable as error:
            raise ToolRefused("the request has a value that Python cannot read: %s" % error)

    def _settle(self, call, flags, value, error):
        """Answers a call, whatever its value's or its exception's own code does."""
        call.finished()
        if os.getpid() != self._pid:
            # Tool code forked, and the child came back here: the connection is not its own.
            os._exit(0)
        try:
            self._output.finish(call)
            call.kill_groups()
            answer, payload = self._answer(flags, value, error)
            # The id is free as soon as the app has its answer.
            self._calls.pop(call.id, None)
            self.send_packed(answer, call.id, payload)
        except OSError:
            # The link is gone: run() sees the end of the stream.
            pass
        finally:
            self._calls.pop(call.id, None)

    def _answer(self, flags, value, error):
        answer = (flags & ~Flags.REQUEST) | Flags.RESPONSE
        if error is None:
            try:
                return answer, self.pack(value)
            except BaseException as unsendable:
                error = unsendable
        from . import exceptions

        refused = isinstance(error, ToolRefused) or bool(flags & Flags.SYNC)
        try:
            payload = self.pack(exceptions.describe(error, refused))
        except BaseException:
            payload = self.pack(exceptions.minimal(error, refused))
        return answer | Flags.EXCEPTION, payload

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
