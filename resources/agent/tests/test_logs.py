import re
import sys
import unittest

from . import ROOT  # noqa: F401
from rmote.frame import Flags
from rmote.output import MAX_LINE
from .agent_case import RESULT, AgentCase, memory

MIB = 1024 * 1024
SOURCE = '''
import asyncio, logging, sys, threading
turn = [threading.Semaphore(1), threading.Semaphore(0)]
class Logs(Tool):
    def alternate(self, mine, name):
        for number in range(100):
            turn[mine].acquire()
            print(name, end=' ')
            log(name)
            logging.getLogger(name).warning(name)
            print(number)
            turn[1 - mine].release()
    async def task(self, name):
        for number in range(50):
            print(name, end=' ')
            await asyncio.sleep(0)
            print(number)
    def thread(self):
        thread = threading.Thread(target=lambda: print('from a thread'))
        print('from the call')
        thread.start()
        thread.join()
    def odd(self):
        print()
        print('a', 'b', sep='\\n', end='')
        print('c')
        sys.stderr.write('x' * 150000)
        sys.stdout.write('')
        sys.stdout.buffer.write(b'bytes\\xff\\n')
        log('own', 'ERROR')
        log(5)
        logging.getLogger('n').info('%d of', 'no number')
        try:
            1 / 0
        except ZeroDivisionError:
            logging.getLogger('n').exception('failed')
        print('end', end='')
    def many(self, count):
        for number in range(count): print(number)
        return count
    def flood(self, count, path):
        for number in range(count): print(number)
        with open(path, 'w') as file: file.write('done')
        return count
'''
LOGS = "tools.testing.Logs."


class Logs(AgentCase):
    def setUp(self):
        AgentCase.setUp(self)
        self.sync("Logs", SOURCE)

    def gather(self, packet_ids):
        """The messages of each call, until all of them are answered."""
        messages, left = {}, set(packet_ids)
        while left:
            flags, packet_id, value = self.peer.receive()
            if flags == Flags.LOG:
                messages.setdefault(packet_id, []).extend(record["message"] for record in value)
            else:
                self.assertEqual(flags, RESULT, value)
                left.remove(packet_id)
        self.ping()
        return messages

    def test_of_two_calls_in_turns_do_not_mix(self):
        for packet_id, name in enumerate("ab"):
            self.peer.request(packet_id + 1, LOGS + "alternate", packet_id, name)
        expected = {}
        for packet_id, name in enumerate("ab"):
            lines = [[name, name, "%s %d" % (name, number)] for number in range(100)]
            expected[packet_id + 1] = [line for group in lines for line in group]
        self.assertEqual(self.gather((1, 2)), expected)

    @unittest.skipIf(sys.version_info < (3, 7), "a task has no context of its own in 3.6")
    def test_of_two_tasks_in_turns_do_not_mix(self):
        for packet_id in (1, 2):
            self.peer.request(packet_id, LOGS + "task", str(packet_id))
        expected = {i: ["%d %d" % (i, number) for number in range(50)] for i in (1, 2)}
        self.assertEqual(self.gather((1, 2)), expected)

    def test_of_a_thread_of_a_tool_belong_to_no_call(self):
        self.peer.request(1, LOGS + "thread")
        messages = {}
        while len(messages) < 3:
            flags, packet_id, value = self.peer.receive()
            messages[packet_id, flags] = [r["message"] for r in value] if flags == Flags.LOG else value
        self.assertEqual(
            messages,
            {(1, Flags.LOG): ["from the call"], (0, Flags.LOG): ["from a thread"], (1, RESULT): None},
        )

    def test_levels_names_and_lines(self):
        records = self.peer.call(LOGS + "odd")[2]
        found = [(r["level"], r["logger"], r["message"]) for r in records]
        whole = ("WARNING", "stderr", "x" * MAX_LINE)
        self.assertEqual(found[:3], [("INFO", "stdout", text) for text in ("", "a", "bc")])
        self.assertTrue(found[3:5] == [whole, whole])
        self.assertEqual(
            found[5:8],
            [("INFO", "stdout", "bytes\ufffd"), ("ERROR", "Logs", "own"), ("INFO", "Logs", "5")],
        )
        self.assertEqual(found[8][:2], ("INFO", "n"))
        self.assertIn("no number", found[8][2])
        self.assertEqual(found[9][:2], ("ERROR", "n"))
        self.assertTrue(found[9][2].startswith("failed\nTraceback"))
        rest = {logger: message for _, logger, message in found[10:]}
        self.assertEqual(rest, {"stdout": "end", "stderr": "x" * (150000 - 2 * MAX_LINE)})

    def test_of_a_call_come_before_its_answer(self):
        for packet_id in range(1, 5):
            self.peer.request(packet_id, LOGS + "many", 2000)
        messages = self.gather(range(1, 5))
        self.assertEqual(messages, {i: [str(n) for n in range(2000)] for i in range(1, 5)})


class Flood(AgentCase):
    """More than the link takes: the tool goes on, and what is lost is counted."""

    def setUp(self):
        AgentCase.setUp(self)
        self.sync("Logs", SOURCE)

    def arrived_and_lost(self, records):
        lost = [re.match(r"(\d+) records were lost here", r["message"]) for r in records]
        return sum(not match for match in lost), sum(int(match.group(1)) for match in lost if match)

    def test_a_million_lines_that_nobody_reads_meanwhile(self):
        pid = self.peer.process.pid
        before = memory(pid, "VmRSS")
        count, fifo = 1000000, self.fifo()
        self.peer.request(1, LOGS + "flood", count, fifo)
        # Nothing is read before all lines were printed.
        self.assertEqual(self.read_fifo(fifo), "done")
        flags, value, records = self.peer.answer(1)
        self.assertEqual((flags, value), (RESULT, count))
        arrived, lost = self.arrived_and_lost(records)
        self.assertGreater(lost, 0)
        self.assertEqual(arrived + lost, count)
        numbers = [int(r["message"]) for r in records if r["logger"] == "stdout"]
        self.assertEqual(numbers, sorted(numbers))
        self.assertLess(memory(pid, "VmHWM") - before, 32 * MIB)
        self.ping()

    def test_after_it_nothing_is_lost_any_more(self):
        fifo = self.fifo()
        self.peer.request(1, LOGS + "flood", 50000, fifo)
        self.assertEqual(self.read_fifo(fifo), "done")
        self.peer.answer(1)
        records = self.peer.call(LOGS + "many", [3000])[2]
        self.assertEqual([r["message"] for r in records], [str(n) for n in range(3000)])


if __name__ == "__main__":
    unittest.main()
