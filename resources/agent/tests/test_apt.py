"""Packages with apt: the real apt and dpkg in a folder of the test, with packages of its own.

One test installs and removes `hello` of Debian on this machine itself, where its lists have that.
Where there is no root or no apt, they skip and say why.
"""

import functools
import os
import subprocess
import time
import unittest
from unittest import mock

from rmote.file_locks import Locked
from rmote.packages.apt_run import STEP
from rmote.packages.errors import AptError, PackageNotFound

from .apt_case import HAS_APT, AptCase, needs_apt
from .file_case import IS_ROOT, FileCase
from .package_case import kill_once, lock_file, says_what_is_missing, says_who_has_it, waits_for
from .system_case import SystemCase

import apt  # noqa: E402

tool = apt.Apt


@needs_apt
class Package(AptCase):
    def test_present_and_absent(self):
        self.offered("rmt-a")
        done = self.changes_once(tool.package, "rmt-a")
        self.assertEqual(done.changes, ["install rmt-a 1.0"])
        self.assertEqual(done.versions, {"rmt-a": "1.0"})
        self.assertEqual(self.versions(), {"rmt-a": "1.0"})
        done = self.changes_once(tool.package, "rmt-a", state="absent")
        self.assertEqual((done.changes, done.versions), (["remove rmt-a 1.0"], {"rmt-a": None}))
        self.assertEqual(self.versions(), {})
        # Nobody has ever heard of it.
        self.assertFalse(tool.package("rmt-none", state="absent").changed)
        self.assertFalse(tool.package("rmt-none", state="purged").changed)

    def test_a_check_tells_the_versions_that_would_be(self):
        self.offered("rmt-a")
        self.assertEqual(tool.package("rmt-a", check=True).versions, {"rmt-a": "1.0"})

    def test_present_does_not_upgrade_and_latest_does(self):
        self.offered("rmt-a")
        tool.package("rmt-a")
        self.offer("rmt-a", "2.0")
        tool.update()
        self.assertFalse(tool.package("rmt-a").changed)
        done = self.changes_once(tool.package, "rmt-a", state="latest")
        self.assertEqual(done.changes, ["upgrade rmt-a 1.0 -> 2.0"])
        self.assertEqual(self.versions(), {"rmt-a": "2.0"})

    def test_a_version_also_an_older_one(self):
        for version in ("1.0", "2.0", "2.1"):
            self.offer("rmt-a", version)
        tool.update()
        self.assertEqual(tool.package("rmt-a").versions, {"rmt-a": "2.1"})
        done = self.changes_once(tool.package, "rmt-a", version="1.0")
        self.assertEqual(done.changes, ["downgrade rmt-a 2.1 -> 1.0"])
        done = self.changes_once(tool.package, "rmt-a", version="2.*")
        self.assertEqual(done.changes, ["upgrade rmt-a 1.0 -> 2.1"])
        self.assertFalse(tool.package("rmt-a").changed)
        error = self.fails(PackageNotFound, tool.package, "rmt-a", version="3.0")
        self.assertIn("Version '3.0' for 'rmt-a' was not found", str(error))

    def test_what_no_list_has(self):
        self.offered("rmt-a")
        error = self.fails(PackageNotFound, tool.package, "rmt-none")
        self.assertIn("Unable to locate package rmt-none", str(error))
        self.assertIn("`update`", str(error))

    def test_purged_takes_the_configuration_along(self):
        self.offer("rmt-a", files={"etc/rmt-a.conf": "one\n"})
        tool.update()
        path = os.path.join(self.root, "etc/rmt-a.conf")
        tool.package("rmt-a")
        self.changes_once(tool.package, "rmt-a", state="absent")
        self.assertTrue(os.path.exists(path))
        done = self.changes_once(tool.package, "rmt-a", state="purged")
        self.assertEqual(done.changes, ["purge configuration of rmt-a"])
        self.assertFalse(os.path.exists(path))
        tool.package("rmt-a")
        done = self.changes_once(tool.package, "rmt-a", state="purged")
        self.assertEqual(done.changes, ["purge rmt-a 1.0"])
        self.assertFalse(os.path.exists(path))

    def test_what_needs_it_goes_only_where_that_is_allowed(self):
        self.offer("rmt-a")
        self.offer("rmt-b", Depends="rmt-a")
        tool.update()
        done = self.changes_once(tool.package, "rmt-b")
        self.assertEqual(done.changes, ["install rmt-a 1.0", "install rmt-b 1.0"])
        error = self.fails(AptError, tool.package, "rmt-a", state="absent")
        self.assertIn("the removal of rmt-b. `remove_others` allows that", str(error))
        done = self.changes_once(tool.package, "rmt-a", state="absent", remove_others=True)
        self.assertEqual(sorted(done.changes), ["remove rmt-a 1.0", "remove rmt-b 1.0"])

    def test_what_came_for_another_one_is_marked(self):
        self.offer("rmt-a")
        self.offer("rmt-b", Depends="rmt-a")
        tool.update()
        tool.package("rmt-b")
        self.assertEqual([each.automatic for each in tool.list()], [True, False])
        done = self.changes_once(tool.package, "rmt-a")
        self.assertEqual(done.changes, ["mark rmt-a as wanted for itself"])
        self.assertEqual([each.automatic for each in tool.list()], [False, False])

    def test_recommends(self):
        self.offer("rmt-a")
        self.offer("rmt-b", Recommends="rmt-a")
        tool.update()
        self.assertEqual(
            tool.package("rmt-b", recommends=True, check=True).changes,
            ["install rmt-a 1.0", "install rmt-b 1.0"],
        )
        self.changes_once(tool.package, "rmt-b", recommends=False)
        self.assertEqual(self.versions(), {"rmt-b": "1.0"})

    def test_configuration_that_was_changed_by_hand(self):
        path = os.path.join(self.root, "etc/rmt-a.conf")
        self.offer("rmt-a", files={"etc/rmt-a.conf": "one\n"})
        tool.update()
        tool.package("rmt-a")
        self.put("root/etc/rmt-a.conf", "mine\n")
        self.offer("rmt-a", "2.0", files={"etc/rmt-a.conf": "two\n"})
        tool.update()
        tool.package("rmt-a", state="latest")
        self.assertEqual(self.get(path), "mine\n")
        self.offer("rmt-a", "3.0", files={"etc/rmt-a.conf": "three\n"})
        tool.update()
        tool.package("rmt-a", state="latest", config_files="replace")
        self.assertEqual(self.get(path), "three\n")

    def test_no_script_is_asked_or_asks(self):
        said = self.at("said")
        script = 'echo "$DEBIAN_FRONTEND $NEEDRESTART_MODE $LC_ALL" >%s\n! read line\n' % said
        self.offer("rmt-a", scripts={"postinst": script})
        tool.update()
        tool.package("rmt-a")
        self.assertEqual(self.get(said), "noninteractive l C\n")


@needs_apt
class Hold(AptCase):
    def setUp(self):
        super().setUp()
        self.offered("rmt-a")
        tool.package("rmt-a")
        self.offer("rmt-a", "2.0")
        tool.update()

    def test_held_and_not(self):
        done = self.changes_once(tool.package, "rmt-a", hold=True)
        self.assertEqual(done.changes, ["hold rmt-a"])
        self.assertEqual([each.held for each in tool.list()], [True])
        done = self.changes_once(tool.package, "rmt-a", hold=False)
        self.assertEqual(done.changes, ["do not hold rmt-a"])
        self.assertEqual([each.held for each in tool.list()], [False])

    def test_one_that_is_held_is_left_alone(self):
        tool.package("rmt-a", hold=True)
        for wanted in ({"state": "latest"}, {"version": "2.0"}, {"state": "absent"}):
            error = self.fails(AptError, tool.package, "rmt-a", **wanted)
            self.assertIn("rmt-a is held at 1.0", str(error))

    def test_moved_where_that_is_meant(self):
        tool.package("rmt-a", hold=True)
        done = self.changes_once(tool.package, "rmt-a", state="latest", hold=True)
        self.assertEqual(done.changes, ["upgrade rmt-a 1.0 -> 2.0"])
        # dpkg itself forgets it.
        self.assertEqual([each.held for each in tool.list()], [True])
        done = self.changes_once(tool.package, "rmt-a", version="1.0", hold=False)
        self.assertEqual(done.changes, ["downgrade rmt-a 2.0 -> 1.0", "do not hold rmt-a"])

    def test_a_failure_keeps_the_hold(self):
        tool.package("rmt-a", hold=True)
        self.offer("rmt-a", "3.0", scripts={"preinst": "exit 1\n"})
        tool.update()
        with self.assertRaises(AptError):
            tool.package("rmt-a", state="latest", hold=False)
        self.assertEqual([(each.version, each.held) for each in tool.list()], [("1.0", True)])

    def test_what_is_not_there_is_not_held(self):
        self.offer("rmt-b")
        tool.update()
        self.fails(AptError, tool.converge, hold=["rmt-b"])
        done = self.changes_once(tool.converge, ["rmt-b"], hold=["rmt-b", "rmt-a"])
        self.assertEqual(done.changes, ["install rmt-b 1.0", "hold rmt-b", "hold rmt-a"])


@needs_apt
class Converge(AptCase):
    def test_several_at_once(self):
        self.offered("rmt-a", "rmt-b", "rmt-c", "rmt-d")
        tool.converge(["rmt-a", "rmt-b", "rmt-c"])
        for name in ("rmt-a", "rmt-d"):
            self.offer(name, "2.0")
        tool.update()
        done = self.changes_once(
            tool.converge, ["rmt-d=1.0"], latest=["rmt-a"], absent=["rmt-b"], purged=["rmt-c"],
            hold=["rmt-d"],
        )
        self.assertEqual(
            sorted(done.changes),
            ["hold rmt-d", "install rmt-d 1.0", "purge rmt-c 1.0", "remove rmt-b 1.0", "upgrade rmt-a 1.0 -> 2.0"],
        )
        self.assertEqual(done.versions, {"rmt-d": "1.0", "rmt-a": "2.0", "rmt-b": None, "rmt-c": None})
        self.assertEqual(self.versions(), {"rmt-a": "2.0", "rmt-d": "1.0"})

    def test_one_takes_the_place_of_another(self):
        self.offer("rmt-a")
        self.offer("rmt-b", Conflicts="rmt-a")
        tool.update()
        tool.package("rmt-a")
        error = self.fails(AptError, tool.package, "rmt-b")
        self.assertIn("the removal of rmt-a", str(error))
        self.changes_once(tool.converge, ["rmt-b"], purged=["rmt-a"])
        self.assertEqual(self.versions(), {"rmt-b": "1.0"})

    def test_a_virtual_one(self):
        self.offer("rmt-a", Provides="rmt-virtual")
        tool.update()
        self.assertEqual(self.changes_once(tool.package, "rmt-virtual").changes, ["install rmt-a 1.0"])

    def test_refused_before_anything_is_done(self):
        for names in ("", "-y", "a b", "a\n", "a;b", "rmt-a-", "../a", "a/b", "a\0", "*"):
            with self.subTest(names):
                self.fails(ValueError, tool.package, names)
                self.fails(ValueError, tool.package, names, state="absent")
        for version in ("", "-1", "1 2", "1\n", "*", "1*2"):
            with self.subTest(version):
                self.fails(ValueError, tool.package, "rmt-a", version=version)
        self.fails(ValueError, tool.package, "rmt-a", state="gone")
        self.fails(ValueError, tool.package, "rmt-a", state="latest", version="1")
        self.fails(ValueError, tool.package, "rmt-a", state="absent", hold=True)
        self.fails(ValueError, tool.package, "rmt-a", config_files="ask")
        self.fails(ValueError, tool.package, "rmt-a", lock_timeout=-1)
        self.fails(ValueError, tool.converge)
        self.fails(ValueError, tool.converge, ["a"], absent=["a"])
        self.fails(ValueError, tool.converge, ["a=1", "a=2"])
        self.fails(ValueError, tool.converge, latest=["a=1"])
        self.fails(ValueError, tool.converge, hold=["a"], unhold=["a"])
        self.fails(ValueError, tool.list, "-x")
        self.fails(ValueError, tool.list, "a b")


@needs_apt
class Update(AptCase):
    def test_changed_where_a_list_is_another(self):
        self.offer("rmt-a")
        done = tool.update()
        self.assertEqual((done.changed, done.fetched, done.age), (True, True, None))
        done = tool.update()
        self.assertEqual((done.changed, done.fetched, done.changes), (False, True, []))
        self.offer("rmt-a", "2.0")
        self.assertTrue(tool.update().changed)

    def test_ttl(self):
        self.offer("rmt-a")
        told = tool.update(ttl=3600, check=True)
        self.assertEqual((told.changed, told.fetched), (True, True))
        self.assertEqual(tool.list(), [])
        self.changes_once(tool.update, ttl=3600)
        self.assertEqual(tool.update(ttl=3600).fetched, False)
        old = time.time() - 1000
        for name in ("lists", "lists/partial"):
            os.utime(os.path.join(self.root, "var/lib/apt", name), (old, old))
        for path in (self.at("root/etc/apt/sources.list"), self.at("root/etc/apt/sources.list.d")):
            os.utime(path, (old - 1, old - 1))
        self.assertAlmostEqual(tool.update(ttl=3600).age, 1000, delta=100)
        self.assertTrue(tool.update(ttl=900).fetched)
        # What was not new counts from then on, too.
        self.assertFalse(tool.update(ttl=900).fetched)

    def test_a_source_that_was_changed_since(self):
        self.offered("rmt-a")
        self.assertFalse(tool.update(ttl=3600).fetched)
        later = time.time() + 10
        os.utime(self.at("root/etc/apt/sources.list"), (later, later))
        self.assertTrue(tool.update(ttl=3600).fetched)

    def test_a_repository_that_cannot_be_reached(self):
        self.offered("rmt-a")
        self.put("root/etc/apt/sources.list.d/gone.list", "deb [trusted=yes] copy:/no/such ./\n")
        with self.assertRaises(AptError) as caught:
            tool.update()
        self.assertIn("/no/such", str(caught.exception))
        self.assertTrue(tool.package("rmt-a").changed)


@needs_apt
class Look(AptCase):
    def test_list(self):
        self.offer("rmt-a", files={"etc/rmt-a.conf": "x"}, Installed_Size="12")
        self.offer("rmt-b")
        tool.update()
        tool.converge(["rmt-a", "rmt-b"], hold=["rmt-b"])
        self.assertEqual(
            tool.list(),
            [
                apt.AptPackage("rmt-a", "1.0", "all", "installed", False, False, 12288, "package rmt-a of a test"),
                apt.AptPackage("rmt-b", "1.0", "all", "installed", True, False, None, "package rmt-b of a test"),
            ],
        )
        tool.package("rmt-a", state="absent")
        self.assertEqual([each.state for each in tool.list("*-a")], ["config-files"])
        self.assertEqual(tool.list("none-*"), [])

    def test_upgradable(self):
        self.offered("rmt-a", "rmt-b", "rmt-c")
        tool.converge(["rmt-a", "rmt-b", "rmt-c"], hold=["rmt-b"])
        self.assertEqual(tool.upgradable(), [])
        self.offer("rmt-a", "2.0")
        self.offer("rmt-b", "2.0", Depends="rmt-a (>= 2.0)")
        tool.update()
        before = self.state()
        self.assertEqual(
            tool.upgradable(),
            [
                apt.AptUpgrade("rmt-a", "1.0", "2.0", "all", "localhost", False, False),
                apt.AptUpgrade("rmt-b", "1.0", "2.0", "all", "localhost", False, True),
            ],
        )
        self.assertEqual(self.state(), before)

    def test_lines_of_real_systems(self):
        """Recorded from `apt-get -s dist-upgrade` of Debian 12 with its security updates."""
        line = (
            "Inst libc6 [2.36-9+deb12u9] (2.36-9+deb12u10 Debian:12.11/stable, "
            "Debian-Security:12/stable-security [amd64]) []"
        )
        match = STEP.match(line)
        self.assertEqual(
            match.groups()[1:],
            (
                "libc6", "2.36-9+deb12u9", "2.36-9+deb12u10",
                "Debian:12.11/stable, Debian-Security:12/stable-security", "amd64",
            ),
        )


@needs_apt
class Broken(AptCase):
    def test_a_script_that_fails_is_said_and_repaired(self):
        mark = self.at("root", "may")
        self.offer("rmt-a", scripts={"postinst": "[ -e %s ] || { echo nothing there >&2; exit 3; }\n" % mark})
        tool.update()
        self.assertEqual(tool.repair().changed, False)
        with self.assertRaises(AptError) as caught:
            tool.package("rmt-a")
        self.assertIn("nothing there", str(caught.exception))
        self.assertIn("Half done: rmt-a (half-configured). `repair` finishes", str(caught.exception))
        with self.assertRaises(AptError):
            tool.repair()
        self.put("root/may")
        self.assertEqual(tool.package("rmt-a", check=True).changes, ["configure rmt-a"])
        done = self.changes_once(tool.repair)
        self.assertEqual(done.changes, ["finish rmt-a, which is half-configured"])
        self.assertEqual(done.versions, {"rmt-a": "1.0"})
        self.assertEqual(self.versions(), {"rmt-a": "1.0"})

    def test_one_that_is_broken_can_be_removed(self):
        self.offer("rmt-a", scripts={"postinst": "exit 3\n"})
        tool.update()
        with self.assertRaises(AptError):
            tool.package("rmt-a")
        self.changes_once(tool.package, "rmt-a", state="purged")
        self.assertEqual(tool.list(), [])

    def test_killed_in_the_middle(self):
        mark = self.at("root", "began")
        self.offer("rmt-a", scripts={"postinst": "echo $PPID >%s; [ -e %s.may ] || sleep 60\n" % (mark, mark)})
        tool.update()
        killed = kill_once(mark)
        with self.assertRaises(AptError) as caught:
            tool.package("rmt-a")
        killed.join()
        self.assertIn("signal 9", str(caught.exception))
        self.assertIn("Half done: rmt-a (half-configured)", str(caught.exception))
        self.put("root/began.may")
        self.changes_once(tool.repair)
        self.assertEqual(self.versions(), {"rmt-a": "1.0"})

    def test_what_was_noted_only(self):
        self.offered("rmt-a")
        # As dpkg leaves its notes where it is killed.
        self.put("root/var/lib/dpkg/updates/0001", "Package: rmt-z\nStatus: install ok unpacked\nVersion: 1\n"
                 "Architecture: all\nMaintainer: T <t@e>\nDescription: z\n")
        with self.assertRaises(AptError) as caught:
            tool.package("rmt-a")
        self.assertIn("`repair` does that", str(caught.exception))

    def test_a_package_that_cannot_be_fetched_changes_nothing(self):
        self.offered("rmt-a", "rmt-b")
        os.unlink(self.at("repository", "rmt-b_1.0.deb"))
        error = self.fails(AptError, tool.converge, ["rmt-a", "rmt-b"])
        self.assertIn("rmt-b", str(error))
        self.assertEqual(self.versions(), {})

    def test_missing_rights_change_nothing(self):
        self.offered("rmt-a")
        before = self.state()
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.package("rmt-a"))
        self.assertTrue(self.as_nobody(lambda: tool.package("rmt-a", check=True)).changed)
        self.assertEqual(self.state(), before)


@needs_apt
class InUse(AptCase):
    def lock(self, name):
        self.offered("rmt-a")
        return lock_file(self, os.path.join(self.root, "var/lib", name))

    def test_who_has_it_is_said(self):
        process = self.lock("dpkg/lock-frontend")
        error = says_who_has_it(self, process, functools.partial(tool.package, "rmt-a"))
        self.assertIn("fcntl.lockf", str(error))
        # What changes nothing does not wait.
        self.assertTrue(tool.package("rmt-a", check=True).changed)
        self.assertFalse(tool.package("rmt-b", state="absent").changed)

    def test_waits_until_it_is_given_up(self):
        process = self.lock("dpkg/lock")
        waits_for(self, process, functools.partial(tool.package, "rmt-a"))

    def test_the_lists_too(self):
        says_who_has_it(self, self.lock("apt/lists/lock"), tool.update, "The lists of packages")

    def test_somebody_who_was_quicker(self):
        """A lock that was taken between the look and apt-get: apt-get's own words are known."""
        self.lock("dpkg/lock-frontend")
        with mock.patch("rmote.packages.running.holder", lambda paths: None):
            error = self.fails(Locked, tool.package, "rmt-a", lock_timeout=0.3)
        self.assertIn("Could not get lock", str(error))


class Missing(SystemCase):
    def test_a_target_without_apt(self):
        calls = (tool.update, tool.upgradable, tool.list, lambda: tool.package("hello"))
        says_what_is_missing(self, "The target has no apt", *calls)


def can_install_hello():
    if not (IS_ROOT and HAS_APT):
        return False
    known = subprocess.run(["apt-cache", "show", "hello"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    there = subprocess.run(["dpkg-query", "-W", "hello"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return known.returncode == 0 and there.returncode != 0


@unittest.skipUnless(can_install_hello(), "needs root, and lists that have the package hello, which is not there yet")
class Real(FileCase):
    def state(self):
        query = ["dpkg-query", "-W", "-f", "${binary:Package} ${Version} ${Status}\\n"]
        return subprocess.run(query, check=True, stdout=subprocess.PIPE).stdout

    def test_hello(self):
        before = self.state()
        self.addCleanup(subprocess.run, ["dpkg", "--purge", "hello"], stderr=subprocess.DEVNULL)
        done = self.changes_once(tool.package, "hello", recommends=False, lock_timeout=300)
        self.assertTrue(done.changes[-1].startswith("install hello "))
        self.assertEqual(subprocess.check_output(["hello"]), b"Hello, world!\n")
        self.assertEqual([each.name for each in tool.list("hello")], ["hello"])
        done = tool.package("hello", state="purged", lock_timeout=300)
        self.assertEqual(done.versions, {"hello": None})
        self.assertEqual(self.state(), before)


if __name__ == "__main__":
    unittest.main()
