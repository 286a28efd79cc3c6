"""What the packets mean on a target: tools are synced, their methods called.

This is also the module that tools import from: `Tool`, `process`, `log`, `Template`.
"""

import _thread
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

from rmote import codec, current
from rmote.base_protocol import BaseProtocol, GivenUp
from rmote.calls import Call, Cancelled, Workers, kill_group
from rmote.codec import NotDecodable, NotEncodable
from rmote.frame import FRAGMENT_SIZE, Flags, ProtocolError
from rmote.leader import Leader
from rmote.output import Output
from rmote.tool import Tool, ToolRefused, tool_from_dict, tool_key, tool_to_dict

__all__ = ["Tool", "process", "log", "tool_from_dict", "tool_to_dict"]

# Bytes of a request that the thread that reads takes apart itself.
SMALL_REQUEST = 4096
# Seconds; a deadline further away is none.
MAX_TIMEOUT = 1e7
_SYNC = Flags.SYNC | Flags.REQUEST
_RPC = Flags.RPC | Flags.REQUEST

# Results of these types are neither awaited nor streamed.
_PLAIN = frozenset((type(None), bool, int, float, str, bytes, list, dict, tuple))

_output = None  # type: Output | None
# Whether a line of a logger (name) and a level (name) is sent; None where all are. Set by log_levels.py.
is_wanted = None  # type: Any


def process(*argv, **options):
    # type: (*Any, **Any) -> Any
    """Runs a command; `rmote.process.process` says what it takes and returns."""
    from rmote.process import process as run

    return run(*argv, **options)


def log(message, level="INFO"):
    # type: (str, str) -> None
    """Sends a line to the log of the call. `logging` does so too, and takes 5 ms to import."""
    if _output is not None:
        call = current.call.get()
        logger = "rmote" if call is None else call.logger
        if is_wanted is None or is_wanted(logger, level):
            _output.emit(level, logger, str(message))


def end_agent():
    # type: () -> None
    """Has the agent end as soon as the call that runs here has been answered.

    The app is told that this was asked for; see `BYE` in docs/protocol.md. Raises RuntimeError
    outside of a call.
    """
    call = current.call.get()
    if call is None:
        raise RuntimeError("Only a method that was called can end the agent.")
    call.is_last = True


class Protocol(BaseProtocol):
    """The target's end of a connection: answers requests until the stream ends."""

    def __init__(self, reader, writer, compress):
        # type: (int, int, bool) -> None
        BaseProtocol.__init__(self, reader, writer, compress)
        self.tools = {}  # type: dict[str, Tool]
        self._calls = {}  # type: dict[int, Call]
        self._calls_lock = _thread.allocate_lock()
        self._pid = os.getpid()
        self.workers = Workers()
        self._output = Output(self)
        self._leader = Leader(self)

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

        Raises ProtocolError for bytes that are no request, OSError when the
        link is gone.
        """
        self.write_boundary()
        self.send(Flags.HELLO, 0, hello)
        self._leader.run()

    def close(self):
        # type: () -> None
        """Kills everything that the calls started. Takes no lock: a signal handler calls it too."""
        for call in list(self._calls.values()):
            for pid in list(call.groups):
                kill_group(pid)

    def serve_one(self):
        # type: () -> bool
        """Receives a packet and does what it asks for; False at the end of the stream."""
        packet = self.receive()
        if packet is None:
            return False
        flags, packet_id, payload = packet
        if flags == _RPC or flags == _SYNC:
            self._begin(flags, packet_id, payload)
        elif flags == Flags.PING | Flags.REQUEST:
            self.send(Flags.PING | Flags.RESPONSE, packet_id)
        elif flags == Flags.CANCEL | Flags.REQUEST:
            call = self._calls.get(packet_id)
            if call is not None:
                self.give_up(call, "cancelled")
        elif flags == Flags.STREAM | Flags.REQUEST:
            from rmote import streams

            streams.add_credit(self._calls.get(packet_id), payload)
        else:
            raise ProtocolError("a target cannot be sent a packet with flags 0x%x" % flags)
        return True

    def give_up(self, call, reason):
        # type: (Call, str) -> None
        """Ends a call early; `reason` is "cancelled" or "deadline"."""
        if call.cancel(reason):
            self.workers.lend(1)
            from rmote.interrupt import interrupt

            interrupt(call)
        # What waits to send for the call looks again.
        self.wake()
        if call.credit is not None:
            call.credit.wake()

    def _begin(self, flags, packet_id, payload):
        """Starts the work of a request: here if its method is quick, else in a worker."""
        if packet_id in self._calls or packet_id == 0:
            raise ProtocolError("packet id %d is in use" % packet_id)
        call = self._calls[packet_id] = Call(packet_id)
        if type(payload) is list or len(payload) > SMALL_REQUEST:
            self.workers.submit(lambda: self._open(call, flags, payload))
        else:
            self._open(call, flags, payload, here=True)

    def _open(self, call, flags, payload, here=False):
        """Takes a request apart, and runs it once its tool is there."""
        try:
            request = self._request(call, flags, codec.unpack(payload))
        except NotDecodable as error:
            refused = ToolRefused("the request has a value that Python cannot read: %s" % error)
            self.settle(call, flags, None, refused, here)
            return
        except BaseException as error:
            self.settle(call, flags, None, error, here)
            return
        if flags == _RPC:
            method = request["method"]
            if here and "after" not in request and self._leader.may_run(method):
                self._leader.begin(method)
                self._run(call, flags, request, here)
                self._leader.end()
                return
            run = lambda: self._run_timed(call, flags, request)  # noqa: E731
            with self._calls_lock:
                before = self._calls.get(request.get("after", 0))
                if before is not None:
                    before.followers.append(run)
                    return
        else:
            run = lambda: self._run(call, flags, request)  # noqa: E731
        if here:
            self.workers.submit(run)
        else:
            run()

    def _request(self, call, flags, value):
        """What was asked for, checked as far as it is the protocol's. Starts the deadline."""
        if flags == _SYNC:
            return value
        if not isinstance(value, dict) or not isinstance(value.get("method"), str):
            raise ToolRefused("a call is sent as method, args and kwargs")
        if not isinstance(value.setdefault("args", []), list):
            raise ToolRefused("args is a list")
        if not isinstance(value.setdefault("kwargs", {}), dict):
            raise ToolRefused("kwargs is a dict")
        for name in ("after", "credit"):
            if name in value and (type(value[name]) is not int or value[name] <= 0):
                raise ToolRefused("%s is an integer above 0" % name)
        if value.get("after") == call.id:
            raise ToolRefused("a call cannot begin after itself")
        timeout = value.get("timeout")
        if timeout is not None:
            if type(timeout) not in (int, float) or not timeout > 0:
                raise ToolRefused("timeout is a number of seconds above 0")
            if timeout < MAX_TIMEOUT:
                from rmote import deadlines

                call.timer = deadlines.start(timeout, lambda: self.give_up(call, "deadline"))
        return value

    def _run_timed(self, call, flags, request):
        begin = time.monotonic()
        self._run(call, flags, request)
        self._leader.learn(request["method"], time.monotonic() - begin)

    def _run(self, call, flags, request, here=False):
        """Does what was asked for, and answers unless it goes on elsewhere."""
        current.call.set(call)
        value = error = None
        try:
            if not call.started():
                raise Cancelled()
            if flags == _SYNC:
                value = self._sync(request)
            else:
                value = self._call(call, request)
                if type(value) not in _PLAIN:
                    from rmote import going_on

                    if going_on.goes_on(self, call, flags, request, value):
                        return
        except BaseException as raised:
            error = raised
        finally:
            current.call.set(None)
        self.settle(call, flags, value, error, here)

    def settle(self, call, flags, value, error, here=False):
        """Answers a request, whatever its value's or its exception's own code does.

        `here` is a thread that must not wait for the peer: the one that reads,
        or that of the asyncio loop.
        """
        call.finished()
        if os.getpid() != self._pid:
            # Tool code forked, and the child came back here: the connection is not its own.
            os._exit(0)
        if call.timer is not None:
            call.timer.cancel()
        if call.lent:
            self.workers.lend(-1)
        current.call.set(call)
        answer, payload = self._answer(call, flags, value, error)
        current.call.set(None)
        if not here:
            self._deliver(call, answer, payload)
        elif call.logged or call.is_last or answer & Flags.STREAM or len(payload) > FRAGMENT_SIZE:
            self.workers.submit(lambda: self._deliver(call, answer, payload))
        else:
            self._end_groups(call)
            self._forget(call)
            self._leader.answer(answer, call.id, payload)

    def _deliver(self, call, answer, payload):
        """Sends an answer after all that its call logged. May wait for the peer."""
        try:
            self._output.finish(call)
            self._end_groups(call)
            if len(payload) <= FRAGMENT_SIZE:
                # The id is free as soon as the app has its answer.
                self._forget(call)
            try:
                self.send_packed(answer, call.id, payload, call.is_given_up)
            except GivenUp:
                answer, payload = self._answer(call, answer, None, Cancelled())
                self._forget(call)
                self.send_packed(answer, call.id, payload)
        except OSError:
            # The link is gone: run() sees the end of the stream.
            pass
        finally:
            self._forget(call)
            if call.is_last:
                self._end_in_order()

    def _end_in_order(self):
        """Sends what was logged, says that the end was asked for, and ends the process."""
        try:
            self._output.drain()
            self.send(Flags.BYE, 0)
        except OSError:
            # The link is gone.
            pass
        self.close()
        os._exit(0)

    def _end_groups(self, call):
        if call.groups:
            from rmote.process import end_groups

            end_groups(call)

    def _forget(self, call):
        with self._calls_lock:
            self._calls.pop(call.id, None)
            followers, call.followers = call.followers, []
        for run in followers:
            self.workers.submit(run)

    def _answer(self, call, flags, value, error):
        """Flags and payload of the answer to a request that had the flags."""
        answer = (flags & ~Flags.REQUEST) | Flags.RESPONSE
        if error is None:
            try:
                return answer, self.pack(value)
            except BaseException as unsendable:
                error = unsendable
        from rmote import exceptions

        kind = call.ended_by or "raised"
        # Not isinstance, which asks the exception.
        if issubclass(type(error), ToolRefused) or flags & Flags.SYNC:
            kind = "refused"
        try:
            payload = self.pack(exceptions.describe(error, kind))
        except BaseException:
            payload = self.pack(exceptions.minimal(error, kind))
        return answer | Flags.EXCEPTION, payload

    def _sync(self, value):
        try:
            key, instance = tool_from_dict(value)
        except BaseException:
            # The version before it must not be taken for it.
            self.tools.pop(tool_key(value) or "", None)
            raise
        self.tools[key] = instance
        return key

    def _call(self, call, request):
        key, _, name = request["method"].rpartition(".")
        tool = self.tools.get(key)
        if tool is None:
            raise ToolRefused("there is no tool %s on this connection" % key)
        method = self._method(tool, name)
        call.logger = key.rpartition(".")[2]
        args, kwargs = request["args"], request["kwargs"]
        if "enum" in sys.modules:
            from rmote.coerce import coerce

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


class _Module(type(sys)):
    """What `from rmote.protocol import Template` finds: it is loaded then. A module's own `__getattr__` needs 3.7."""

    @property
    def Template(self):
        from rmote.template import Template

        return Template


sys.modules[__name__].__class__ = _Module

__all__ += ["Protocol", "BaseProtocol", "Flags", "NotDecodable", "NotEncodable", "Template"]  # pyright: ignore[reportUnsupportedDunderAll]
