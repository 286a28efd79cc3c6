"""What the tests of the managers of packages share: other programs that have a lock, or are killed."""

import os
import subprocess
import sys
import threading
import time
from unittest import mock

from rmote.file_locks import Locked

_HOLD = (
    "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.lockf(f,fcntl.LOCK_EX);"
    "print('has it',flush=True); sys.stdin.read()"
)


def other_process(case, *command):
    """A process that ends when its stdin does, once it has said `has it`."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    case.addCleanup(process.wait)
    case.addCleanup(process.stdout.close)
    case.addCleanup(process.stdin.close)
    case.assertEqual(process.stdout.readline(), b"has it\n")
    return process


def lock_file(case, path):
    """Another process that has a lock of fcntl(2) on a file, until its stdin is closed."""
    return other_process(case, sys.executable, "-c", _HOLD, path)


def says_who_has_it(case, process, call, what="The database of packages"):
    """Asserts that a call which may not wait long tells who has the lock."""
    error = case.fails(Locked, call, lock_timeout=0.3)
    case.assertIn("%s is in use by process %d (" % (what, process.pid), str(error))
    return error


def waits_for(case, process, call):
    """Asserts that a call goes on once the other process gives up its lock."""
    timer = threading.Timer(0.5, process.stdin.close)
    timer.start()
    started = time.monotonic()
    case.assertTrue(call(lock_timeout=60).changed)
    case.assertGreaterEqual(time.monotonic() - started, 0.5)
    timer.join()


def kill_once(mark):
    """A thread that kills the group of the process whose id is written into a file, once it is there."""

    def kill():
        end = time.monotonic() + 60
        pid = ""
        while not pid and time.monotonic() < end:
            time.sleep(0.02)
            if os.path.exists(mark):
                with open(mark) as file:
                    pid = file.read().strip()
        if pid:
            os.killpg(os.getpgid(int(pid)), 9)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def says_what_is_missing(case, sentence, *calls):
    """Asserts that calls on a target without the programs say so."""
    with mock.patch("rmote.programs.SYSTEM_FOLDERS", ()), mock.patch.dict(
        os.environ, PATH=case.at("bin") + ":/no/such"
    ):
        for call in calls:
            with case.assertRaisesRegex(FileNotFoundError, sentence):
                call()

