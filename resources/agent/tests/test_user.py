"""Users and groups: real ones of this machine, which are removed again.

Where that cannot be (no root, no shadow programs) those tests skip and say why. A program that fails in
the middle is a script of the test, since the real one has no reason to.
"""

import grp
import os
import pwd
import shutil
import subprocess
import unittest
from unittest import mock

from rmote import process as process_module
from rmote.calls import Cancelled
from rmote.programs import ProgramFailed

from .file_case import IS_ROOT, can_mount
from .system_case import SystemCase
from .user_case import HASH, HASH_5, UserCase, needs_root, shadow_of

import user  # noqa: E402

tool = user.User
REFUSES = "echo 'cannot do that' >&2\nexit 7\n"


@needs_root
class Present(UserCase):
    def groups(self):
        return sorted(group.gr_name for group in grp.getgrall() if self.name in group.gr_mem)

    def test_a_new_user(self):
        first, second = self.add_group("g1"), self.add_group("g2")
        done = self.changes_once(
            tool.present, self.name, uid=54321, groups=[second, first], shell="/bin/sh",
            comment="A User, of tests", password_hash=HASH,
        )
        self.assertEqual(
            done.changes,
            [
                "create user " + self.name, "uid 54321", "shell /bin/sh", "comment A User, of tests",
                "join group " + first, "join group " + second, "make home " + self.home, "password",
            ],
        )
        entry = pwd.getpwnam(self.name)
        self.assertEqual(
            (entry.pw_uid, entry.pw_gecos, entry.pw_dir, entry.pw_shell),
            (54321, "A User, of tests", self.home, "/bin/sh"),
        )
        self.assertEqual(grp.getgrgid(entry.pw_gid).gr_name, self.name)
        self.assertEqual(self.groups(), [first, second])
        self.assertEqual(shadow_of(self.name), HASH)
        self.assertEqual(os.stat(self.home).st_uid, 54321)
        info = next(found for found in tool.list() if found.name == self.name)
        self.assertEqual(
            info,
            user.UserInfo(
                self.name, 54321, entry.pw_gid, self.name, [first, second], self.home, "/bin/sh",
                "A User, of tests", False,
            ),
        )

    def test_a_user_for_a_program(self):
        self.changes_once(tool.present, self.name, system=True, home="/srv/nowhere", shell="/bin/false")
        entry = pwd.getpwnam(self.name)
        self.assertLess(entry.pw_uid, 1000)
        self.assertEqual((entry.pw_dir, entry.pw_shell), ("/srv/nowhere", "/bin/false"))
        self.assertEqual((self.homes(), os.path.exists("/srv/nowhere")), ([], False))
        self.assertNotIn(self.name, [info.name for info in tool.list(system=False)])
        self.assertTrue(next(info for info in tool.list() if info.name == self.name).locked)

    def test_a_main_group_that_is_there(self):
        group = self.add_group("a")
        self.assertEqual(group, self.name)
        self.changes_once(tool.present, self.name, create_home=False)
        self.assertEqual(grp.getgrgid(pwd.getpwnam(self.name).pw_gid).gr_name, self.name)
        other = self.add_group("g")
        self.name += "b"
        self.changes_once(tool.present, self.name, group=other, create_home=False)
        self.assertEqual(pwd.getpwnam(self.name).pw_gid, grp.getgrnam(other).gr_gid)
        self.changes_once(tool.present, self.name, group=grp.getgrnam(group).gr_gid)
        self.assertEqual(pwd.getpwnam(self.name).pw_gid, grp.getgrnam(group).gr_gid)

    def test_changes_of_a_user_who_is_there(self):
        self.add("-c", "old", "-s", "/bin/sh")
        done = self.changes_once(tool.present, self.name, comment="new", shell="/bin/bash", uid=54322)
        self.assertEqual(
            done.changes[1:], ["shell /bin/sh -> /bin/bash", "comment old -> new"]
        )
        self.assertEqual(os.stat(self.home).st_uid, 54322)
        self.assertFalse(tool.present(self.name).changed)
        self.put_in_home("file")
        moved = self.home + "-moved"
        self.changes_once(tool.present, self.name, home=moved, move_home=True)
        self.assertTrue(os.path.exists(os.path.join(moved, "file")))
        self.assertFalse(os.path.exists(self.home))
        self.changes_once(tool.present, self.name, comment="")
        self.assertEqual(pwd.getpwnam(self.name).pw_gecos, "")

    def put_in_home(self, name):
        with open(os.path.join(self.home, name), "w"):
            pass

    def test_groups_are_added_or_exact(self):
        names = [self.add_group("g%d" % number) for number in range(3)]
        self.add("-G", names[0])
        done = self.changes_once(tool.present, self.name, groups=[names[1]])
        self.assertEqual((self.groups(), done.changes), (names[:2], ["join group " + names[1]]))
        done = self.changes_once(tool.present, self.name, groups=[names[2], names[1]], only_groups=True)
        self.assertEqual(self.groups(), names[1:])
        self.assertEqual(done.changes, ["join group " + names[2], "leave group " + names[0]])
        self.changes_once(tool.present, self.name, groups=[], only_groups=True)
        self.assertEqual(self.groups(), [])

    def test_passwords(self):
        self.add()
        for kwargs, changes, expected in (
            ({"password_hash": HASH}, ["password"], HASH),
            ({"locked": True}, ["lock"], "!" + HASH),
            # One who is locked stays so.
            ({"password_hash": HASH_5}, ["password"], "!" + HASH_5),
            ({"locked": False}, ["unlock"], HASH_5),
            ({"locked": True, "password_hash": HASH}, ["password", "lock"], "!" + HASH),
            ({"locked": False, "password_hash": HASH_5}, ["password", "unlock"], HASH_5),
        ):
            with self.subTest(kwargs):
                done = self.changes_once(tool.present, self.name, **kwargs)
                self.assertEqual((done.changes, shadow_of(self.name)), (changes, expected))

    def test_nothing_to_unlock(self):
        error = self.fails(ValueError, tool.present, self.name, locked=False)
        self.assertIn("give password_hash", str(error))
        self.add()
        self.fails(ValueError, tool.present, self.name, locked=False)
        self.assertFalse(tool.present(self.name, locked=True).changed)

    def test_a_hash_is_seen_by_nobody(self):
        commands = []
        start = process_module._start

        def spy(call, command, options):
            commands.append(" ".join(command))
            return start(call, command, options)

        with mock.patch.object(process_module, "_start", spy):
            done = tool.present(self.name, password_hash=HASH, create_home=False)
            again = tool.present(self.name, password_hash=HASH_5, locked=True)
        self.assertEqual([command for command in commands if "$" in command], [])
        self.assertEqual(len([command for command in commands if "chpasswd" in command]), 2)
        self.assertNotIn("$", repr((done, again)))
        error = self.fails(ValueError, tool.present, self.name, password_hash="my password")
        self.assertNotIn("my password", str(error))

    def test_a_home_that_is_not_there(self):
        self.add()
        shutil.rmtree(self.home)
        self.assertFalse(tool.present(self.name).changed)
        if not os.path.exists("/usr/sbin/mkhomedir_helper") and not shutil.which("mkhomedir_helper"):
            self.fails(FileNotFoundError, tool.present, self.name, create_home=True)
            return
        done = self.changes_once(tool.present, self.name, create_home=True)
        self.assertEqual(done.changes, ["make home " + self.home])
        self.assertEqual(os.stat(self.home).st_uid, pwd.getpwnam(self.name).pw_uid)

    def test_a_failure_in_the_middle_takes_all_back(self):
        self.stand_in("chpasswd", REFUSES)
        error = self.fails(ProgramFailed, tool.present, self.name, password_hash=HASH)
        self.assertEqual(str(error), "chpasswd ended with status 7: cannot do that")
        # A home that was there before stays.
        os.mkdir(self.home)
        self.fails(ProgramFailed, tool.present, self.name, password_hash=HASH)
        os.rmdir(self.home)
        self.add("-c", "old", "-s", "/bin/sh", "-G", self.add_group("g"))
        self.fails(
            ProgramFailed, tool.present, self.name, password_hash=HASH, comment="new", shell="/bin/bash",
            groups=[self.add_group("h")], only_groups=True, home=self.home + "-moved", move_home=True,
        )

    def test_a_user_whom_somebody_else_made_meanwhile_stays(self):
        self.add()
        with mock.patch.object(user, "_user", side_effect=[None, pwd.getpwnam(self.name)]):
            error = self.fails(ProgramFailed, tool.present, self.name, group="daemon")
        self.assertIn("already exists", str(error))

    def test_a_home_that_cannot_be_made(self):
        error = self.fails(ProgramFailed, tool.present, self.name, home="/proc/no-such-home")
        self.assertIn("useradd ended with status 12", str(error))

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_full_disk_takes_all_back(self):
        disk = self.small_disk()
        with open(os.path.join(disk, "fill"), "wb", buffering=0) as file, self.assertRaises(OSError):
            while True:
                file.write(b"x" * 1024)
        home = os.path.join(disk, "home")
        self.fails(ProgramFailed, tool.present, self.name, home=home)
        self.assertEqual(os.listdir(disk), ["fill"])
        subprocess.run(["useradd", "-M", "-d", home, "-c", "old", self.name], check=True)
        self.fails(ProgramFailed, tool.present, self.name, create_home=True, comment="new")
        self.assertEqual(os.listdir(disk), ["fill"])

    def test_a_cancel_in_the_middle_is_completed_by_the_next_call(self):
        with mock.patch.object(user, "_set_hash", side_effect=Cancelled), self.assertRaises(Cancelled):
            tool.present(self.name, password_hash=HASH)
        # Until then, nobody can log in.
        self.assertEqual(shadow_of(self.name)[:1], "!")
        self.assertEqual(tool.present(self.name, password_hash=HASH).changes, ["password"])
        self.assertEqual(shadow_of(self.name), HASH)

    def test_a_later_failure_gives_the_password_back(self):
        self.add("-c", "old")
        tool.present(self.name, password_hash=HASH_5)
        shutil.rmtree(self.home)
        self.stand_in("mkhomedir_helper", REFUSES)
        self.fails(
            ProgramFailed, tool.present, self.name, password_hash=HASH, locked=True, create_home=True,
            comment="new",
        )
        self.fails(ProgramFailed, tool.present, self.name, locked=True, create_home=True)

    def test_missing_rights(self):
        self.add()
        os.chmod(self.folder, 0o755)
        before = self.state()
        for kwargs in ({"comment": "x"}, {"groups": ["games"]}):
            with self.assertRaises(ProgramFailed):
                self.as_nobody(lambda kwargs=kwargs: tool.present(self.name, **kwargs))
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.present(self.name, password_hash=HASH))
        with self.assertRaises(ProgramFailed):
            self.as_nobody(lambda: tool.present(self.tag + "b"))
        with self.assertRaises(ProgramFailed):
            self.as_nobody(lambda: tool.absent(self.name))
        self.assertEqual(self.as_nobody(lambda: [info.locked for info in tool.list() if info.name == self.name]), [None])
        self.assertEqual(self.state(), before)


@needs_root
class Absent(UserCase):
    def test_absent(self):
        self.add()
        done = self.changes_once(tool.absent, self.name)
        self.assertEqual(done.changes, ["remove user " + self.name])
        self.assertEqual(self.homes(), [self.name])
        self.assertNotIn(self.name, [group.gr_name for group in grp.getgrall()])

    def test_with_the_home(self):
        self.add()
        done = self.changes_once(tool.absent, self.name, remove_home=True)
        self.assertEqual(done.changes, ["remove user " + self.name, "remove home " + self.home])
        self.assertEqual(self.homes(), [])
        self.assertFalse(tool.absent(self.name, remove_home=True).changed)

    def test_a_home_of_another_user_stays(self):
        self.add()
        os.chown(self.home, 0, 0)
        done = self.changes_once(tool.absent, self.name, remove_home=True)
        self.assertEqual((done.changes, self.homes()), (["remove user " + self.name], [self.name]))

    def test_who_is_not_removed(self):
        with self.assertRaisesRegex(ValueError, "it is root"):
            tool.absent("root", check=True)
        self.add()
        subprocess.run(["usermod", "-d", "/", self.name], check=True)
        with mock.patch.object(user, "_owns", return_value=True):
            self.fails(ValueError, tool.absent, self.name, remove_home=True)

    def test_one_who_runs_something(self):
        self.add()
        with subprocess.Popen(
            ["setpriv", "--reuid", self.name, "--clear-groups", "sleep", "100"], stdout=subprocess.PIPE
        ) as child:
            uid = pwd.getpwnam(self.name).pw_uid
            while os.stat("/proc/%d" % child.pid).st_uid != uid:
                self.assertIsNone(child.poll())
            self.fails(ProgramFailed, tool.absent, self.name)
            child.kill()


@needs_root
class Groups(UserCase):
    def test_present_and_absent(self):
        name = self.tag + "g"
        done = self.changes_once(tool.group_present, name, gid=54321)
        self.assertEqual(done.changes, ["create group " + name])
        self.assertEqual(grp.getgrnam(name).gr_gid, 54321)
        self.assertFalse(tool.group_present(name).changed)
        done = self.changes_once(tool.group_present, name, gid=54322)
        self.assertEqual(done.changes, ["gid 54321 -> 54322"])
        done = self.changes_once(tool.group_absent, name)
        self.assertEqual(done.changes, ["remove group " + name])
        self.assertFalse(tool.group_absent(name).changed)
        self.changes_once(tool.group_present, name, system=True)
        self.assertLess(grp.getgrnam(name).gr_gid, 1000)

    def test_refused(self):
        self.add()
        error = self.fails(ValueError, tool.group_absent, self.name)
        self.assertIn("the main group of " + self.name, str(error))
        self.fails(ValueError, tool.group_absent, "root")
        self.fails(ValueError, tool.group_present, self.tag + "g", gid=0)
        self.fails(ValueError, tool.group_present, self.tag + "g", gid=-1)


class Refused(SystemCase):
    """What is refused before any program is run, so by anybody."""

    def test_bad_input(self):
        for name in ("", "-r", "a b", "a:b", "a\nb", "a,b", ".", "..", "1000", "a/b", "a\0", "\u00e4", "a\n", "x\nroot::0:0"):
            with self.subTest(name):
                for method in (tool.present, tool.absent, tool.group_present, tool.group_absent):
                    self.fails(ValueError, method, name)
        for kwargs in (
            {"home": "x"}, {"home": "/a:b"}, {"home": "/a\nb"}, {"home": "/home/../etc"}, {"shell": "sh"},
            {"comment": "a:b"}, {"comment": "a\nroot::0:0:::"}, {"uid": -1}, {"uid": 4294967295}, {"uid": 0},
            {"groups": ["-G"]}, {"groups": ["a,b"]}, {"groups": ["0"]}, {"only_groups": True},
        ):
            with self.subTest(kwargs):
                self.fails(ValueError, tool.present, "rmt-nobody", **kwargs)
        self.fails(LookupError, tool.present, "rmt-nobody", group="no-such-group")
        for group in (54321, -1, 4294967295, "4294967295"):
            self.fails(LookupError, tool.present, "rmt-nobody", group=group)
        self.fails(LookupError, tool.present, "rmt-nobody", groups=["no-such-group"])
        for shell in ("/bin/no-such-shell", "/bin"):
            self.fails(FileNotFoundError, tool.present, "rmt-nobody", shell=shell)

    def test_hashes(self):
        # Of crypt(3), as Debian 12 has it.
        for good in (
            HASH, HASH_5, "$1$abcdefgh$cHJi5PXp/ki/ktXzqlk6I1",
            "$y$j9T$abcdefgh$IUWJt2doU4Kf6E/JP1UkAT3S5O3Q7SSA8SJirXIlEu9",
            "$gy$j9T$abcdefgh$Fi3mUfLMwr2ZyDlmydp6rw5RwzYJnsb1LquZlQ2CYq0",
            "$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
            "$7$CU..../....abcdefgh$XWs9HxtpA2.6U5CDBBbcW.h3o9pYlC.MIIb8JqMgZx6",
            HASH.replace("$6$", "$6$rounds=5000$"),
        ):
            with self.subTest(good):
                self.assertTrue(tool.present("rmt-nobody", password_hash=good, check=True).changed)
        for bad in ("", "secret", "abcdefghijklm", "!", "*", HASH[:-1], HASH + "x", HASH + "\n", HASH + ":0", "$6$x", "!" + HASH):
            with self.subTest(bad):
                self.fails(ValueError, tool.present, "rmt-nobody", password_hash=bad)

    def test_without_the_shadow_programs(self):
        # As on Alpine: busybox has adduser and no useradd.
        self.stand_in("adduser", "exit 0\n")
        with mock.patch("rmote.programs.SYSTEM_FOLDERS", ()), mock.patch.dict(os.environ, PATH=self.at("bin")):
            for run in (
                lambda: tool.present("rmt-nobody"), lambda: tool.group_present("rmt-nobody"),
                lambda: tool.present("rmt-nobody", check=True), lambda: tool.absent("daemon"),
            ):
                with self.assertRaisesRegex(FileNotFoundError, "the adduser of busybox is not used"):
                    run()

    def test_users_of_a_directory(self):
        empty = self.put("empty")
        with mock.patch.object(user, "PASSWD", empty), mock.patch.object(user, "GROUP", empty):
            with self.assertRaisesRegex(LookupError, "such as LDAP"):
                tool.present("nobody", comment="x")
            with self.assertRaisesRegex(LookupError, "such as LDAP"):
                tool.absent("nobody")
            with self.assertRaisesRegex(LookupError, "such as LDAP"):
                tool.group_present("daemon", gid=54321)

    def test_list(self):
        found = tool.list()
        self.assertEqual(sorted(found, key=lambda info: info.uid), found)
        root = next(info for info in found if info.name == "root")
        entry = pwd.getpwnam("root")
        self.assertEqual((root.uid, root.group, root.home, root.shell), (0, "root", entry.pw_dir, entry.pw_shell))
        self.assertEqual(root.locked is None, not IS_ROOT)
        self.assertEqual([info for info in tool.list(system=False) if info.uid < 1000], [])


if __name__ == "__main__":
    unittest.main()
