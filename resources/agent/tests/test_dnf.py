"""Packages with dnf: the real one in a folder of the test, with packages of its own.

Where there is no dnf 4, what the real one said to the same tests is used: tests/recorded_case.py. Tests
that need more than its words then skip and say why. dnf 5 is not in Debian: its tables are recorded from
public threads, which are named there.
"""

import os
import subprocess
import sys
import threading
import time
import unittest
from unittest import mock

from rmote.file_locks import Locked

from .dnf_case import DnfCase
from .system_case import SystemCase

import dnf  # noqa: E402

tool = dnf.Dnf


class Package(DnfCase):
    def versions(self):
        return {each.name: each.version for each in tool.list()}

    def test_present_and_absent(self):
        self.offer("rmt-a")
        done = self.changes_once(tool.package, "rmt-a")
        self.assertEqual((done.changes, done.versions), (["install rmt-a 1.0-1"], {"rmt-a": "1.0-1"}))
        self.assertEqual(
            tool.list("rmt-*"), [dnf.DnfPackage("rmt-a", "1.0-1", "noarch", 0, "package rmt-a of a test")]
        )
        done = self.changes_once(tool.package, "rmt-a", state="absent")
        self.assertEqual((done.changes, done.versions), (["remove rmt-a 1.0-1"], {"rmt-a": None}))
        self.assertEqual(tool.list(), [])
        self.assertFalse(tool.package("rmt-none", state="absent").changed)

    def test_present_does_not_upgrade_and_latest_does(self):
        self.offer("rmt-a")
        tool.package("rmt-a.noarch")
        self.offer("rmt-a", "2.0")
        self.assertFalse(tool.package("rmt-a").changed)
        self.assertEqual(tool.upgradable(), [dnf.DnfUpgrade("rmt-a", "1.0-1", "2.0-1", "noarch", "test")])
        done = self.changes_once(tool.package, "rmt-a", state="latest")
        self.assertEqual(done.changes, ["upgrade rmt-a 1.0-1 -> 2.0-1"])
        self.assertEqual(tool.upgradable(), [])

    def test_a_version_also_an_older_one(self):
        self.offer("rmt-a", "1.0", "Epoch: 3")
        self.offer("rmt-a", "2.0", "Epoch: 3")
        self.assertEqual(tool.package("rmt-a", state="latest").versions, {"rmt-a": "3:2.0-1"})
        done = self.changes_once(tool.package, "rmt-a", version="3:1.0")
        self.assertEqual(done.changes, ["downgrade rmt-a 3:2.0-1 -> 3:1.0-1"])
        self.assertFalse(tool.converge(["rmt-a=3:1.0-1"]).changed)
        self.fails(dnf.PackageNotFound, tool.package, "rmt-a", version="7.0")

    def test_what_no_repository_has(self):
        self.offer("rmt-a")
        error = self.fails(dnf.PackageNotFound, tool.package, "rmt-none")
        self.assertIn("rmt-none", str(error))

    def test_what_needs_it_goes_only_where_that_is_allowed(self):
        self.offer("rmt-a")
        self.offer("rmt-b", "1.0", "Requires: rmt-a")
        done = self.changes_once(tool.package, "rmt-b")
        self.assertEqual(sorted(done.changes), ["install rmt-a 1.0-1", "install rmt-b 1.0-1"])
        error = self.fails(dnf.DnfError, tool.package, "rmt-a", state="absent")
        self.assertIn("the removal of rmt-b. `remove_others`", str(error))
        # What came for it is not its own matter.
        done = self.changes_once(tool.package, "rmt-b", state="absent")
        self.assertEqual(done.changes, ["remove rmt-b 1.0-1"])
        tool.package("rmt-b")
        done = self.changes_once(tool.package, "rmt-a", state="absent", remove_others=True)
        self.assertEqual(sorted(done.changes), ["remove rmt-a 1.0-1", "remove rmt-b 1.0-1"])

    def test_a_conflict(self):
        self.offer("rmt-a")
        self.offer("rmt-c", "1.0", "Conflicts: rmt-a")
        tool.package("rmt-a")
        error = self.fails(dnf.DnfError, tool.package, "rmt-c")
        self.assertIn("conflicts with rmt-a", str(error))
        done = self.changes_once(tool.package, "rmt-c", remove_others=True)
        self.assertEqual(sorted(done.changes), ["install rmt-c 1.0-1", "remove rmt-a 1.0-1"])

    def test_one_that_takes_the_place_of_another(self):
        self.offer("rmt-a")
        tool.package("rmt-a")
        self.offer("rmt-new", "1.0", "Obsoletes: rmt-a < 2", "Provides: rmt-a = 2")
        error = self.fails(dnf.DnfError, tool.package, "rmt-new")
        self.assertIn("the removal of rmt-a", str(error))
        done = self.changes_once(tool.package, "rmt-new", remove_others=True)
        self.assertEqual(done.changes, ["install rmt-new 1.0-1", "remove rmt-a 1.0-1"])

    def test_several_and_what_is_provided(self):
        self.offer("rmt-a")
        self.offer("rmt-b")
        self.offer("rmt-d-with-a-very-long-name-that-takes-a-line-of-its-own-in-the-table", "1.0",
                   "Provides: rmt-virtual", "Recommends: rmt-b")
        tool.package("rmt-a")
        done = self.changes_once(tool.converge, ["rmt-virtual"], absent=["rmt-a"], weak_dependencies=False)
        long = "rmt-d-with-a-very-long-name-that-takes-a-line-of-its-own-in-the-table"
        self.assertEqual(done.changes, ["install %s 1.0-1" % long, "remove rmt-a 1.0-1"])
        self.assertEqual(self.versions(), {long: "1.0-1"})

    def test_what_cannot_be_fetched_changes_nothing(self):
        self.offer("rmt-a")
        self.offer("rmt-b")
        if self.is_real():
            os.unlink(self.at("repository/rmt-b-1.0-1.noarch.rpm"))
        error = self.fails(dnf.DnfError, tool.converge, ["rmt-a", "rmt-b"])
        self.assertIn("rmt-b", str(error))

    def test_missing_rights(self):
        """The words of dnf 4 to a user; a folder of the test's owner would only refuse its log."""
        with mock.patch.object(dnf, "_program", lambda: dnf._Program(self.put("x", (
            "#!/bin/sh\necho 'Error: This command has to be run with superuser privileges "
            "(under the root user on most systems).' >&2\nexit 1\n"
        ), 0o755), False)), mock.patch.object(dnf, "_query", lambda *words: []):
            with mock.patch.object(dnf, "_lock_path", lambda: self.at("none")):
                with self.assertRaises(PermissionError):
                    tool.package("rmt-a")

    def test_refused_before_anything_is_done(self):
        for name in ("", "-y", "a b", "a\n", "a;b", ".a", "../a", "/a", "@a", "a=1", "a>1", "a\0", "*"):
            for state in ("present", "latest", "absent"):
                with self.subTest((name, state)), self.assertRaises(ValueError):
                    tool.package(name, state=state)
        for version in ("", "-1", "1 2", "1\n", "*", "a:1"):
            with self.subTest(version), self.assertRaises(ValueError):
                tool.package("a", version=version)
        for call in (
            lambda: tool.converge(), lambda: tool.converge(["a"], absent=["a"]), lambda: tool.package("a", state="x"),
            lambda: tool.converge(latest=["a=1"]), lambda: tool.package("a", state="latest", version="1"),
        ):
            with self.assertRaises(ValueError):
                call()


class Update(DnfCase):
    """Ages are those of files, so they take the real dnf."""

    def test_ttl(self):
        self.needs_real()
        self.offer("rmt-a")
        self.assertEqual(tool.update(ttl=3600, check=True).changed, True)
        done = tool.update(ttl=3600)
        self.assertEqual((done.changed, done.fetched, done.age), (True, True, None))
        self.assertEqual(tool.update(ttl=3600).fetched, False)
        old = time.time() - 1000
        for folder, _, files in os.walk(self.at("root/var/cache")):
            for name in files:
                os.utime(os.path.join(folder, name), (old, old))
        for path in (self.at("etc"), self.at("etc/test.repo")):
            os.utime(path, (old - 1, old - 1))
        self.assertAlmostEqual(tool.update(ttl=3600).age, 1000, delta=100)
        done = tool.update(ttl=900)
        self.assertEqual((done.changed, done.fetched), (False, True))
        # What was not new counts from then on, too.
        self.assertFalse(tool.update(ttl=900).fetched)
        self.offer("rmt-b")
        self.assertTrue(tool.update().changed)
        later = time.time() + 10
        os.utime(self.at("etc/test.repo"), (later, later))
        self.assertTrue(tool.update(ttl=3600).fetched)

    def test_a_repository_that_cannot_be_reached(self):
        with self.assertRaises(dnf.DnfError) as caught:
            tool.update()
        self.assertIn("Failed to download metadata for repo 'test'", str(caught.exception))


class InUse(DnfCase):
    def setUp(self):
        super().setUp()
        self.needs_real()
        self.offer("rmt-a")
        tool.update()
        path = self.at("root/var/lib/rpm/.rpm.lock")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        code = (
            "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.lockf(f,fcntl.LOCK_EX);"
            "print('has it',flush=True); sys.stdin.read()"
        )
        self.other = subprocess.Popen(
            [sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.addCleanup(self.other.wait)
        self.addCleanup(self.other.stdout.close)
        self.addCleanup(self.other.stdin.close)
        self.other.stdout.readline()
        patch = mock.patch.object(dnf, "_lock_path", lambda: path)
        patch.start()
        self.addCleanup(patch.stop)

    def test_who_has_it_is_said(self):
        error = self.fails(Locked, tool.package, "rmt-a", lock_timeout=0.3)
        self.assertIn("in use by process %d (" % self.other.pid, str(error))

    def test_waits_until_it_is_given_up(self):
        timer = threading.Timer(0.5, self.other.stdin.close)
        timer.start()
        self.assertTrue(tool.package("rmt-a", lock_timeout=60).changed)
        timer.join()

    def test_somebody_who_was_quicker(self):
        """A lock that was taken between the look and dnf: rpm's own words are known."""
        with mock.patch("rmote.file_locks.holder_of", lambda paths: None):
            error = self.fails(Locked, tool.package, "rmt-a", lock_timeout=0.3)
        self.assertIn("transaction lock", str(error))


class Tables(unittest.TestCase):
    def test_dnf_5_removes(self):
        """`dnf remove --assumeno` of Fedora 42, as a public test of a tool for packages has it."""
        text = """Package      Arch   Version       Repository      Size
Removing:
 restic      x86_64 0.18.1-1.fc42 updates     45.3 MiB
Removing unused dependencies:
 fuse        x86_64 2.9.9-23.fc42 fedora     222.5 KiB
 fuse-common x86_64 3.16.2-6.fc42 updates     38.0   B

Transaction Summary:
 Removing:           3 packages

After this operation, 46 MiB will be freed (install 0 B, remove 46 MiB).
Operation aborted by the user.
"""
        self.assertEqual(
            dnf.parse_steps(text),
            [
                ("remove", "restic", "x86_64", "0.18.1-1.fc42"), ("remove", "fuse", "x86_64", "2.9.9-23.fc42"),
                ("remove", "fuse-common", "x86_64", "3.16.2-6.fc42"),
            ],
        )

    def test_dnf_5_installs_and_upgrades(self):
        """Lines of public logs of Fedora 41 and 42: `dnf install git`, and an upgrade of a container."""
        text = """Updating and loading repositories:
 Fedora 41 - x86_64 - Updates                     100% |  27.0 KiB/s |   4.1 KiB |  00m00s
Repositories loaded.
Package "cmake-3.30.8-1.fc41.x86_64" is already installed.

Package                     Arch     Version                      Repository          Size
Installing:
 git                        x86_64   2.52.0-1.fc41                updates         56.4 KiB
Installing dependencies:
 git-core-doc               noarch   2.52.0-1.fc41                updates         18.4 MiB
Upgrading:
 glibc                                         x86_64 2.40-21.fc41               updates                            6.7 MiB
   replacing glibc                             x86_64 2.40-3.fc41                603630c380664610adf88f7399f88fe7   6.7 MiB
 fedora-release-container                      noarch 41-31                      updates                            0.0   B
   replacing fedora-release-container          noarch 41-25                      603630c380664610adf88f7399f88fe7   0.0   B

Transaction Summary:
 Installing:         2 packages
"""
        self.assertEqual(
            dnf.parse_steps(text),
            [
                ("install", "git", "x86_64", "2.52.0-1.fc41"), ("install", "git-core-doc", "noarch", "2.52.0-1.fc41"),
                ("upgrade", "glibc", "x86_64", "2.40-21.fc41"),
                ("upgrade", "fedora-release-container", "noarch", "41-31"),
            ],
        )

    def test_dnf_4_removes_what_depends(self):
        """`dnf remove --assumeno` of Enterprise Linux 9, as a public test of a tool for packages has it."""
        text = """Dependencies resolved.
================================================================================
 Package              Arch        Version            Repository           Size
================================================================================
Removing:
 httpd                x86_64      2.4.62-1.el9       @appstream          4.9 M
Removing dependent packages:
 mod_ssl              x86_64      1:2.4.62-1.el9     @appstream          256 k

Transaction Summary
================================================================================
Remove  2 Packages
"""
        self.assertEqual(
            dnf.parse_steps(text),
            [("remove", "httpd", "x86_64", "2.4.62-1.el9"), ("remove", "mod_ssl", "x86_64", "1:2.4.62-1.el9")],
        )


class Missing(SystemCase):
    def test_a_target_without_dnf(self):
        with mock.patch("rmote.programs.SYSTEM_FOLDERS", ()), mock.patch.dict(os.environ, PATH=self.folder):
            for method in (tool.update, tool.upgradable, lambda: tool.package("hello")):
                with self.assertRaisesRegex(FileNotFoundError, "The target has no dnf"):
                    method()
            with self.assertRaisesRegex(FileNotFoundError, "The target has no rpm"):
                tool.list()

    def test_a_yum_that_is_none(self):
        # The first line of `yum --version` of CentOS 7 is its number.
        self.stand_in("yum", "echo 3.4.3\n")
        with mock.patch("rmote.programs.SYSTEM_FOLDERS", ()), mock.patch.dict(
            os.environ, PATH=self.at("bin") + ":/no/such"
        ):
            with self.assertRaisesRegex(FileNotFoundError, "is not dnf, but says that it is 3.4.3"):
                tool.package("hello")


if __name__ == "__main__":
    unittest.main()
