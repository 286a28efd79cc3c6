"""What somebody else may have written where a tool reads, or what is handed on without being looked at.

Links, pipes and files with other names are in test_pinned.py and test_user_keys.py; names that would be options,
lines or paths are refused in the tests of each tool; archives in test_archive.py.
"""

import os
import time
import unittest

from .file_case import IS_ROOT, NOBODY, FileCase
from .user_case import UserCase, needs_root

import cron  # noqa: E402
import fs  # noqa: E402
import sysctl  # noqa: E402
import transfer  # noqa: E402
import user  # noqa: E402

tool = fs.FileSystem
# Of a line that somebody else wrote; with a pattern that goes back and forth it would take minutes.
MANY = 200000
# Seconds of this machine that reading it may take, whatever else runs.
QUICK = 5


class LongLines(unittest.TestCase):
    def quick(self, run):
        begin = time.process_time()
        found = run()
        self.assertLess(time.process_time() - begin, QUICK)
        return found

    def test_of_a_crontab(self):
        blanks = " " * MANY
        for line in ("A=%sx%s" % (blanks, blanks), "A%s" % blanks, blanks + "x", "%s=1" % ("A" * MANY), "\"" * MANY):
            table = line + "\n0 0 30 2 * true\n"
            jobs = self.quick(lambda table=table: cron._jobs(table, "crontab", "root"))
            self.assertEqual([job.command for job in jobs], ["true"])
            new, changes = self.quick(lambda table=table: cron._with_variable(table, "B", "B=1"))
            self.assertEqual((new, changes), ("B=1\n" + table, ["set variable B"]))

    def test_of_settings(self):
        blanks = " " * MANY
        for line, entry in (
            ("a.b%s=%s1%s" % (blanks, blanks, blanks), ("a/b", "1")), (blanks, (None, None)),
            ("a%sb" % blanks, (None, None)), ("#a=1", (None, None)), ("; a = 1", (None, None)), ("=1", (None, None)),
            ("- a.b = 1  2", ("a/b", "1 2")), ("-a/b.c=1=2", ("a/b.c", "1=2")), ("-a.b", (None, None)),
        ):
            self.assertEqual(self.quick(lambda line=line: sysctl._entry(line)), entry)

    def test_of_keys(self):
        for line in ('command="' + '\\"' * MANY, "a," * MANY, " " * MANY + "x", "ssh-rsa" + " " * MANY):
            self.quick(lambda line=line: user._split_key(line))


class Numbers(FileCase):
    def test_owners_that_the_kernel_takes_for_as_it_is(self):
        path = self.put("a")
        for owner in (-1, 4294967295, 2**40, "4294967295", "-1", "99999999999", "1\n", "\u0661", True):
            with self.subTest(owner):
                self.fails(LookupError, tool.chown, path, owner)
                self.fails(LookupError, tool.chown, path, None, owner)
                self.fails(LookupError, tool.write, path, "x", owner=owner)
                self.fails(LookupError, tool.mkdir, self.at("new"), group=owner)


class Parts(FileCase):
    """What an upload is named by comes from the app."""

    def test_a_checksum_that_is_a_path(self):
        os.mkdir(self.at("in"))
        for checksum in ("", "../../x", "x" * 64, "A" * 64, "0" * 63, "0" * 64 + "\n"):
            with self.subTest(checksum):
                self.fails(ValueError, transfer.Transfer.begin, self.at("in", "a"), 1, checksum, make_parents=True)
        self.fails(ValueError, transfer.Transfer.begin, self.at("in", "a"), -1, "0" * 64)

    @unittest.skipUnless(IS_ROOT, "needs root, and somebody else")
    def test_a_part_that_somebody_else_has_laid_out(self):
        os.mkdir(self.at("tmp"))
        os.chmod(self.at("tmp"), 0o1777)
        self.put("secret", "for root only\n", 0o600)
        part = self.at("tmp", ".a.rmote-%s.part" % ("0" * 12))
        begin = lambda: transfer.Transfer.begin(self.at("tmp", "a"), 5, "0" * 64)  # noqa: E731
        os.symlink(self.at("secret"), part)
        self.fails(OSError, begin)
        os.unlink(part)
        os.mkfifo(part)
        os.chown(part, NOBODY.pw_uid, NOBODY.pw_gid)
        self.fails(OSError, begin)
        os.unlink(part)
        self.put("tmp/" + os.path.basename(part))
        os.chown(part, NOBODY.pw_uid, NOBODY.pw_gid)
        self.fails(PermissionError, begin)
        os.unlink(part)
        os.link(self.at("secret"), part)
        self.fails(PermissionError, begin)
        os.unlink(part)


class Pipes(FileCase):
    """A pipe where a file was: nobody writes into it, so who opens it without care waits for ever."""

    def test_of_every_change(self):
        pipe = self.at("pipe")
        os.mkfifo(pipe)
        self.put("a", "text\n")
        for run in (
            lambda: tool.write(pipe, "x"),
            lambda: tool.append(pipe, "x"),
            lambda: tool.line_in_file(pipe, "x"),
            lambda: tool.block_in_file(pipe, "x"),
            lambda: tool.replace(pipe, "x", "y"),
            lambda: tool.copy(pipe, self.at("b")),
            lambda: transfer.Transfer.begin(pipe, 1, "0" * 64),
        ):
            self.fails(OSError, run)
        # A copy takes its place; it is not written into.
        self.changes_once(tool.copy, self.at("a"), pipe)
        os.unlink(pipe)
        os.mkfifo(pipe)
        self.changes_once(tool.chmod, pipe, "0600")
        self.changes_once(tool.move, pipe, self.at("moved"))
        self.changes_once(tool.remove, self.at("moved"))


@needs_root
class Passwd(UserCase):
    def test_no_line_of_anothers_making(self):
        for kwargs in (
            {"comment": "x\nroot::0:0:::"}, {"comment": "x\u2028y"}, {"home": "/home/x\nroot::0:0"}, {"home": "/x:0"},
            {"shell": "/bin/sh\nroot::0:0"}, {"password_hash": "x:0\nroot:"}, {"groups": ["x\nroot:x:0"]},
        ):
            with self.subTest(kwargs):
                self.fails((ValueError, LookupError), user.User.present, self.name, **kwargs)
        for name in (self.name + "\nroot::0:0", self.name + ":0:0", "-o", self.name + "\0"):
            with self.subTest(name):
                self.fails(ValueError, user.User.present, name)
                self.fails(ValueError, user.User.group_present, name)
                self.fails((ValueError, LookupError), user.User.authorized_key, name, "ssh-rsa x")
                self.fails(ValueError, user.User.sudoer, name)


if __name__ == "__main__":
    unittest.main()
