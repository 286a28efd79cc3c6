"""Folders, links, modes and owners: made, copied, moved, removed.

As root, what is not allowed is tried with the rights of nobody, and another file system is a small tmpfs.
Where that cannot be had those tests skip and say why.
"""

import os
import unittest
from unittest import mock

from .file_case import IS_ROOT, NOBODY, FileCase, can_mount

import fs  # noqa: E402

tool = fs.FileSystem


class Look(FileCase):
    def test_list(self):
        self.put("b", "xy")
        self.put(".hidden")
        os.mkdir(self.at("a"))
        os.symlink("none", self.at("link"))
        found = tool.list(self.folder)
        self.assertEqual([os.path.basename(info.path) for info in found], [".hidden", "a", "b", "link"])
        self.assertEqual([info.type for info in found], ["file", "directory", "file", "link"])
        self.assertEqual((found[2].size, found[3].target), (2, "none"))
        self.assertEqual(len(tool.list(self.folder, hidden=False)), 3)
        with self.assertRaises(NotADirectoryError):
            tool.list(self.at("b"))

    def test_exists(self):
        os.symlink("none", self.at("link"))
        file = self.put("a")
        self.assertTrue(tool.exists(file))
        self.assertFalse(tool.exists(self.at("link")))
        self.assertTrue(tool.exists(self.at("link"), follow=False))
        self.assertFalse(tool.exists(os.path.join(file, "below")))

    @unittest.skipUnless(IS_ROOT, "needs a folder of another user")
    def test_exists_where_one_may_not_look(self):
        # The temporary folder is root's alone.
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.exists(self.at("a")))

    def test_checksum(self):
        path = self.put("a", "abc")
        self.assertEqual(tool.checksum(path)[:16], "ba7816bf8f01cfea")
        self.assertEqual(tool.checksum(path, "md5"), "900150983cd24fb0d6963f7d28e17f72")
        with self.assertRaises(ValueError):
            tool.checksum(path, "none")

    def test_disk_usage(self):
        usage = tool.disk_usage(self.folder)
        self.assertTrue(os.path.ismount(usage.path))
        self.assertTrue(0 < usage.used <= usage.total)
        self.assertTrue(0 <= usage.percent <= 100)

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_disk_usage_of_a_small_disk(self):
        disk = self.small_disk()
        with open(os.path.join(disk, "a"), "wb") as file:
            file.write(b"x" * 16384)
        os.mkdir(os.path.join(disk, "sub"))
        self.assertEqual(tool.disk_usage(os.path.join(disk, "sub"))[:5], (disk, 65536, 16384, 49152, 25.0))


class Folders(FileCase):
    def test_mkdir(self):
        result = self.changes_once(tool.mkdir, self.at("a"))
        self.assertEqual(result.changes, ["make folder " + self.at("a")])
        os.mkdir(self.at("plain"))
        self.assertEqual(self.mode(self.at("a")), self.mode(self.at("plain")))
        self.changes_once(tool.mkdir, self.at("b"), mode="2750")
        self.assertEqual(self.mode(self.at("b")), "2750")
        self.assertEqual(self.changes_once(tool.mkdir, self.at("b"), mode="0700").changes, ["mode 2750 -> 0700"])
        self.fails(FileNotFoundError, tool.mkdir, self.at("c", "d"))
        self.changes_once(tool.mkdir, self.at("c", "d"), make_parents=True)
        self.put("file")
        self.fails(FileExistsError, tool.mkdir, self.at("file"))
        self.fails(NotADirectoryError, tool.mkdir, self.at("file", "x"), make_parents=True)
        self.fails(LookupError, tool.mkdir, self.at("x"), owner="no-such-user")
        os.symlink("a", self.at("link"))
        self.assertFalse(tool.mkdir(self.at("link")).changed)

    @unittest.skipUnless(IS_ROOT, "needs another user")
    def test_mkdir_that_fails_leaves_nothing(self):
        os.chmod(self.folder, 0o777)
        before = self.state()
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.mkdir(self.at("x", "y"), owner="root", make_parents=True))
        self.assertEqual(self.state(), before)

    def test_remove(self):
        done = self.changes_once(tool.remove, self.put("a", "one\n"))
        self.assertEqual(done.diff, "--- %s\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n" % self.at("a"))
        self.assertIsNone(self.changes_once(tool.remove, self.put("a", b"\0")).diff)
        os.mkdir(self.at("empty"))
        self.changes_once(tool.remove, self.at("empty"))
        os.makedirs(self.at("full", "sub"))
        self.put("keep", "me")
        os.symlink(self.at("keep"), self.at("full", "link"))
        self.put(os.path.join("full", "sub", "file"))
        error = self.fails(OSError, tool.remove, self.at("full"))
        self.assertIn("not empty", str(error))
        result = self.changes_once(tool.remove, self.at("full"), recursive=True)
        self.assertEqual(result.changes, ["remove %s and the 3 in it" % self.at("full")])
        self.assertEqual(self.get(self.at("keep")), "me")
        os.symlink("keep", self.at("link"))
        self.changes_once(tool.remove, self.at("link"))
        self.assertEqual(os.listdir(self.folder), ["keep"])

    def test_what_is_never_removed(self):
        for path in ("/", "//", "/proc/../", "/tmp/.."):
            self.fails(ValueError, tool.remove, path, recursive=True)
        self.fails(ValueError, tool.remove, "", recursive=True)
        with mock.patch.dict(os.environ, {"HOME": self.folder}):
            self.fails(ValueError, tool.remove, "~", recursive=True)

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_another_file_system_stays(self):
        self.put(os.path.join(self.small_disk(), "a"), "x")
        self.fails(OSError, tool.remove, self.at("disk"), recursive=True)
        self.fails(OSError, tool.remove, self.folder, recursive=True)

    @unittest.skipUnless(IS_ROOT, "needs another user")
    def test_what_one_may_not_remove_stays_whole(self):
        os.chmod(self.folder, 0o777)
        os.makedirs(self.at("top", "a"))
        os.mkdir(self.at("top", "roots"))
        self.put(os.path.join("top", "a", "file"))
        self.put(os.path.join("top", "roots", "file"))
        for name in ("top", os.path.join("top", "a")):
            os.chown(self.at(name), NOBODY.pw_uid, NOBODY.pw_gid)
        before = self.state()
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.remove(self.at("top"), recursive=True))
        self.assertEqual(self.state(), before)


class Links(FileCase):
    def test_symlink(self):
        path = self.at("link")
        self.assertEqual(self.changes_once(tool.symlink, path, "none").changes, ["link to none"])
        result = self.changes_once(tool.symlink, path, "../other")
        self.assertEqual(result.changes, ["link to none -> link to ../other"])
        file = self.put("file", "x")
        self.fails(FileExistsError, tool.symlink, file, "link")
        self.changes_once(tool.symlink, file, "link", overwrite=True)
        os.mkdir(self.at("folder"))
        self.fails(FileExistsError, tool.symlink, self.at("folder"), "link", overwrite=True)
        self.fails(FileNotFoundError, tool.symlink, self.at("a", "b"), "c")
        self.changes_once(tool.symlink, self.at("a", "b"), "c", make_parents=True)


class Attributes(FileCase):
    def test_chmod(self):
        path = self.put("a", "x", 0o644)
        self.assertEqual(self.changes_once(tool.chmod, path, "0600").changes, ["mode 0644 -> 0600"])
        self.changes_once(tool.chmod, path, 0o755)
        for mode, expected in (
            ("u=rw,go=", "0600"), ("a+X", None), ("g+rw", "0660"), ("o+x", "0661"), ("a+X", "0771"),
            ("ug+s", "6771"), ("u-s,+t", "3771"), ("=r", "1444"), ("u=rwxs,go=rx,-t", "4755"),
        ):
            if expected is None:
                self.assertFalse(tool.chmod(path, mode).changed)
            else:
                self.changes_once(tool.chmod, path, mode)
                self.assertEqual(self.mode(path), expected)
        for mode in ("", "8", "u=q", "rw", "u+r,,g+r", "99999"):
            self.fails(ValueError, tool.chmod, path, mode)
        os.symlink("a", self.at("link"))
        self.fails(OSError, tool.chmod, self.at("link"), "0600")
        self.changes_once(tool.chmod, self.at("link"), "0600", follow=True)
        self.fails(FileNotFoundError, tool.chmod, self.at("none"), "0600")

    def tree(self):
        os.makedirs(self.at("top", "sub"))
        os.chmod(self.at("top"), 0o755)
        os.chmod(self.at("top", "sub"), 0o755)
        self.put(os.path.join("top", "file"))
        self.put(os.path.join("top", "sub", "run"), mode=0o700)
        os.symlink("/etc/passwd", self.at("top", "link"))
        return self.at("top")

    def test_chmod_of_all(self):
        top = self.tree()
        result = self.changes_once(tool.chmod, top, "u=rwX,go=", recursive=True)
        self.assertEqual(len(result.changes), 3)
        modes = [self.mode(self.at("top", *n)) for n in ((), ("sub",), ("file",), ("sub", "run"))]
        self.assertEqual(modes, ["0700", "0700", "0600", "0700"])
        self.assertEqual(self.mode("/etc/passwd"), "0644")

    @unittest.skipUnless(IS_ROOT, "only root gives files away")
    def test_chown(self):
        path = self.put("a")
        result = self.changes_once(tool.chown, path, "nobody")
        self.assertEqual(result.changes, ["owner root -> nobody"])
        self.changes_once(tool.chown, path, 0, str(NOBODY.pw_gid))
        self.assertFalse(tool.chown(path).changed)
        self.fails(LookupError, tool.chown, path, "no-such-user")
        os.symlink("a", self.at("link"))
        self.changes_once(tool.chown, self.at("link"), "nobody")
        self.assertEqual((os.lstat(self.at("link")).st_uid, os.stat(path).st_uid), (NOBODY.pw_uid, 0))
        self.changes_once(tool.chown, self.at("link"), "nobody", follow=True)
        self.changes_once(tool.chown, self.tree(), "nobody", recursive=True)
        self.assertEqual(os.lstat(self.at("top", "link")).st_uid, NOBODY.pw_uid)
        self.assertEqual(os.stat("/etc/passwd").st_uid, 0)

    @unittest.skipUnless(IS_ROOT, "needs another user")
    def test_a_failure_in_the_middle_takes_all_back(self):
        top = self.tree()
        tool.chown(top, "nobody", NOBODY.pw_gid, recursive=True)
        os.chmod(self.folder, 0o755)
        # The first, in the order in which they are changed last.
        os.chown(self.at("top", "file"), 0, 0)
        before = self.state()
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.chmod(top, "u=rwX,go=", recursive=True))
        self.assertEqual(self.state(), before)
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.chown(top, "root"))
        self.assertEqual(self.state(), before)


class Copy(FileCase):
    def tree(self):
        os.makedirs(self.at("top", "sub"))
        self.put(os.path.join("top", "file"), "one", 0o640)
        self.put(os.path.join("top", "sub", "run"), "two", 0o755)
        os.symlink("file", self.at("top", "link"))
        os.utime(self.at("top", "file"), (1000000000, 1000000000))
        os.chmod(self.at("top", "sub"), 0o555)
        self.addCleanup(os.chmod, self.at("top", "sub"), 0o755)
        return self.at("top")

    def below(self, name):
        return {
            path[len(name):]: what for path, what in self.state().items() if path.startswith(name + os.sep)
        }

    def test_a_file(self):
        path = self.put("a", "one", 0o640)
        os.utime(path, (1000000000, 1000000000))
        result = self.changes_once(tool.copy, path, self.at("b"))
        self.assertEqual(result.changes, ["copy " + self.at("b")])
        info = os.stat(self.at("b"))
        self.assertEqual((self.get(self.at("b")), self.mode(self.at("b")), info.st_mtime), ("one", "0640", 1e9))
        self.put("a", "two", 0o600)
        result = self.changes_once(tool.copy, path, self.at("b"))
        self.assertEqual(result.changes[0], "copy " + self.at("b"))
        self.assertIn("-one\n\\ No newline at end of file\n+two\n", result.diff)
        os.chmod(path, 0o644)
        result = self.changes_once(tool.copy, path, self.at("b"))
        self.assertEqual(result.changes, [self.at("b") + ": mode 0600 -> 0644"])
        self.changes_once(tool.copy, path, self.at("x", "y"), make_parents=True)

    def test_a_link(self):
        self.put("a", "one")
        os.symlink("a", self.at("link"))
        self.changes_once(tool.copy, self.at("link"), self.at("copy"))
        self.assertEqual(os.readlink(self.at("copy")), "a")
        self.changes_once(tool.copy, self.at("link"), self.at("real"), follow=True)
        self.assertEqual(self.get(self.at("real")), "one")

    def test_a_folder(self):
        top = self.tree()
        result = self.changes_once(tool.copy, top, self.at("new"))
        self.assertEqual(len(result.changes), 5)
        self.assertEqual(self.below("new"), self.below("top"))
        self.assertEqual(os.stat(self.at("new", "file")).st_mtime, 1e9)
        self.put(os.path.join("new", "extra"), "stays")
        self.put(os.path.join("top", "file"), "changed")
        os.unlink(self.at("new", "link"))
        os.symlink("elsewhere", self.at("new", "link"))
        result = self.changes_once(tool.copy, top, self.at("new"))
        self.assertEqual(len(result.changes), 3)
        self.assertEqual(self.get(self.at("new", "extra")), "stays")
        os.chmod(self.at("new", "sub"), 0o755)

    def test_what_is_refused(self):
        top = self.tree()
        self.fails(ValueError, tool.copy, top, self.at("top", "sub", "copy"))
        self.fails(ValueError, tool.copy, top, top)
        self.fails(FileExistsError, tool.copy, top, self.put("file"))
        self.fails(FileExistsError, tool.copy, self.at("file"), top)
        self.fails(FileNotFoundError, tool.copy, self.at("none"), self.at("x"))
        os.mkfifo(self.at("top", "pipe"))
        self.fails(OSError, tool.copy, top, self.at("x"))

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_full_disk(self):
        disk = self.small_disk()
        top = self.tree()
        self.put(os.path.join("top", "zz"), "x" * 200000)
        self.fails(OSError, tool.copy, top, os.path.join(disk, "sub", "copy"), make_parents=True)
        self.fails(OSError, tool.move, top, os.path.join(disk, "sub", "copy"), make_parents=True)

    @unittest.skipUnless(IS_ROOT, "needs another user's file")
    def test_owner(self):
        path = self.put("a", "one")
        os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid)
        self.changes_once(tool.copy, path, self.at("mine"))
        self.assertEqual(os.stat(self.at("mine")).st_uid, 0)
        result = self.changes_once(tool.copy, path, self.at("mine"), keep_owner=True)
        self.assertIn("owner root -> nobody", result.changes[0])
        self.changes_once(tool.copy, path, self.at("theirs"), keep_owner=True)
        os.chmod(self.folder, 0o777)
        secret = self.put("secret", "x", 0o600)
        before = self.state()
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.copy(secret, self.at("x", "y"), make_parents=True))
        self.assertEqual(self.state(), before)


class Move(FileCase):
    def test_a_file_and_a_folder(self):
        path = self.put("a", "one")
        result = self.changes_once(tool.move, path, self.at("b"))
        self.assertEqual(result.changes, ["move %s to %s" % (path, self.at("b"))])
        os.mkdir(self.at("folder"))
        self.changes_once(tool.move, self.at("folder"), self.at("x", "y"), make_parents=True)
        self.fails(FileNotFoundError, tool.move, self.at("none"), self.at("neither"))
        self.fails(ValueError, tool.move, self.at("x"), self.at("x", "y", "z"))

    def test_what_is_there(self):
        path, other = self.put("a", "one"), self.put("b", "two")
        os.mkdir(self.at("folder"))
        self.fails(FileExistsError, tool.move, path, other)
        self.fails(IsADirectoryError, tool.move, path, self.at("folder"), overwrite=True)
        self.fails(NotADirectoryError, tool.move, self.at("folder"), path, overwrite=True)
        self.changes_once(tool.move, path, other, overwrite=True)
        self.assertEqual(self.get(other), "one")

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_to_another_file_system(self):
        disk = self.small_disk("1m")
        path = self.put("a", "one", 0o640)
        os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid)
        self.changes_once(tool.move, path, os.path.join(disk, "a"))
        os.makedirs(self.at("top", "sub"))
        self.put(os.path.join("top", "sub", "file"), "two")
        self.changes_once(tool.move, self.at("top"), os.path.join(disk, "top"))
        self.assertEqual(self.get(os.path.join(disk, "top", "sub", "file")), "two")
        info = os.stat(os.path.join(disk, "a"))
        self.assertEqual((info.st_uid, info.st_mode & 0o777), (NOBODY.pw_uid, 0o640))


if __name__ == "__main__":
    unittest.main()
