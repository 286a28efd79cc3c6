import fcntl
import os
import subprocess
import sys
import unittest

from rmote.file_locks import Locked, command_of, holder_of, opener_of, run_unlocked

from .file_case import FileCase


class FileLocks(FileCase):
    def lock(self, path):
        code = (
            "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.lockf(f,fcntl.LOCK_EX);"
            "print('has it',flush=True); sys.stdin.read()"
        )
        other = subprocess.Popen(
            [sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.addCleanup(other.wait)
        self.addCleanup(other.stdout.close)
        self.addCleanup(other.stdin.close)
        self.assertEqual(other.stdout.readline(), b"has it\n")
        return other

    def test_who_has_one(self):
        free, taken = self.put("free"), self.put("taken")
        self.assertIsNone(holder_of([free, taken, self.at("none")]))
        other = self.lock(taken)
        holder = holder_of([self.at("none"), free, taken])
        self.assertEqual((holder.path, holder.pid), (taken, other.pid))
        self.assertIn("fcntl.lockf", holder.command)
        self.assertIsNone(command_of(2 ** 22 + 1))

    def test_who_has_one_open(self):
        path = self.put("made")
        self.assertIsNone(opener_of(path))
        other = self.lock(path)
        self.assertEqual(opener_of(path).pid, other.pid)

    def test_a_look_takes_no_lock_away(self):
        path = self.put("mine")
        other = self.lock(path)
        holder_of([path])
        with open(path, "w") as file, self.assertRaises(OSError):
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.assertEqual(holder_of([path]).pid, other.pid)

    def test_runs_at_once_where_nobody_has_it(self):
        self.assertEqual(run_unlocked(lambda: None, lambda error: True, lambda: 7, 0, "It"), 7)

    def test_other_errors_do_not_wait(self):
        def fail():
            raise ValueError("no")

        with self.assertRaisesRegex(ValueError, "no"):
            run_unlocked(lambda: None, lambda error: False, fail, 60, "It")
        with self.assertRaisesRegex(Locked, "It is in use by another process. no Nothing was changed"):
            run_unlocked(lambda: None, lambda error: True, fail, 0, "It")

    def test_somebody_out_of_sight(self):
        from rmote.file_locks import Holder

        with self.assertRaisesRegex(Locked, "of another container"):
            run_unlocked(lambda: Holder("x", None, None), lambda error: False, os.getpid, 0, "It")


if __name__ == "__main__":
    unittest.main()
