import gzip
import os
import unittest
from unittest import mock

from . import ROOT  # noqa: F401
from .file_case import FileCase
from rmote import files
import rotate_log

rotate = rotate_log.RotateLog.rotate


class Rotate(FileCase):
    def log(self, text="one\n", mode=0o640):
        return self.put("app.log", text, mode)

    def names(self):
        return sorted(os.listdir(self.folder))

    def unpacked(self, name):
        with gzip.open(self.at(name), "rt") as file:
            return file.read()

    def test_the_log_is_set_aside_and_an_empty_one_begun(self):
        path = self.log()
        done = self.changes_once(rotate, path)
        self.assertEqual(done.path, path)
        self.assertEqual(done.size_bytes, 4)
        self.assertEqual(self.get(path), "")
        self.assertEqual(self.get(path + ".1"), "one\n")
        self.assertEqual(self.mode(path), "0640")

    def test_old_ones_are_compressed_and_the_oldest_goes(self):
        for text in ("one\n", "two\n", "three\n", "four\n"):
            with open(self.log(""), "w") as file:
                file.write(text)
            done = rotate(self.at("app.log"), keep=3)
        self.assertEqual(self.names(), ["app.log", "app.log.1", "app.log.2.gz", "app.log.3.gz"])
        self.assertEqual(self.get(self.at("app.log.1")), "four\n")
        self.assertEqual(self.unpacked("app.log.2.gz"), "three\n")
        self.assertEqual(self.unpacked("app.log.3.gz"), "two\n")
        self.assertEqual(self.mode(self.at("app.log.2.gz")), "0640")
        self.assertIn("remove %s" % self.at("app.log.3.gz"), done.changes)

    def test_one_old_log_alone(self):
        self.log("new\n")
        self.put("app.log.1", "old\n")
        rotate(self.at("app.log"), keep=1)
        self.assertEqual(self.names(), ["app.log", "app.log.1"])
        self.assertEqual(self.get(self.at("app.log.1")), "new\n")

    def test_a_program_goes_on_in_its_file_or_in_the_copied_one(self):
        with open(self.log(), "a") as program:
            rotate(self.at("app.log"))
            program.write("late\n")
        self.assertEqual(self.get(self.at("app.log.1")), "one\nlate\n")
        with open(self.at("app.log"), "a") as program:
            program.write("two\n")
            program.flush()
            rotate(self.at("app.log"), copy=True)
            program.write("three\n")
        self.assertEqual(self.get(self.at("app.log.1")), "two\n")
        self.assertEqual(self.get(self.at("app.log")), "three\n")

    def test_the_program_is_told(self):
        told = self.at("told")
        rotate(self.log(), reopen="touch '%s'" % told)
        self.assertTrue(os.path.exists(told))

    def test_if_the_program_cannot_be_told_all_is_as_it_was(self):
        path = self.log()
        self.put("app.log.1.gz", "packed")
        error = self.fails(RuntimeError, rotate, path, reopen="sh -c 'echo no such unit >&2; exit 5'")
        self.assertIn("status 5. no such unit", str(error))
        self.fails(FileNotFoundError, rotate, path, reopen="there-is-no-such-program")

    def test_new_lines_are_not_lost_for_the_old_ones(self):
        path = self.log()
        with self.assertRaises(RuntimeError):
            rotate(path, reopen="sh -c 'echo new > %s; exit 1'" % path)
        self.assertEqual((self.get(path), self.get(path + ".1")), ("new\n", "one\n"))

    def test_a_full_disk_or_missing_rights_on_the_way_leave_all_as_it_was(self):
        path = self.log()
        self.put("app.log.2.gz", "packed")
        full = OSError(28, "No space left on device")
        with mock.patch.object(files, "finish", side_effect=full):
            self.fails(OSError, rotate, path)
            self.fails(OSError, rotate, path, copy=True)
        with mock.patch.object(os, "truncate", side_effect=full):
            self.fails(OSError, rotate, path, copy=True)
        self.put("app.log.1", "plain")
        with mock.patch.object(files, "finish", side_effect=full):
            self.fails(OSError, rotate, path)

    def test_what_is_not_rotated(self):
        path = self.log("x" * 2048)
        self.assertFalse(rotate(path, larger_than_kib=2).changed)
        self.assertTrue(rotate(path, larger_than_kib=1.5, check=True).changed)
        self.fails(ValueError, rotate, path, keep=0)
        self.fails(FileNotFoundError, rotate, self.at("none"))
        os.symlink(path, self.at("link"))
        self.fails(ValueError, rotate, self.at("link"))
