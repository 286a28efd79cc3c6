import os
import re
import subprocess
import threading
import unittest
from unittest import mock

from . import ROOT  # noqa: F401
from .file_case import FileCase
import follow_log
import rotate_log

follow = follow_log.FollowLog.follow
journal = follow_log.FollowLog.journal


class Follow(FileCase):
    def setUp(self):
        FileCase.setUp(self)
        self.path = self.put("app.log", "one\ntwo error\nthree\n")

    def add(self, text):
        with open(self.path, "a") as file:
            file.write(text)

    def test_the_last_lines(self):
        self.assertEqual(list(follow(self.path, lines=2, stay=False)), ["two error", "three"])
        self.assertEqual(list(follow(self.path, stay=False)), ["one", "two error", "three"])
        self.assertEqual(list(follow(self.path, lines=0, stay=False)), [])
        self.assertEqual(list(follow(self.path, "ERROR|one", stay=False)), ["one", "two error"])

    def test_lines_come_as_they_are_written_and_whole(self):
        lines = follow(self.path, lines=1)
        self.assertEqual(next(lines), "three")
        self.add("fo")
        timer = threading.Timer(0.3, self.add, ["ur\nfive\n"])
        timer.start()
        self.addCleanup(timer.join)
        self.assertEqual(next(lines), "four")
        self.assertEqual(next(lines), "five")
        lines.close()

    def test_a_log_that_is_rotated_is_followed(self):
        for copy in (False, True):
            lines = follow(self.path, lines=1)
            next(lines)
            # It looks for more once before the log is another.
            self.add("before\n")
            self.assertEqual(next(lines), "before")
            rotate_log.RotateLog.rotate(self.path, copy=copy)
            self.add("after\n")
            self.assertEqual(next(lines), "after")
            lines.close()

    def test_long_logs_are_read_from_the_end(self):
        self.add("x" * 2000000 + "\nlast\n")
        self.assertEqual(list(follow(self.path, "last", lines=5, stay=False)), ["last"])

    def test_what_cannot_be_followed(self):
        with self.assertRaises(FileNotFoundError):
            next(follow(self.at("none")))
        with self.assertRaises(re.error):
            next(follow(self.path, "("))


# The real one needs a system that systemd has started. This one takes the same options, and tells them.
STAND_IN = """#!/bin/sh
echo "$@"
echo '2026-11-26T15:00:00+00:00 web1 nginx[7]: up'
echo '2026-11-26T15:00:01+00:00 web1 nginx[7]: error: down'
case "$*" in *--unit=wrong*) echo 'no such unit'; exit 1;; *--follow*) exec sleep 1000;; esac
"""


class Journal(FileCase):
    def setUp(self):
        FileCase.setUp(self)
        self.put("journalctl", STAND_IN, 0o755)
        path = mock.patch.dict(os.environ, PATH=self.folder + os.pathsep + os.environ["PATH"])
        path.start()
        self.addCleanup(path.stop)

    def test_lines_of_a_unit(self):
        options, first, second = journal("nginx.service", lines=5, stay=False)
        self.assertEqual(options, "--no-pager --output=short-iso --lines=5 --unit=nginx.service")
        self.assertTrue(first.endswith(": up") and second.endswith(": down"))

    def test_lines_with_a_pattern_as_they_come(self):
        lines = journal("", "ERROR")
        self.assertTrue(next(lines).endswith("error: down"))
        lines.close()

    def test_what_journalctl_says_against_it(self):
        lines = journal("wrong", "such", stay=False)
        self.assertEqual(next(lines), "no such unit")
        with self.assertRaises(subprocess.CalledProcessError):
            next(lines)

    @unittest.skipUnless(os.path.exists("/usr/bin/journalctl"), "systemd is not installed here")
    def test_the_real_one_takes_these_options(self):
        os.unlink(self.at("journalctl"))
        self.assertEqual(list(journal("nobody-%d.service" % os.getpid(), "[0-9]{4}-", stay=False)), [])
