import os
import subprocess
import sys
import time
import unittest

from . import ROOT  # noqa: F401
from rmote import guard
from rmote.process import CalledProcessError, TimeoutExpired, process


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


if __name__ == "__main__":
    unittest.main()
