import os
import unittest

from . import ROOT
from rmote import current
from rmote.frame import Flags
from .agent_case import HEAD, RAISED, RESULT, eventually, is_running
from .agent_peer import Peer

BYE = (Flags.BYE, 0, None)
OTHERS = HEAD + '''
import threading
class Others(Tool):
    def command(self):
        log("before")
        return process("sh", "-c", "echo $$; exec sleep 7421", capture_output=True)
    def pid(self):
        for line in process("sh", "-c", "echo $$; exec sleep 7422", stream=True, text=True):
            yield int(line)
    def log_outside(self, count):
        thread = threading.Thread(target=lambda: [log("line %d" % n) for n in range(count)])
        thread.start()
        thread.join()
    def wait(self):
        threading.Event().wait()
    async def exit(self):
        from rmote.protocol import end_agent
        end_agent()
        return "done"
    def outside(self):
        from rmote.protocol import end_agent
        failures = []
        def end():
            try:
                end_agent()
            except RuntimeError as error:
                failures.append(str(error))
        thread = threading.Thread(target=end)
        thread.start()
        thread.join()
        return failures
'''
EXIT = "rmote.tools.quit.Quit.exit"


class Quit(unittest.TestCase):
    def setUp(self):
        self.peer = Peer()
        with open(os.path.join(ROOT, "tools", "quit.py")) as file:
            self.peer.sync("Quit", file.read(), module="rmote.tools.quit")
        self.peer.sync("Others", OTHERS)

    def assert_ended(self):
        """Nothing comes behind the BYE, and the agent has ended by itself with status 0."""
        self.assertIsNone(self.peer.receive())
        self.assertEqual(self.peer.process.wait(20), 0)
        self.assertEqual(self.peer.close(), (0, ""))

    def test_is_answered_and_says_that_it_was_asked_for(self):
        flags, value, _ = self.peer.call(EXIT)
        self.assertEqual((flags, value.parts[1]), (RESULT, [True, ["end the agent"]]))
        self.assertEqual(self.peer.receive(), BYE)
        self.assert_ended()

    def test_check_ends_nothing(self):
        flags, value, _ = self.peer.call(EXIT, kwargs={"check": True})
        self.assertEqual((flags, value.parts[1]), (RESULT, [True, ["end the agent"]]))
        self.peer.send(Flags.PING | Flags.REQUEST, 6)
        self.assertEqual(self.peer.receive(), (Flags.PING | Flags.RESPONSE, 6, None))
        self.assertEqual(self.peer.close(), (0, ""))

    def test_ends_what_runs_whatever_it_does(self):
        self.peer.request(1, "tools.testing.Others.pid", credit=100000)
        self.peer.request(2, "tools.testing.Others.wait")
        flags, packet_id, pid = self.peer.receive()
        self.assertEqual((flags, packet_id), (Flags.STREAM | Flags.RPC, 1))
        self.assertTrue(is_running(pid))
        self.assertEqual(self.peer.call(EXIT)[0], RESULT)
        self.assertEqual(self.peer.receive(), BYE)
        self.assert_ended()
        self.assertTrue(eventually(lambda: not is_running(pid)))

    def test_sends_what_was_logged_before(self):
        # Of no call, so that nothing else waits for it.
        self.peer.request(1, "tools.testing.Others.log_outside", 500)
        self.peer.request(2, EXIT, after=1)
        lines = []
        while True:
            packet = self.peer.receive()
            if packet == BYE:
                break
            if packet[0] == Flags.LOG:
                lines += [record["message"] for record in packet[2]]
        self.assertEqual(lines, ["line %d" % n for n in range(500)])
        self.assert_ended()

    def test_from_an_async_method(self):
        if not current.IS_PER_TASK:
            # Which call a task belongs to is not known there.
            self.assertEqual(self.peer.call("tools.testing.Others.exit")[0], RAISED)
            self.assertEqual(self.peer.close(), (0, ""))
            return
        self.assertEqual(self.peer.call("tools.testing.Others.exit")[:2], (RESULT, "done"))
        self.assertEqual(self.peer.receive(), BYE)
        self.assert_ended()

    def test_only_by_a_method(self):
        flags, value, _ = self.peer.call("tools.testing.Others.outside")
        self.assertEqual((flags, value), (RESULT, ["Only a method that was called can end the agent."]))
        self.assertEqual(self.peer.close(), (0, ""))

    def test_is_nothing_that_the_app_says(self):
        self.peer.send(Flags.BYE, 0)
        self.assertIsNone(self.peer.receive())
        status, error = self.peer.close()
        self.assertEqual(status, 0)
        self.assertIn("flags 0x2000", error)


if __name__ == "__main__":
    unittest.main()
