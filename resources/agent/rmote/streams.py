"""Methods that yield: their items travel as they come, as far as the peer has given credit."""

import _thread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rmote.calls import Call

from rmote import codec
from rmote.base_protocol import GivenUp
from rmote.calls import Cancelled
from rmote.frame import FRAGMENT_SIZE, Flags, ProtocolError
from rmote.gate import Gate

# What an item takes of the credit beside the bytes of its payload.
ITEM_COST = 256

_ITEM = Flags.STREAM | Flags.RPC


class Credit(object):
    """Bytes of items that the peer still takes. The last one may go past it."""

    def __init__(self, size):
        # type: (int) -> None
        self._left = size
        self._lock = _thread.allocate_lock()
        self._gate = Gate()

    def is_open(self):
        # type: () -> bool
        return self._left > 0

    def add(self, size):
        # type: (int) -> None
        with self._lock:
            self._left += size
        self._gate.open()

    def take(self, payload):
        # type: (bytes) -> None
        with self._lock:
            self._left -= len(payload) + ITEM_COST

    def wait(self, given_up):
        """Blocks until an item may be sent, or `given_up()` holds; see `wake`."""
        self._gate.wait(lambda: self._left > 0 or given_up())

    def on_open(self, wake):
        """Calls `wake()` once when that may have changed."""
        self._gate.on_open(wake)

    def wake(self):
        # type: () -> None
        """Makes all who wait look again."""
        self._gate.open()


def open_credit(call, size):
    # type: (Call, int) -> None
    """Begins the account of a call that yields, with what the peer gave with it and since."""
    with call.lock:
        call.credit = Credit(size + call.early_credit)


def add_credit(call, payload):
    # type: (Call | None, bytes) -> None
    """Adds what a packet gives to a call. Raises ProtocolError for one that gives nothing."""
    try:
        size = codec.unpack(payload)
    except codec.NotDecodable:
        size = None
    if type(size) is not int or size <= 0:
        raise ProtocolError("credit of %.60r bytes" % (size,))
    if call is None:
        # A stream that has ended meanwhile needs none.
        return
    with call.lock:
        if call.credit is None:
            # Its method has yet to return what it yields from.
            call.early_credit += size
            return
    call.credit.add(size)


def send(protocol, call, items):
    """Sends what a generator yields, and returns what it returned. Closes it in any case.

    Raises what the generator raises, NotEncodable for an item that has no form
    on the wire, Cancelled when the call was given up.
    """
    try:
        while True:
            call.credit.wait(call.is_given_up)
            if call.is_given_up():
                raise Cancelled()
            try:
                item = next(items)
            except StopIteration as end:
                return end.value
            payload = protocol.pack(item)
            call.credit.take(payload)
            # A cancelled call must not leave half a frame behind.
            call.shield()
            try:
                protocol.send_packed(_ITEM, call.id, payload, call.is_given_up)
            except GivenUp:
                raise Cancelled()
            finally:
                call.unshield()
    finally:
        items.close()


async def send_async(protocol, call, items):
    """The same for an async generator, which returns nothing."""
    import asyncio

    loop = asyncio.get_event_loop()
    try:
        while True:
            await _opened(call.credit, loop)
            try:
                item = await items.__anext__()
            except StopAsyncIteration:
                return None
            payload = protocol.pack(item)
            call.credit.take(payload)
            if len(payload) <= FRAGMENT_SIZE:
                await _opened(protocol.paced.pace, loop)
                protocol.send_packed(_ITEM, call.id, payload, call.is_given_up)
            else:
                # Its fragments wait for the peer, which the loop may not.
                await loop.run_in_executor(
                    None, protocol.send_packed, _ITEM, call.id, payload, call.is_given_up
                )
    except GivenUp:
        raise Cancelled()
    finally:
        await items.aclose()


async def _opened(gate, loop):
    """Waits in the asyncio loop until a Credit or a Pace is open."""

    def wake(future):
        if not future.done():
            future.set_result(None)

    while not gate.is_open():
        future = loop.create_future()
        gate.on_open(lambda: loop.call_soon_threadsafe(wake, future))
        if not gate.is_open():
            await future
