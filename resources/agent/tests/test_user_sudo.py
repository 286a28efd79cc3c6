"""Rules of sudo: read by the real visudo, in a folder of the test, and once by sudo itself."""

import os
import shutil
import subprocess
import unittest
from unittest import mock

from rmote.files import InvalidContent

from .file_case import IS_ROOT, NOBODY, can_mount
from .system_case import SystemCase
from .user_case import UserCase

import user  # noqa: E402

tool = user.User
needs_sudo = unittest.skipUnless(
    IS_ROOT and (shutil.which("visudo") or os.path.exists("/usr/sbin/visudo")), "needs root and sudo"
)
NAME = NOBODY.pw_name


class SudoCase(SystemCase):
    def setUp(self):
        super().setUp()
        self.rules = self.at("rules")
        os.mkdir(self.rules, 0o750)
        patch = mock.patch.object(user, "SUDOERS", self.rules)
        patch.start()
        self.addCleanup(patch.stop)


@needs_sudo
class Sudoer(SudoCase):
    def rule(self, file="rmote-nobody"):
        return self.get(os.path.join(self.rules, file)).split("\n")[1]

    def test_present_and_absent(self):
        done = self.changes_once(tool.sudoer, NAME, ["/bin/ls /root", "/usr/bin/id"], password=False)
        self.assertEqual(self.rule(), "nobody ALL=(ALL) NOPASSWD: /bin/ls /root, /usr/bin/id")
        self.assertEqual(done.path, os.path.join(self.rules, "rmote-nobody"))
        self.assertEqual(self.mode(done.path), "0440")
        self.changes_once(tool.sudoer, NAME, run_as="root")
        self.assertEqual(self.rule(), "nobody ALL=(root) ALL")
        os.chmod(done.path, 0o644)
        again = self.changes_once(tool.sudoer, NAME, run_as="root")
        self.assertEqual(again.changes, ["mode 0644 -> 0440"])
        gone = self.changes_once(tool.sudoer, NAME, state="absent")
        self.assertEqual((gone.changes, os.listdir(self.rules)), (["remove " + done.path], []))
        self.assertIn("-nobody ALL=(root) ALL\n", gone.diff)
        self.assertFalse(tool.sudoer(NAME, state="absent").changed)

    def test_groups_and_names_of_files(self):
        self.changes_once(tool.sudoer, "%daemon", ["/bin/ls -l\\, \\#", "sudoedit /etc/motd", "!/bin/su"])
        self.assertEqual(
            self.rule("rmote-group-daemon"),
            "%daemon ALL=(ALL) /bin/ls -l\\, \\#, sudoedit /etc/motd, !/bin/su",
        )
        self.changes_once(tool.sudoer, NAME, file="deploy")
        self.assertEqual(self.rule("deploy"), "nobody ALL=(ALL) ALL")
        with mock.patch("rmote.file_attributes.user_id"):
            self.changes_once(tool.sudoer, "a.b_c")
        self.assertIn("rmote-a_2eb_5fc", os.listdir(self.rules))

    def test_what_visudo_refuses_is_not_installed(self):
        with mock.patch.object(user, "_command", str):
            for check in (False, True):
                error = self.fails(InvalidContent, tool.sudoer, NAME, ["/bin/ls, , /bin/id"], check=check)
                self.assertIn("syntax error", str(error))

    def test_a_kill_or_a_refusal_at_the_last_moment(self):
        # The file in its place is looked at too, under the name that sudo does not read.
        real = shutil.which("visudo") or "/usr/sbin/visudo"
        script = 'case "$3" in *rmote-nobody*) echo "$3" >%s; exit 1;; esac\nexec %s "$@"\n'
        self.stand_in("visudo", script % (self.at("seen"), real))
        with self.assertRaises(InvalidContent):
            tool.sudoer(NAME)
        self.assertEqual(os.listdir(self.rules), [])
        self.assertRegex(self.get(self.at("seen")), r"/\.rmote-nobody\.rmote-[0-9a-f]{12}\.tmp\n$")

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_full_disk_changes_nothing(self):
        disk = self.small_disk()
        with mock.patch.object(user, "SUDOERS", disk):
            tool.sudoer(NAME)
            with open(os.path.join(disk, "fill"), "wb", buffering=0) as file, self.assertRaises(OSError):
                while True:
                    file.write(b"x" * 1024)
            self.fails(OSError, tool.sudoer, NAME, ["/bin/ls"])

    def test_missing_rights_and_links(self):
        os.chmod(self.folder, 0o755)
        before = self.state()
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.sudoer(NAME))
        self.assertEqual(self.state(), before)
        os.symlink("/etc/passwd", os.path.join(self.rules, "rmote-nobody"))
        self.fails(OSError, tool.sudoer, NAME)
        self.fails(OSError, tool.sudoer, NAME, state="absent")


class Refused(SudoCase):
    def test_bad_input(self):
        for name in ("", "%", "-a", "a b", "a\nALL ALL=(ALL) ALL", "a,b", "#0", "%#0", "%:x", "0"):
            with self.subTest(name):
                self.fails(ValueError, tool.sudoer, name)
                self.fails(ValueError, tool.sudoer, name, state="absent")
        for command in (
            "", "ls", "/bin/ls, ALL", "/bin/ls\nroot ALL=ALL", "/bin/ls \\", "/bin/ls # x", "ALL ALL", "NOPASSWD: ALL",
            "/bin/ls : ALL = ALL", "all",
        ):
            with self.subTest(command):
                self.fails(ValueError, tool.sudoer, NAME, [command])
        for kwargs in (
            {"commands": []}, {"run_as": "a b"}, {"run_as": "root)"}, {"file": "a.b"}, {"file": "../x"},
            {"file": ""}, {"file": "x\n"}, {"state": "gone"},
        ):
            with self.subTest(kwargs):
                self.fails(ValueError, tool.sudoer, NAME, **kwargs)
        for args, kwargs in ((("no-such-user",), {}), (("%no-such-group",), {}), ((NAME,), {"run_as": "no-such"})):
            self.fails(LookupError, tool.sudoer, *args, **kwargs)

    def test_without_sudo(self):
        with mock.patch("rmote.programs.SYSTEM_FOLDERS", ()), mock.patch.dict(os.environ, PATH=self.folder):
            error = self.fails(FileNotFoundError, tool.sudoer, NAME)
        self.assertIn("It comes with sudo", str(error))


@needs_sudo
class Real(UserCase):
    def test_sudo_obeys(self):
        self.add()
        done = tool.sudoer(self.name, ["/usr/bin/id -u"], password=False)
        self.addCleanup(lambda: os.path.exists(done.path) and os.unlink(done.path))
        self.assertTrue(done.path.startswith("/etc/sudoers.d/rmote-"))
        said = subprocess.check_output(["sudo", "-l", "-U", self.name]).decode()
        self.assertIn("(ALL) NOPASSWD: /usr/bin/id -u", said)
        self.assertTrue(tool.sudoer(self.name, state="absent").changed)
        said = subprocess.check_output(["sudo", "-l", "-U", self.name]).decode()
        self.assertIn("not allowed", said)


if __name__ == "__main__":
    unittest.main()
