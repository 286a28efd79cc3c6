import datetime
import os
import signal
import subprocess
import sys
import threading
import time
import unittest
from unittest import mock

from . import ROOT
from rmote import codec
from .file_case import IS_ROOT, NOBODY

sys.path.insert(0, os.path.join(ROOT, "tools"))
import process  # noqa: E402

kill = process.Process.kill
# A command of Python's that says when it has done what it does with signals.
STUBBORN = "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); signal.pause()"
COUNTING = (
    "import signal\n"
    "signal.signal(signal.SIGUSR1, lambda *_: print('usr1', flush=True))\n"
    "print('on', flush=True)\n"
    "while True: signal.pause()\n"
)


class ProcessCase(unittest.TestCase):
    def start(self, *command, **options):
        """A command that is killed at the end; one of Python's is waited for until it says `on`."""
        child = subprocess.Popen(command, stdout=subprocess.PIPE, **options)

        def end():
            child.kill()
            child.wait()
            child.stdout.close()

        self.addCleanup(end)
        if command[0] == sys.executable:
            self.assertEqual(child.stdout.readline(), b"on\n")
        return child

    def state_of(self, pid):
        return process._stat(pid).state

    def reap(self, child):
        """Waits for a child in the background: until somebody does, it is a zombie."""
        thread = threading.Thread(target=child.wait)
        thread.start()
        self.addCleanup(thread.join)


class Lists(ProcessCase):
    def test_what_is_said_of_a_process(self):
        before = datetime.datetime.now(datetime.timezone.utc)
        child = self.start("sleep", "7411.5")
        found = [each for each in process.Process.list(r"^sleep 7411\.5$") if each.pid == child.pid]
        info = found[0]
        self.assertEqual(
            (info.pid, info.ppid, info.name, info.command, info.threads),
            (child.pid, os.getpid(), "sleep", "sleep 7411.5", 1),
        )
        self.assertIn(info.state, ("sleeping", "running", "waiting for a device"))
        self.assertLess(abs((info.started - before).total_seconds()), 60)
        self.assertTrue(0 < info.memory < 2**30)
        self.assertLess(info.cpu_seconds, 60)

    def test_of_one_user(self):
        import pwd

        me = pwd.getpwuid(os.geteuid()).pw_name
        pids = [each.pid for each in process.Process.list(user=me)]
        self.assertIn(os.getpid(), pids)
        self.assertEqual(process.Process.list(user="no-such-user"), [])
        everything = process.Process.list()
        self.assertEqual([each.pid for each in everything], sorted(each.pid for each in everything))

    @unittest.skipUnless(IS_ROOT, "needs another user's process")
    def test_of_a_user_who_hides_it(self):
        # As a program that changed its user: what is in /proc is root's then.
        code = "import os; os.setresuid(%d, %d, %d); print('on', flush=True); os.read(0, 1)"
        child = self.start(
            sys.executable, "-c", code % ((NOBODY.pw_uid,) * 3), stdin=subprocess.PIPE
        )
        self.addCleanup(child.stdin.close)
        self.assertEqual([each.pid for each in process.Process.list(user="nobody") if each.pid == child.pid], [child.pid])

    def test_odd_names(self):
        # Any text may be in a name.
        line = b"12 (a) b (c) S 3 12 12 0 -1 4194560 99 0 0 0 5 7 0 0 20 0 2 0 700 9000 300 1 2"
        stat = process.parse_stat(line)
        self.assertEqual((stat.name, stat.state, stat.ppid), ("a) b (c", "S", 3))
        self.assertEqual((stat.ticks, stat.threads, stat.start, stat.pages), (12, 2, 700, 300))
        self.assertFalse(stat.is_kernel)
        self.assertEqual(process.parse_stat(b"1 (\xff) S " + b"0 " * 25).name, "\udcff")

    def test_a_bad_pattern(self):
        import re

        with self.assertRaises(re.error):
            process.Process.list("(")


class Trees(ProcessCase):
    def test_children_of_children(self):
        child = self.start("sh", "-c", "sleep 7412 & sleep 7413 & wait", start_new_session=True)
        self.addCleanup(os.killpg, child.pid, signal.SIGKILL)
        end = time.monotonic() + 20
        while True:
            tree = process.Process.tree(child.pid)
            commands = [each.command for each in tree[0].children]
            if sorted(commands) == ["sleep 7412", "sleep 7413"]:
                break
            self.assertLess(time.monotonic(), end, commands)
        self.assertEqual((len(tree), tree[0].pid, tree[0].hidden), (1, child.pid, 0))
        self.assertEqual([each.children for each in tree[0].children], [[], []])

    def test_all(self):
        seen, pending = set(), list(process.Process.tree())
        while pending:
            each = pending.pop()
            seen.add(each.pid)
            pending += each.children
        self.assertTrue({os.getpid(), os.getppid()} <= seen or os.getppid() == 0)

    def test_no_such_process(self):
        child = subprocess.Popen(["true"])
        child.wait()
        with self.assertRaisesRegex(ProcessLookupError, "no process %d" % child.pid):
            process.Process.tree(child.pid)

    def test_of_many_levels_can_be_sent(self):
        stat = process.parse_stat(b"1 (deep) S 0 " + b"0 " * 25)
        children = {number: [number + 1] for number in range(1, 150)}
        stats = {number: stat for number in range(1, 151)}
        with mock.patch.object(process, "_read", return_value=b""):
            tree = process._branch(1, stats, children, {}, 1)
        codec.unpack(codec.pack([tree]))
        depth, hidden = 1, tree.hidden
        while tree.children:
            tree, depth = tree.children[0], depth + 1
            hidden = tree.hidden
        self.assertEqual((depth, hidden), (process.MAX_DEPTH, 150 - process.MAX_DEPTH))


class Kills(ProcessCase):
    def test_once_and_again(self):
        child = self.start("sleep", "7414")
        told = kill(child.pid, check=True)
        self.assertIsNone(child.poll())
        self.reap(child)
        done = kill(child.pid)
        self.assertEqual(child.wait(), -signal.SIGTERM)
        self.assertEqual((told.changed, told.changes), (True, done.changes))
        self.assertEqual(done, (True, child.pid, "sleep", True, "TERM", ["TERM to sleep (%d)" % child.pid]))
        self.assertEqual(kill(child.pid), (False, child.pid, None, True, None, []))
        self.assertEqual(kill(child.pid, check=True).changed, False)

    def test_a_zombie_has_ended(self):
        child = self.start("sleep", "7415")
        # Nobody waits for it.
        self.assertTrue(kill(child.pid, "KILL").ended)
        self.assertEqual(kill(child.pid).changed, False)

    def test_escalates_only_if_asked(self):
        child = self.start(sys.executable, "-c", STUBBORN)
        with self.assertRaisesRegex(TimeoutError, r"has not ended within 0\.2 s of TERM.*escalate"):
            kill(child.pid, wait=0.2)
        self.assertIsNone(child.poll())
        done = kill(child.pid, wait=0.2, escalate=True)
        self.assertEqual((done.changed, done.ended, done.signal, len(done.changes)), (True, True, "KILL", 2))
        self.assertEqual(child.wait(), -signal.SIGKILL)

    def test_without_a_descriptor_of_the_process(self):
        with mock.patch.object(os, "pidfd_open", side_effect=OSError(38, "not here"), create=True):
            child = self.start(sys.executable, "-c", STUBBORN)
            with self.assertRaises(TimeoutError):
                kill(child.pid, wait=0.2)
            self.assertTrue(kill(child.pid, "KILL").ended)
            self.assertFalse(kill(child.pid, "KILL").changed)

    def test_a_number_that_is_used_again_is_another_process(self):
        child = self.start("sleep", "7416")
        target = process._Target(child.pid)
        self.addCleanup(target.close)
        # The number stays, what it stands for has begun at another time.
        target._start += 1
        self.assertIsNone(target.stat())
        with self.assertRaisesRegex(LookupError, "is sleep, not nginx"):
            kill(child.pid, name="nginx")
        self.assertIsNone(child.poll())
        self.assertTrue(kill(child.pid, name="sleep").changed)

    def test_other_signals_do_not_wait(self):
        child = self.start(sys.executable, "-c", COUNTING)
        for _ in range(2):
            done = kill(child.pid, "USR1")
            self.assertEqual((done.changed, done.ended, done.signal), (True, None, "USR1"))
            self.assertEqual(child.stdout.readline(), b"usr1\n")
        self.assertIsNone(kill(child.pid, wait=0).ended)

    def test_stop_and_go_on(self):
        child = self.start("sleep", "7417")
        self.assertFalse(kill(child.pid, "CONT").changed)
        self.assertTrue(kill(child.pid, "STOP").changed)
        end = time.monotonic() + 20
        while self.state_of(child.pid) != "T":
            self.assertLess(time.monotonic(), end)
        self.assertFalse(kill(child.pid, "STOP").changed)
        self.assertTrue(kill(child.pid, "CONT").changed)

    def test_bad_input_is_refused(self):
        for pid, name, what in ((0, "TERM", "above 0"), (-1, "KILL", "above 0"), (2**22, "SIGTERM", "no signal 'SIGTERM'")):
            with self.assertRaisesRegex(ValueError, what):
                kill(pid, name)
        with self.assertRaisesRegex(ValueError, r"is the agent of this session\. Quit\.exit ends it"):
            kill(os.getpid())

    @unittest.skipUnless(IS_ROOT, "needs another user's process")
    def test_of_another_user(self):
        child = self.start("sleep", "7418")
        os.setresuid(NOBODY.pw_uid, NOBODY.pw_uid, 0)
        try:
            for check in (True, False):
                with self.assertRaises(PermissionError):
                    kill(child.pid, check=check)
        finally:
            os.setresuid(0, 0, 0)
        self.assertIsNone(child.poll())


if __name__ == "__main__":
    unittest.main()
