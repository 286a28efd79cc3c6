import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from . import ROOT  # noqa: F401
from rmote import guard
from rmote.process import MAX_LINE, CalledProcessError, TimeoutExpired, process
from .agent_case import AgentCase, eventually, is_running
from .agent_peer import Peer


def tearDownModule():
    guard._guard.stdin.close()
    guard._guard.wait()
    guard._guard = None


class Process(unittest.TestCase):
    def test_output_is_thrown_away_unless_it_is_asked_for(self):
        result = process("echo", "hello")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, None, None))
        result = process("sh", "-c", "echo out; echo err >&2", capture_output=True)
        self.assertEqual((result.stdout, result.stderr), (b"out\n", b"err\n"))

    def test_text_keeps_every_byte(self):
        result = process("printf", r"\377", capture_output=True, text=True)
        self.assertEqual(result.stdout.encode("utf-8", "surrogateescape"), b"\xff")

    def test_input_folder_and_environment(self):
        result = process(
            "sh", "-c", "cat; pwd; echo $WORD", input="in\n", cwd="/", capture_output=True,
            text=True, env={"WORD": "set", "PATH": os.environ["PATH"]},
        )
        self.assertEqual(result.stdout, "in\n/\nset\n")

    def test_stdin_is_empty_otherwise(self):
        self.assertEqual(process("cat", capture_output=True).stdout, b"")

    def test_check_and_what_is_not_there(self):
        with self.assertRaises(CalledProcessError) as caught:
            process("sh", "-c", "echo why >&2; exit 4", check=True, capture_output=True)
        self.assertEqual((caught.exception.returncode, caught.exception.stderr), (4, b"why\n"))
        with self.assertRaises(FileNotFoundError):
            process("no-such-program-here")
        with self.assertRaises(TypeError):
            process()

    def test_the_whole_group_is_killed_at_the_timeout(self):
        with self.assertRaises(TimeoutExpired) as caught:
            process(
                "sh", "-c", "echo before; sleep 1000 & sleep 1000", timeout=0.2,
                capture_output=True, text=True,
            )
        # communicate() returned, so nobody holds the pipe any more.
        self.assertEqual(caught.exception.stdout, "before\n")

    def test_a_timeout_does_not_wait_for_who_left_the_group(self):
        begin = time.time()
        with self.assertRaises(TimeoutExpired) as caught:
            process("sh", "-c", "echo before; setsid sleep 20 & sleep 20", timeout=0.2,
                    capture_output=True)
        self.assertLess(time.time() - begin, 10)
        if sys.version_info >= (3, 8):
            # Older ones do not tell what came before the time was over.
            self.assertEqual(caught.exception.stdout, b"before\n")

    def test_it_leads_a_group_of_its_own(self):
        result = process(sys.executable, "-c", "import os; print(os.getpgrp() == os.getpid())",
                         capture_output=True, text=True)
        self.assertEqual(result.stdout, "True\n")
        self.assertIsInstance(result, subprocess.CompletedProcess)


def lines_and_result(stream):
    """All lines of a streamed command, and what its generator returned."""
    lines = []
    while True:
        try:
            lines.append(next(stream))
        except StopIteration as end:
            return lines, end.value


class Streamed(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def test_lines_come_while_the_command_runs(self):
        fifo = self.path("fifo")
        os.mkfifo(fifo)
        stream = process("sh", "-c", "echo first; cat \"$0\"; echo last", fifo, stream=True, text=True)
        self.assertEqual(next(stream), "first")
        with open(fifo, "w") as file:
            file.write("second\n")
        lines, result = lines_and_result(stream)
        self.assertEqual(lines, ["second", "last"])
        self.assertEqual((type(result), result.returncode), (subprocess.CompletedProcess, 0))

    def test_stderr_is_among_the_lines(self):
        script = "echo 1; echo 2 >&2; echo 3; exit 5"
        lines, result = lines_and_result(process("sh", "-c", script, stream=True))
        self.assertEqual((lines, result.returncode), ([b"1", b"2", b"3"], 5))

    def test_kinds_of_lines(self):
        script = "printf 'one\\r\\n\\n\\377\\nlast'"
        self.assertEqual(lines_and_result(process(script, shell=True, stream=True))[0], [b"one", b"", b"\xff", b"last"])
        lines = lines_and_result(process(script, shell=True, stream=True, text=True))[0]
        self.assertEqual(lines, ["one", "", "\udcff", "last"])
        self.assertEqual(lines_and_result(process("true", stream=True))[0], [])
        endless = [sys.executable, "-c", "print('x' * %d)" % (3 * MAX_LINE)]
        lines = lines_and_result(process(*endless, stream=True))[0]
        self.assertEqual(sum(map(len, lines)), 3 * MAX_LINE)
        self.assertGreater(len(lines), 1)

    def test_input_of_any_size(self):
        data = "".join("%d\n" % number for number in range(100000))
        lines, _ = lines_and_result(process("cat", input=data, stream=True, text=True))
        self.assertEqual(lines, data.split())
        # A command that does not read it all ends nothing.
        lines, result = lines_and_result(process("head", "-n1", input=data, stream=True, text=True))
        self.assertEqual((lines, result.returncode), (["0"], 0))

    def test_timeout_kills_the_group(self):
        stream = process("sh", "-c", "sleep 1000 & echo $!; sleep 1000", stream=True, text=True, timeout=0.3)
        pid = int(next(stream))
        with self.assertRaises(TimeoutExpired):
            next(stream)
        self.assertTrue(eventually(lambda: not is_running(pid)))

    def test_check_comes_after_the_lines(self):
        stream = process("sh", "-c", "echo why; exit 4", stream=True, check=True)
        self.assertEqual(next(stream), b"why")
        with self.assertRaises(CalledProcessError) as caught:
            next(stream)
        self.assertEqual(caught.exception.returncode, 4)

    def test_closing_early_kills_the_group(self):
        stream = process("sh", "-c", "sleep 1000 & echo $!; sleep 1000", stream=True, text=True)
        pid = int(next(stream))
        self.assertTrue(is_running(pid))
        stream.close()
        self.assertTrue(eventually(lambda: not is_running(pid)))

    def test_nothing_runs_before_a_line_is_asked_for(self):
        made = self.path("made")
        stream = process("touch", made, stream=True)
        stream.close()
        self.assertFalse(os.path.exists(made))
        # What is there to be found is found then, too.
        stream = process("no-such-program-here", stream=True)
        with self.assertRaises(FileNotFoundError):
            next(stream)
        with self.assertRaises(TypeError):
            process(stream=True)


class Groups(AgentCase):
    """What commands leave running, once their call has ended."""

    SOURCE = (
        "import time\n"
        "class Leaves(Tool):\n"
        "    def run(self, script, path):\n"
        "        return process('sh', '-c', script, path).returncode\n"
        "    def stream(self, script, path):\n"
        "        yield from process('sh', '-c', script, path, stream=True, text=True)\n"
        "        while True: time.sleep(0.01)\n"
    )
    # Starts in the group, or out of it, and ends when the process is there.
    IN_GROUP = "sleep 1000 & echo $! > \"$0\""
    LEFT = (
        "setsid sh -c 'echo $$ > \"$0.new\"; mv \"$0.new\" \"$0\"; exec sleep 1000' \"$0\" & "
        "while [ ! -e \"$0\" ]; do sleep 0.01; done"
    )

    def setUp(self):
        AgentCase.setUp(self)
        self.sync("Leaves", self.SOURCE)
        self.path = os.path.join(self.folder(), "pid")

    def pid(self):
        with open(self.path) as file:
            return int(file.read())

    def test_a_child_in_the_background_ends_with_the_call(self):
        self.assertEqual(self.peer.call("tools.testing.Leaves.run", [self.IN_GROUP, self.path])[1], 0)
        self.assertTrue(eventually(lambda: not is_running(self.pid())))

    def test_one_that_left_the_group_survives_the_call_and_the_agent(self):
        self.assertEqual(self.peer.call("tools.testing.Leaves.run", [self.LEFT, self.path])[1], 0)
        self.addCleanup(os.kill, self.pid(), 9)
        self.assertEqual(self.peer.close(), (0, ""))
        self.assertTrue(is_running(self.pid()))
        # tearDown closes an agent.
        self.peer = Peer()

    def test_a_streamed_command_ends_when_its_call_is_cancelled(self):
        script = self.IN_GROUP + "; echo started; sleep 1000"
        self.peer.request(1, "tools.testing.Leaves.stream", script, self.path, credit=10000)
        self.assertEqual(self.peer.receive()[2], "started")
        self.assertTrue(is_running(self.pid()))
        self.peer.cancel(1)
        self.assertEqual(self.peer.answer(1)[1]["kind"], "cancelled")
        self.assertTrue(eventually(lambda: not is_running(self.pid())))

    def test_a_child_in_the_background_ends_with_the_agent_however_that_ends(self):
        script = self.IN_GROUP + "; echo started; sleep 1000"
        for end in (lambda: self.peer.process.stdin.close(), lambda: self.peer.process.kill()):
            self.peer.request(1, "tools.testing.Leaves.stream", script, self.path, credit=10000)
            self.assertEqual(self.peer.receive()[2], "started")
            self.assertTrue(is_running(self.pid()))
            end()
            self.assertTrue(eventually(lambda: not is_running(self.pid())))
            self.peer.close()
            AgentCase.setUp(self)
            self.sync("Leaves", self.SOURCE)


if __name__ == "__main__":
    unittest.main()
