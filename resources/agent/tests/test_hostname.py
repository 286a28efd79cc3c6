"""The host name: the running one in a UTS namespace of the test's own, the files in a folder of it.

So nothing of this machine is changed. Where no namespace can be made, those tests skip and say why.
"""

import os
import re
import socket
import unittest
from unittest import mock

from rmote.calls import Cancelled

from .file_case import can_mount
from .system_case import CLONE_NEWUTS, SystemCase, can_unshare, enter_namespace
from .test_fs_ends import StopAt, cancel

import hostname  # noqa: E402

tool = hostname.Hostname
HOSTS = "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost\n"


class HostnameStop(StopAt):
    ours = ("rmote/file", "tools/hostname.py")


class HostnameCase(SystemCase):
    def setUp(self):
        super().setUp()
        for constant, name in (("KEPT_FILE", "hostname"), ("HOSTS_FILE", "hosts")):
            patch = mock.patch.object(hostname, constant, self.at(name))
            patch.start()
            self.addCleanup(patch.stop)
        self.put("hostname", "old\n")
        self.put("hosts", HOSTS)

    def state(self):
        return dict(super().state(), running=socket.gethostname())


@unittest.skipUnless(can_unshare(), "needs root and the right to make a UTS namespace")
class Set(HostnameCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(enter_namespace("uts", CLONE_NEWUTS))
        socket.sethostname("old")

    def test_sets_the_running_name_and_the_kept_one(self):
        done = self.changes_once(tool.set, "web-1")
        self.assertEqual(socket.gethostname(), "web-1")
        self.assertEqual(self.get(self.at("hostname")), "web-1\n")
        kept = self.at("hostname") + ": content"
        self.assertEqual((done.name, done.changes), ("web-1", ["running name old -> web-1", kept]))
        self.assertIn("-old\n+web-1\n", done.diff)
        self.assertEqual(self.get(self.at("hosts")), HOSTS)
        self.assertEqual(tool.get()[:2], ("web-1", "web-1"))

    def test_a_name_that_only_one_of_the_two_has(self):
        socket.sethostname("web-1")
        self.assertEqual(self.changes_once(tool.set, "web-1").changes, [self.at("hostname") + ": content"])
        socket.sethostname("old")
        self.assertEqual(self.changes_once(tool.set, "web-1").changes, ["running name old -> web-1"])

    def test_a_file_that_is_not_there_and_one_with_comments(self):
        os.unlink(self.at("hostname"))
        self.assertEqual(tool.get().kept, None)
        self.changes_once(tool.set, "web-1")
        self.put("hostname", "# mine\n\nother\nrest\n", 0o640)
        self.changes_once(tool.set, "web-2")
        self.assertEqual(self.get(self.at("hostname")), "# mine\nweb-2\n")
        self.assertEqual(self.mode(self.at("hostname")), "0640")
        self.assertEqual(tool.get().kept, "web-2")

    def test_the_line_of_the_hosts_file(self):
        self.changes_once(tool.set, "web.example.org", hosts=True)
        first, rest = HOSTS.split("\n", 1)
        self.assertEqual(
            self.get(self.at("hosts")), "%s\n127.0.1.1\tweb.example.org web\n%s" % (first, rest)
        )
        # A former name leaves the line, others stay.
        self.put("hosts", "127.0.1.1 web.example.org web printer # here\n192.0.2.1 far\n")
        self.changes_once(tool.set, "db", hosts=True)
        self.assertEqual(
            self.get(self.at("hosts")), "127.0.1.1\tdb printer # here\n192.0.2.1 far\n"
        )
        # Another line has it already.
        self.put("hosts", "192.0.2.1 Far\n")
        self.changes_once(tool.set, "far", hosts=True)
        self.assertEqual(self.get(self.at("hosts")), "192.0.2.1 Far\n")
        self.put("hosts", "192.0.2.1 other")
        self.changes_once(tool.set, "db", hosts=True)
        self.assertEqual(self.get(self.at("hosts")), "127.0.1.1\tdb\n192.0.2.1 other\n")

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_full_disk_takes_all_of_it_back(self):
        disk = self.small_disk()
        kept = os.path.join(disk, "hostname")
        self.put(kept, "old\n")
        with open(os.path.join(disk, "fill"), "wb", buffering=0) as file, self.assertRaises(OSError):
            while True:
                file.write(b"x" * 1024)
        with mock.patch.object(hostname, "KEPT_FILE", kept):
            self.fails(OSError, tool.set, "web-1", hosts=True)
        self.assertEqual(socket.gethostname(), "old")

    def test_missing_rights_change_nothing(self):
        os.chmod(self.folder, 0o755)
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.set("web-1", hosts=True))
        self.assertEqual(socket.gethostname(), "old")
        self.assertEqual(self.get(self.at("hosts")), HOSTS)

    def test_a_link_in_the_place_of_a_file_changes_nothing(self):
        os.rename(self.at("hostname"), self.at("real"))
        os.symlink("real", self.at("hostname"))
        self.fails(OSError, tool.set, "web-1", hosts=True)

    def test_a_cancel_at_any_line_leaves_nothing_half_done(self):
        def fill():
            socket.sethostname("old")
            self.put("hostname", "old\n")
            self.put("hosts", HOSTS)

        def run():
            tool.set("web-1", hosts=True)

        before = self.state()
        count = HostnameStop(0, cancel).run(run)
        after = self.state()
        for number in range(1, count + 1, count // 100 + 1):
            fill()
            try:
                HostnameStop(number, cancel).run(run)
            except Cancelled:
                pass
            now = self.state()
            # When all is done, a second name of an old file may be left over.
            backups = [name for name in now if re.match(r"\.[\w.-]+\.rmote-[0-9a-f]{12}\.tmp$", os.path.basename(name))]
            for name in backups:
                del now[name]
                os.unlink(self.at(name))
            self.assertIn(now, (before, after), "cancelled at line %d" % number)
            self.assertLessEqual(len(backups), 2)


class Refused(HostnameCase):
    def test_what_is_no_name(self):
        for name in (
            "", "-a", "a-", "a..b", ".a", "a.", "a b", "a\n", "a\nb", "a_b", "\u00e4", "a" * 64, "a/b",
            "10.0.0.1", "7", ".".join(["a" * 21] * 3),
        ):
            with self.subTest(name):
                self.fails(ValueError, tool.set, name)
        with self.assertRaises(ValueError):
            tool.set("a" * 65, check=True)
        self.assertTrue(tool.set("a" * 63, check=True).changed)
        self.assertTrue(tool.set("n1.example.org", check=True).changed)

    def test_get(self):
        names = tool.get()
        self.assertEqual((names.running, names.kept), (socket.gethostname(), "old"))
        self.assertTrue(names.full)


if __name__ == "__main__":
    unittest.main()
