import sys
import unittest

from . import ROOT  # noqa: F401
from rmote import codec
from rmote.frame import FRAGMENT_SIZE, Flags
from rmote.pace import MIN_WINDOW
from rmote.streams import ITEM_COST
from .agent_case import RAISED, RESULT, AgentCase, eventually

ITEM = Flags.STREAM | Flags.RPC
END = ITEM | Flags.RESPONSE
FAILED = END | Flags.EXCEPTION
PLENTY = 1 << 30
STREAM = "tools.testing.Stream."

SOURCE = '''
import asyncio, threading, time
events = []
class Stream(Tool):
    def seen(self): return events
    async def awaited(self): return 'awaited'
    @staticmethod
    DEF count(n, item=0):
        for number in range(n):
            events.append(number)
            yield item or number
    DEF fails(self):
        yield 1
        yield 2
        raise LookupError('midway')
    DEF odd(self):
        try:
            yield 1
            yield {'lock': threading.Lock()}
        finally:
            events.append('closed')
    DEF large(self):
        for size in (200000, 1, 70000, 2, 300000):
            yield b'x' * size
    DEF held(self, item='item'):
        try:
            while True:
                yield item
        finally:
            events.append('closed')
    DEF slow(self):
        try:
            yield 'first'
            while True: SLEEP
        finally:
            events.append('closed')
    DEF logs(self):
        for number in range(3):
            log('line %d' % number)
            yield number
        print('no newline', end='')
'''


class Streams(object):
    """What holds for generators and for async generators alike."""

    def setUp(self):
        super().setUp()
        self.sync("Stream", SOURCE.replace("DEF", self.define).replace("SLEEP", self.sleep))

    def stream(self, packet_id, method, *args, credit=PLENTY, **options):
        self.peer.request(packet_id, STREAM + method, *args, credit=credit, **options)

    def credit(self, packet_id, size):
        self.peer.send(Flags.STREAM | Flags.REQUEST, packet_id, size)

    def items(self, packet_id):
        """The items of a stream to its end, and what that end was."""
        items = []
        while True:
            flags, found, value = self.peer.receive()
            self.assertEqual(found, packet_id)
            if flags != ITEM:
                return items, flags, value
            items.append(value)

    def frame(self, packet_id):
        """The value of the very next frame, which has to be an item."""
        flags, found, payload = self.peer.receive_frame()
        self.assertEqual((flags, found), (ITEM, packet_id))
        return codec.unpack(payload)

    def cancelled(self, packet_id, kind="cancelled"):
        flags, value, _ = self.peer.answer(packet_id)
        self.assertEqual((flags, value.get("kind")), (FAILED, kind), value)

    def closed(self):
        """Whether the generator's `finally` has run; once the stream is answered it has."""
        return "closed" in self.peer.call(STREAM + "seen")[1]

    def test_items_come_in_order_and_then_the_end(self):
        self.stream(1, "count", 500)
        self.assertEqual(self.items(1), (list(range(500)), END, None))
        self.ping()

    def test_that_yields_nothing(self):
        self.stream(1, "count", 0, credit=1)
        self.assertEqual(self.items(1), ([], END, None))

    def test_no_item_is_made_or_sent_beyond_the_credit(self):
        cost = 1 + ITEM_COST
        # What is left is above 0 for four items: the last one goes past it.
        self.stream(1, "count", 100, credit=3 * cost + 1)
        for number in range(4):
            self.assertEqual(self.frame(1), number)
        for _ in range(20):
            self.ping()
        self.assertEqual(self.peer.call(STREAM + "seen")[1], [0, 1, 2, 3])
        # It takes all that the last item went past, and one byte more.
        self.credit(1, cost - 1)
        for _ in range(20):
            self.ping()
        self.assertEqual(self.peer.call(STREAM + "seen")[1], [0, 1, 2, 3])
        self.credit(1, 1)
        self.assertEqual(self.frame(1), 4)
        for _ in range(20):
            self.ping()
        self.credit(1, PLENTY)
        self.assertEqual(self.items(1), (list(range(5, 100)), END, None))

    def test_a_large_item_costs_what_it_is_inflated(self):
        size = 3 * FRAGMENT_SIZE
        cost = len(codec.pack("x" * size)) + ITEM_COST
        self.stream(1, "count", 10, "x" * size, credit=2 * cost)
        for _ in range(2):
            self.assertEqual(self.peer.receive(), (ITEM, 1, "x" * size))
        for _ in range(20):
            self.ping()
        self.credit(1, 1)
        self.assertEqual(self.peer.receive(), (ITEM, 1, "x" * size))
        self.peer.cancel(1)
        self.cancelled(1)

    def test_an_exception_after_some_items(self):
        self.stream(1, "fails")
        items, flags, value = self.items(1)
        self.assertEqual((items, flags), ([1, 2], FAILED))
        self.assertEqual((value["type"], value["kind"]), ("LookupError", "raised"))
        self.assertEqual(value["frames"][-1]["source"], "raise LookupError('midway')")

    def test_an_item_that_has_no_form(self):
        self.stream(1, "odd")
        items, flags, value = self.items(1)
        self.assertEqual((items, flags), ([1], FAILED))
        self.assertEqual(value["type"], "rmote.codec.NotEncodable")
        self.assertIn("lock (at value['lock'])", value["message"])
        self.assertTrue(self.closed())

    def test_large_items_travel_in_fragments(self):
        self.stream(1, "large")
        sizes, fragments = [], 0
        while True:
            flags, packet_id, payload = self.peer.receive_frame()
            self.assertLessEqual(len(payload), FRAGMENT_SIZE)
            fragments += flags == ITEM | Flags.MORE
            packet = self.peer.assembler.add(flags, packet_id, payload)
            if packet is not None:
                if packet[0] != ITEM:
                    break
                sizes.append(len(codec.unpack(packet[2])))
        self.assertEqual((packet[0], sizes), (END, [200000, 1, 70000, 2, 300000]))
        self.assertEqual(fragments, 3 + 1 + 4)

    def test_cancel_while_it_waits_for_credit(self):
        self.stream(1, "held", credit=1)
        self.assertEqual(self.frame(1), "item")
        self.ping()
        self.peer.cancel(1)
        self.cancelled(1)
        self.assertTrue(self.closed())

    def test_cancel_while_it_makes_an_item(self):
        self.stream(1, "slow")
        self.assertEqual(self.frame(1), "first")
        self.peer.cancel(1)
        self.cancelled(1)
        self.assertTrue(self.closed())

    def test_cancel_while_it_waits_for_the_window(self):
        self.peer.acks = False
        self.stream(1, "held", "x" * 60000)
        size = 0
        while size < MIN_WINDOW:
            size += len(self.frame(1))
        for _ in range(20):
            self.ping()
        self.assertFalse(self.closed())
        self.peer.cancel(1)
        self.assertTrue(eventually(self.closed))
        # The end of a stream is paced as its items are.
        self.peer.acknowledge()
        self.cancelled(1)

    def test_cancel_while_a_large_item_waits_for_the_window(self):
        self.peer.acks = False
        self.stream(1, "held", "x" * 1000000)
        size = 0
        while size < MIN_WINDOW:
            flags, packet_id, payload = self.peer.receive_frame()
            self.assertEqual((flags, packet_id), (ITEM | Flags.MORE, 1))
            size += len(payload)
        self.ping()
        self.peer.cancel(1)
        self.assertEqual(self.peer.receive_frame(), (ITEM | Flags.CANCEL, 1, b""))
        self.assertTrue(eventually(self.closed))
        self.peer.acknowledge()
        self.cancelled(1)

    def test_cancel_while_items_fly(self):
        for packet_id in range(1, 16):
            self.stream(packet_id, "held")
            self.assertEqual(self.frame(packet_id), "item")
            self.peer.cancel(packet_id)
            self.assertEqual(self.items(packet_id)[1:][0], FAILED)
        self.assertEqual(self.peer.call(STREAM + "seen")[1], ["closed"] * 15)

    def test_a_deadline_while_it_waits_for_credit_or_makes_an_item(self):
        for packet_id, method, credit in ((1, "held", 1), (2, "slow", PLENTY)):
            self.stream(packet_id, method, credit=credit, timeout=0.1)
            self.frame(packet_id)
            self.cancelled(packet_id, "deadline")
        self.assertEqual(self.peer.call(STREAM + "seen")[1], ["closed"] * 2)

    def test_two_at_once_and_small_calls_between_them(self):
        cost = len(codec.pack("item")) + ITEM_COST
        self.stream(1, "held", credit=1)
        self.stream(2, "held", credit=1)
        self.assertEqual(sorted(self.peer.receive()[1] for _ in range(2)), [1, 2])
        for turn in range(20):
            for packet_id in (1, 2):
                self.credit(packet_id, cost)
                self.assertEqual(self.frame(packet_id), "item")
            self.assertEqual(self.peer.call(STREAM + "seen")[:2], (RESULT, []))
        for packet_id in (2, 1):
            self.peer.cancel(packet_id)
            self.cancelled(packet_id)

    def test_without_credit_it_is_refused_an_item(self):
        self.peer.request(1, STREAM + "count", 3)
        flags, value, _ = self.peer.answer(1)
        self.assertEqual((flags, value["type"]), (RAISED, "rmote.codec.NotEncodable"))
        self.assertIn("none were asked for", value["message"])
        self.assertEqual(self.peer.call(STREAM + "seen")[1], [])

    def test_credit_for_what_has_ended_or_does_not_yield_is_ignored(self):
        self.stream(1, "count", 1)
        self.items(1)
        for packet_id in (1, 77):
            self.credit(packet_id, 100)
        self.assertEqual(self.peer.call(STREAM + "seen")[1], [0])

    def test_credit_that_comes_before_the_first_item_counts(self):
        self.stream(1, "count", 20, credit=1)
        self.credit(1, 2**70)
        self.assertEqual(len(self.items(1)[0]), 20)

    def test_all_that_was_logged_comes_before_the_end(self):
        if self.define == "async def" and sys.version_info < (3, 7):
            self.skipTest("a task has no context of its own in 3.6")
        self.stream(1, "logs")
        flags, items, records = None, [], []
        while flags != END:
            flags, packet_id, value = self.peer.receive()
            self.assertEqual(packet_id, 1)
            if flags == Flags.LOG:
                records += [record["message"] for record in value]
            elif flags == ITEM:
                items.append(value)
        self.assertEqual(items, [0, 1, 2])
        self.assertEqual(records, ["line 0", "line 1", "line 2", "no newline"])


class Generators(Streams, AgentCase):
    define = "def"
    sleep = "time.sleep(0.01)"

    def test_what_a_generator_returns(self):
        self.sync("Sum", "class Sum(Tool):\n def run(self):\n  yield 1\n  yield 2\n  return {'sum': 3}\n")
        self.peer.request(1, "tools.testing.Sum.run", credit=PLENTY)
        self.assertEqual(self.items(1), ([1, 2], END, {"sum": 3}))

    def test_a_cancelled_one_that_waits_for_a_thread_is_closed(self):
        self.sync(
            "Full",
            "import threading\n"
            "class Full(Tool):\n"
            "    def wait(self):\n"
            "        log('in')\n"
            "        threading.Event().wait()\n"
            "    def spin(self):\n"
            "        log('in')\n"
            "        while True: pass\n"
            "    def run(self):\n"
            "        yield 1\n",
        )
        # 64 threads are taken; the one that is cancelled leaves its place to the stream behind it.
        self.peer.request(1, "tools.testing.Full.spin")
        for packet_id in range(2, 65):
            self.peer.request(packet_id, "tools.testing.Full.wait")
        for _ in range(64):
            self.assertEqual(self.peer.receive()[0], Flags.LOG)
        self.peer.request(100, "tools.testing.Full.run", credit=PLENTY)
        self.peer.cancel(100)
        self.peer.cancel(1)
        ends = {}
        while len(ends) < 2:
            flags, packet_id, value = self.peer.receive()
            ends[packet_id] = (flags & Flags.EXCEPTION, value["kind"])
        self.assertEqual(ends, dict.fromkeys((1, 100), (Flags.EXCEPTION, "cancelled")))


class AsyncGenerators(Streams, AgentCase):
    define = "async def"
    sleep = "await asyncio.sleep(0.01)"

    def test_the_loop_goes_on_while_one_waits_for_the_window(self):
        self.peer.acks = False
        self.stream(1, "held", "x" * 60000)
        size = 0
        while size < MIN_WINDOW:
            size += len(self.frame(1))
        self.assertEqual(self.peer.call(STREAM + "awaited")[1], "awaited")
        self.peer.acknowledge()
        self.assertEqual(self.frame(1), "x" * 60000)
        self.peer.cancel(1)
        self.peer.acks = True
        self.assertEqual(self.items(1)[1], FAILED)


if __name__ == "__main__":
    unittest.main()
