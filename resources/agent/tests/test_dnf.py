"""Packages with dnf 4 and dnf 5: the real ones in a folder of the test, with packages of its own.

Each test is run with both. Where one of them is not there, what the real one said to the same test is
used: tests/recorded_case.py. Tests that need more than its words then skip and say why.
"""

import functools
import glob
import os
import time
import unittest
from unittest import mock

from rmote.file_locks import Locked
from rmote.packages import dnf_holds, dnf_program
from rmote.packages.dnf_look import parse_steps
from rmote.packages.errors import DnfError, PackageNotFound

from .dnf_case import Dnf4Case, Dnf5Case
from .package_case import kill_once, lock_file, says_what_is_missing, says_who_has_it, waits_for
from .system_case import SystemCase

import dnf  # noqa: E402

tool = dnf.Dnf


class Package(object):
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
        self.assertEqual(tool.upgradable(), [dnf.DnfUpgrade("rmt-a", "1.0-1", "2.0-1", "noarch", "test", False)])
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
        self.fails(PackageNotFound, tool.package, "rmt-a", version="7.0")

    def test_what_no_repository_has(self):
        self.offer("rmt-a")
        error = self.fails(PackageNotFound, tool.package, "rmt-none")
        self.assertIn("rmt-none", str(error))

    def test_what_needs_it_goes_only_where_that_is_allowed(self):
        self.offer("rmt-a")
        self.offer("rmt-b", "1.0", "Requires: rmt-a")
        done = self.changes_once(tool.package, "rmt-b")
        self.assertEqual(sorted(done.changes), ["install rmt-a 1.0-1", "install rmt-b 1.0-1"])
        error = self.fails(DnfError, tool.package, "rmt-a", state="absent")
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
        error = self.fails(DnfError, tool.package, "rmt-c")
        self.assertIn("conflicts with rmt-a", str(error))
        done = self.changes_once(tool.package, "rmt-c", remove_others=True)
        self.assertEqual(sorted(done.changes), ["install rmt-c 1.0-1", "remove rmt-a 1.0-1"])

    def test_one_that_takes_the_place_of_another(self):
        self.offer("rmt-a")
        tool.package("rmt-a")
        self.offer("rmt-new", "1.0", "Obsoletes: rmt-a < 2", "Provides: rmt-a = 2")
        error = self.fails(DnfError, tool.package, "rmt-new")
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
        error = self.fails(DnfError, tool.converge, ["rmt-a", "rmt-b"])
        self.assertIn("rmt-b", str(error))

    def test_missing_rights(self):
        """The words of dnf to a user; a folder of the test's owner would only refuse its log."""
        said = (
            "Error: This command has to be run with superuser privileges (under the root user on most systems)."
            if self.names == ("dnf",) else
            "The requested operation requires superuser privileges. Please log in as a user with elevated "
            "rights, or use the \"--assumeno\" or \"--downloadonly\" options to run the command without "
            "modifying the system state."
        )
        self.put("bin/x" if os.path.isdir(self.at("bin")) else "x", "#!/bin/sh\necho '%s' >&2\nexit 1\n" % said, 0o755)
        path = self.at("bin/x") if os.path.isdir(self.at("bin")) else self.at("x")
        program = dnf_program.Program(path, self.names != ("dnf",))
        with self.assertRaises(PermissionError):
            dnf_program.run_dnf(program, "install", "--", "rmt-a")

    def test_missing_rights_change_nothing(self):
        self.needs_real()
        self.offer("rmt-a")
        tool.update()
        before = self.state()
        with mock.patch.dict(os.environ, HOME=self.at("home")):
            os.mkdir(self.at("home"))
            os.chmod(self.at("home"), 0o777)
            for wanted in ({}, {"hold": True}):
                with self.assertRaises(PermissionError):
                    self.as_nobody(lambda wanted=wanted: tool.package("rmt-a", **wanted))
        self.assertEqual(self.state(), before)

    def test_killed_in_the_middle(self):
        """rpm knows the package or not; what comes after it goes on from there."""
        self.needs_real()
        mark = self.at("root/began")
        self.offer("rmt-a", "1.0", "%%pre -p <lua>\nlocal f = io.open('/began', 'w'); f:write(posix.getprocessid('pid')); "
                   "f:close(); posix.sleep(60)".replace("%%", "%"))
        killed = kill_once(mark)
        with self.assertRaises(DnfError) as caught:
            tool.package("rmt-a")
        killed.join()
        self.assertIn("signal 9", str(caught.exception))
        self.assertEqual(self.versions(), {})
        self.offer("rmt-a", "1.1")
        self.changes_once(tool.package, "rmt-a")
        self.assertEqual(self.versions(), {"rmt-a": "1.1-1"})

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


class Update(object):
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
        for path in (self.at(self.repositories), self.at(self.repositories, "test.repo")):
            os.utime(path, (old - 1, old - 1))
        self.assertAlmostEqual(tool.update(ttl=3600).age, 1000, delta=100)
        done = tool.update(ttl=900)
        self.assertEqual((done.changed, done.fetched), (False, True))
        # What was not new counts from then on, too.
        self.assertFalse(tool.update(ttl=900).fetched)
        self.offer("rmt-b")
        self.assertTrue(tool.update().changed)
        later = time.time() + 10
        os.utime(self.at(self.repositories, "test.repo"), (later, later))
        self.assertTrue(tool.update(ttl=3600).fetched)

    def test_a_repository_that_cannot_be_reached(self):
        with self.assertRaises(DnfError) as caught:
            tool.update()
        self.assertIn("Failed to download metadata", str(caught.exception))


class Hold(object):
    def setUp(self):
        super().setUp()
        self.offer("rmt-a")
        tool.package("rmt-a")
        self.offer("rmt-a", "2.0")

    def held(self):
        return [each.held for each in tool.upgradable()]

    def test_held_and_not(self):
        done = self.changes_once(tool.package, "rmt-a", hold=True)
        self.assertEqual(done.changes, ["hold rmt-a"])
        self.assertEqual(self.held(), [True])
        done = self.changes_once(tool.package, "rmt-a.noarch", hold=False)
        self.assertEqual(done.changes, ["do not hold rmt-a"])
        self.assertEqual(self.held(), [False])

    def test_one_that_is_held_is_left_alone(self):
        tool.package("rmt-a", hold=True)
        for wanted in ({"state": "latest"}, {"version": "2.0"}, {"state": "absent"}):
            error = self.fails(DnfError, tool.package, "rmt-a", **wanted)
            self.assertIn("rmt-a is held at 1.0-1 (versionlock), and would have to change", str(error))

    def test_moved_where_that_is_meant(self):
        tool.package("rmt-a", hold=True)
        done = self.changes_once(tool.package, "rmt-a", state="latest", hold=True)
        self.assertEqual(done.changes, ["upgrade rmt-a 1.0-1 -> 2.0-1"])
        self.assertEqual([lock.version for lock in dnf_holds.locks_of(dnf_program.find_dnf())], ["2.0-1"])
        done = self.changes_once(tool.converge, ["rmt-a=1.0"], unhold=["rmt-a"])
        self.assertEqual(done.changes, ["downgrade rmt-a 2.0-1 -> 1.0-1", "do not hold rmt-a"])

    def test_one_that_is_held_at_another_version_than_it_has(self):
        """As a call leaves it that is killed between the change and the lock."""
        tool.package("rmt-a", hold=True)
        program = dnf_program.find_dnf()
        dnf_program.run_dnf(program, "upgrade", *(dnf_holds.lifted(program) + ["--", "rmt-a"]))
        self.assertEqual(self.changes_once(tool.package, "rmt-a", hold=True).changes, ["hold rmt-a"])

    def test_what_another_one_needs_is_not_moved(self):
        self.offer("rmt-b", "1.0", "Requires: rmt-a >= 2")
        tool.package("rmt-a", hold=True)
        error = self.fails(DnfError, tool.package, "rmt-b")
        self.assertIn("rmt-a", str(error))
        done = self.changes_once(tool.converge, ["rmt-b", "rmt-a=2.0"], hold=["rmt-a"])
        self.assertEqual(sorted(done.changes), ["install rmt-b 1.0-1", "upgrade rmt-a 1.0-1 -> 2.0-1"])

    def test_a_failure_keeps_the_hold(self):
        tool.package("rmt-a", hold=True)
        if self.is_real():
            os.unlink(self.at("repository/rmt-a-2.0-1.noarch.rpm"))
        self.fails(DnfError, tool.package, "rmt-a", state="latest", hold=False)

    def test_what_is_not_there_is_not_held(self):
        self.offer("rmt-b")
        self.fails(DnfError, tool.converge, hold=["rmt-b"])
        done = self.changes_once(tool.converge, ["rmt-b"], hold=["rmt-b", "rmt-a"])
        self.assertEqual(done.changes, ["install rmt-b 1.0-1", "hold rmt-b", "hold rmt-a"])

    def test_without_any_repository(self):
        os.unlink(self.at(self.repositories, "test.repo"))
        self.changes_once(tool.package, "rmt-a", hold=True)
        self.changes_once(tool.package, "rmt-a", hold=False)

    def test_a_pattern_is_not_changed(self):
        if self.is_real():
            os.makedirs(os.path.dirname(self.at(self.locks)), exist_ok=True)
            self.put(self.locks, self.pattern)
        self.assertFalse(tool.package("rmt-a", hold=True).changed)
        error = self.fails(DnfError, tool.package, "rmt-a", hold=False)
        self.assertIn("rmt-a is held by rmt-*", str(error))


class InUse(object):
    def setUp(self):
        super().setUp()
        self.needs_real()
        self.offer("rmt-a")
        tool.update()
        path = self.at("root/var/lib/rpm/.rpm.lock")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.other = lock_file(self, path)
        self.patch(dnf_program, "lock_paths", lambda: [path])

    def test_who_has_it_is_said(self):
        says_who_has_it(self, self.other, functools.partial(tool.package, "rmt-a"))

    def test_waits_until_it_is_given_up(self):
        waits_for(self, self.other, functools.partial(tool.package, "rmt-a"))

    def test_somebody_who_was_quicker(self):
        """A lock that was taken between the look and dnf: its own words are known."""
        looks = []

        def holder(paths):
            # Nobody is there until dnf has failed.
            looks.append(paths)
            return None if len(looks) != 3 else real(paths)

        from rmote.packages import running

        real = running.holder
        with mock.patch.object(running, "holder", holder):
            error = self.fails(Locked, tool.package, "rmt-a", lock_timeout=0)
        self.assertIn("is in use by", str(error))


class Package4(Package, Dnf4Case):
    pass


class Package5(Package, Dnf5Case):
    pass


class Update4(Update, Dnf4Case):
    pass


class Update5(Update, Dnf5Case):
    pass


class Hold4(Hold, Dnf4Case):
    pattern = "rmt-*\n"

    def test_a_dnf_without_the_plugin(self):
        for path in glob.glob(self.at("plugin", "*")):
            os.unlink(path)
        error = self.fails(DnfError, tool.package, "rmt-a", hold=True)
        self.assertIn("dnf install 'dnf-command(versionlock)'", str(error))
        self.assertIn("python3-dnf-plugin-versionlock, or dnf-plugins-core", str(error))
        self.assertFalse(tool.package("rmt-a", hold=False).changed)
        self.changes_once(tool.package, "rmt-a", state="latest")


class Hold5(Hold, Dnf5Case):
    pattern = (
        'version = "1.0"\n[[packages]]\nname = "rmt-*"\n[[packages.conditions]]\nkey = "evr"\ncomparator = "<"\n'
        'value = "2"\n'
    )


class InUse4(InUse, Dnf4Case):
    pass


class InUse5(InUse, Dnf5Case):
    pass


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
            parse_steps(text),
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
            parse_steps(text),
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
            parse_steps(text),
            [("remove", "httpd", "x86_64", "2.4.62-1.el9"), ("remove", "mod_ssl", "x86_64", "1:2.4.62-1.el9")],
        )


class Missing(SystemCase):
    def test_a_target_without_dnf(self):
        says_what_is_missing(self, "The target has no dnf", tool.update, tool.upgradable, lambda: tool.package("hello"))
        says_what_is_missing(self, "The target has no rpm", tool.list)

    def test_a_yum_that_is_none(self):
        # The first line of `yum --version` of CentOS 7 is its number.
        self.stand_in("yum", "echo 3.4.3\n")
        says_what_is_missing(self, "is not dnf, but says that it is 3.4.3", lambda: tool.package("hello"))

    def test_microdnf_is_refused_by_name(self):
        """Its words to an option that it does not know, in dnf-main.c of its source."""
        self.stand_in("microdnf", "echo \"This is microdnf, which implements subset of 'dnf'.\" >&2\nexit 1\n")
        says_what_is_missing(self, "microdnf install -y dnf", lambda: tool.package("hello"))

    def test_one_that_does_not_say_what_it_is(self):
        """The words of dnf5 5.4.6.0 to a user who may not write into the home."""
        said = "filesystem error: cannot create directories: Permission denied [/root/.local/state]"
        self.stand_in("dnf", "echo '%s' >&2\nexit 1\n" % said)
        with self.assertRaisesRegex(PermissionError, "cannot create directories"):
            tool.package("hello")

    def test_microdnf_that_is_dnf_5(self):
        """Fedora's is a link since version 38."""
        self.stand_in("microdnf", "echo dnf5 version 5.2.8.1\n")
        with mock.patch("rmote.programs.SYSTEM_FOLDERS", ()), mock.patch.dict(os.environ, PATH=self.at("bin")):
            self.assertTrue(dnf_program.find_dnf().is_dnf5)


class Locks(unittest.TestCase):
    def test_lines_of_dnf_4(self):
        text = "rmt-a-0:1.0-1.*\nkernel-core-3:5.14.0-70.el9.*\n!rmt-b-0:1.0-1.*\nnginx-1.*\nhttpd-2.4.*-1.*\n"
        self.assertEqual(
            [lock[:2] for lock in dnf_holds.parse_4(text)],
            [("rmt-a", "1.0-1"), ("kernel-core", "3:5.14.0-70.el9"), (None, None), (None, None)],
        )

    def test_blocks_of_dnf_5(self):
        """The words of dnf5 5.4.6.0 for what its manual has as examples."""
        text = (
            "# Added by 'versionlock add' command on 2026-11-26 18:45:26\nPackage name: rmt-a\nevr = 1:1.0-1\n\n"
            "Package name: py*\nevr >= 3\nevr < 4\n\nPackage name: rmt-b\nevr != 2.0-1\n"
        )
        self.assertEqual(
            dnf_holds.parse_5(text),
            [("rmt-a", "1:1.0-1", "rmt-a (evr = 1:1.0-1)"), ("py*", None, "py* (evr >= 3, evr < 4)")],
        )


if __name__ == "__main__":
    unittest.main()
