import ctypes
import datetime
import os
import struct
import subprocess
import tempfile
import time
import unittest
from unittest import mock

from . import ROOT  # noqa: F401
import logged_in

who = logged_in.LoggedIn.who
libc = ctypes.CDLL(None)


class Records(unittest.TestCase):
    """The C library writes the records, by its own layout, and `who` reads them too."""

    def setUp(self):
        file = tempfile.NamedTemporaryFile()
        self.addCleanup(file.close)
        self.file = file.name

    def login(self, user, line, pid, origin="", kind=logged_in.USER_PROCESS, at=None):
        layout = logged_in.LAYOUTS[0]
        if struct.calcsize("l") == 8 and os.uname().machine in ("aarch64", "riscv64", "loongarch64"):
            layout = logged_in.LAYOUTS[1]
        seconds = int(time.time()) if at is None else at
        record = layout.pack(
            kind, pid, line.encode(), line[-4:].encode(), user.encode(), origin.encode(),
            0, 0, 0, seconds, 0, b"",
        )
        libc.utmpname(self.file.encode())
        libc.setutent()
        buffer = ctypes.create_string_buffer(record)
        self.assertTrue(libc.pututline(buffer))
        libc.endutent()
        return seconds

    def test_logins_are_those_that_who_tells(self):
        seconds = self.login("deploy", "pts/91", os.getpid(), "10.0.0.7")
        self.login("root", "pts/92", os.getppid(), at=seconds - 3600)
        told = subprocess.check_output(["who", self.file], universal_newlines=True).split("\n")
        self.assertEqual([line.split()[:2] for line in told if line], [["deploy", "pts/91"], ["root", "pts/92"]])
        first, second = who(self.file)
        when = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
        self.assertEqual(
            first, logged_in.Login("deploy", "pts/91", "10.0.0.7", when, None, os.getpid())
        )
        self.assertEqual((second.user, second.origin), ("root", ""))

    def test_who_has_left_is_left_out(self):
        self.login("gone", "pts/93", 2 ** 22 + 7)
        self.login("LOGIN", "tty1", os.getpid(), kind=6)
        self.assertEqual(who(self.file), [])

    def test_an_idle_terminal(self):
        master, slave = os.openpty()
        self.addCleanup(os.close, master)
        self.addCleanup(os.close, slave)
        name = os.ttyname(slave)
        os.utime(name, (time.time() - 600, time.time() - 600))
        self.login("deploy", name[len("/dev/"):], os.getpid())
        (login,) = who(self.file)
        self.assertAlmostEqual(login.idle_seconds or 0, 600, delta=60)

    def test_what_is_no_record(self):
        with open(self.file, "w") as file:
            file.write("x" * 1000)
        with self.assertRaises(ValueError):
            who(self.file)
        with open(self.file, "w") as file:
            file.write("x" * 384)
        with self.assertRaises(ValueError):
            who(self.file)
        with self.assertRaises(FileNotFoundError):
            who(self.file + ".none")

    def test_the_other_layout_is_known_by_what_is_in_it(self):
        record = logged_in.LAYOUTS[1].pack(
            7, os.getpid(), b"pts/4", b"ts/4", b"arm", b"", 0, 0, 0, 1700000000, 0, b""
        )
        self.assertEqual(len(record), 400)
        with open(self.file, "wb") as file:
            file.write(record * 2)
        self.assertEqual([login.user for login in who(self.file)], ["arm", "arm"])

    def test_this_machine(self):
        # Whatever is here: a record, systemd, or neither.
        self.assertIsInstance(who(), list)


class Systemd(unittest.TestCase):
    # As loginctl 252 wrote it on Debian 12: there is no systemd where tests run.
    LIST = "     12 1000 deploy seat0 tty2\n     c1  115 gdm    seat0 tty1\n"
    SHOWN = {
        "12": "Id=12\nName=deploy\nTTY=pts/94\nRemoteHost=10.0.0.7\nLeader=%d\nClass=user\n" % os.getpid(),
        "c1": "Id=c1\nName=gdm\nTTY=tty1\nRemoteHost=\nLeader=977\nClass=greeter\n",
    }

    def test_sessions_of_people(self):
        def run(*argv, **_):
            text = self.LIST if argv[1] == "list-sessions" else self.SHOWN[argv[2]]
            return subprocess.CompletedProcess(argv, 0, text, "")

        with mock.patch.object(logged_in, "process", run):
            (login,) = logged_in._ask_systemd()
        self.assertEqual((login.user, login.terminal, login.origin), ("deploy", "pts/94", "10.0.0.7"))
        self.assertIsNotNone(login.since)
