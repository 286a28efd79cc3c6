"""The target's half of uploads and downloads. `src-main/transfer` tests both halves together, over ssh."""

import hashlib
import os
import unittest

from rmote import files

from .file_case import IS_ROOT, NOBODY, FileCase, can_mount

import transfer  # noqa: E402

tool = transfer.Transfer
sha256 = lambda data: hashlib.sha256(data).hexdigest()  # noqa: E731


class Upload(FileCase):
    def send(self, path, data, **options):
        start = tool.begin(path, len(data), sha256(data), **options)
        if start.part is not None:
            middle = len(data) // 2
            # In whatever order.
            tool.put(start.part, middle, data[middle:])
            self.assertEqual(tool.put(start.part, 0, data[:middle]), middle)
            tool.finish(start.path, start.part, len(data), sha256(data), options.get("mode"))
        return start

    def test_a_new_file_has_the_usual_mode_or_the_one_that_is_given(self):
        self.send(self.at("a"), b"content")
        open(self.at("plain"), "w").close()
        self.assertEqual(self.get(self.at("a")), "content")
        self.assertEqual(self.mode(self.at("a")), self.mode(self.at("plain")))
        self.send(self.at("x", "b"), b"content", mode=0o4750, make_parents=True)
        self.assertEqual(self.mode(self.at("x", "b")), "4750")

    def test_what_is_there_is_not_sent_again(self):
        path = self.put("a", b"content", 0o640)
        start = tool.begin(path, 7, sha256(b"content"))
        self.assertEqual((start.is_there, start.changed, start.part), (True, False, None))
        start = tool.begin(path, 7, sha256(b"content"), mode=0o600)
        self.assertEqual((start.is_there, start.changed, self.mode(path)), (True, True, "0600"))

    def test_a_file_that_is_replaced_passes_on_its_mode_and_owner(self):
        path = self.put("a", b"old", 0o640)
        if IS_ROOT:
            os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid)
        owner = os.stat(path).st_uid
        self.send(path, b"new")
        self.assertEqual((self.get(path), self.mode(path), os.stat(path).st_uid), ("new", "0640", owner))

    def test_a_part_is_gone_on_with_unless_that_is_not_wanted(self):
        data = b"0123456789"
        start = tool.begin(self.at("a"), 10, sha256(data))
        tool.put(start.part, 0, data[:4])
        self.assertEqual(tool.begin(self.at("a"), 10, sha256(data)).offset, 4)
        self.assertEqual(tool.begin(self.at("a"), 10, sha256(data), resume=False).offset, 0)
        tool.throw_away(start.part)
        tool.throw_away(start.part)

    def test_only_parts_of_ours_are_written_to(self):
        path = self.put("a", b"precious")
        self.fails(PermissionError, tool.put, path, 0, b"x")
        self.fails(PermissionError, tool.throw_away, path)
        self.fails(PermissionError, tool.finish, self.at("b"), path, 8, sha256(b"precious"))
        # Another name of a file that is somebody's.
        part = self.at(".b.rmote-%s.part" % sha256(b"x")[:12])
        os.link(path, part)
        self.fails(PermissionError, tool.begin, self.at("b"), 1, sha256(b"x"))
        os.unlink(part)
        os.symlink(path, part)
        self.fails(OSError, tool.begin, self.at("b"), 1, sha256(b"x"))
        self.fails(OSError, tool.put, part, 0, b"x")
        os.unlink(part)

    @unittest.skipUnless(IS_ROOT, "needs another user")
    def test_a_part_of_somebody_else(self):
        os.chmod(self.folder, 0o777)
        part = self.put(".b.rmote-%s.part" % sha256(b"x")[:12])
        os.chown(part, NOBODY.pw_uid, NOBODY.pw_gid)
        self.fails(PermissionError, tool.begin, self.at("b"), 1, sha256(b"x"))
        os.unlink(part)
        os.chmod(self.folder, 0o755)
        before = self.state()
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.begin(self.at("x", "b"), 1, sha256(b"x"), make_parents=True))
        self.assertEqual(self.state(), before)

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_disk_without_room_says_so_at_once(self):
        path = os.path.join(self.small_disk(), "a")
        error = self.fails(OSError, tool.begin, path, 100000, "0" * 64)
        self.assertIn("do not fit", str(error))
        self.send(path, b"x" * 30000)


class Download(FileCase):
    def fetch(self, path, *args):
        """What is yielded, and the checksum at the end."""
        items, parts = tool.get(path, *args), []
        while True:
            try:
                parts.append(next(items))
            except StopIteration as end:
                return b"".join(parts), end.value.checksum

    def test_a_file_from_the_start_and_from_within(self):
        data = os.urandom(700000)
        path = self.put("a", data)
        seen = tool.look(path)
        self.assertEqual((seen.type, seen.size, seen.mode), ("file", 700000, 0o644))
        self.assertEqual(self.fetch(path, 0, seen.version), (data, sha256(data)))
        self.assertEqual(self.fetch(path, 500000), (data[500000:], sha256(data)))
        self.assertEqual(self.fetch(path, 900000), (b"", sha256(data)))

    def test_a_file_that_changes(self):
        path = self.put("a", b"x" * 700000)
        version = tool.look(path).version
        items = tool.get(path, 0, version)
        next(items)
        with open(path, "ab") as file:
            file.write(b"more")
        with self.assertRaises(files.UnexpectedContent):
            list(items)
        with self.assertRaises(files.UnexpectedContent):
            next(tool.get(path, 0, version))

    def test_a_folder(self):
        os.makedirs(self.at("top", "sub"))
        self.put(os.path.join("top", "sub", "a"), b"xy", 0o600)
        os.symlink("none", self.at("top", "link"))
        os.mkfifo(self.at("top", "pipe"))
        found = [(each.path, each.type, each.target) for each in tool.walk(self.at("top"))]
        self.assertEqual(
            found,
            [
                ("link", "link", "none"),
                ("pipe", "other", None),
                ("sub", "directory", None),
                (os.path.join("sub", "a"), "file", None),
            ],
        )


if __name__ == "__main__":
    unittest.main()
