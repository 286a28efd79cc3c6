"""Settings of the kernel: real ones, in UTS and network namespaces of the test's own.

So nothing of this machine is changed; the files are in a folder of the test. Where no namespace can be
made, those tests skip and say why.
"""

import os
import re
import unittest
from unittest import mock

from rmote.calls import Cancelled

from .file_case import can_mount
from .system_case import CLONE_NEWNET, CLONE_NEWUTS, SystemCase, can_unshare, enter_namespace
from .test_fs_ends import StopAt, cancel

import sysctl  # noqa: E402

tool = sysctl.Sysctl
# In the namespaces above; both may be written.
DOMAIN = "kernel.domainname"
FORWARD = "net.ipv4.ip_forward"
RANGE = "net.ipv4.ip_local_port_range"


class SysctlStop(StopAt):
    ours = ("rmote/file", "tools/sysctl.py")


def running(name):
    with open("/proc/sys/" + name.replace(".", "/")) as file:
        return file.read()


class SysctlCase(SystemCase):
    def setUp(self):
        super().setUp()
        os.mkdir(self.at("etc"))
        os.mkdir(self.at("usr"))
        patch = mock.patch.object(sysctl, "FOLDERS", (self.at("etc"), self.at("usr")))
        patch.start()
        self.addCleanup(patch.stop)
        self.kept = self.at("etc", "90-rmote.conf")


@unittest.skipUnless(can_unshare(), "needs root and the right to make namespaces")
class Set(SysctlCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(enter_namespace("uts", CLONE_NEWUTS))
        self.addCleanup(enter_namespace("net", CLONE_NEWNET))
        with open("/proc/sys/kernel/domainname", "w") as file:
            file.write("old.example\n")

    def state(self):
        return dict(super().state(), running=[running(name) for name in (DOMAIN, FORWARD, RANGE)])

    def test_sets_the_running_value_and_keeps_it(self):
        done = self.changes_once(tool.set, DOMAIN, "example.org")
        self.assertEqual(tool.get(DOMAIN), "example.org")
        self.assertEqual(self.get(self.kept), "kernel.domainname = example.org\n")
        self.assertEqual(
            done.changes,
            ["running value old.example -> example.org", self.kept + ": create"],
        )
        self.assertEqual((done.name, done.value, done.path), (DOMAIN, "example.org", self.kept))
        self.assertIn("+kernel.domainname = example.org\n", done.diff)

    def test_numbers_and_several_of_them(self):
        self.changes_once(tool.set, RANGE, "20000  30000")
        self.assertEqual(running(RANGE), "20000\t30000\n")
        self.assertEqual(tool.get(RANGE), "20000\t30000")
        self.assertIn(RANGE + " = 20000 30000\n", self.get(self.kept))
        now = int(running(FORWARD))
        self.changes_once(tool.set, FORWARD, 1 - now)
        self.assertEqual(tool.get(FORWARD), str(1 - now))

    def test_only_one_of_both(self):
        done = self.changes_once(tool.set, DOMAIN, "a.example", keep=False)
        self.assertEqual((done.path, done.diff), (None, None))
        self.assertFalse(os.path.exists(self.kept))
        self.changes_once(tool.set, DOMAIN, "b.example", running=False)
        self.assertEqual(tool.get(DOMAIN), "a.example")

    def test_what_the_kernel_does_not_take_is_taken_back(self):
        for value in ("x", "30000 20000", "1"):
            with self.subTest(value):
                self.fails(ValueError, tool.set, RANGE, value)
        # It cuts what is too long.
        self.fails(ValueError, tool.set, DOMAIN, "a" * 100)

    def test_a_refusal_takes_the_file_back(self):
        self.put("etc/90-rmote.conf", "vm.swappiness = 1\n", 0o640)
        self.fails(ValueError, tool.set, RANGE, "x")
        self.fails(PermissionError, tool.set, "kernel.osrelease", "1")

    def test_a_cancel_at_any_line_leaves_nothing_half_done(self):
        def fill():
            with open("/proc/sys/kernel/domainname", "w") as file:
                file.write("old.example\n")
            self.put("etc/90-rmote.conf", "# mine\n")

        def run():
            tool.set(DOMAIN, "example.org")

        fill()
        before = self.state()
        count = SysctlStop(0, cancel).run(run)
        after = self.state()
        for number in range(1, count + 1, count // 100 + 1):
            fill()
            try:
                SysctlStop(number, cancel).run(run)
            except Cancelled:
                pass
            # When all is done, a second name of the old file may be left over.
            for name in os.listdir(self.at("etc")):
                if re.match(r"\.[\w.-]+\.rmote-[0-9a-f]{12}\.tmp$", os.path.basename(name)):
                    os.unlink(self.at("etc", name))
            self.assertIn(self.state(), (before, after), "cancelled at line %d" % number)

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_full_disk_takes_the_running_value_back(self):
        disk = self.small_disk()
        with open(os.path.join(disk, "fill"), "wb", buffering=0) as file, self.assertRaises(OSError):
            while True:
                file.write(b"x" * 1024)
        with mock.patch.object(sysctl, "FOLDERS", (disk,)):
            self.fails(OSError, tool.set, DOMAIN, "example.org")

    def test_missing_rights_change_nothing(self):
        os.chmod(self.folder, 0o755)
        before = self.state()
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.set(DOMAIN, "example.org"))
        # What cannot be kept, is not set.
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.set(DOMAIN, "old.example"))
        self.assertEqual(self.state(), before)
        self.fails(PermissionError, tool.set, "kernel.osrelease", "1")

    def test_a_dot_in_a_part(self):
        name = "net/ipv4/conf/lo/forwarding"
        self.changes_once(tool.set, name, 1 - int(running("net.ipv4.conf.lo.forwarding")))
        self.assertEqual(tool.get(name), tool.get("net.ipv4.conf.lo.forwarding"))
        self.assertIn("net.ipv4.conf.lo.forwarding = ", self.get(self.kept))


class Keep(SysctlCase):
    """The file alone, which takes no rights to the kernel."""

    def keep(self, name, value):
        return self.changes_once(tool.set, name, value, running=False)

    def test_other_lines_stay(self):
        self.put("etc/90-rmote.conf", "# mine\nvm.swappiness=10\n-net/ipv4/ip_forward = 0\nvm.swappiness = 20", 0o640)
        self.keep("vm.swappiness", 60)
        self.assertEqual(
            self.get(self.kept), "# mine\n-net/ipv4/ip_forward = 0\nvm.swappiness = 60"
        )
        self.keep(FORWARD, 1)
        self.assertEqual(self.get(self.kept), "# mine\n%s = 1\nvm.swappiness = 60" % FORWARD)
        self.keep("net/ipv4/conf/eth0.100/forwarding", 1)
        self.assertIn("\nnet/ipv4/conf/eth0.100/forwarding = 1\n", self.get(self.kept))
        self.assertEqual(self.mode(self.kept), "0640")
        # The same, as a dotted name has it.
        again = tool.set("net.ipv4.conf.eth0/100.forwarding", 1, running=False)
        self.assertFalse(again.changed)

    def test_a_later_file_with_another_value_is_said(self):
        self.put("etc/10-early.conf", "vm.swappiness = 1\n")
        self.put("usr/95-same.conf", "vm.swappiness = 60\n")
        self.put("usr/97-hidden.conf", "vm.swappiness = 2\n")
        self.put("etc/97-hidden.conf", "# nothing\n")
        self.put("usr/99-last.conf", "vm/swappiness=3\n")
        with mock.patch.object(sysctl, "log") as log:
            tool.set("vm.swappiness", 60, running=False)
        said = "%s is read later and sets vm.swappiness to 3." % self.at("usr", "99-last.conf")
        self.assertEqual([call[0] for call in log.call_args_list], [(said, "WARNING")])

    def test_refused(self):
        for name in ("", ".", "a..b", "../etc/passwd", "net/../../etc", "a b", "a\nb", "a=b", "net.*.x", "a\0"):
            with self.subTest(name):
                self.fails(ValueError, tool.set, name, "1", running=False)
        for value in ("", " ", "1\n2", "a\0"):
            with self.subTest(value):
                self.fails(ValueError, tool.set, FORWARD, value, running=False)
        for file in ("", "x", "../x.conf", "a/b.conf", ".x.conf", "x.conf\n"):
            with self.subTest(file):
                self.fails(ValueError, tool.set, FORWARD, "1", running=False, file=file)
        self.fails(LookupError, tool.set, "kernel.no_such_setting", "1")


class Get(SysctlCase):
    def test_get(self):
        self.assertEqual(tool.get("kernel.ostype"), "Linux")
        self.assertEqual(tool.get("kernel/ostype"), "Linux")
        for name in ("kernel.no_such_setting", "net.ipv4.no"):
            with self.assertRaises(LookupError):
                tool.get(name)
        with self.assertRaises(IsADirectoryError):
            tool.get("kernel")

    def test_list(self):
        found = tool.list("kernel")
        self.assertEqual(found["kernel.ostype"], "Linux")
        self.assertEqual([name for name in found if not name.startswith("kernel.")], [])
        self.assertEqual(list(found), sorted(found))
        self.assertEqual(tool.list("kernel.ostype"), {"kernel.ostype": "Linux"})
        self.assertLess(len(found), len(tool.list()))
        with self.assertRaises(LookupError):
            tool.list("no.such")


if __name__ == "__main__":
    unittest.main()
