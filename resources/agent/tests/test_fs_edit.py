"""Lines, blocks and matches in text files; appending to them and following them."""

import os
import re
import threading
import unittest

from rmote import files

from .file_case import IS_ROOT, FileCase, can_mount

import fs  # noqa: E402

tool = fs.FileSystem
CONFIG = "# Port\n#Port 22\nPermitRootLogin yes\nPermitRootLogin no\nSubsystem sftp internal\n"


class LineInFile(FileCase):
    def edited(self, text, *args, **kwargs):
        """What a change makes of a text."""
        path = self.put("a", text, 0o640)
        result = self.changes_once(tool.line_in_file, path, *args, **kwargs)
        self.assertEqual((result.changes, self.mode(path)), (["content"], "0640"))
        return self.get(path)

    def unchanged(self, text, *args, **kwargs):
        path = self.put("a", text)
        self.assertEqual(tool.line_in_file(path, *args, **kwargs)[2:4], ("", []))
        self.assertEqual(self.get(path), text)

    def test_a_line_is_added_at_the_end(self):
        self.assertEqual(self.edited("a\nb\n", "c"), "a\nb\nc\n")
        self.assertEqual(self.edited("a\nb", "c"), "a\nb\nc\n")
        self.assertEqual(self.edited("", "c"), "c\n")
        self.unchanged("a\nc\nb", "c")
        self.unchanged("a\nb\nc", "c")

    def test_the_last_line_that_matches_is_replaced(self):
        line = "PermitRootLogin prohibit-password"
        text = self.edited(CONFIG, line, regexp=r"^#?\s*PermitRootLogin\b")
        self.assertEqual(text, CONFIG.replace("PermitRootLogin no", line))
        self.assertEqual(self.edited("a=1", "a=2", regexp="^a="), "a=2")
        self.assertEqual(self.edited("b\n", "a=2", regexp="^a="), "b\na=2\n")
        # One that the expression does not match is found again all the same.
        self.assertEqual(self.edited("#old\n", "new", regexp="^#old"), "new\n")

    def test_a_line_is_added_at_its_place(self):
        self.assertEqual(self.edited("a\nb\na\nc\n", "x", after="^a$"), "a\nb\na\nx\nc\n")
        self.assertEqual(self.edited("a\nb\na\nc\n", "x", before="^a$"), "x\na\nb\na\nc\n")
        self.assertEqual(self.edited("a\nb", "x", after="^b"), "a\nb\nx\n")
        self.assertEqual(self.edited("a\nb", "x", before="^none"), "a\nb\nx\n")
        self.assertEqual(self.edited("a\nk=1\n", "k=2", regexp="^k=", after="^a"), "a\nk=2\n")
        self.unchanged("a\nb\nx\n", "x", after="^a")

    def test_lines_are_removed(self):
        self.assertEqual(self.edited("a\nb\na\n", "a", state="absent"), "b\n")
        self.assertEqual(self.edited("a\nb1\nb2", "", state="absent", regexp="^b"), "a\n")
        self.unchanged("a\n", "b", state="absent")

    def test_what_is_not_touched_stays_as_it_is(self):
        self.assertEqual(self.edited("a\r\nb\r\n", "c"), "a\r\nb\r\nc\r\n")
        self.assertEqual(self.edited("a\r\nb\r\n", "B", regexp="b"), "a\r\nB\r\n")
        self.assertEqual(self.edited("a\r\nb\r\n", "a", state="absent"), "b\r\n")
        self.assertEqual(self.edited(b"caf\xe9\x0c\xe2\x80\xa8|\n", "c"), "caf\udce9\x0c\u2028|\nc\n")

    def test_a_file_that_is_not_there(self):
        path = self.at("none")
        self.fails(FileNotFoundError, tool.line_in_file, path, "a")
        self.assertFalse(tool.line_in_file(path, "a", state="absent").changed)
        self.assertFalse(tool.block_in_file(path, "a", state="absent", create=True).changed)
        self.assertFalse(os.path.exists(path))
        result = self.changes_once(tool.line_in_file, path, "a", create=True, mode="0600")
        self.assertEqual((result.mode, self.mode(path), self.get(path)), ("0600", "0600", "a\n"))

    def test_what_is_refused(self):
        path = self.put("a", "x\n")
        self.fails(ValueError, tool.line_in_file, path, "a\nb")
        self.fails(ValueError, tool.line_in_file, path, "a", state="gone")
        self.fails(ValueError, tool.line_in_file, path, "a", after="x", before="x")
        self.fails(re.error, tool.line_in_file, path, "a", regexp="(")
        self.fails(re.error, tool.line_in_file, path, "a", after="(")
        self.fails(files.InvalidContent, tool.line_in_file, path, "a", validate="false {}", backup=True)
        os.symlink("a", self.at("link"))
        self.fails(OSError, tool.line_in_file, self.at("link"), "a")

    def test_backup(self):
        path = self.put("a", "x\n")
        result = tool.line_in_file(path, "y", backup=True)
        self.assertEqual((self.get(result.backup), self.get(path)), ("x\n", "x\ny\n"))

    def test_somebody_else_edits_it_meanwhile(self):
        path = self.put("a", "x\n")
        with self.assertRaises(files.UnexpectedContent):
            tool.line_in_file(path, "y", validate="sh -c 'echo z >> %s' {}" % path)
        self.assertEqual(self.get(path), "x\nz\n")


class BlockInFile(FileCase):
    def test_a_block_comes_changes_and_goes(self):
        path = self.put("hosts", "127.0.0.1 localhost\n")
        block = tool.block_in_file
        self.changes_once(block, path, "10.0.0.1 a\n10.0.0.2 b", name="web")
        mine = "# BEGIN web\n10.0.0.1 a\n10.0.0.2 b\n# END web\n"
        self.assertEqual(self.get(path), "127.0.0.1 localhost\n" + mine)
        self.changes_once(block, path, "x", name="db", before="^127")
        other = "# BEGIN db\nx\n# END db\n"
        self.assertEqual(self.get(path), other + "127.0.0.1 localhost\n" + mine)
        result = self.changes_once(block, path, "10.0.0.3 c\n", name="web")
        self.assertIn("-10.0.0.2 b\n+10.0.0.3 c\n", result.diff)
        self.changes_once(block, path, "", name="web", state="absent")
        self.assertEqual(self.get(path), other + "127.0.0.1 localhost\n")

    def test_comments_of_other_languages(self):
        path = self.put("a.html", "<p>\r\n</p>\r\n")
        self.changes_once(tool.block_in_file, path, "one\ntwo\n", comment="<!--", comment_end="-->", after="<p>")
        self.assertEqual(
            self.get(path),
            "<p>\r\n<!-- BEGIN managed block -->\r\none\r\ntwo\r\n<!-- END managed block -->\r\n</p>\r\n",
        )

    def test_a_new_file(self):
        self.fails(FileNotFoundError, tool.block_in_file, self.at("a"), "x")
        self.changes_once(tool.block_in_file, self.at("a"), "x", create=True)

    def test_what_is_refused(self):
        for text in (
            "# BEGIN managed block\nx\n",
            "# END managed block\n",
            "# END managed block\n# BEGIN managed block\n",
            "# BEGIN managed block\n# END managed block\n" * 2,
        ):
            path = self.put("a", text)
            self.fails(ValueError, tool.block_in_file, path, "y")
            self.fails(ValueError, tool.block_in_file, path, "", state="absent")
        self.fails(ValueError, tool.block_in_file, path, "# END managed block")


class Replace(FileCase):
    def test_matches_are_replaced(self):
        path = self.put("a", "a=1\nb=2\nc=1\n")
        result = self.changes_once(tool.replace, path, r"^(\w)=1$", r"\1=one")
        self.assertEqual(self.get(path), "a=one\nb=2\nc=one\n")
        self.assertIn("-a=1\n+a=one\n", result.diff)
        self.changes_once(tool.replace, path, "one", "1", limit=2)
        tool.replace(path, "1", "2", limit=1)
        self.assertEqual(self.get(path), "a=2\nb=2\nc=1\n")

    def test_literally(self):
        path = self.put("a", "cost: $1.00 (net)\n")
        self.changes_once(tool.replace, path, "$1.00 (net)", r"\1", literal=True)
        self.assertEqual(self.get(path), "cost: \\1\n")

    def test_what_is_refused(self):
        path = self.put("a", "x")
        self.fails(re.error, tool.replace, path, "(", "")
        self.fails(re.error, tool.replace, path, "x", r"\1")
        self.fails(FileNotFoundError, tool.replace, self.at("none"), "x", "y")
        self.fails(files.InvalidContent, tool.replace, path, "x", "y", validate="false {}")


class Append(FileCase):
    def test_it_appends(self):
        path = self.put("log", "one\n")
        with open(path) as reader:
            reader.read()
            before = self.state()
            self.assertEqual(tool.append(path, "two\n", check=True).changes, ["append 4 bytes"])
            self.assertEqual(self.state(), before)
            result = tool.append(path, "two\n")
            self.assertEqual((result.changed, reader.read()), (True, "two\n"))
        self.assertIn(" one\n+two\n", result.diff)
        self.assertTrue(tool.append(path, b"two\n").changed)
        self.assertFalse(tool.append(path, "").changed)
        self.assertEqual(self.get(path), "one\ntwo\ntwo\n")

    def test_once(self):
        path = self.put("a", "one\n")
        self.changes_once(tool.append, path, "two\nthree\n", once=True)
        self.assertFalse(tool.append(path, "two\n", once=True).changed)

    def test_a_new_file(self):
        path = self.at("sub", "a")
        self.fails(FileNotFoundError, tool.append, path, "x")
        self.changes_once(tool.append, path, "x", once=True, make_parents=True)

    def test_what_is_refused(self):
        self.put("a", "x")
        os.symlink("a", self.at("link"))
        self.fails(OSError, tool.append, self.at("link"), "y")
        self.fails(IsADirectoryError, tool.append, self.folder, "y")
        os.mkfifo(self.at("pipe"))
        self.fails(OSError, tool.append, self.at("pipe"), "y")
        self.assertTrue(tool.append(self.at("link"), "y", follow=True).changed)
        self.assertEqual(self.get(self.at("a")), "xy")

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_full_disk(self):
        path = os.path.join(self.small_disk(), "a")
        tool.write(path, "x" * 20000)
        self.fails(OSError, tool.append, path, "y" * 100000)
        self.fails(OSError, tool.line_in_file, path, "y" * 50000)

    @unittest.skipUnless(IS_ROOT, "needs another user's file")
    def test_permission_denied(self):
        os.chmod(self.folder, 0o755)
        path = self.put("a", "x\n")
        before = self.state()
        for run in (
            lambda: tool.append(path, "y"),
            lambda: tool.line_in_file(path, "y"),
            lambda: tool.block_in_file(path, "y"),
            lambda: tool.replace(path, "x", "y"),
        ):
            with self.assertRaises(PermissionError):
                self.as_nobody(run)
        self.assertEqual(self.state(), before)


class Tail(FileCase):
    def test_the_last_lines(self):
        many = "".join("line %d of many\r\n" % n for n in range(20000))
        for text, count, expected in (
            ("a\nb\nc\n", 2, ["b", "c"]),
            ("a\nb\nc", 2, ["b", "c"]),
            ("a\nb\n", 9, ["a", "b"]),
            ("\n\n", 1, [""]),
            ("", 3, []),
            ("a\n", 0, []),
            ("a", -1, []),
            (many, 15000, many.split("\r\n")[5000:-1]),
            (b"\xff\n", 1, ["\udcff"]),
        ):
            path = self.put("a", text)
            self.assertEqual(list(tool.tail(path, count, follow=False)), expected)
        with self.assertRaises(FileNotFoundError):
            list(tool.tail(self.at("none"), follow=False))

    def test_a_very_long_line_comes_in_parts(self):
        path = self.put("a", "x" * 3000000)
        parts = list(tool.tail(path, 1, follow=False))
        self.assertGreater(len(parts), 1)
        self.assertEqual("".join(parts), "x" * 3000000)

    def test_it_follows_through_rotation_and_truncation(self):
        path = self.put("log", "one\n")
        lines = tool.tail(path, 1)
        self.assertEqual(next(lines), "one")
        tool.append(path, "two\nhal")
        self.assertEqual(next(lines), "two")
        # While it waits, the rest of the line comes, and a moment later another file.
        timer = threading.Timer(0.01, tool.append, (path, "f\n"))
        timer.start()
        self.assertEqual(next(lines), "half")
        timer.join()
        os.rename(path, self.at("log.1"))
        tool.append(self.at("log.1"), "late\n")
        self.assertEqual(next(lines), "late")
        self.put("log", "new\n")
        self.assertEqual(next(lines), "new")
        open(path, "w").close()
        tool.append(path, "n\n")
        self.assertEqual(next(lines), "n")
        lines.close()


if __name__ == "__main__":
    unittest.main()
