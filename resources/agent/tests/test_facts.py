import datetime
import inspect
import os
import shutil
import socket
import stat
import sys
import tempfile
import threading
import time
import unittest
from unittest import mock

from . import ROOT
from .agent_case import RAISED, RESULT, AgentCase, eventually, is_running

sys.path.insert(0, os.path.join(ROOT, "tools"))
import facts  # noqa: E402
from rmote import (  # noqa: E402
    facts_base,
    facts_disks,
    facts_hardware,
    facts_network,
    facts_system,
)

ALPINE = """NAME="Alpine Linux"
ID=alpine
VERSION_ID=3.19.1
PRETTY_NAME="Alpine Linux v3.19"
HOME_URL="https://alpinelinux.org/"
"""
RHEL8 = """NAME="Red Hat Enterprise Linux"
VERSION="8.9 (Ootpa)"
ID="rhel"
ID_LIKE="fedora"
VERSION_ID="8.9"
PLATFORM_ID="platform:el8"
PRETTY_NAME="Red Hat Enterprise Linux 8.9 (Ootpa)"
"""
DEBIAN = """PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
"""
ARCH = "NAME='Arch Linux'\n# rolls\n\nID=arch\nBUILD_ID=rolling\nnot a field\nBAD=\"unfinished\nQUOTED=\"a \\\"b\\\" \\$c\"\n"
POWER = "processor\t: 0\ncpu\t\t: POWER9, altivec supported\n\nprocessor\t: 1\ncpu\t\t: POWER9, altivec supported\n\ntimebase\t: 512000000\n"
TWO_SOCKETS = "".join(
    "processor\t: %d\nmodel name\t: Xeon\nphysical id\t: %d\ncore id\t\t: %d\n\n" % (n, n // 4, n % 2)
    for n in range(8)
)
MOUNTS = r"""22 28 0:21 / /proc rw - proc proc rw
23 28 0:22 / /sys rw - sysfs sysfs rw
25 28 0:5 / /dev rw - devtmpfs udev rw
28 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
30 28 0:25 / /run rw - tmpfs tmpfs rw
40 28 7:1 / /snap/core20/2105 ro - squashfs /dev/loop1 ro
41 28 8:17 / /mnt/with\040blank rw - xfs /dev/sdb1 rw
42 28 8:17 /sub /srv/again/and/again rw - xfs /dev/sdb1 rw
43 28 0:45 / /home rw - nfs4 files:/export/home rw
44 28 0:50 / /run/user/1000/doc rw - fuse.portal portal rw
45 28 0:51 / /mnt/far rw - fuse.sshfs deploy@far:/ rw
46 28 0:52 / /tank rw - zfs tank rw
"""
CONTAINER = """1 0 0:60 / / rw - overlay overlay rw,lowerdir=/a
2 1 8:2 /var/lib/docker/containers/x/hosts /etc/hosts rw - ext4 /dev/sda2 rw
3 1 8:3 /volumes/data/_data /data rw - ext4 /dev/sda3 rw
"""
MAC_MOUNT = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s6 on /System/Volumes/VM (apfs, local, noexec, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""
OPENBSD_MOUNT = "/dev/sd0a on / type ffs (local)\n/dev/sd0k on /home type ffs (local, nodev, nosuid)\n"
IP = """[{},{"ifname":"lo","flags":["LOOPBACK","UP"],"address":"00:00:00:00:00:00","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8}]},
{"ifname":"eth0","flags":["BROADCAST","UP"],"address":"02:fc:00:00:00:01","addr_info":[{},{"family":"inet","local":"192.0.2.2","prefixlen":24},{"family":"inet6","local":"fe80::1","prefixlen":64}]},
{"ifname":"tun0","flags":["POINTOPOINT"],"addr_info":[]}]"""
IFCONFIG = """lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384
\tinet 127.0.0.1 netmask 0xff000000
\tinet6 fe80::1%lo0 prefixlen 64 scopeid 0x1
en0: flags=8863<UP,BROADCAST,SMART> mtu 1500
\tether a4:83:e7:00:11:22
\tinet 192.0.2.7 netmask 0xffffff00 broadcast 192.0.2.255
en1: flags=8822<BROADCAST,SMART> mtu 1500
"""


class Parsers(unittest.TestCase):
    def test_os_release(self):
        for text, expected in (
            (ALPINE, ("alpine", "Alpine Linux", "3.19.1", "Alpine Linux v3.19", [])),
            (RHEL8, ("rhel", "Red Hat Enterprise Linux", "8.9", "Red Hat Enterprise Linux 8.9 (Ootpa)", ["fedora"])),
            (DEBIAN, ("debian", "Debian GNU/Linux", "12", "Debian GNU/Linux 12 (bookworm)", [])),
            (ARCH, ("arch", "Arch Linux", "rolling", "Arch Linux rolling", [])),
            ("", ("linux", "Linux", None, "Linux", [])),
        ):
            found = facts_system.describe_os(facts_system.parse_os_release(text))
            self.assertEqual(found, dict(zip(("id", "name", "version", "pretty_name", "like"), expected)))
        self.assertEqual(facts_system.parse_os_release(ARCH)["QUOTED"], 'a "b" $c')

    def test_cpuinfo(self):
        self.assertEqual(facts_hardware.parse_cpuinfo(TWO_SOCKETS), {"model": "Xeon", "logical": 8, "physical": 4})
        power = {"model": "POWER9, altivec supported", "logical": 2, "physical": None}
        self.assertEqual(facts_hardware.parse_cpuinfo(POWER), power)
        self.assertEqual(facts_hardware.parse_cpuinfo(""), {"model": None, "logical": None, "physical": None})

    def test_meminfo(self):
        text = "MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 10 kB\nCached: 20 kB\nSwapTotal: 50 kB\nSwapFree: 40 kB\n"
        found = {"total": 1024000, "available": 133120, "swap_total": 51200, "swap_used": 10240}
        self.assertEqual(facts_hardware.parse_meminfo(text), found)
        self.assertEqual(facts_hardware.parse_meminfo(text + "MemAvailable: 500 kB\n")["available"], 512000)

    def test_mounts(self):
        points = [(disk["mount_point"], disk["type"]) for disk in facts_disks.parse_mountinfo(MOUNTS)]
        self.assertEqual(
            points,
            [("/", "ext4"), ("/home", "nfs4"), ("/mnt/far", "fuse.sshfs"), ("/mnt/with blank", "xfs"), ("/tank", "zfs")],
        )
        points = [disk["mount_point"] for disk in facts_disks.parse_mountinfo(CONTAINER)]
        self.assertEqual(points, ["/", "/data"])
        points = [disk["mount_point"] for disk in facts_disks.parse_mount(MAC_MOUNT)]
        self.assertEqual(points, ["/", "/System/Volumes/Data"])
        home = {"device": "/dev/sd0k", "mount_point": "/home", "type": "ffs"}
        self.assertEqual(facts_disks.parse_mount(OPENBSD_MOUNT)[1], home)

    def test_interfaces(self):
        lo, eth0, tun0 = facts_network.parse_ip(IP)
        self.assertEqual((lo["mac"], lo["ipv4"]), (None, ["127.0.0.1/8"]))
        self.assertEqual(
            eth0,
            {"name": "eth0", "is_up": True, "mac": "02:fc:00:00:00:01", "ipv4": ["192.0.2.2/24"], "ipv6": ["fe80::1/64"]},
        )
        self.assertEqual((tun0["is_up"], tun0["mac"]), (False, None))
        lo0, en0, en1 = facts_network.parse_ifconfig(IFCONFIG)
        self.assertEqual((lo0["ipv4"], lo0["ipv6"]), (["127.0.0.1/8"], ["fe80::1/64"]))
        self.assertEqual((en0["mac"], en0["ipv4"], en0["is_up"]), ("a4:83:e7:00:11:22", ["192.0.2.7/24"], True))
        self.assertFalse(en1["is_up"])
        text = "fd000000000000000000000000000002 02 40 00 80     eth0\n"
        self.assertEqual(facts_network.parse_if_inet6(text), {"eth0": ["fd00::2/64"]})

    def test_who(self):
        gnu = "root     pts/0        2026-11-26 09:08 (192.0.2.9)\ndeploy   tty1         2026-11-25 10:00\n"
        self.assertEqual(
            facts_system.parse_who(gnu),
            [
                {"name": "root", "terminal": "pts/0", "since": "2026-11-26 09:08", "origin": "192.0.2.9"},
                {"name": "deploy", "terminal": "tty1", "since": "2026-11-25 10:00", "origin": None},
            ],
        )
        busybox = "USER\t\tTTY\t\tIDLE\tTIME\t\t HOST\nroot\t\tpts/0\t\t00:01\tNov 26 09:08:04  192.0.2.9\n"
        found = {"name": "root", "terminal": "pts/0", "since": "Nov 26 09:08:04", "origin": "192.0.2.9"}
        self.assertEqual(facts_system.parse_who(busybox), [found])

    def test_hypervisors_and_containers(self):
        for dmi, kind in (
            (["QEMU", "Standard PC (Q35 + ICH9, 2009)"], "qemu"),
            (["VMware, Inc.", "VMware Virtual Platform"], "vmware"),
            (["innotek GmbH", "VirtualBox"], "oracle"),
            (["Microsoft Corporation", "Virtual Machine"], "microsoft"),
            (["Amazon EC2", "t3.micro"], "amazon"),
            (["Amazon EC2", "m5.metal"], None),
            (["Dell Inc.", "PowerEdge R640"], None),
        ):
            self.assertEqual(facts_hardware.vm_of(dmi, "", ""), kind, dmi)
        self.assertEqual(facts_hardware.vm_of(["", ""], "flags\t\t: fpu hypervisor lahf_lm\n", ""), "unknown")
        self.assertEqual(facts_hardware.vm_of(["", ""], "", "Linux version 5.15.90.1-microsoft-standard-WSL2"), "wsl")
        with mock.patch("os.path.exists", return_value=False):
            self.assertEqual(facts_hardware.container_of("", "a=b\0container=lxc\0"), "lxc")
            self.assertEqual(facts_hardware.container_of("0::/kubepods/besteffort/pod1", ""), "kubernetes")
            self.assertIsNone(facts_hardware.container_of("0::/init.scope", ""))


class ThisMachine(unittest.TestCase):
    def test_everything_there_is(self):
        found = facts.Facts.gather(timeout=30)
        self.assertEqual(set(found), set(facts.PARTS) | {"missing"})
        self.assertEqual({name for name in facts.PARTS if found[name] is None}, set(found["missing"]))
        self.assertEqual(found["kernel"]["release"], os.uname().release)
        self.assertEqual(found["cpu"]["logical"], os.cpu_count())
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        self.assertEqual(found["memory"]["total"], pages)
        self.assertLessEqual(found["memory"]["available"], pages)
        now = datetime.datetime.now(datetime.timezone.utc)
        age = (now - found["uptime"]["boot_time"]).total_seconds()
        self.assertAlmostEqual(age, found["uptime"]["seconds"], delta=60)
        self.assertEqual(found["hostname"]["name"], socket.gethostname())
        self.assertEqual(found["timezone"]["utc_offset"], time.localtime().tm_gmtoff)
        self.assertEqual(found["python"]["path"], sys.executable)
        root = [disk for disk in found["disks"] if disk["mount_point"] == "/"]
        if root:
            info = os.statvfs("/")
            self.assertEqual(root[0]["total"], info.f_blocks * info.f_frsize)
        lo = [each for each in found["addresses"]["interfaces"] if each["name"] == "lo"]
        self.assertIn("127.0.0.1/8", lo[0]["ipv4"])

    def test_the_documentation_names_every_field(self):
        found = facts.Facts.gather(timeout=30)
        returns = (inspect.getdoc(facts.Facts.gather) or "").partition("Returns:")[2]
        parts = returns.split("\n    - ")[1:]
        self.assertEqual([part.split("`")[1] for part in parts], list(facts.PARTS))
        for text, name in zip(parts, facts.PARTS):
            value = found[name]
            entries = value if isinstance(value, list) else [value]
            told = set(text.partition("Raises:")[0].split("`")[3::2])
            for entry in filter(None, entries):
                fields = set(entry)
                for inner in filter(None, [entry.get("interfaces"), name == "python" and entry["others"]]):
                    fields |= set(inner[0])
                self.assertLessEqual(fields, told, name)
                self.assertLessEqual(told - {"path", "version"}, fields | {"path", "version"}, name)

    def test_only_what_is_asked_for(self):
        self.assertEqual(list(facts.Facts.gather(["os", "kernel"])), ["os", "kernel", "missing"])
        with self.assertRaisesRegex(ValueError, "no part 'colour'; there are os, "):
            facts.Facts.gather(["colour"])
        with self.assertRaisesRegex(ValueError, "no part 'colour'"):
            facts.Facts.gather(["os"], timeouts={"colour": 1})
        for options in ({"timeout": 0}, {"timeouts": {"os": -1}}):
            with self.assertRaisesRegex(ValueError, "more than 0 seconds"):
                facts.Facts.gather(["os"], **options)

    def test_every_part_has_its_function_and_is_offered(self):
        described = facts.Facts.gather.__annotations__["parts"]
        for name in facts.PARTS:
            self.assertTrue(callable(facts._function(name)))
            self.assertIn(repr(name), described)
        self.assertEqual(described.count("'") // 2, len(facts.PARTS))

    @unittest.skipUnless(sys.platform == "linux", "of a Linux's kernel")
    def test_interfaces_without_a_program(self):
        own = {each["name"]: each for each in facts_network.interfaces_of_kernel()}
        self.assertEqual((own["lo"]["ipv4"], own["lo"]["mac"]), (["127.0.0.1/8"], None))
        with mock.patch.object(facts_network, "output", return_value=None):
            found = facts_network.gather_addresses(0)
            self.assertEqual(sorted(own), [each["name"] for each in found["interfaces"]])


class Agent(AgentCase):
    """In an agent that runs."""

    def setUp(self):
        super().setUp()
        with open(facts.__file__) as file:
            self.peer.sync("Facts", file.read(), module="rmote.tools.facts")

    def test_all_of_it_is_there(self):
        flags, found, _ = self.peer.call("rmote.tools.facts.Facts.gather", kwargs={"timeout": 30})
        self.assertEqual(flags, RESULT)
        self.assertEqual(found["kernel"]["release"], os.uname().release)

    def test_a_cancelled_call_ends_the_programs(self):
        path = self.fifo()
        folder = os.path.dirname(path)
        stand_in = os.path.join(folder, "who")
        with open(stand_in, "w") as file:
            file.write("#!/bin/sh\necho $$ > %s\nexec sleep 300\n" % path)
        os.chmod(stand_in, stat.S_IRWXU)
        change = "import os\nclass Path(Tool):\n    def put(self, path):\n        os.environ['PATH'] = path\n"
        self.sync("Path", change)
        self.peer.call("tools.testing.Path.put", [folder + os.pathsep + os.environ["PATH"]])
        kwargs = {"parts": ["users"], "timeout": 200}
        self.peer.request(1, "rmote.tools.facts.Facts.gather", kwargs=kwargs)
        pid = int(self.read_fifo(path))
        self.peer.cancel(1)
        self.assertTrue(eventually(lambda: not is_running(pid)))
        # It ends by that, if it was not cancelled before.
        self.assertIn(self.peer.answer(1)[0], (RESULT, RAISED))


class Failing(unittest.TestCase):
    def test_a_part_that_fails_or_hangs_leaves_the_others(self):
        hang = threading.Event()
        self.addCleanup(hang.set)
        with mock.patch.object(facts_hardware, "gather_cpu", side_effect=lambda end: hang.wait()):
            with mock.patch.object(facts_hardware, "gather_memory", side_effect=OSError(5, "no")):
                found = facts.Facts.gather(["os", "cpu", "memory", "kernel"], timeout=2)
        self.assertEqual(found["cpu"], None)
        self.assertEqual(found["missing"]["cpu"], "It was not there within 2 s.")
        self.assertIn("OSError", found["missing"]["memory"])
        self.assertEqual((set(found["missing"]), bool(found["kernel"])), ({"cpu", "memory"}, True))

    def test_each_part_has_its_own_time(self):
        hang = threading.Event()
        self.addCleanup(hang.set)
        slow = lambda end: hang.wait(1) or "there"  # noqa: E731
        with mock.patch.object(facts_hardware, "gather_cpu", side_effect=lambda end: hang.wait()):
            with mock.patch.object(facts_hardware, "gather_memory", side_effect=slow):
                found = facts.Facts.gather(["cpu", "memory"], timeout=30, timeouts={"cpu": 0.1})
        self.assertEqual(found["missing"], {"cpu": "It was not there within 0.1 s."})
        self.assertEqual(found["memory"], "there")

    def test_a_disk_that_does_not_answer(self):
        hang = threading.Event()
        self.addCleanup(hang.set)
        asked = []

        def statvfs(path):
            asked.append(path)
            if path == "/home":
                hang.wait()
            return os.statvfs("/")

        read = facts_base.read_text
        with mock.patch.object(facts_disks, "read_text", lambda path: MOUNTS if "mountinfo" in path else read(path)):
            # What hangs in the kernel for a real one: nothing can be mounted in every place that tests run.
            with mock.patch.object(facts_disks, "os", mock.Mock(wraps=os, statvfs=statvfs)):
                for _ in range(2):
                    found = facts.Facts.gather(["disks", "kernel"], timeout=2)
        self.assertEqual(found["missing"], {})
        errors = {disk["mount_point"]: disk["error"] for disk in found["disks"]}
        self.assertEqual({path for path in errors if errors[path]}, {"/home"})
        # One thread waits for it, however often it is asked for.
        self.assertEqual((asked.count("/home"), asked.count("/")), (1, 2))

    def test_a_program_that_does_not_end(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, "who")
        with open(path, "w") as file:
            file.write("#!/bin/sh\necho $$ > %s/pid\nexec sleep 300\n" % folder)
        os.chmod(path, stat.S_IRWXU)
        with mock.patch.dict(os.environ, PATH=folder + os.pathsep + os.environ["PATH"]):
            found = facts.Facts.gather(["users"], timeout=4)
        # Which of the two is said depends on how quick its end is.
        said = ("who did not end in time.", "It was not there within 4 s.")
        self.assertIn(found["missing"]["users"], said)
        with open(os.path.join(folder, "pid")) as file:
            pid = int(file.read())
        self.assertTrue(eventually(lambda: not is_running(pid)))


if __name__ == "__main__":
    unittest.main()
