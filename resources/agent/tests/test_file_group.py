import os
import re
import unittest

from rmote.calls import Cancelled
from rmote.file_group import Wanted, change_files

from .file_case import FileCase, can_mount
from .test_fs_ends import StopAt, cancel


class FileGroup(FileCase):
    def wanted(self):
        return [
            Wanted(self.at("keys/a.asc"), "key\n", 0o644),
            Wanted(self.at("b.conf"), "new\n", None),
            Wanted(self.at("old.conf"), None, None),
        ]

    def test_all_of_them(self):
        self.put("b.conf", "old\n", 0o600)
        self.put("old.conf", "gone\n")
        done = self.changes_once(change_files, self.wanted())
        self.assertEqual(
            done.changes,
            [
                "%s: make folder %s" % (self.at("keys/a.asc"), self.at("keys")),
                self.at("keys/a.asc") + ": create", self.at("b.conf") + ": content",
                "remove " + self.at("old.conf"),
            ],
        )
        for line in ("+key\n", "-old\n", "+new\n", "-gone\n"):
            self.assertIn(line, done.diff)
        self.assertEqual(self.mode(self.at("b.conf")), "0600")
        self.assertEqual(self.mode(self.at("keys/a.asc")), "0644")

    def test_none_where_one_cannot_be_changed(self):
        os.mkdir(self.at("keys"))
        self.put("b.conf", "old\n")
        os.mkdir(self.at("old.conf"))
        self.fails(OSError, change_files, self.wanted())

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_full_disk_takes_all_back(self):
        disk = self.small_disk()
        wanted = [Wanted(self.at("new/folder/a"), "a", None), Wanted(os.path.join(disk, "b"), "b" * 100000, None)]
        self.fails(OSError, change_files, wanted)

    def test_a_cancel_at_any_line_leaves_nothing_half_done(self):
        def fill():
            os.makedirs(self.at("keys"), exist_ok=True)
            for name in os.listdir(self.folder):
                if name != "keys":
                    os.unlink(self.at(name))
            for name in os.listdir(self.at("keys")):
                os.unlink(self.at("keys", name))
            self.put("b.conf", "old\n")
            self.put("old.conf", "gone\n")

        class Stop(StopAt):
            ours = ("rmote/file",)

        def run():
            change_files(self.wanted())

        fill()
        before = self.state()
        count = Stop(0, cancel).run(run)
        after = self.state()
        for number in range(1, count + 1, count // 100 + 1):
            fill()
            try:
                Stop(number, cancel).run(run)
            except Cancelled:
                pass
            # When all is done, a second name of an old file may be left over.
            for name in os.listdir(self.folder):
                if re.match(r"\.[\w.-]+\.rmote-[0-9a-f]{12}\.tmp$", os.path.basename(name)):
                    os.unlink(self.at(name))
            self.assertIn(self.state(), (before, after), "cancelled at line %d" % number)


if __name__ == "__main__":
    unittest.main()
