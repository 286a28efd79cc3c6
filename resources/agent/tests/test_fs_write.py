"""`FileSystem.write`: the whole file, or nothing.

As root, what is not allowed is tried with the rights of nobody, and a full disk is a small tmpfs. Where
that cannot be had (no root, no right to mount) those tests skip and say why.
"""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import unittest
from unittest import mock

from rmote import files

from . import ROOT
from .file_case import IS_ROOT, NOBODY, FileCase, can_mount

import fs  # noqa: E402

write = fs.FileSystem.write
sha256 = lambda text: hashlib.sha256(text.encode()).hexdigest()  # noqa: E731


class Write(FileCase):
    def test_a_new_file(self):
        path = self.at("new.conf")
        result = self.changes_once(write, path, "one\ntwo\n")
        self.assertEqual(result.diff, "--- /dev/null\n+++ %s\n@@ -0,0 +1,2 @@\n+one\n+two\n" % path)
        self.assertEqual((result.path, result.changes, result.backup), (path, ["create"], None))
        self.assertEqual(result.checksum, sha256("one\ntwo\n"))
        self.assertEqual(self.get(path), "one\ntwo\n")
        plain = self.put("plain")
        os.unlink(plain)
        open(plain, "w").close()
        self.assertEqual((result.mode, self.mode(path)), (self.mode(plain),) * 2)

    def test_another_content(self):
        path = self.put("a.conf", "".join("line %d\n" % n for n in range(1, 21)), 0o640)
        text = self.get(path).replace("line 10\n", "line ten\n")
        result = self.changes_once(write, path, text)
        self.assertEqual(result.changes, ["content"])
        self.assertIn("@@ -7,7 +7,7 @@\n line 7\n line 8\n line 9\n-line 10\n+line ten\n", result.diff)
        self.assertEqual((result.mode, self.mode(path)), ("0640", "0640"))

    def test_bytes_and_text_with_lone_surrogates(self):
        path = self.at("raw")
        self.assertIsNone(self.changes_once(write, path, b"\0\xff").diff)
        self.assertEqual(self.changes_once(write, path, "\udcff").checksum, hashlib.sha256(b"\xff").hexdigest())

    def test_mode_and_owner(self):
        path = self.put("a", "x")
        result = self.changes_once(write, path, "x", mode="0600")
        self.assertEqual((result.changes, result.diff), (["mode 0644 -> 0600"], ""))
        inode = os.stat(path).st_ino
        self.changes_once(write, path, "x", mode=0o4755)
        self.assertEqual(os.stat(path).st_ino, inode)
        for mode in ("rw", "", "8", "77777", -1):
            self.fails(ValueError, write, path, "y", mode=mode)
        self.fails(LookupError, write, path, "y", owner="no-such-user")
        self.fails(LookupError, write, path, "y", group="no-such-group")

    @unittest.skipUnless(IS_ROOT, "only root gives files away")
    def test_owner(self):
        path = self.put("a", "x")
        result = self.changes_once(write, path, "x", owner="nobody", group=str(NOBODY.pw_gid))
        self.assertEqual(result.changes[0], "owner root -> nobody")
        self.assertEqual((result.owner, os.stat(path).st_uid), ("nobody", NOBODY.pw_uid))
        self.changes_once(write, path, "other", mode="0600")
        self.assertEqual((os.stat(path).st_uid, os.stat(path).st_gid), (NOBODY.pw_uid, NOBODY.pw_gid))
        self.changes_once(write, self.at("new"), "", owner="nobody")
        self.assertEqual(os.stat(self.at("new")).st_uid, NOBODY.pw_uid)

    def test_extended_attributes_are_kept(self):
        path = self.put("a", "x")
        try:
            os.setxattr(path, "user.note", b"mine")
        except OSError as error:
            self.skipTest("no extended attributes in the temporary folder: %s" % error)
        # An ACL: rwx for the owner, r for nobody and the group, none for others.
        user = NOBODY.pw_uid
        entries = ((1, 7, -1), (2, 4, user), (4, 4, -1), (16, 4, -1), (32, 0, -1))
        acl = b"\2\0\0\0" + b"".join(
            tag.to_bytes(2, "little") + rights.to_bytes(2, "little") + (who & 0xFFFFFFFF).to_bytes(4, "little")
            for tag, rights, who in entries
        )
        os.setxattr(path, "system.posix_acl_access", acl)
        mode = self.mode(path)
        self.changes_once(write, path, "y")
        self.assertEqual(os.getxattr(path, "user.note"), b"mine")
        self.assertEqual(os.getxattr(path, "system.posix_acl_access"), acl)
        self.assertEqual(self.mode(path), mode)

    def test_backup(self):
        path = self.put("a.conf", "old", 0o600)
        result = write(path, "new", backup=True, check=True)
        self.assertIsNone(result.backup)
        kept = [write(path, text, backup=True).backup for text in ("new", "newer")]
        self.assertRegex(kept[0], r"/a\.conf\.\d{8}T\d{6}Z(-2)?~$")
        self.assertEqual([self.get(name) for name in kept], ["old", "new"])
        self.assertEqual([self.mode(name) for name in kept], ["0600", "0600"])
        self.assertIsNone(write(path, "newer", backup=True).backup)
        self.assertIsNone(write(self.at("none"), "", backup=True).backup)
        self.assertEqual(len(os.listdir(self.folder)), 4)

    def test_symbolic_links(self):
        path, link = self.put("a", "old"), self.at("link")
        os.symlink("a", link)
        error = self.fails(OSError, write, link, "new")
        self.assertIn("symbolic link to a", str(error))
        result = self.changes_once(write, link, "new", follow=True)
        self.assertEqual((result.path, self.get(path), os.readlink(link)), (path, "new", "a"))
        os.symlink("loop", self.at("loop"))
        self.fails(OSError, write, self.at("loop"), "x", follow=True)

    def test_what_is_no_file(self):
        os.mkfifo(self.at("pipe"))
        self.fails(IsADirectoryError, write, self.folder, "x")
        self.fails(OSError, write, self.at("pipe"), "x")
        self.fails(OSError, write, os.devnull, "x")
        self.fails(ValueError, write, "", "x")
        self.put("file")
        self.fails(NotADirectoryError, write, self.at("file", "below"), "x")

    def test_missing_folders(self):
        path = self.at("a", "b", "c")
        error = self.fails(FileNotFoundError, write, path, "x")
        self.assertEqual(error.filename, self.at("a", "b"))
        self.fails(FileNotFoundError, write, path, "x", check=True)
        result = self.changes_once(write, path, "x", make_parents=True)
        folders = ["make folder %s" % self.at(*names) for names in (("a",), ("a", "b"))]
        self.assertEqual(result.changes, folders + ["create"])

    def test_a_long_name(self):
        self.changes_once(write, self.at("\xe9" * 127), "x")

    def test_expected(self):
        path = self.put("a", "one")
        for wrong in ("absent", sha256("two")):
            for check in (True, False):
                error = self.fails(files.UnexpectedContent, write, path, "new", expected=wrong, check=check)
                self.assertIn("not as expected", str(error))
        self.assertTrue(write(path, "two", expected=sha256("one")).changed)
        os.unlink(path)
        self.fails(files.UnexpectedContent, write, path, "new", expected=sha256("two"))
        self.assertTrue(write(path, "new", expected="absent").changed)

    def test_somebody_else_writes_meanwhile(self):
        path = self.put("a", "one")
        command = "sh -c 'echo more >> %s' {}" % path
        with self.assertRaises(files.UnexpectedContent):
            write(path, "two", expected=sha256("one"), validate=command)
        self.assertEqual(self.get(path), "onemore\n")

    def test_validate(self):
        path = self.put("a", "one", 0o600)
        seen = self.at("seen")
        result = write(path, "two", validate="cp -p {} '%s'" % seen, backup=True)
        self.assertTrue(result.changed)
        self.assertEqual((self.get(seen), self.mode(seen)), ("two", "0600"))
        os.unlink(seen)
        os.unlink(result.backup)
        script = "sh -c 'echo line 1 is wrong: $(cat $0) >&2; exit 3' {}"
        error = self.fails(files.InvalidContent, write, path, "bad", validate=script, backup=True)
        self.assertIn("ended with status 3", str(error))
        self.assertIn("line 1 is wrong: bad", str(error))
        self.fails(FileNotFoundError, write, path, "bad", validate="/no/such/program {}")
        self.fails(ValueError, write, path, "bad", validate="true")
        self.fails(ValueError, write, path, "bad", validate="true '{}")
        # No shell reads it.
        self.fails(files.InvalidContent, write, path, "bad", validate="test 1 = 2 -o -e {} -a 1 = 2")
        self.changes_once(write, path, "three", validate="test -f {}")

    def test_validate_below_new_folders_leaves_none(self):
        self.fails(
            files.InvalidContent, write, self.at("a", "b", "c"), "x", validate="false {}", make_parents=True
        )

    @unittest.skipUnless(IS_ROOT, "needs another user's file")
    def test_permission_denied(self):
        os.chmod(self.folder, 0o755)
        mine = self.put("mine", "root's")
        secret = self.put("secret", "root's", 0o600)
        self.as_nobody(lambda: self.fails_as_nobody(PermissionError, mine))
        self.as_nobody(lambda: self.fails_as_nobody(PermissionError, secret))
        self.as_nobody(lambda: self.fails_as_nobody(PermissionError, self.at("new")))
        # A folder that others may write to: the owner cannot be kept, and is not changed silently.
        os.chmod(self.folder, 0o777)
        before = self.state()
        error = self.as_nobody(lambda: self.fails_as_nobody(PermissionError, mine))
        self.assertIn("cannot be given to root", str(error))
        self.assertEqual(self.state(), before)
        self.as_nobody(lambda: write(self.at("new"), "nobody's"))
        self.assertEqual(os.stat(self.at("new")).st_uid, NOBODY.pw_uid)

    def fails_as_nobody(self, error, path):
        with self.assertRaises(error) as caught:
            write(path, "nobody's", backup=True)
        return caught.exception

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_full_disk(self):
        path = os.path.join(self.small_disk(), "a")
        write(path, "x" * 20000)
        error = self.fails(OSError, write, path, "y" * 60000, backup=True)
        self.assertIn("No space left", str(error))
        self.fails(OSError, write, os.path.join(self.at("disk"), "sub", "b"), "y" * 60000, make_parents=True)
        self.assertTrue(write(path, "y" * 20000).changed)

    def test_readers_see_one_content_or_the_other(self):
        path = self.put("a", "a" * 100000)
        stop = threading.Event()
        bad = []

        def read():
            while not stop.is_set():
                text = self.get(path)
                if text not in ("a" * 100000, "b" * 100000):
                    bad.append(len(text))

        reader = threading.Thread(target=read)
        reader.start()
        for n in range(60):
            write(path, "ba"[n % 2] * 100000)
        stop.set()
        reader.join()
        self.assertEqual(bad, [])

    def test_a_kill_leaves_the_old_file_or_the_new(self):
        path = self.put("a", "old\n" * 50000)
        code = (
            "import sys; sys.path[:0] = [%r, %r]\nimport fs\nprint('on', flush=True)\n"
            "for n in range(100000): fs.FileSystem.write(%r, ('old\\n', 'new\\n')[n %% 2] * 50000)"
            % (ROOT, os.path.join(ROOT, "tools"), path)
        )
        for delay in range(8):
            child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
            child.stdout.readline()
            inode, seen = os.stat(path).st_ino, 0
            # After some of its writes, wherever it is then.
            while seen <= delay:
                self.assertIsNone(child.poll())
                if os.stat(path).st_ino != inode:
                    inode, seen = os.stat(path).st_ino, seen + 1
            child.send_signal(signal.SIGKILL)
            child.wait()
            child.stdout.close()
            self.assertIn(self.get(path), ("old\n" * 50000, "new\n" * 50000))
        for name in self.leftovers():
            self.assertRegex(name, r"^\.a\.rmote-[0-9a-f]{12}\.tmp$")
            os.unlink(self.at(name))

    def test_what_a_kill_left_is_removed_by_a_later_write(self):
        path = self.put("a", "old\n")
        left = [".a.rmote-0123456789ab.tmp", ".a.rmote-ba9876543210.tmp"]
        others = [".a.rmote-0123456789ab.tmp.x", ".ab.rmote-0123456789ab.tmp", ".a.rmote-0123456789ag.tmp"]
        for name in left + others:
            self.put(name)
        os.mkdir(self.at(".a.rmote-000000000000.tmp"))
        write(path, "new\n")
        # They may be those of another call, which writes just now.
        self.assertEqual(len(self.leftovers()), 6)
        with mock.patch.object(files, "LEFT_AFTER", -1):
            if IS_ROOT:
                os.chown(self.at(left[1]), NOBODY.pw_uid, -1)
            self.assertFalse(write(path, "new\n").changed)
            self.assertEqual(len(self.leftovers()), 6)
            write(path, "newer\n")
        expected = others + [".a.rmote-000000000000.tmp"] + (left[1:] if IS_ROOT else [])
        self.assertEqual(sorted(self.leftovers()), sorted(expected))
        for name in expected:
            fs._remove_tree(self.at(name))

    def test_a_call_that_is_cancelled_leaves_nothing(self):
        # Cancelled is raised at any line of Python: here at each in turn.
        from rmote.calls import Cancelled

        path = self.put("a", "old")
        lines = self.count_lines(lambda: write(path, "new", backup=True))
        self.assertGreater(lines, 100)
        for stop_at in range(1, lines, 3):
            for name in os.listdir(self.folder):
                os.unlink(self.at(name))
            self.put("a", "old")
            try:
                self.count_lines(lambda: write(path, "new", backup=True), stop_at, Cancelled)
            except Cancelled:
                pass
            self.assertIn(self.get(path), ("old", "new"))
            kept = [self.get(self.at(name)) for name in os.listdir(self.folder) if name != "a"]
            self.assertEqual(kept, ["old"] if self.get(path) == "new" else [], "line %d" % stop_at)

    def count_lines(self, run, stop_at=0, error=None):
        """How many lines of our code that writes are executed; raises `error` at one of them."""
        seen = [0]

        def trace(frame, event, arg):
            if "rmote/file" not in frame.f_code.co_filename or frame.f_code.co_name in ("discard", "remove_folders"):
                return None
            if event == "line":
                seen[0] += 1
                if seen[0] == stop_at:
                    # As the real one does, once.
                    raise error()
            return trace

        sys.settrace(trace)
        try:
            run()
        finally:
            sys.settrace(None)
        return seen[0]


class Diff(unittest.TestCase):
    def test_patch_makes_the_new_of_the_old(self):
        from rmote.file_diff import unified_diff

        many = "".join("%d\n" % n for n in range(12000))
        for old, new in (
            ("a\nb\nc\n", "a\nB\nc\n"),
            ("a\nb", "a\nb\n"),
            ("a\nb\n", "a\nb"),
            ("", "x\n"),
            ("x\n", ""),
            (many, many.replace("6000\n", "six\n").replace("7000\n", "")),
            (many, "new\n" + many),
            (many, many.replace("0", "o")),
            ("a\r\nb\r\n", "a\r\nc\r\n"),
            ("a\x0cb\u2028c\n", "a\x0cb\u2028d\n"),
        ):
            diff = unified_diff(old.encode(), new.encode(), "file")
            self.assertEqual(self.patched(old, diff), new)

    def patched(self, old, diff):
        """The new text, by a reading of unified diffs that is not difflib's."""
        import re

        source, out, at = old.split("\n"), [], 0
        source = [line + "\n" for line in source[:-1]] + ([source[-1]] if source[-1] else [])
        lines = diff.split("\n")[2:-1]
        for number, line in enumerate(lines):
            kind, text = line[:1], line[1:] + "\n"
            if number + 1 < len(lines) and lines[number + 1].startswith("\\"):
                text = text[:-1]
            if kind == "@":
                start, count = re.match(r"@@ -(\d+)(?:,(\d+))?", line).groups()
                start = int(start) - (0 if count == "0" else 1)
                out += source[at:start]
                at = start
            elif kind in " -":
                self.assertEqual(source[at], text)
                at += 1
            if kind in " +":
                out.append(text)
        return "".join(out + source[at:])

    def test_what_is_not_text_has_none(self):
        from rmote.file_diff import unified_diff

        self.assertIsNone(unified_diff(b"\0", b"a", "file"))
        self.assertIsNone(unified_diff(None, b"\xff", "file"))
        self.assertEqual(unified_diff(b"a", b"a", "file"), "")

    def test_a_long_one_is_cut(self):
        from rmote.file_diff import MAX_DIFF, unified_diff

        diff = unified_diff(None, b"0123456789\n" * 200000, "file")
        self.assertLess(len(diff), MAX_DIFF + 200)
        self.assertRegex(diff, r"\n\.\.\. \d+ more lines\n$")


if __name__ == "__main__":
    unittest.main()
