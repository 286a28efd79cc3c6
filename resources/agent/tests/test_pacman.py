"""Packages with pacman: the real one in a folder of the test, with packages of its own.

Where there is no pacman, what the real one said to the same tests is used: tests/recorded_case.py. Tests
that need more than its words then skip and say why.
"""

import functools
import os
import shutil
import time
import unittest
from unittest import mock

from rmote.packages import pacman_config, pacman_run
from rmote.packages.errors import PackageNotFound, PacmanError

from .pacman_case import PacmanCase
from .package_case import kill_once, other_process, says_what_is_missing, says_who_has_it, waits_for
from .system_case import SystemCase

import pacman  # noqa: E402

tool = pacman.Pacman


class Case(PacmanCase):
    def refresh(self):
        """The lists as they are offered, fetched by pacman itself."""
        pacman_run.pacman("-Sy")

    def offered(self, *names):
        for name in names:
            self.offer(name)
        self.refresh()

    def versions(self):
        return {each.name: each.version for each in tool.list()}

    def settings_now(self):
        with open(self.config) as file:
            return file.read()


class Package(Case):
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
        error = self.fails(PackageNotFound, tool.package, "rmt-none")
        self.assertIn("target not found: rmt-none", str(error))

    def test_what_needs_it_goes_only_where_that_is_allowed(self):
        self.offer("rmt-a")
        self.offer("rmt-b", depend="rmt-a")
        self.refresh()
        done = self.changes_once(tool.package, "rmt-b")
        self.assertEqual(done.changes, ["install rmt-a 1.0-1", "install rmt-b 1.0-1"])
        error = self.fails(PacmanError, tool.package, "rmt-a", state="absent")
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
        error = self.fails(PacmanError, tool.package, "rmt-c")
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
        error = self.fails(PacmanError, tool.package, "rmt-a", state="latest")
        self.assertIn("IgnorePkg", str(error))

    def test_a_file_that_is_in_the_way_changes_nothing(self):
        self.offered("rmt-a")
        os.makedirs(self.at("root/usr/share"))
        self.put("root/usr/share/rmt-a", "mine")
        error = self.fails(PacmanError, tool.package, "rmt-a")
        self.assertIn("exists in filesystem", str(error))

    def test_what_cannot_be_fetched_changes_nothing(self):
        self.offered("rmt-a", "rmt-b")
        os.unlink(self.at("repository/rmt-b-1.0-1-any.pkg.tar"))
        error = self.fails(PacmanError, tool.converge, ["rmt-a", "rmt-b"])
        self.assertIn("rmt-b", str(error))

    def test_configuration_that_was_changed_by_hand_is_said(self):
        self.offer("rmt-a", files={"etc/rmt-a.conf": "one\n"}, backup="etc/rmt-a.conf")
        self.refresh()
        tool.package("rmt-a")
        if self.is_real():
            self.put("root/etc/rmt-a.conf", "mine\n")
        self.offer("rmt-a", "2.0-1", files={"etc/rmt-a.conf": "two\n"}, backup="etc/rmt-a.conf")
        self.refresh()
        with mock.patch("rmote.protocol.log") as log:
            tool.package("rmt-a", state="latest")
        self.assertIn("rmt-a.conf.pacnew", log.call_args[0][0])
        self.assertEqual(log.call_args[0][1], "WARNING")

    def test_purged_leaves_no_configuration(self):
        for state, is_left in (("absent", True), ("purged", False)):
            self.offer("rmt-a", files={"etc/rmt-a.conf": "one\n"}, backup="etc/rmt-a.conf")
            self.refresh()
            tool.package("rmt-a")
            if self.is_real():
                self.put("root/etc/rmt-a.conf", "mine\n")
            done = self.changes_once(tool.package, "rmt-a", state=state)
            self.assertEqual(done.changes, ["%s rmt-a 1.0-1" % ("remove" if is_left else "purge")])
            if self.is_real():
                path = self.at("root/etc/rmt-a.conf.pacsave")
                self.assertEqual(os.path.exists(path), is_left)
                if is_left:
                    os.unlink(path)

    def test_killed_in_the_middle(self):
        """What was killed left its lock, which is said; without that, the package is there or is not."""
        self.needs_real()
        mark = self.at("cache/began")
        self.offer("rmt-a", depend="rmt-b")
        self.offer("rmt-b")
        self.refresh()
        # pacman has the lock while this fetches.
        self.put("fetch", "#!/bin/sh\necho $PPID >%s\nsleep 60\n" % mark, 0o755)
        fetch = "XferCommand = %s %%u %%o\n[test]" % self.at("fetch")
        self.put("pacman.conf", self.settings().replace("[test]", fetch))
        killed = kill_once(mark)
        with self.assertRaises(PacmanError) as caught:
            tool.package("rmt-a")
        killed.join()
        self.assertIn("signal 9", str(caught.exception))
        with self.assertRaises(PacmanError) as caught:
            tool.package("rmt-a")
        self.assertIn("one that was killed left it", str(caught.exception))
        os.unlink(self.at("root/var/lib/pacman/db.lck"))
        self.put("pacman.conf", self.settings())
        self.changes_once(tool.package, "rmt-a")
        self.assertEqual(self.versions(), {"rmt-a": "1.0-1", "rmt-b": "1.0-1"})

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


class Version(Case):
    def setUp(self):
        super().setUp()
        self.offered("rmt-a")

    def file(self, version):
        return self.at("repository/rmt-a-%s-any.pkg.tar" % version)

    def put_into_cache(self, version):
        shutil.copy(self.file(version), self.at("cache"))

    def test_that_of_a_repository(self):
        done = self.changes_once(tool.package, "rmt-a", version="1.0")
        self.assertEqual((done.changes, done.versions), (["install rmt-a 1.0-1"], {"rmt-a": "1.0-1"}))
        self.assertFalse(tool.converge(["rmt-a=1.0-1"]).changed)

    def test_an_older_one_of_the_cache(self):
        tool.package("rmt-a")
        self.put_into_cache("1.0-1")
        self.offer("rmt-a", "2.0-1", depend="rmt-b")
        self.offer("rmt-b")
        self.refresh()
        tool.package("rmt-a", state="latest")
        # pacman has put it there by itself; what its words stand in for has not.
        self.put_into_cache("2.0-1")
        done = self.changes_once(tool.package, "rmt-a", version="1.0-1")
        self.assertEqual(done.changes, ["downgrade rmt-a 2.0-1 -> 1.0-1"])
        done = self.changes_once(tool.package, "rmt-a", version="2.0")
        self.assertEqual(done.changes, ["upgrade rmt-a 1.0-1 -> 2.0-1"])

    def test_one_that_is_nowhere(self):
        self.put_into_cache("1.0-1")
        self.offer("rmt-a", "2.0-1")
        self.refresh()
        error = self.fails(PackageNotFound, tool.package, "rmt-a", version="3.0")
        self.assertIn("There is no rmt-a 3.0. There is 2.0-1 in test, 1.0-1 in %s." % self.at("cache"), str(error))
        error = self.fails(PackageNotFound, tool.package, "rmt-none", version="3.0")
        self.assertIn("There is no rmt-none 3.0. There is no other, either.", str(error))

    def test_a_file(self):
        self.offer("rmt-a", "2.0-1", depend="rmt-b")
        self.offer("rmt-b")
        self.refresh()
        old, new = self.file("1.0-1"), self.file("2.0-1")
        done = self.changes_once(tool.package, "rmt-a", version="2.0", source=new)
        self.assertEqual(sorted(done.changes), ["install rmt-a 2.0-1", "install rmt-b 1.0-1"])
        done = self.changes_once(tool.package, "rmt-a", version="1.0", source=old)
        self.assertEqual(done.changes, ["downgrade rmt-a 2.0-1 -> 1.0-1"])
        error = self.fails(PacmanError, tool.package, "rmt-a", version="3.0", source=new)
        self.assertIn("has rmt-a 2.0-1, not rmt-a 3.0.", str(error))
        self.fails(FileNotFoundError, tool.package, "rmt-a", version="3.0", source=self.at("none"))

    def test_an_address(self):
        address = "file://" + self.file("1.0-1")
        done = self.changes_once(tool.package, "rmt-a", version="1.0-1", source=address)
        self.assertEqual(done.changes, ["install rmt-a 1.0-1"])
        error = self.fails(PacmanError, tool.package, "rmt-a", version="2.0", source=address)
        self.assertIn("has rmt-a 1.0-1, not rmt-a 2.0.", str(error))

    def test_refused_before_anything_is_done(self):
        for version in ("", "-1", "1 2", "1\n", "*", "a:1", "1/2"):
            with self.subTest(version):
                self.fails(ValueError, tool.package, "rmt-a", version=version)
        self.fails(ValueError, tool.package, "rmt-a", state="latest", version="1")
        self.fails(ValueError, tool.package, "rmt-a", source="/x")
        self.fails(ValueError, tool.package, "rmt-a", version="3.0", source="-x")
        self.fails(ValueError, tool.package, "rmt-a", version="3.0", source="https://example.org/x")


class Hold(Case):
    def setUp(self):
        super().setUp()
        self.offered("rmt-a")
        tool.package("rmt-a")
        self.offer("rmt-a", "2.0-1")
        self.refresh()

    def test_held_and_not(self):
        before = self.settings_now()
        told = tool.package("rmt-a", hold=True, check=True)
        done = self.changes_once(tool.package, "rmt-a", hold=True)
        self.assertEqual(done.changes, ["hold rmt-a"])
        self.assertEqual(done.diff, told.diff)
        lines = [line for line in done.diff.split("\n") if line[:1] in ("+", "-")]
        self.assertEqual(lines[2:], ["+IgnorePkg = rmt-a"])
        self.assertEqual([each.held for each in tool.list()], [True])
        self.assertEqual([each.held for each in tool.upgradable()], [True])
        done = self.changes_once(tool.package, "rmt-a", hold=False)
        self.assertEqual(done.changes, ["do not hold rmt-a"])
        self.assertEqual([each.held for each in tool.list()], [False])
        self.assertEqual(self.settings_now(), before)

    def test_one_that_is_held_is_left_alone(self):
        tool.package("rmt-a", hold=True)
        for wanted in ({"state": "latest"}, {"version": "2.0"}, {"state": "absent"}, {"state": "purged"}):
            error = self.fails(PacmanError, tool.package, "rmt-a", **wanted)
            self.assertIn("rmt-a is held at 1.0-1 (IgnorePkg or IgnoreGroup in", str(error))

    def test_moved_where_that_is_meant(self):
        tool.package("rmt-a", hold=True)
        done = self.changes_once(tool.package, "rmt-a", state="latest", hold=True)
        self.assertEqual((done.changes, done.diff), (["upgrade rmt-a 1.0-1 -> 2.0-1"], ""))
        self.assertEqual([each.held for each in tool.list()], [True])
        done = self.changes_once(tool.converge, absent=["rmt-a"], unhold=["rmt-a"])
        self.assertEqual(done.changes, ["remove rmt-a 2.0-1", "do not hold rmt-a"])
        self.assertEqual(pacman_config.configured("IgnorePkg"), [])

    def test_a_failure_keeps_the_hold(self):
        tool.package("rmt-a", hold=True)
        before = self.settings_now()
        os.unlink(self.at("repository/rmt-a-2.0-1-any.pkg.tar"))
        self.fails(PacmanError, tool.package, "rmt-a", state="latest", hold=False)
        self.assertEqual(self.settings_now(), before)

    def test_what_is_not_there_is_not_held(self):
        self.offer("rmt-b")
        self.refresh()
        self.fails(PacmanError, tool.converge, hold=["rmt-b"])
        done = self.changes_once(tool.converge, ["rmt-b"], hold=["rmt-b", "rmt-a"])
        self.assertEqual(done.changes, ["install rmt-b 1.0-1", "hold rmt-b", "hold rmt-a"])

    def test_a_pattern_and_a_file_that_is_included_are_not_changed(self):
        self.put("more.conf", "IgnorePkg = rmt-a\n")
        for line in ("IgnorePkg = rmt-*", "IgnorePkg = rmt-a\nInclude = %s" % self.at("more.conf")):
            self.put("pacman.conf", self.settings().replace("[test]", line + "\n[test]"))
            error = self.fails(PacmanError, tool.package, "rmt-a", hold=False)
            self.assertIn("Change that by hand", str(error))
            self.assertFalse(tool.package("rmt-a", hold=True).changed)

    def test_a_group_that_is_ignored(self):
        self.offer("rmt-g", group="rmt-group")
        self.refresh()
        tool.package("rmt-g")
        self.offer("rmt-g", "2.0-1", group="rmt-group")
        self.put("pacman.conf", self.settings().replace("[test]", "IgnoreGroup = rmt-group\n[test]"))
        self.refresh()
        error = self.fails(PacmanError, tool.package, "rmt-g", state="latest")
        self.assertIn("rmt-g is held at 1.0-1", str(error))

    def test_missing_rights(self):
        self.needs_real()
        before = self.state()
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.package("rmt-a", hold=True))
        self.assertTrue(self.as_nobody(lambda: tool.package("rmt-a", hold=True, check=True)).changed)
        self.assertEqual(self.state(), before)


class Lines(unittest.TestCase):
    """Where a name goes in the file, and that nothing else of it changes."""

    def both(self, before, after):
        self.assertEqual(pacman_config.with_ignored(before, ["x"], []), after)
        self.assertEqual(pacman_config.with_ignored(after, [], ["x"]), before)

    def test_below_the_last_of_its_kind(self):
        self.both(
            "[options]\nIgnorePkg   = a\nIgnorePkg=b  c\n#IgnorePkg =\nColor\n\n[core]\nInclude = /x\n",
            "[options]\nIgnorePkg   = a\nIgnorePkg=b  c\nIgnorePkg = x\n#IgnorePkg =\nColor\n\n[core]\nInclude = /x\n",
        )

    def test_below_the_example(self):
        self.both("[options]\nColor\n#IgnorePkg   =\n\n[core]\n", "[options]\nColor\n#IgnorePkg   =\nIgnorePkg = x\n\n[core]\n")

    def test_below_the_heading(self):
        self.both("# mine\n[options]\nColor\n", "# mine\n[options]\nIgnorePkg = x\nColor\n")
        added = pacman_config.with_ignored("[core]\nServer = y\n", ["x"], [])
        self.assertEqual(added, "[options]\nIgnorePkg = x\n\n[core]\nServer = y\n")

    def test_out_of_a_line_with_others(self):
        text = "[options]\nIgnorePkg   = a  x-y x b # x\nIgnorePkg = x\n[core]\nIgnorePkg = x\n"
        dropped = pacman_config.with_ignored(text, [], ["x"])
        self.assertEqual(dropped, "[options]\nIgnorePkg   = a  x-y b #\n[core]\nIgnorePkg = x\n")


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
        with self.assertRaises(PacmanError) as caught:
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
        return other_process(self, "sh", "-c", script, "sh", self.lock)

    def test_who_has_it_is_said(self):
        says_who_has_it(self, self.hold_lock(), functools.partial(tool.package, "rmt-a"))
        self.assertTrue(tool.package("rmt-a", check=True).changed)

    def test_waits_until_it_is_given_up(self):
        waits_for(self, self.hold_lock(), functools.partial(tool.package, "rmt-a"))

    def test_one_that_was_left_behind_is_said_at_once(self):
        self.put("root/var/lib/pacman/db.lck")
        error = self.fails(PacmanError, tool.package, "rmt-a", lock_timeout=600)
        self.assertIn("one that was killed left it", str(error))


class Missing(SystemCase):
    def test_a_target_without_pacman(self):
        calls = (tool.update, tool.upgradable, tool.list, lambda: tool.package("hello"))
        says_what_is_missing(self, "The target has no pacman", *calls)


if __name__ == "__main__":
    unittest.main()
