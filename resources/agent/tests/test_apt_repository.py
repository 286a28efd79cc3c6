"""Repositories of apt: files in a folder of the test, read by the real apt.

Signatures are made by a key of the test's own, where this machine has gpg; else that test skips
and says why.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import unittest

from rmote.packages.errors import AptError
from rmote.packages.openpgp_keys import armoured_key, crc24

from .apt_case import AptCase, needs_apt
from .file_case import can_mount
from .key_of_test import BINARY, KEY

import apt  # noqa: E402
import apt_repository  # noqa: E402

tool = apt_repository.AptRepository


@needs_apt
class Repository(AptCase):
    def setUp(self):
        super().setUp()
        self.path = os.path.join(self.root, "etc/apt/sources.list.d/x.sources")
        self.asc = os.path.join(self.root, "etc/apt/keyrings/x.asc")
        self.gpg = os.path.join(self.root, "etc/apt/keyrings/x.gpg")

    def targets(self):
        """What apt itself would fetch of it; it refuses a file that it does not understand."""
        said = self.run_apt("apt-get", "update", "--print-uris")
        return sorted(line.split("'")[1] for line in said.split("\n") if "InRelease" in line and "copy:" not in line)

    def test_present_and_absent(self):
        done = self.changes_once(
            tool.present, "x", ["https://example.org/debian"], ["stable"], ["main", "contrib"], key=KEY,
            architectures=["amd64"],
        )
        self.assertEqual((done.name, done.path, done.key_path), ("x", self.path, self.asc))
        self.assertEqual(
            self.get(self.path),
            "Types: deb\nURIs: https://example.org/debian\nSuites: stable\nComponents: main contrib\n"
            "Architectures: amd64\nSigned-By: %s\n" % self.asc,
        )
        self.assertEqual(self.get(self.asc), KEY)
        self.assertEqual((self.mode(self.path), self.mode(self.asc)), ("0644", "0644"))
        self.assertEqual(self.targets(), ["https://example.org/debian/dists/stable/InRelease"])
        done = self.changes_once(tool.absent, "x")
        self.assertEqual(done.changes, ["remove " + self.path, "remove " + self.asc])
        self.assertEqual(self.targets(), [])

    def test_a_path_and_a_source(self):
        self.changes_once(tool.present, "x", ["http://example.org/a", "https://b.example/"], ["./"], source=True)
        self.assertEqual(
            self.get(self.path), "Types: deb deb-src\nURIs: http://example.org/a https://b.example/\nSuites: ./\n"
        )
        self.assertEqual(self.targets(), ["http://example.org/a/./InRelease", "https://b.example/./InRelease"])

    def test_not_used(self):
        def present(enabled):
            return self.changes_once(
                tool.present, "x", ["https://example.org/"], ["stable"], ["main"], enabled=enabled
            )

        present(False)
        self.assertEqual(self.targets(), [])
        done = present(True)
        self.assertEqual(done.changes, [self.path + ": content"])
        self.assertIn("-Enabled: no\n", done.diff)

    def test_a_key_of_a_file(self):
        present = (tool.present, "x", ["https://example.org/"], ["stable"], ["main"])
        self.changes_once(*present, key=KEY)
        self.changes_once(*present, key_file=self.put("key", BINARY))
        self.assertFalse(os.path.exists(self.asc))
        with open(self.gpg, "rb") as file:
            self.assertEqual(file.read(), BINARY)
        self.assertIn("Signed-By: %s\n" % self.gpg, self.get(self.path))
        self.changes_once(*present, key_file=self.put("key", KEY.replace("\n", "\r\n")))
        self.assertEqual(self.get(self.asc), KEY)
        self.assertFalse(os.path.exists(self.gpg))
        done = self.changes_once(*present, signed_by="/usr/share/keyrings/debian-archive-keyring.gpg")
        self.assertIn("remove " + self.asc, done.changes)
        self.changes_once(*present, signed_by="A" * 40)
        self.fails(FileNotFoundError, *present, key_file=self.at("none"))
        self.fails(ValueError, *present, key=KEY, signed_by="/x")

    def test_a_key_that_another_file_has_stays(self):
        tool.present("x", ["https://example.org/"], ["stable"], ["main"], key=KEY)
        other = "deb [signed-by=%s] https://example.org stable contrib\n" % self.asc
        self.put("root/etc/apt/sources.list.d/y.list", other)
        self.assertEqual(self.changes_once(tool.absent, "x").changes, ["remove " + self.path])
        self.assertTrue(os.path.exists(self.asc))

    def test_refused(self):
        good = ["https://example.org/"], ["stable"], ["main"]
        for name in ("", ".x", "a b", "../x", "a/b", "x\n", "-x", "é", "x" * 300):
            self.fails(ValueError, tool.present, name, *good)
            self.fails(ValueError, tool.absent, name)
        for uri in ("", "example.org", "https://e.org\nTrusted: yes", "https://e org", "-x:y", "https://u:p@e.org/"):
            self.fails(ValueError, tool.present, "x", [uri], ["stable"], ["main"])
        for word in ("", "a b", "a\nTrusted: yes", "-a", "a\0"):
            self.fails(ValueError, tool.present, "x", good[0], [word], ["main"])
            self.fails(ValueError, tool.present, "x", good[0], ["stable"], [word])
            self.fails(ValueError, tool.present, "x", *good, architectures=[word])
            self.fails(ValueError, tool.present, "x", *good, signed_by=word)
        self.fails(ValueError, tool.present, "x", [], ["stable"], ["main"])
        self.fails(ValueError, tool.present, "x", good[0], [], ["main"])
        self.fails(ValueError, tool.present, "x", good[0], ["stable"])
        self.fails(ValueError, tool.present, "x", good[0], ["./"], ["main"])
        self.fails(ValueError, tool.present, "x", good[0], ["./", "stable"])
        for key in ("", "x", KEY.replace("m", "n", 1), KEY + KEY, KEY.replace("PUBLIC", "PRIVATE"), KEY[:100]):
            self.fails(ValueError, tool.present, "x", *good, key=key)
        for content in (b"", b"x", b"\0\0\0\x20\1\1\0\2KBXf", BINARY[1:]):
            self.fails(ValueError, tool.present, "x", *good, key_file=self.put("key", content))

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_full_disk_takes_the_key_back(self):
        subprocess.check_call(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", self.at("root/etc/apt/sources.list.d")]
        )
        self.addCleanup(subprocess.check_call, ["umount", self.at("root/etc/apt/sources.list.d")])
        with open(self.at("root/etc/apt/sources.list.d/fill"), "wb", buffering=0) as file:
            with self.assertRaises(OSError):
                while True:
                    file.write(b"x" * 1024)
        with self.assertRaises(OSError):
            tool.present("x", ["https://example.org/"], ["stable"], ["main"], key=KEY)
        self.assertFalse(os.path.exists(self.asc))
        self.assertFalse(os.path.exists(self.path))

    @unittest.skipUnless(shutil.which("gpg"), "needs gpg")
    def test_apt_takes_what_the_key_signed_and_nothing_else(self):
        home = self.at("gnupg")
        os.mkdir(home, 0o700)
        gpg = ["gpg", "--homedir", home, "--batch", "--quiet"]
        self.addCleanup(subprocess.run, ["gpgconf", "--homedir", home, "--kill", "all"])
        self.run_apt(*gpg, "--passphrase", "", "--quick-gen-key", "mine <t@example.org>", "ed25519", "sign", "never")
        mine = self.run_apt(*gpg, "--armor", "--export")
        self.offer("rmt-a")
        with open(self.at("repository/Packages"), "rb") as file:
            content = file.read()
        self.put("repository/Release", "Suite: test\nSHA256:\n %s %d Packages\n" % (
            hashlib.sha256(content).hexdigest(), len(content)))
        self.run_apt(*gpg, "--clearsign", "-o", self.at("repository/InRelease"), self.at("repository/Release"))
        os.unlink(self.at("repository/Release"))
        self.put("root/etc/apt/sources.list")
        repository = ("x", ["copy:" + self.at("repository")], ["./"])
        tool.present(*repository, key=KEY)
        with self.assertRaises(AptError) as caught:
            apt.Apt.update()
        # In the words of gpgv, and of sqv that apt 3 has.
        self.assertRegex(str(caught.exception), "NO_PUBKEY|Missing key")
        tool.present(*repository, key=mine)
        # Changed since, so that an age does not count.
        self.assertTrue(apt.Apt.update(ttl=3600).changed)
        self.assertEqual(apt.Apt.package("rmt-a").versions, {"rmt-a": "1.0"})


class Keys(unittest.TestCase):
    def test_armour(self):
        self.assertEqual(armoured_key(KEY), KEY)
        self.assertEqual(armoured_key("a comment\r\n" + KEY.replace("\n", "\r\n")), KEY)
        lines = KEY.split("\n")
        self.assertEqual(armoured_key("\n".join(lines[:1] + ["Version: GnuPG"] + lines[1:])).count("Version"), 1)
        # The checksum may be left out: RFC 9580.
        self.assertIn("END", armoured_key("\n".join(lines[:-3] + lines[-2:])))
        self.assertEqual(base64.b64encode(crc24(BINARY).to_bytes(3, "big")).decode(), lines[-3][1:])


if __name__ == "__main__":
    unittest.main()
