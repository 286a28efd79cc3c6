"""Calls whose method has returned, and which yet go on: what it returned is awaited, or yields items."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from rmote.calls import Call
    from rmote.protocol import Protocol

from rmote import current
from rmote.calls import Cancelled
from rmote.codec import NotEncodable
from rmote.frame import Flags

_GENERATOR = type((lambda: (yield))())


def goes_on(protocol, call, flags, request, value):
    # type: (Protocol, Call, int, dict, Any) -> bool
    """Whether the value that a method returned is no result yet. Then what follows is under way.

    Raises NotEncodable for one that yields where the request has no credit.
    """
    if hasattr(value, "__await__"):
        awaited = value
    elif type(value) is _GENERATOR or hasattr(value, "__anext__"):
        from rmote import streams

        if "credit" not in request:
            raise NotEncodable("cannot send the items that a method yields: none were asked for")
        streams.open_credit(call, request["credit"])
        flags |= Flags.STREAM
        if type(value) is _GENERATOR:
            call.left_thread()
            protocol.workers.submit(lambda: _run_through(protocol, call, flags, value))
            return True
        awaited = streams.send_async(protocol, call, value)
    else:
        return False
    from rmote import async_calls

    call.left_thread()
    async_calls.run(call, awaited, lambda v, e: protocol.settle(call, flags, v, e, True))
    return True


def _run_through(protocol, call, flags, items):
    """In a worker: sends what a generator yields, then answers with what it returned."""
    from rmote import streams

    current.call.set(call)
    value = error = None
    try:
        if not call.started():
            items.close()
            raise Cancelled()
        value = streams.send(protocol, call, items)
    except BaseException as raised:
        error = raised
    finally:
        current.call.set(None)
    protocol.settle(call, flags, value, error)
