"""Packages with pacman: the real one in a folder of the test, with packages of its own.

Where there is no pacman, what the real one said to the same tests is used: tests/recorded_case.py. Tests
that need more than its words then skip and say why.
"""

import os
import subprocess
import threading
import time
import unittest
from unittest import mock

from rmote.file_locks import Locked

from .pacman_case import PacmanCase
from .system_case import SystemCase

import pacman  # noqa: E402

tool = pacman.Pacman


class Package(PacmanCase):
    def refresh(self):
        """The lists as they are offered, fetched by pacman itself."""
        pacman._pacman("-Sy")

    def offered(self, *names):
        for name in names:
            self.offer(name)
        self.refresh()

    def versions(self):
        return {each.name: each.version for each in tool.list()}

    def test_present_and_absent(self):
        self.offered("rmt-a")
        done = self.changes_once(tool.package, "rmt-a")
        self.assertEqual((done.changes, done.versions), (["install rmt-a 1.0-1"], {"rmt-a": "1.0-1"}))
        self.assertEqual(self.versions(), {"rmt-a": "1.0-1"})
        done = self.changes_once(tool.package, "rmt-a", state="absent")
        self.assertEqual((done.changes, done.versions), (["remove rmt-a 1.0-1"], {"rmt-a": None}))
        self.assertEqual(self.versions(), {})
        self.assertFalse(tool.package("rmt-none", state="absent").changed)

    def test_present_does_not_upgrade_and_latest_does(self):
        self.offered("rmt-a")
        tool.package("rmt-a")
        self.offer("rmt-a", "2.0-1")
        self.refresh()
        self.assertFalse(tool.package("rmt-a").changed)
        self.assertEqual(tool.upgradable(), [pacman.PacmanUpgrade("rmt-a", "1.0-1", "2.0-1", False)])
        done = self.changes_once(tool.package, "rmt-a", state="latest")
        self.assertEqual(done.changes, ["upgrade rmt-a 1.0-1 -> 2.0-1"])
        self.assertEqual(tool.upgradable(), [])

    def test_what_no_repository_has(self):
        self.offered("rmt-a")
        error = self.fails(pacman.PackageNotFound, tool.package, "rmt-none")
        self.assertIn("target not found: rmt-none", str(error))

    def test_what_needs_it_goes_only_where_that_is_allowed(self):
        self.offer("rmt-a")
        self.offer("rmt-b", depend="rmt-a")
        self.refresh()
        done = self.changes_once(tool.package, "rmt-b")
        self.assertEqual(done.changes, ["install rmt-a 1.0-1", "install rmt-b 1.0-1"])
        error = self.fails(pacman.PacmanError, tool.package, "rmt-a", state="absent")
        self.assertIn("required by rmt-b", str(error))
        self.assertIn("`remove_others` allows", str(error))
        done = self.changes_once(tool.package, "rmt-a", state="absent", remove_others=True)
        self.assertEqual(sorted(done.changes), ["remove rmt-a 1.0-1", "remove rmt-b 1.0-1"])

    def test_what_came_for_another_one_is_marked(self):
        self.offer("rmt-a")
        self.offer("rmt-b", depend="rmt-a")
        self.refresh()
        tool.package("rmt-b")
        self.assertEqual([each.automatic for each in tool.list()], [True, False])
        done = self.changes_once(tool.package, "rmt-a")
        self.assertEqual(done.changes, ["mark rmt-a as wanted for itself"])
        self.assertEqual([each.automatic for each in tool.list("*-a")], [False])

    def test_a_conflict_is_refused(self):
        self.offer("rmt-a")
        self.offer("rmt-c", conflict="rmt-a")
        self.refresh()
        tool.package("rmt-a")
        error = self.fails(pacman.PacmanError, tool.package, "rmt-c")
        self.assertIn("rmt-a-1.0-1 are in conflict", str(error))

    def test_several_a_group_and_what_is_provided(self):
        self.offer("rmt-a")
        self.offer("rmt-d", group="rmt-group")
        self.offer("rmt-e", provides="rmt-virtual")
        self.refresh()
        tool.package("rmt-a")
        done = self.changes_once(
            tool.converge, ["rmt-group", "rmt-virtual"], absent=["rmt-a"]
        )
        self.assertEqual(sorted(done.changes), ["install rmt-d 1.0-1", "install rmt-e 1.0-1", "remove rmt-a 1.0-1"])
        self.assertFalse(tool.package("test/rmt-d").changed)

    def test_one_that_is_to_be_ignored(self):
        self.offered("rmt-a")
        tool.package("rmt-a")
        self.offer("rmt-a", "2.0-1")
        self.put("pacman.conf", self.settings().replace("[test]", "IgnorePkg = rmt-x rmt-a\n[test]"))
        self.refresh()
        self.assertEqual(tool.upgradable(), [pacman.PacmanUpgrade("rmt-a", "1.0-1", "2.0-1", True)])
        error = self.fails(pacman.PacmanError, tool.package, "rmt-a", state="latest")
        self.assertIn("IgnorePkg", str(error))

    def test_a_file_that_is_in_the_way_changes_nothing(self):
        self.offered("rmt-a")
        os.makedirs(self.at("root/usr/share"))
        self.put("root/usr/share/rmt-a", "mine")
        error = self.fails(pacman.PacmanError, tool.package, "rmt-a")
        self.assertIn("exists in filesystem", str(error))

    def test_what_cannot_be_fetched_changes_nothing(self):
        self.offered("rmt-a", "rmt-b")
        os.unlink(self.at("repository/rmt-b-1.0-1-any.pkg.tar"))
        error = self.fails(pacman.PacmanError, tool.converge, ["rmt-a", "rmt-b"])
        self.assertIn("rmt-b", str(error))

    def test_configuration_that_was_changed_by_hand_is_said(self):
        self.offer("rmt-a", files={"etc/rmt-a.conf": "one\n"}, backup="etc/rmt-a.conf")
        self.refresh()
        tool.package("rmt-a")
        if self.is_real():
            self.put("root/etc/rmt-a.conf", "mine\n")
        self.offer("rmt-a", "2.0-1", files={"etc/rmt-a.conf": "two\n"}, backup="etc/rmt-a.conf")
        self.refresh()
        with mock.patch.object(pacman, "log") as log:
            tool.package("rmt-a", state="latest")
        self.assertIn("rmt-a.conf.pacnew", log.call_args[0][0])
        self.assertEqual(log.call_args[0][1], "WARNING")

    def test_missing_rights(self):
        self.needs_real()
        self.offered("rmt-a")
        before = self.state()
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.package("rmt-a"))
        self.assertTrue(self.as_nobody(lambda: tool.package("rmt-a", check=True)).changed)
        self.assertEqual(self.state(), before)

    def test_refused_before_anything_is_done(self):
        for name in ("", "-y", "a b", "a\n", "a;b", ".a", "../a", "/a", "a/", "a=1", "a>1", "a\0", "*"):
            for state in ("present", "latest", "absent"):
                with self.subTest((name, state)), self.assertRaises(ValueError):
                    tool.package(name, state=state)
        for call in (
            lambda: tool.converge(), lambda: tool.converge(["a"], absent=["a"]), lambda: tool.package("a", state="x"),
        ):
            with self.assertRaises(ValueError):
                call()


class Update(PacmanCase):
    """Ages are those of files, so they take the real pacman."""

    def test_ttl(self):
        self.needs_real()
        self.offer("rmt-a")
        self.assertEqual(tool.update(ttl=3600, check=True).changed, True)
        self.changes_once(tool.update, ttl=3600)
        self.assertEqual(tool.update(ttl=3600).fetched, False)
        old = time.time() - 1000
        os.utime(self.at("root/var/lib/pacman/sync"), (old, old))
        os.utime(self.config, (old - 1, old - 1))
        self.assertAlmostEqual(tool.update(ttl=3600).age, 1000, delta=100)
        done = tool.update(ttl=900)
        self.assertEqual((done.changed, done.fetched), (False, True))
        # What was not new counts from then on, too.
        self.assertFalse(tool.update(ttl=900).fetched)
        self.offer("rmt-b")
        self.assertTrue(tool.update().changed)
        later = time.time() + 10
        os.utime(self.config, (later, later))
        self.assertTrue(tool.update(ttl=3600).fetched)

    def test_a_repository_that_cannot_be_reached(self):
        self.needs_real()
        with self.assertRaises(pacman.PacmanError) as caught:
            tool.update()
        self.assertIn("failed to synchronize", str(caught.exception))


class InUse(PacmanCase):
    def setUp(self):
        super().setUp()
        self.needs_real()
        self.offer("rmt-a")
        tool.update()
        self.lock = self.at("root/var/lib/pacman/db.lck")

    def hold_lock(self):
        script = 'exec 3>"$1"; echo has it; read line; rm "$1"'
        process = subprocess.Popen(
            ["sh", "-c", script, "sh", self.lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stdin.close)
        self.assertEqual(process.stdout.readline(), b"has it\n")
        return process

    def test_who_has_it_is_said(self):
        process = self.hold_lock()
        error = self.fails(Locked, tool.package, "rmt-a", lock_timeout=0.3)
        self.assertIn("in use by process %d (sh -c" % process.pid, str(error))
        self.assertTrue(tool.package("rmt-a", check=True).changed)

    def test_waits_until_it_is_given_up(self):
        process = self.hold_lock()
        timer = threading.Timer(0.5, process.stdin.close)
        timer.start()
        self.assertTrue(tool.package("rmt-a", lock_timeout=60).changed)
        timer.join()

    def test_one_that_was_left_behind_is_said_at_once(self):
        self.put("root/var/lib/pacman/db.lck")
        error = self.fails(pacman.PacmanError, tool.package, "rmt-a", lock_timeout=600)
        self.assertIn("one that was killed left it", str(error))


class Missing(SystemCase):
    def test_a_target_without_pacman(self):
        with mock.patch("rmote.programs.SYSTEM_FOLDERS", ()), mock.patch.dict(os.environ, PATH=self.folder):
            for method in (tool.update, tool.upgradable, tool.list, lambda: tool.package("hello")):
                with self.assertRaisesRegex(FileNotFoundError, "The target has no pacman"):
                    method()


if __name__ == "__main__":
    unittest.main()
