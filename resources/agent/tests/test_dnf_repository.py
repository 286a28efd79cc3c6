"""Repositories of dnf: files in a folder of the test, read by the real dnf.

Where there is no dnf 4, what the real one said to the same test is used: tests/recorded_case.py.
"""

import os
import unittest
from unittest import mock

from rmote.packages.dnf_program import find_dnf, run_dnf

from .dnf_case import Dnf4Case, DnfCase
from .file_case import can_mount
from .key_of_test import BINARY, KEY

import dnf_repository  # noqa: E402

tool = dnf_repository.DnfRepository
ADDRESS = "https://example.org/$basearch/"


class Repository(Dnf4Case):
    def setUp(self):
        super().setUp()
        for name, value in (("FOLDER", self.at("etc")), ("KEYS", self.at("keys"))):
            patch = mock.patch.object(dnf_repository, name, value)
            patch.start()
            self.addCleanup(patch.stop)
        self.path = self.at("etc", "x.repo")
        self.key = self.at("keys", "RPM-GPG-KEY-x")

    def state(self):
        # Of files only, so nothing has to be recorded.
        return {name: what for name, what in self.files().items() if not name.startswith("bin")}

    def files(self):
        return super(DnfCase, self).whole_state()

    def test_present_and_absent(self):
        done = self.changes_once(tool.present, "x", [ADDRESS, "file:///srv/x"], title="The X", key=KEY, priority=10)
        self.assertEqual((done.name, done.path, done.key_path), ("x", self.path, self.key))
        self.assertEqual(
            self.get(self.path),
            "[x]\nname=The X\nbaseurl=%s\n    file:///srv/x\nenabled=1\ngpgcheck=1\ngpgkey=file://%s\npriority=10\n"
            % (ADDRESS, self.key),
        )
        self.assertEqual(self.get(self.key), KEY)
        self.assertEqual((self.mode(self.path), self.mode(self.key)), ("0644", "0644"))
        done = self.changes_once(tool.absent, "x")
        self.assertEqual(done.changes, ["remove " + self.path, "remove " + self.key])

    def test_dnf_reads_it(self):
        tool.present("x", [ADDRESS, "file:///srv/x"], title="The X", key=KEY)
        tool.present("y", metalink="https://example.org/metalink", enabled=False)
        said = run_dnf(find_dnf(), "-q", "repolist", "--all").stdout
        lines = [line.split() for line in said.split("\n")[1:] if line]
        self.assertEqual(
            lines, [["test", "Test", "enabled"], ["x", "The", "X", "enabled"], ["y", "y", "disabled"]]
        )

    def test_other_ways(self):
        self.changes_once(tool.present, "x", mirrorlist="https://example.org/list", signed=False, signed_lists=True)
        self.assertEqual(
            self.get(self.path),
            "[x]\nname=x\nmirrorlist=https://example.org/list\nenabled=1\ngpgcheck=0\nrepo_gpgcheck=1\n",
        )
        self.changes_once(tool.present, "x", [ADDRESS], key=KEY)
        path = self.put("key", BINARY)
        done = self.changes_once(tool.present, "x", [ADDRESS], key_file=path)
        self.assertIn("remove " + self.key, done.changes)
        self.assertIn("gpgkey=file://%s\n" % path, self.get(self.path))

    def test_a_key_that_another_one_has_stays(self):
        tool.present("x", [ADDRESS], key=KEY)
        tool.present("y", [ADDRESS], key_file=self.key)
        self.assertEqual(self.changes_once(tool.absent, "x").changes, ["remove " + self.path])
        self.assertTrue(os.path.exists(self.key))

    def test_refused(self):
        for name in ("", "main", ".x", "a b", "../x", "a/b", "x\n", "-x", "x]", "x" * 300):
            self.fails(ValueError, tool.present, name, [ADDRESS])
            self.fails(ValueError, tool.absent, name)
        for address in ("", "x", "https://e.org\ngpgcheck=0", "https://e org", "https://u:p@e.org/"):
            self.fails(ValueError, tool.present, "x", [address])
        for options in (
            {}, {"addresses": [ADDRESS], "metalink": ADDRESS}, {"addresses": [ADDRESS], "title": "a\ngpgcheck=0"},
            {"addresses": [ADDRESS], "title": " "}, {"addresses": [ADDRESS], "key": "x"},
            {"addresses": [ADDRESS], "key": KEY, "key_file": "/x"}, {"addresses": [ADDRESS], "key_file": "x"},
        ):
            with self.subTest(options):
                self.fails(ValueError, tool.present, "x", **options)
        self.fails(ValueError, tool.present, "x", [ADDRESS], key_file=self.put("none", "x"))
        self.fails(FileNotFoundError, tool.present, "x", [ADDRESS], key_file=self.at("gone"))
        with mock.patch.object(dnf_repository, "FOLDER", self.at("gone")):
            self.fails(FileNotFoundError, tool.present, "x", [ADDRESS], key=KEY)
            self.assertFalse(tool.absent("x").changed)

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_full_disk_takes_the_key_back(self):
        disk = self.small_disk()
        with open(os.path.join(disk, "fill"), "wb", buffering=0) as file, self.assertRaises(OSError):
            while True:
                file.write(b"x" * 1024)
        with mock.patch.object(dnf_repository, "FOLDER", disk):
            self.fails(OSError, tool.present, "x", [ADDRESS], key=KEY)
        self.assertFalse(os.path.exists(self.key))


if __name__ == "__main__":
    unittest.main()
