"""Changes that are killed or cancelled in the middle: at many of their lines, one after the other.

What changes several things one after the other (chmod and chown of many, a copy into a folder that is
there) is whole for each of them only, and not tried here.
"""

import os
import shutil
import signal
import sys
import unittest

from rmote.calls import Cancelled

from .file_case import FileCase

import fs  # noqa: E402

tool = fs.FileSystem
# At how many lines of a change it is stopped.
STOPS = 40
# Where it is, a file system in memory: thousands of files are synced here.
FOLDER = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class StopAt(object):
    """Runs something, and does `stop()` at one line of our code."""

    # Parts of the names of its files.
    ours = ("rmote/file", "tools/fs.py")

    def __init__(self, number, stop):
        self.seen = 0
        self._number = number
        self._stop = stop

    def run(self, run):
        sys.settrace(self._trace)
        try:
            run()
        finally:
            sys.settrace(None)
        return self.seen

    def _trace(self, frame, event, arg):
        name = frame.f_code.co_filename
        if not any(part in name for part in self.ours):
            return None
        if event == "line":
            self.seen += 1
            if self.seen == self._number:
                sys.settrace(None)
                self._stop()
        return self._trace


def cancel():
    raise Cancelled()


class Ends(FileCase):
    parent = FOLDER

    def fill(self):
        for name in os.listdir(self.folder):
            path = self.at(name)
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            else:
                os.unlink(path)
        self.put("a", "one\ntwo\n", 0o640)
        self.put("b", "other\n")
        os.symlink("a", self.at("link"))
        os.makedirs(self.at("top", "sub"))
        self.put(os.path.join("top", "file"), "x")
        self.put(os.path.join("top", "sub", "file"), "y", 0o600)

    def whole(self):
        """What is there under the names that people gave."""
        return {path: what for path, what in self.state().items() if ".rmote-" not in path}

    def ends(self, run, leaves=()):
        """Asserts that nothing is half done wherever `run` ends; a cancel leaves nothing but `leaves`."""
        self.fill()
        before = self.whole()
        count = StopAt(0, cancel).run(run)
        after = self.whole()
        self.assertNotEqual(before, after)
        self.assertGreater(count, 10)
        for number in range(1, count + 1, count // STOPS + 1):
            self.fill()
            try:
                StopAt(number, cancel).run(run)
            except Cancelled:
                pass
            self.assertIn(self.whole(), (before, after), "cancelled at line %d" % number)
            left = [name for name in self.leftovers() if not name.endswith(leaves or "\0")]
            self.assertEqual(left, [], "cancelled at line %d" % number)
            self.fill()
            self.killed(number, run)
            self.assertIn(self.whole(), (before, after), "killed at line %d" % number)
            for name in self.leftovers():
                # What is in a folder that is on its way has no name of its own yet.
                self.assertRegex(name, r"^\.[a-z]+\.rmote-[0-9a-f]{12}\.(tmp|removed)$")
        self.fill()

    def killed(self, number, run):
        child = os.fork()
        if child == 0:
            try:
                StopAt(number, lambda: os.kill(os.getpid(), signal.SIGKILL)).run(run)
            finally:
                os._exit(1)
        os.waitpid(child, 0)

    def test_write(self):
        self.ends(lambda: tool.write(self.at("a"), "new\n" * 1000, mode="0600"))

    def test_append(self):
        self.ends(lambda: tool.append(self.at("a"), "three\n"))

    def test_edits(self):
        self.ends(lambda: tool.line_in_file(self.at("a"), "TWO", regexp="two"))
        self.ends(lambda: tool.block_in_file(self.at("a"), "x\ny"))

    def test_copy(self):
        self.ends(lambda: tool.copy(self.at("a"), self.at("b")))
        self.ends(lambda: tool.copy(self.at("top"), self.at("new")))

    def test_move(self):
        self.ends(lambda: tool.move(self.at("a"), self.at("b"), overwrite=True))
        self.ends(lambda: tool.move(self.at("top"), self.at("new")))

    def test_remove(self):
        self.ends(lambda: tool.remove(self.at("a")))
        self.ends(lambda: tool.remove(self.at("top"), recursive=True), (".removed",))

    def test_mkdir_and_symlink(self):
        self.ends(lambda: tool.mkdir(self.at("new"), mode="0700"))
        self.ends(lambda: tool.symlink(self.at("link"), "b"))
        self.ends(lambda: tool.symlink(self.at("b"), "a", overwrite=True))


if __name__ == "__main__":
    unittest.main()
