import subprocess
import unittest

from . import ROOT  # noqa: F401
from rmote.frame import Flags
from .agent_case import RAISED, RESULT, AgentCase
from .agent_peer import Peer


class Ends(AgentCase):
    def test_the_heartbeat_is_answered_while_tools_run(self):
        self.sync("Busy", "import threading\nclass Busy(Tool):\n def wait(self): threading.Event().wait()")
        request = {"method": "tools.testing.Busy.wait", "args": [], "kwargs": {}}
        self.peer.send(Flags.RPC | Flags.REQUEST, 5, request)
        self.peer.send(Flags.PING | Flags.REQUEST, 6)
        self.assertEqual(self.peer.receive(), (Flags.PING | Flags.RESPONSE, 6, None))
        # tearDown: the end of stdin ends the agent, whatever its tools do.

    def test_cancel_stops_a_thread_a_task_and_a_command(self):
        self.sync(
            "Long",
            "import asyncio\n"
            "class Long(Tool):\n"
            "    def spin(self):\n"
            "        log('go')\n"
            "        while True: pass\n"
            "    async def sleep(self):\n"
            "        log('go')\n"
            "        await asyncio.sleep(1000)\n"
            "    def command(self):\n"
            "        log('go')\n"
            "        return process('sh', '-c', 'sleep 1000 | sleep 1000').returncode\n",
        )
        for packet_id, method in enumerate(("spin", "sleep", "command"), 1):
            request = {"method": "tools.testing.Long." + method, "args": [], "kwargs": {}}
            self.peer.send(Flags.RPC | Flags.REQUEST, packet_id, request)
            self.assertEqual(self.peer.receive()[0], Flags.LOG)
            self.peer.send(Flags.CANCEL | Flags.REQUEST, packet_id)
            flags, found, value = self.peer.receive()
            self.assertEqual(found, packet_id, value)
            if method == "command":
                # Its process group is gone; what the method makes of that is its own.
                self.assertIn(value if flags == RESULT else value["type"], (-9, "rmote.calls.Cancelled"))
            else:
                self.assertEqual(flags, RAISED)

    def test_a_command_that_starts_while_its_call_is_cancelled_dies_too(self):
        self.sync(
            "Starts",
            "class Starts(Tool):\n"
            "    def run(self):\n"
            "        log('go')\n"
            "        process('sleep', '7531')\n",
        )
        for packet_id in range(1, 40):
            request = {"method": "tools.testing.Starts.run", "args": [], "kwargs": {}}
            self.peer.send(Flags.RPC | Flags.REQUEST, packet_id, request)
            self.assertEqual(self.peer.receive()[0], Flags.LOG)
            self.peer.send(Flags.CANCEL | Flags.REQUEST, packet_id)
            # Cancelled, or the method ended because its command was killed.
            self.peer.answer(packet_id)
        left = subprocess.run(["pgrep", "-f", "^sleep 7531"], stdout=subprocess.PIPE).stdout
        self.assertEqual(left, b"")

    def test_a_cancelled_call_leaves_no_half_frame_behind(self):
        self.sync(
            "Prints",
            "class Prints(Tool):\n"
            "    def run(self):\n"
            "        while True: print('x' * 66000)\n",
        )
        for packet_id in range(1, 60):
            request = {"method": "tools.testing.Prints.run", "args": [], "kwargs": {}}
            self.peer.send(Flags.RPC | Flags.REQUEST, packet_id, request)
            self.assertEqual(self.peer.receive()[0], Flags.LOG)
            self.peer.send(Flags.CANCEL | Flags.REQUEST, packet_id)
            self.assertEqual(self.peer.answer(packet_id)[1]["type"], "rmote.calls.Cancelled")

    def test_an_async_call_that_is_cancelled_before_it_begins_is_answered(self):
        self.sync("Soon", "import asyncio\nclass Soon(Tool):\n async def run(self): await asyncio.sleep(99)")
        for packet_id in range(1, 30):
            request = {"method": "tools.testing.Soon.run", "args": [], "kwargs": {}}
            self.peer.send(Flags.RPC | Flags.REQUEST, packet_id, request)
            self.peer.send(Flags.CANCEL | Flags.REQUEST, packet_id)
            self.assertEqual(self.peer.answer(packet_id)[0], RAISED)

    def test_a_cancel_for_no_call_is_ignored(self):
        self.peer.send(Flags.CANCEL | Flags.REQUEST, 77)
        self.peer.send(Flags.PING | Flags.REQUEST, 6)
        self.assertEqual(self.peer.receive()[1], 6)


class Signals(unittest.TestCase):
    def test_sigterm_right_after_a_cancel_ends_the_agent(self):
        source = (
            "from rmote.protocol import Tool, log\n"
            "class Spin(Tool):\n"
            "    def run(self):\n"
            "        log('go')\n"
            "        while True: pass\n"
        )
        for _ in range(8):
            peer = Peer()
            peer.sync("Spin", source)
            request = {"method": "tools.testing.Spin.run", "args": [], "kwargs": {}}
            peer.send(Flags.RPC | Flags.REQUEST, 1, request)
            self.assertEqual(peer.receive()[0], Flags.LOG)
            peer.send(Flags.CANCEL | Flags.REQUEST, 1)
            peer.process.terminate()
            self.assertEqual(peer.process.wait(10), 0)
            peer.close()


class Forked(AgentCase):
    def test_a_child_that_comes_back_does_not_answer_too(self):
        self.sync(
            "Fork",
            "import os\n"
            "class Fork(Tool):\n"
            "    def run(self):\n"
            "        pid = os.fork()\n"
            "        if pid: os.waitpid(pid, 0)\n"
            "        return pid > 0\n",
        )
        self.assertEqual(self.peer.call("tools.testing.Fork.run")[1], True)
        self.peer.send(Flags.PING | Flags.REQUEST, 6)
        self.assertEqual(self.peer.receive(), (Flags.PING | Flags.RESPONSE, 6, None))


class Poison(AgentCase):
    expected_stderr = "raw1raw2child\ninherited\n"

    def test_nothing_that_tool_code_writes_reaches_the_stream(self):
        self.sync(
            "Poison",
            "import os, subprocess, sys\n"
            "class Poison(Tool):\n"
            "    def write(self):\n"
            "        os.write(1, b'raw1')\n"
            "        os.write(2, b'raw2')\n"
            "        pid = os.fork()\n"
            "        if pid == 0:\n"
            "            os.write(1, b'child\\n')\n"
            "            os._exit(0)\n"
            "        os.waitpid(pid, 0)\n"
            "        subprocess.call(['echo', 'inherited'])\n"
            "        sys.stdout.buffer.write(b'bytes\\n')\n"
            "        print('printed')\n"
            "        sys.stderr.write('half')\n"
            "        return os.read(0, 10)\n",
        )
        flags, value, records = self.peer.call("tools.testing.Poison.write")
        self.assertEqual((flags, value), (RESULT, b""))
        self.assertEqual(
            [(r["level"], r["logger"], r["message"]) for r in records],
            [
                ("INFO", "stdout", "bytes"),
                ("INFO", "stdout", "printed"),
                ("WARNING", "stderr", "half"),
            ],
        )


class HostileApp(unittest.TestCase):
    def test_bytes_that_are_no_request_end_the_agent_with_a_word(self):
        cases = {
            b"garbage and more of it": "a frame begins with",
            b"RMOTE" + b"\0" * 3 + b"\x04" + b"\0" * 3 + b"\x01" + b"\0" * 8 + b"\xc0": "flags 0x4",
        }
        for data, word in cases.items():
            with self.subTest(word):
                peer = Peer()
                peer.write(data)
                self.assertIsNone(peer.receive())
                status, error = peer.close()
                self.assertEqual(status, 0)
                self.assertIn(word, error)


if __name__ == "__main__":
    unittest.main()
