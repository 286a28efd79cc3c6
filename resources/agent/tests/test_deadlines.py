import os
import random
import threading
import unittest

from . import ROOT  # noqa: F401
from rmote import deadlines
from rmote.calls import MAX_WORKERS
from rmote.frame import Flags
from .agent_case import HEAD, RAISED, AgentCase, eventually, is_running


class Timers(unittest.TestCase):
    def test_one_that_is_due_earlier_goes_first_though_it_was_started_later(self):
        gone, both = [], threading.Semaphore(0)

        def note(name):
            gone.append(name)
            both.release()

        deadlines.start(0.3, lambda: note("late"))
        deadlines.start(0.01, lambda: note("early"))
        for _ in range(2):
            self.assertTrue(both.acquire(timeout=20))
        self.assertEqual(gone, ["early", "late"])

    def test_one_that_was_cancelled_does_not_go_off(self):
        gone, last = [], threading.Event()
        timer = deadlines.start(0.05, lambda: gone.append("cancelled"))
        deadlines.start(0.1, last.set)
        timer.cancel()
        timer.cancel()
        self.assertTrue(last.wait(20))
        self.assertEqual(gone, [])

    def test_those_that_were_cancelled_are_thrown_out(self):
        for _ in range(5000):
            deadlines.start(1000, lambda: None).cancel()
        self.assertLess(len(deadlines._timers), 2 * deadlines.MAX_CANCELLED + 10)

    def test_throwing_out_keeps_the_next_one_first(self):
        seconds = list(range(1000, 7000))
        random.Random(5).shuffle(seconds)
        timers = sorted((each, deadlines.start(each, lambda: None)) for each in seconds)
        thrown_out = 0
        for _, timer in timers[:5000]:
            before = len(deadlines._timers)
            timer.cancel()
            if len(deadlines._timers) < before:
                thrown_out += 1
                self.assertIs(deadlines._timers[0], min(deadlines._timers))
        self.assertGreater(thrown_out, 0)


class Deadlines(AgentCase):
    SOURCE = (
        "import asyncio, threading, time\n"
        "ran = []\n"
        "class Late(Tool):\n"
        "    def spin(self):\n"
        "        while True: time.sleep(0.01)\n"
        "    async def sleep(self): await asyncio.sleep(1000)\n"
        "    def command(self, path):\n"
        "        process('sh', '-c', 'echo $$ > \"$0\"; exec sleep 1000', path)\n"
        "        while True: time.sleep(0.01)\n"
        "    def wait(self):\n"
        "        log('in')\n"
        "        threading.Event().wait()\n"
        "    def quick(self): ran.append(1); return len(ran)\n"
    )
    LATE = "tools.testing.Late."

    def setUp(self):
        AgentCase.setUp(self)
        self.sync("Late", self.SOURCE)

    def ended(self, packet_id):
        flags, value, _ = self.peer.answer(packet_id)
        self.assertEqual((flags, value.get("kind")), (RAISED, "deadline"), value)

    def test_end_a_thread_and_a_task(self):
        for packet_id, method in enumerate(("spin", "sleep"), 1):
            self.peer.request(packet_id, self.LATE + method, timeout=0.05)
            self.ended(packet_id)
        self.assertEqual(self.peer.call(self.LATE + "quick")[1], 1)

    def test_end_a_command(self):
        path = os.path.join(self.folder(), "pid")
        self.peer.request(1, self.LATE + "command", path, timeout=1)
        self.assertTrue(eventually(lambda: os.path.exists(path) and os.path.getsize(path) > 1))
        with open(path) as file:
            pid = int(file.read())
        self.ended(1)
        self.assertTrue(eventually(lambda: not is_running(pid)))

    def test_reach_a_call_that_waits_for_a_thread(self):
        # One of those that have the threads ends after the call that waits was due.
        self.peer.request(1, self.LATE + "spin", timeout=1.5)
        for packet_id in range(2, MAX_WORKERS + 1):
            self.peer.request(packet_id, self.LATE + "wait")
        for _ in range(2, MAX_WORKERS + 1):
            self.assertEqual(self.peer.receive()[0], Flags.LOG)
        self.peer.request(100, self.LATE + "quick", timeout=0.01)
        ends = {}
        while len(ends) < 2:
            _, packet_id, value = self.peer.receive()
            ends[packet_id] = value["kind"]
        self.assertEqual(ends, {1: "deadline", 100: "deadline"})
        # It was not run before it was answered.
        self.assertEqual(self.peer.call(self.LATE + "quick")[1], 1)

    def test_a_thread_that_does_not_heed_its_end_keeps_no_place(self):
        # Waiting for a lock is C code.
        for packet_id in range(1, MAX_WORKERS + 1):
            self.peer.request(packet_id, self.LATE + "wait")
        for _ in range(MAX_WORKERS):
            self.assertEqual(self.peer.receive()[0], Flags.LOG)
        self.peer.request(100, self.LATE + "quick")
        self.ping()
        self.peer.cancel(1)
        self.assertEqual(self.peer.receive()[1:], (100, 1))

    def test_reach_a_call_that_waits_for_its_tool(self):
        fifo = self.fifo()
        slow = HEAD + "open(%r).read()\nclass Slow(Tool):\n def run(self): return 'ran'\n" % fifo
        tool = {"name": "Slow", "source": slow, "filename": "slow.py", "module": "tools.slow"}
        self.peer.send(Flags.SYNC | Flags.REQUEST, 1, tool)
        self.peer.request(2, "tools.slow.Slow.run", after=1, timeout=0.01)
        self.peer.request(3, "tools.slow.Slow.run", after=1)
        # Its deadline is the later one.
        self.peer.request(4, self.LATE + "spin", timeout=0.1)
        self.ended(4)
        self.end_fifo(fifo)
        answers = self.answers(3)
        self.assertEqual(answers.pop(2)["kind"], "deadline")
        self.assertEqual(answers, {1: "tools.slow.Slow", 3: "ran"})

    def test_do_nothing_to_a_call_that_has_ended(self):
        self.peer.request(1, self.LATE + "quick", timeout=0.05)
        self.assertEqual(self.peer.answer(1)[1], 1)
        self.peer.request(2, self.LATE + "spin", timeout=0.1)
        self.ended(2)
        self.ping()

    def test_that_cannot_be_are_refused(self):
        for timeout in (0, -1, "1", True, float("nan"), float("-inf"), [1]):
            with self.subTest(repr(timeout)):
                self.peer.request(1, self.LATE + "quick", timeout=timeout)
                self.assertEqual(self.peer.answer(1)[1]["kind"], "refused")
        for number, timeout in enumerate((None, float("inf"), 1e300, 2**80, 60), 1):
            self.peer.request(1, self.LATE + "quick", timeout=timeout)
            self.assertEqual(self.peer.answer(1)[1], number)


if __name__ == "__main__":
    unittest.main()
