"""Keys that users log in with: a real user of this machine where that can be, else the one who tests.

The keys were made by ssh-keygen of OpenSSH 9.2, and where it is installed it reads what we wrote.
"""

import os
import pwd
import shutil
import signal
import subprocess
import unittest
from unittest import mock

from rmote.calls import Cancelled

from .file_case import can_mount
from .system_case import SystemCase
from .test_fs_ends import StopAt, cancel
from .user_case import UserCase, needs_root

import user  # noqa: E402

tool = user.User
ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILqwNzu5gR1al/iQvQDeWIb9mZzhZOmlBAmqK2FKNg7w"
ECDSA = (
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBA3Mw/GAQHPSBpFi9w7mEkyCgzvlHADWz8y1"
    "oyLEndsQr6ASkdrYWxhOB0YVmt6x8aYvd76Tz0S+fPbPcRzIqJc="
)
RSA = (
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDTAjLVsQY55NLnQcCt0w0d3evaVLUq9cqIM0JLp/I8rK/y4AtTSOWqTu0xMRTM2bKO4EVWWa"
    "9U/yROMd3WawxaeOfXdgbUB+RJimQAIhIw81D337fFs4IyfU7druC/YJqObWI4Gg53QZ4UvUzYHts6bAz7YFmL9TWgJLavw+NTetlPWZSmbYgy"
    "hJt0V+lzu8Kwc8yogkztuqMdvgDnTqbm4FZ3mIVF/l+hSrwQA8jf4wLm/4Sra82c6bKCWs13YJzjIKyCKHE1RZA6Y+oKbQqGazrcgRR2dLQZh0"
    "WEQL4c5O5Nc3Mf2hMNcQ1i8DW6v7JQE2ZV1X67OD0WnWVkVGnt"
)


class KeysStop(StopAt):
    ours = ("rmote/file", "tools/user.py")


class KeysCase(SystemCase):
    """The home of the user who tests is a folder of the test; root or not."""

    def setUp(self):
        super().setUp()
        self.entry = pwd.getpwuid(os.geteuid())
        os.mkdir(self.at("home"), 0o755)
        real = pwd.getpwnam

        def getpwnam(name):
            entry = real(name)
            if name != self.entry.pw_name:
                return entry
            return pwd.struct_passwd(entry[:5] + (self.at("home"), entry.pw_shell))

        patch = mock.patch("pwd.getpwnam", getpwnam)
        patch.start()
        self.addCleanup(patch.stop)
        self.path = self.at("home", ".ssh", "authorized_keys")

    def put_keys(self, text):
        os.makedirs(self.at("home", ".ssh"), 0o700, exist_ok=True)
        return self.put(self.path, text, 0o600)

    def call(self, key, **kwargs):
        return self.changes_once(tool.authorized_key, self.entry.pw_name, key, **kwargs)

    def refused(self, error, key, **kwargs):
        return self.fails(error, tool.authorized_key, self.entry.pw_name, key, **kwargs)


class Keys(KeysCase):
    def test_the_first_key_makes_folder_and_file(self):
        done = self.call(ED25519 + " me@here\n")
        self.assertEqual(self.get(self.path), ED25519 + " me@here\n")
        self.assertEqual((self.mode(self.at("home", ".ssh")), self.mode(self.path)), ("0700", "0600"))
        self.assertEqual(done.path, self.path)
        finger = "SHA256:" + self.fingerprint() if shutil.which("ssh-keygen") else "SHA256:"
        self.assertEqual(done.changes[0], "make folder " + self.at("home", ".ssh"))
        self.assertIn("add key " + finger, done.changes[1])
        self.assertEqual(len(done.changes), 2)

    def fingerprint(self):
        said = subprocess.check_output(["ssh-keygen", "-l", "-f", self.path]).decode()
        return said.split()[1][len("SHA256:") :]

    def test_other_lines_stay(self):
        self.put_keys("# mine\n\n%s other\nnot a key" % RSA)
        self.call("%s\r\n# two\r\n%s\n" % (ED25519, ECDSA))
        self.assertEqual(
            self.get(self.path), "# mine\n\n%s other\nnot a key\n%s\n%s\n" % (RSA, ED25519, ECDSA)
        )
        if shutil.which("ssh-keygen"):
            said = subprocess.check_output(["ssh-keygen", "-l", "-f", self.path]).decode()
            self.assertEqual(len(said.strip().split("\n")), 3)
        self.call("%s whatever" % RSA, state="absent")
        self.assertEqual(self.get(self.path), "# mine\n\nnot a key\n%s\n%s\n" % (ED25519, ECDSA))
        again = tool.authorized_key(self.entry.pw_name, RSA, state="absent")
        self.assertFalse(again.changed)

    def test_modes_are_put_right(self):
        self.put_keys(ED25519 + "\n")
        os.chmod(self.path, 0o644)
        os.chmod(self.at("home", ".ssh"), 0o755)
        done = self.call(ED25519)
        self.assertEqual(
            done.changes, [self.at("home", ".ssh") + ": mode 0755 -> 0700", "mode 0644 -> 0600"]
        )

    def test_options_are_kept_set_and_taken_away(self):
        options = 'from="192.0.2.0/24",command="/bin/say \\"a, b\\" #1",no-pty'
        self.put_keys("%s %s old\n" % (options, ED25519))
        again = tool.authorized_key(self.entry.pw_name, ED25519 + " new")
        self.assertFalse(again.changed)
        done = self.call("restrict %s new" % ED25519)
        self.assertEqual(self.get(self.path), "restrict %s new\n" % ED25519)
        self.assertIn("change options of key", done.changes[0])
        self.call(ED25519, options=options)
        self.assertEqual(self.get(self.path), "%s %s new\n" % (options, ED25519))
        self.call(ED25519, options="")
        self.assertEqual(self.get(self.path), ED25519 + " new\n")

    def test_options_hold_for_every_line_of_a_key(self):
        self.put_keys("%s a\n%s b\n" % (ED25519, ED25519))
        done = self.call(ED25519, options="restrict")
        self.assertEqual(self.get(self.path), "restrict %s a\n" % ED25519)
        self.assertIn("remove another line of key", done.changes[1])

    def test_exclusive(self):
        self.put_keys("# mine\n%s\nrestrict %s mine\n?\n%s" % (RSA, ED25519, ECDSA))
        done = self.call(ED25519, exclusive=True)
        self.assertEqual(self.get(self.path), "# mine\nrestrict %s mine\n" % ED25519)
        self.assertEqual(len(done.changes), 3)
        self.put_keys(RSA)
        self.call(ED25519, exclusive=True)
        self.assertEqual(self.get(self.path), ED25519 + "\n")

    def test_absent_makes_nothing(self):
        done = tool.authorized_key(self.entry.pw_name, ED25519, state="absent")
        self.assertEqual((done.changed, os.listdir(self.at("home"))), (False, []))
        os.mkdir(self.at("home", ".ssh"))
        self.assertFalse(tool.authorized_key(self.entry.pw_name, ED25519, state="absent").changed)

    def test_what_is_no_key(self):
        kind, blob = ED25519.split()
        private = "-----BEGIN OPENSSH PRIVATE KEY-----\nabcdef\n"
        for key in (
            "", "# nothing", "ssh-ed25519", blob, "ssh-rsa " + blob, kind + " " + blob[:-4], kind + " " + blob[:-1],
            kind + " " + blob + "AAAA", kind + " !" + blob, "ssh-dss " + blob, "ssh-new " + blob, ED25519 + "\0",
            ED25519 + "\r\r" + ECDSA, ED25519 + "\nx", "no-such-option " + ED25519, "command=x " + ED25519,
            'command="x ' + ED25519, 'command="x",, ' + ED25519, "restrict, " + ED25519, private,
        ):
            with self.subTest(key):
                error = self.refused(ValueError, key)
                self.assertNotIn("abcdef", str(error))
        for options in ("x", "command=x", 'command="a\nb"', "restrict\nx", "pty pty", 'restrict="x"', "command", '"', 'command="a"b"'):
            with self.subTest(options):
                self.refused(ValueError, ED25519, options=options)
        self.refused(ValueError, ED25519, state="gone")
        self.refused(ValueError, ED25519, state="absent", exclusive=True)
        self.fails(LookupError, tool.authorized_key, "no-such-user", ED25519)

    def test_links_are_not_followed(self):
        os.mkdir(self.at("elsewhere"))
        os.symlink("../elsewhere", self.at("home", ".ssh"))
        self.refused(OSError, ED25519)
        os.unlink(self.at("home", ".ssh"))
        os.mkdir(self.at("home", ".ssh"))
        os.symlink("../../elsewhere/keys", self.path)
        error = self.refused(OSError, ED25519)
        self.assertEqual(error.filename, self.path)
        self.assertIn("symbolic link", str(error))

    def test_no_home(self):
        os.rmdir(self.at("home"))
        self.refused(FileNotFoundError, ED25519)

    def test_a_line_that_takes_long_to_read(self):
        self.put_keys('\\"' * 50000 + "\n")
        self.call(ED25519)

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_full_disk_leaves_nothing(self):
        os.rmdir(self.at("home"))
        disk = self.small_disk()
        os.symlink("disk", self.at("home"))
        with open(os.path.join(disk, "fill"), "wb", buffering=0) as file, self.assertRaises(OSError):
            while True:
                file.write(b"x" * 1024)
        self.refused(OSError, ED25519)
        self.assertEqual(os.listdir(disk), ["fill"])
        os.mkdir(os.path.join(disk, ".ssh"), 0o755)
        self.refused(OSError, ED25519)

    def test_an_end_at_any_line_leaves_nothing_half_done(self):
        def fill(old):
            shutil.rmtree(self.at("home"))
            os.mkdir(self.at("home"), 0o755)
            if old:
                self.put_keys(old)

        def run():
            tool.authorized_key(self.entry.pw_name, ED25519, exclusive=True)

        def whole():
            return {path: what for path, what in self.state().items() if ".rmote-" not in path}

        for old in (None, RSA + "\n"):
            fill(old)
            before = whole()
            count = KeysStop(0, cancel).run(run)
            after = whole()
            self.assertNotEqual(before, after)
            for number in range(1, count + 1, count // 60 + 1):
                fill(old)
                try:
                    KeysStop(number, cancel).run(run)
                except Cancelled:
                    pass
                self.assertIn(whole(), (before, after), "cancelled at line %d" % number)
                self.assertEqual(self.leftovers(), [], "cancelled at line %d" % number)
                fill(old)
                self.killed(number, run)
                now = whole()
                self.assertTrue(
                    now in (before, after) or set(now) - set(before) == {"home/.ssh"},
                    "killed at line %d" % number,
                )
                run()
                self.assertEqual(whole(), after)
        fill(None)

    def killed(self, number, run):
        child = os.fork()
        if child == 0:
            try:
                KeysStop(number, lambda: os.kill(os.getpid(), signal.SIGKILL)).run(run)
            finally:
                os._exit(1)
        os.waitpid(child, 0)


@needs_root
class KeysOfAUser(UserCase):
    def setUp(self):
        super().setUp()
        self.entry = self.add()
        self.path = os.path.join(self.home, ".ssh", "authorized_keys")

    def keys(self):
        # A pipe would be waited for.
        if not os.path.isfile(self.path):
            return None
        with open(self.path) as file:
            return file.read()

    def state(self):
        return dict(super().state(), keys=self.keys())

    def test_folder_and_file_are_the_users(self):
        self.changes_once(tool.authorized_key, self.name, ED25519)
        for path in (self.path, os.path.dirname(self.path)):
            info = os.stat(path)
            self.assertEqual((info.st_uid, info.st_gid), (self.entry.pw_uid, self.entry.pw_gid))
        os.chown(self.path, 0, 0)
        os.chown(os.path.dirname(self.path), 0, 0)
        done = tool.authorized_key(self.name, ED25519)
        self.assertEqual(len(done.changes), 4)
        self.assertEqual(os.stat(self.path).st_uid, self.entry.pw_uid)
        self.assertFalse(tool.authorized_key(self.name, ED25519).changed)

    def test_a_hard_link_to_anothers_file_is_not_given_away(self):
        secret = os.path.join(self.home, "secret")
        os.mkdir(os.path.dirname(self.path))
        with open(secret, "w") as file:
            file.write("secret\n")
        os.link(secret, self.path)
        error = self.fails(PermissionError, tool.authorized_key, self.name, ED25519)
        self.assertEqual(error.filename, self.path)

    def test_what_is_somebody_elses_is_not_given_away(self):
        folder = os.path.dirname(self.path)
        os.mkdir(folder, 0o700)
        other = os.path.join(folder, "other")
        for path, text in ((other, "secret\n"), (self.path, RSA + "\nsecret\n")):
            with open(path, "w") as file:
                file.write(text)
            os.chmod(path, 0o600)
        # As if root's folder had been given another name.
        error = self.fails(PermissionError, tool.authorized_key, self.name, ED25519)
        self.assertEqual(error.filename, folder)
        self.assertIn("is a folder of root's with other files in it; it is not given to " + self.name, str(error))
        self.fails(PermissionError, tool.authorized_key, self.name, ED25519, check=True)
        os.unlink(other)
        error = self.fails(PermissionError, tool.authorized_key, self.name, ED25519)
        self.assertEqual(error.filename, self.path)
        self.assertIn("is a file of root's with a line that is no key", str(error))
        self.assertEqual(os.stat(folder).st_uid, 0)
        os.chown(folder, self.entry.pw_uid, self.entry.pw_gid)
        self.fails(PermissionError, tool.authorized_key, self.name, ED25519)
        # Nothing is given away by taking a key out.
        tool.authorized_key(self.name, RSA, state="absent")
        self.assertEqual((self.keys(), os.stat(self.path).st_uid), ("secret\n", 0))
        with open(self.path, "w") as file:
            file.write("# made by root\n%s\n" % RSA)
        self.changes_once(tool.authorized_key, self.name, ED25519)
        self.assertEqual(os.stat(self.path).st_uid, self.entry.pw_uid)

    def test_what_cannot_be_read_is_not_waited_for(self):
        self.changes_once(tool.authorized_key, self.name, ED25519)
        os.unlink(self.path)
        os.mkfifo(self.path)
        error = self.fails(OSError, tool.authorized_key, self.name, ED25519)
        self.assertEqual(error.filename, self.path)
        os.unlink(self.path)
        os.mkdir(self.path)
        self.fails(IsADirectoryError, tool.authorized_key, self.name, ED25519)
        os.rmdir(self.path)
        os.rmdir(os.path.dirname(self.path))
        os.mkfifo(os.path.dirname(self.path))
        self.fails(NotADirectoryError, tool.authorized_key, self.name, ED25519)

    def test_missing_rights(self):
        os.chmod(self.home, 0o755)
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.authorized_key(self.name, ED25519))
        self.assertEqual(os.path.exists(os.path.dirname(self.path)), False)


if __name__ == "__main__":
    unittest.main()
