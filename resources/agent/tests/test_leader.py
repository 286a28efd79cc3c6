import unittest

from . import ROOT  # noqa: F401
from rmote import codec
from rmote.frame import Flags
from .agent_case import PONG, RAISED, RESULT, AgentCase
from .agent_peer import pack_frame

SOURCE = '''
import os, sys, threading, time
gate = threading.Event()
inside = threading.Semaphore(0)

def is_leader():
    frame = sys._getframe()
    while frame is not None and frame.f_code.co_name != 'serve_one':
        frame = frame.f_back
    return frame is not None

class Quick(Tool):
    def step(self, how=None):
        led = is_leader()
        if how == 'block':
            inside.release()
            gate.wait()
            gate.clear()
        elif how == 'spin':
            log('in')
            while True: time.sleep(0.001)
        elif how == 'fork':
            pid = os.fork()
            if pid == 0: return 'from the child'
            os.waitpid(pid, 0)
        elif how == 'large':
            return 'x' * 300000
        elif how == 'log':
            print('printed')
        elif how == 'items':
            return (number for number in range(3))
        elif how == 'task':
            async def task(): return 'awaited'
            return task()
        elif how == 'raise':
            raise LookupError('quick')
        return led
    def until_inside(self):
        return inside.acquire()
    def open(self):
        gate.set()
    def hold_slowly(self):
        """From now on the thread that reads stands still before it holds an answer back, as on a busy machine."""
        from rmote.protocol import Protocol
        hold = Protocol.hold
        def slow(protocol, *answer):
            leader = protocol._leader
            while leader._thread == threading.get_ident() and leader._is_awake: time.sleep(0.001)
            hold(protocol, *answer)
        Protocol.hold = slow
'''
STEP = "tools.testing.Quick.step"


class Leader(AgentCase):
    def setUp(self):
        AgentCase.setUp(self)
        self.sync("Quick", SOURCE)

    def warm(self):
        """Calls the method until the thread that reads runs it itself."""
        for _ in range(1000):
            if self.peer.call(STEP)[1]:
                return
        self.fail("no call was run by the thread that reads")

    def block(self, packet_id):
        """A method that was quick and now blocks; returns when it does."""
        self.peer.request(packet_id, STEP, "block")
        self.peer.call("tools.testing.Quick.until_inside")

    def test_runs_what_was_quick_itself(self):
        self.warm()
        payload = codec.pack({"method": STEP})
        requests = [pack_frame(Flags.RPC | Flags.REQUEST, number, payload) for number in range(1, 200)]
        self.peer.write(b"".join(requests))
        answered = [self.peer.receive()[1] for _ in requests]
        self.assertEqual(sorted(answered), list(range(1, 200)))

    def test_one_that_blocks_for_once_stops_nobody(self):
        # On a busy machine a quick call may look slow, and the one that blocks begins in a thread of its own.
        for _ in range(20):
            self.warm()
            self.block(1)
            for number in range(5):
                self.ping()
                self.assertEqual(self.peer.call(STEP)[0], RESULT)
            self.peer.request(2, "tools.testing.Quick.open")
            answers = self.answers(2)
            self.assertEqual(sorted(answers), [1, 2])
            self.assertIsNone(answers[2])
            if answers[1]:
                return
        self.fail("none that blocked had begun in the thread that read then")

    def test_a_second_one_that_blocks_stops_nobody_either(self):
        self.warm()
        self.block(1)
        # It is known as quick again, but there is no thread left to look after the one that reads.
        for _ in range(20):
            self.assertEqual(self.peer.call(STEP)[0], RESULT)
        self.block(2)
        self.ping()
        self.peer.request(3, "tools.testing.Quick.open")
        self.assertEqual(sorted(self.answers(3)), [1, 2, 3])

    def test_quick_and_blocking_calls_in_turns(self):
        led = 0
        for turn in range(200):
            if turn % 2 == 0:
                self.assertEqual(self.peer.call(STEP)[0], RESULT)
                continue
            self.block(1)
            self.peer.request(2, "tools.testing.Quick.open")
            answers = self.answers(2)
            self.assertEqual(sorted(answers), [1, 2])
            led += answers[1]
        self.assertGreater(led, 0)
        self.ping()

    def test_an_answer_is_not_held_back_by_a_thread_that_lost_the_lead(self):
        self.warm()
        self.assertEqual(self.peer.call("tools.testing.Quick.hold_slowly")[0], RESULT)
        for _ in range(20):
            self.assertEqual(self.peer.call(STEP)[0], RESULT)

    def test_cancel_and_deadline_reach_it(self):
        for kind in ("cancelled", "deadline") * 5:
            self.warm()
            options = {"timeout": 0.05} if kind == "deadline" else {}
            self.peer.request(1, STEP, "spin", **options)
            self.assertEqual(self.peer.receive()[0], Flags.LOG)
            if kind == "cancelled":
                self.peer.cancel(1)
            flags, value, _ = self.peer.answer(1)
            self.assertEqual((flags, value["kind"]), (RAISED, kind))
        self.ping()

    def test_a_child_that_comes_back_from_it_ends(self):
        self.warm()
        self.assertIn(self.peer.call(STEP, ["fork"])[1], (True, False))
        self.ping()
        self.warm()

    def test_answers_that_cannot_be_sent_at_once(self):
        for how, expected in (
            ("large", "x" * 300000), ("task", "awaited"), ("log", True), ("raise", "LookupError"),
        ):
            with self.subTest(how):
                self.warm()
                flags, value, records = self.peer.call(STEP, [how], packet_id=ord(how[0]))
                self.assertEqual(value["type"] if flags == RAISED else value, expected)
                self.assertEqual([r["message"] for r in records], ["printed"] if how == "log" else [])
        self.warm()
        self.peer.request(1, STEP, "items", credit=10000)
        self.assertEqual([self.peer.receive()[2] for _ in range(4)], [0, 1, 2, None])

    def test_sigterm_while_it_is_in_a_method(self):
        self.warm()
        self.peer.request(1, STEP, "spin")
        self.assertEqual(self.peer.receive()[0], Flags.LOG)
        self.peer.process.terminate()
        self.assertEqual(self.peer.process.wait(20), 0)

    def test_the_end_of_stdin_while_it_is_in_a_method(self):
        self.warm()
        self.peer.request(1, STEP, "spin")
        self.assertEqual(self.peer.receive()[0], Flags.LOG)
        self.peer.process.stdin.close()
        self.assertEqual(self.peer.process.wait(20), 0)

    def test_a_heartbeat_behind_one_that_blocks_in_the_same_bytes(self):
        self.warm()
        payload = codec.pack({"method": STEP, "args": ["block"]})
        block = pack_frame(Flags.RPC | Flags.REQUEST, 1, payload)
        self.peer.write(block + pack_frame(Flags.PING | Flags.REQUEST, 2, b"\xc0"))
        self.assertEqual(self.peer.receive(), (PONG, 2, None))
        self.peer.request(3, "tools.testing.Quick.open")
        self.assertEqual(sorted(self.peer.receive()[1] for _ in range(2)), [1, 3])


if __name__ == "__main__":
    unittest.main()
