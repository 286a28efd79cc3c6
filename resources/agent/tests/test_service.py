"""Services of a stand-in for systemctl and journalctl (stand_in_systemd.py says what of it is recorded), and what
is about files of units of the real systemctl too, with `--root` of a temporary folder."""

import datetime
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from unittest import mock

from . import ROOT, proved
from rmote.frame import Flags
from .agent_case import eventually
from .agent_peer import Peer

sys.path.insert(0, os.path.join(ROOT, "tools"))
import service  # noqa: E402

Service = service.Service
STAND_IN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "stand_in_systemd.py")
REAL = shutil.which("systemctl")
INSTALL = "[Install]\nWantedBy=multi-user.target\n"
WEB = "[Unit]\nDescription=A test\n[Service]\nExecStart=/bin/sleep 1000\nExecReload=/bin/true\n" + INSTALL
UNITS = {
    "web.service": WEB,
    "plain.service": "[Service]\nExecStart=/bin/sleep 1000\n",
    "once.service": "[Service]\nType=oneshot\nExecStart=/bin/echo done\n",
    "bad.service": "[Service]\nType=oneshot\nExecStart=/bin/echo no such port; exit 3\n" + INSTALL,
    "dies.service": "[Service]\nExecStart=/bin/false\n" + INSTALL,
    "daily.timer": "[Unit]\nDescription=Every day\n[Timer]\nOnCalendar=daily\nUnit=once.service\n" + INSTALL,
    "boot.timer": "[Timer]\nOnBootSec=52w\n",
}


class ServiceCase(unittest.TestCase):
    environment = {}

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.units = os.path.join(self.folder, "root", "usr", "lib", "systemd", "system")
        self.etc = os.path.join(self.folder, "root", "etc", "systemd", "system")
        os.makedirs(self.units)
        os.makedirs(self.etc)
        for name, content in UNITS.items():
            self.put(name, content)
        programs = os.path.join(self.folder, "bin")
        os.mkdir(programs)
        for name in ("systemctl", "journalctl"):
            path = os.path.join(programs, name)
            with open(path, "w") as file:
                file.write("#!%s -IS\n" % sys.executable)
                with open(STAND_IN) as source:
                    file.write(source.read())
            os.chmod(path, 0o755)
        path = programs + os.pathsep + os.environ["PATH"]
        changed = mock.patch.dict(os.environ, PATH=path, RMOTE_STAND_IN=self.folder, **self.environment)
        changed.start()
        self.addCleanup(changed.stop)

    def put(self, name, content):
        with open(os.path.join(self.units, name), "w") as file:
            file.write(content)

    def state(self):
        """All that has been done to units: their states, and the links that enable and mask them."""
        found = sorted(
            os.path.join(parent, name)
            for parent, _, names in os.walk(self.etc)
            for name in names
        )
        path = os.path.join(self.folder, "states.json")
        if not os.path.exists(path):
            return found, ""
        with open(path) as file:
            return found, file.read()

    def changes_once(self, method, *args, **kwargs):
        before = self.state()
        told = method(*args, check=True, **kwargs)
        self.assertEqual(self.state(), before)
        done = method(*args, **kwargs)
        self.assertEqual((told.changed, told.changes), (True, done.changes))
        self.assertTrue(done.changed)
        self.assertTrue(done.changes)
        after = self.state()
        self.assertNotEqual(after, before)
        again = method(*args, **kwargs)
        self.assertEqual((again.changed, again.changes), (False, []))
        self.assertFalse(method(*args, check=True, **kwargs).changed)
        self.assertEqual(self.state(), after)
        proved.note(self, method, done)
        return done

    def fails(self, error, method, *args, **kwargs):
        before = self.state()
        with self.assertRaises(error) as caught:
            method(*args, **kwargs)
        self.assertEqual(self.state(), before)
        return str(caught.exception)


class States(ServiceCase):
    def test_status(self):
        found = Service.status("web")
        self.assertEqual(
            (found.name, found.description, found.load_state, found.active_state, found.enabled, found.pid),
            ("web.service", "A test", "loaded", "inactive", "disabled", None),
        )
        self.assertEqual((found.path, found.memory), (os.path.join(self.units, "web.service"), None))
        Service.start("web")
        found = Service.status("web.service")
        self.assertEqual((found.active_state, found.sub_state, found.pid, found.memory), ("active", "running", 4711, 4096))
        age = datetime.datetime.now(datetime.timezone.utc) - found.since
        self.assertLess(abs(age.total_seconds()), 60)
        found = Service.status("nope")
        self.assertEqual((found.load_state, found.enabled, found.path), ("not-found", None, None))

    def test_start_and_stop(self):
        done = self.changes_once(Service.start, "web")
        expected = (True, "web.service", ["inactive -> active"], "active", "disabled")
        self.assertEqual(done, expected)
        done = self.changes_once(Service.stop, "web")
        self.assertEqual((done.changes, done.active_state), (["active -> inactive"], "inactive"))

    def test_what_runs_once_runs_each_time(self):
        for _ in range(2):
            done = Service.start("once")
            self.assertEqual((done.changed, done.active_state), (True, "inactive"))
        self.assertEqual([entry.message for entry in Service.journal("once", follow=False)], ["done", "done"])

    def test_restart_and_reload(self):
        self.assertIn("does not run (inactive)", self.fails(service.ServiceError, Service.reload, "web"))
        self.assertEqual(Service.restart("web").changes, ["inactive -> active"])
        before = self.state()
        self.assertEqual(Service.restart("web", check=True).changes, ["restart"])
        self.assertEqual(Service.reload("web", check=True).changes, ["reload"])
        self.assertEqual(self.state(), before)
        self.assertEqual(Service.restart("web").changes, ["restart"])
        self.assertEqual(Service.reload("web").changes, ["reload"])
        messages = [entry.message for entry in Service.journal("web", follow=False)]
        self.assertEqual(messages, ["started", "started", "reloaded"])
        Service.start("plain")
        self.assertIn("restart it", self.fails(service.ServiceError, Service.reload, "plain"))

    def test_a_failure_comes_with_its_log(self):
        with self.assertRaises(service.ServiceError) as caught:
            Service.start("bad")
        self.assertRegex(str(caught.exception), r"^systemctl start bad\.service failed: Job for bad\.service failed")
        self.assertIn("\nno such port", str(caught.exception))
        self.assertEqual(Service.status("bad").active_state, "failed")
        # systemctl itself takes it for a success.
        with self.assertRaisesRegex(service.ServiceError, r"(?s)dies\.service ended at once \(exit-code, status 1\)\..*words of"):
            Service.start("dies")
        # It is stopped already.
        self.assertFalse(Service.stop("dies").changed)

    def test_daemon_reload(self):
        Service.start("web")
        self.assertEqual(Service.daemon_reload(), (False, None, [], None, None))
        self.put("web.service", WEB + "\n")
        os.utime(os.path.join(self.units, "web.service"), (1, 1))
        self.assertTrue(Service.status("web").needs_reload)
        done = self.changes_once(Service.daemon_reload)
        self.assertEqual(done.changes, ["read the file of web.service again"])

    def test_no_such_unit(self):
        for method in (Service.start, Service.stop, Service.restart, Service.reload, Service.enable, Service.disable):
            self.assertEqual(self.fails(service.UnitNotFound, method, "nope"), "There is no unit nope.service.")
            self.fails(service.UnitNotFound, method, "nope", check=True)
        self.fails(service.UnitNotFound, Service.converge, "nope", state="started")

    def test_bad_names_are_refused(self):
        names = ["", "-web", "--now", "a b", "a\n", "a\0", "a/b", "../a", "a*", "web;id", "$(id)", "x" * 256, "x" * 250, "a@", "a@.service"]
        for name in names:
            self.fails(ValueError, Service.status, name)
            self.fails(ValueError, Service.start, name)
            self.fails(ValueError, Service.mask, name)
            with self.assertRaises(ValueError):
                next(Service.journal(name))
        for name, whole in (("a", "a.service"), ("a.b", "a.b.service"), ("a.timer", "a.timer"), ("a@1:x", "a@1:x.service"), ("service", "service.service")):
            self.assertEqual(service._unit(name), whole)

    def test_without_the_rights(self):
        with mock.patch.dict(os.environ, RMOTE_STAND_IN_DENY="1"):
            for method in (Service.start, Service.enable, Service.mask):
                self.assertIn("authentication required", self.fails(PermissionError, method, "web"))
            self.fails(PermissionError, Service.daemon_reload)
            # Nothing to take back, and nothing is said of that.
            self.assertNotIn("Not taken back", self.fails(PermissionError, Service.converge, "web", state="started", enabled=True))

    def test_without_systemd(self):
        with mock.patch.dict(os.environ, PATH=self.folder), mock.patch("rmote.programs.SYSTEM_FOLDERS", ()):
            for call, name in (
                (lambda: Service.status("web"), "systemctl"),
                (lambda: Service.start("web"), "systemctl"),
                (lambda: next(Service.journal("web")), "journalctl"),
                (service.Timer.list, "systemctl"),
            ):
                with self.assertRaisesRegex(FileNotFoundError, "The target has no systemd.: '%s'" % name):
                    call()

    @unittest.skipUnless(REAL and not os.path.isdir("/run/systemd/system"), "needs a systemctl without its systemd")
    def test_where_systemd_does_not_run(self):
        with mock.patch.dict(os.environ, PATH=os.path.dirname(REAL)):
            with self.assertRaisesRegex(service.ServiceError, "not been booted with systemd"):
                Service.status("web")


class UnitFiles(ServiceCase):
    def test_enable_and_disable(self):
        done = self.changes_once(Service.enable, "web")
        self.assertEqual((done.changes, done.enabled, done.active_state), (["disabled -> enabled"], "enabled", "inactive"))
        done = self.changes_once(Service.disable, "web")
        self.assertEqual((done.changes, done.enabled), (["enabled -> disabled"], "disabled"))

    def test_one_that_nothing_would_start(self):
        self.assertIn("does not say what would start it", self.fails(service.ServiceError, Service.enable, "plain"))
        self.assertFalse(Service.disable("plain").changed)

    def test_mask_and_unmask(self):
        done = self.changes_once(Service.mask, "web")
        self.assertEqual((done.changes, done.enabled), (["mask"], "masked"))
        for method in (Service.start, Service.restart, Service.enable):
            self.assertEqual(self.fails(service.ServiceError, method, "web"), "web.service is masked; unmask it first.")
        self.assertFalse(Service.disable("web").changed)
        self.changes_once(Service.unmask, "web")
        self.assertEqual(Service.status("web").enabled, "disabled")
        # One that is not there yet.
        self.changes_once(Service.mask, "nope")
        self.changes_once(Service.unmask, "nope")

    def test_a_file_in_the_place_of_a_mask(self):
        with open(os.path.join(self.etc, "own.service"), "w") as file:
            file.write(WEB)
        shutil.copy(os.path.join(self.etc, "own.service"), self.units)
        self.assertIn("already exists", self.fails(service.ServiceError, Service.mask, "own"))


@unittest.skipUnless(REAL, "needs systemctl")
class RealUnitFiles(UnitFiles):
    """The same with the real systemctl, which has no systemd to ask and so only `--root`."""

    environment = {"RMOTE_STAND_IN_REAL": str(REAL)}


class Converge(ServiceCase):
    def test_everything(self):
        done = self.changes_once(Service.converge, "web", state="started", enabled=True)
        self.assertEqual(done.changes, ["disabled -> enabled", "inactive -> active"])
        self.assertEqual((done.active_state, done.enabled), ("active", "enabled"))
        done = self.changes_once(Service.converge, "web", state="stopped", enabled=False, masked=True)
        self.assertEqual(done.changes, ["enabled -> disabled", "active -> inactive", "mask"])
        done = self.changes_once(Service.converge, "web", state="started", enabled=True, masked=False)
        self.assertEqual(done.changes, ["unmask", "unknown -> enabled", "inactive -> active"])
        self.assertFalse(Service.converge("web", masked=False).changed)

    def test_one_that_a_mask_hides_as_enabled(self):
        Service.enable("web")
        Service.mask("web")
        done = self.changes_once(Service.converge, "web", enabled=False, masked=False)
        self.assertEqual(done.enabled, "disabled")

    def test_a_failure_takes_back_what_was_done(self):
        with self.assertRaisesRegex(service.ServiceError, "(?s)Job for bad.*no such port"):
            Service.converge("bad", state="started", enabled=True)
        found = Service.status("bad")
        self.assertEqual((found.enabled, found.active_state), ("disabled", "inactive"))
        Service.mask("bad")
        with self.assertRaises(service.ServiceError):
            Service.converge("bad", state="started", enabled=True, masked=False)
        self.assertEqual(Service.status("bad").enabled, "masked")
        Service.unmask("bad")
        self.assertEqual(Service.status("bad").enabled, "disabled")

    def test_what_cannot_be_taken_back_is_said(self):
        original = service._do

        def stuck(unit, verb, options):
            if verb == "disable":
                raise service.ServiceError("the disk is full")
            original(unit, verb, options)

        with mock.patch.object(service, "_do", stuck):
            with self.assertRaisesRegex(service.ServiceError, "(?s)no such port.*Not taken back: the disk is full"):
                Service.converge("bad", state="started", enabled=True)

    def test_what_cannot_be(self):
        for options in ({}, {"state": "restarted"}, {"masked": True, "enabled": True}, {"masked": True, "state": "started"}):
            self.fails(ValueError, Service.converge, "web", **options)
        self.fails(service.ServiceError, Service.converge, "plain", enabled=True, state="started")


class Journal(ServiceCase):
    def test_lines_and_since(self):
        for _ in range(3):
            Service.restart("web")
        Service.start("plain")
        every = list(Service.journal(lines=None, follow=False))
        self.assertEqual([entry.unit for entry in every], ["web.service"] * 3 + ["plain.service"])
        entry = every[0]
        self.assertEqual((entry.level, entry.identifier, entry.pid, entry.message), ("INFO", "web", 4711, "started"))
        self.assertLess(abs((datetime.datetime.now(datetime.timezone.utc) - entry.time).total_seconds()), 60)
        self.assertEqual(list(Service.journal("web", 2, follow=False)), every[1:3])
        self.assertEqual(list(Service.journal("web", 0, follow=False)), [])
        self.assertEqual(list(Service.journal(since="@4000000000", follow=False)), [])
        self.assertEqual(list(Service.journal("web", since="@1", follow=False)), every[:3])

    def test_bad_input(self):
        with self.assertRaisesRegex(service.ServiceError, "Failed to parse timestamp: bogus"):
            list(Service.journal(since="bogus", follow=False))
        for options in ({"lines": -1}, {"since": ""}, {"since": "a\nb"}, {"since": "\0"}):
            with self.assertRaises(ValueError):
                next(Service.journal(**options))

    def test_follow(self):
        Service.start("web")
        entries = Service.journal("web")
        self.assertEqual(next(entries).message, "started")
        writer = threading.Thread(target=Service.stop, args=("web",))
        writer.start()
        self.assertEqual(next(entries).message, "stopped")
        writer.join()
        entries.close()

    def test_a_cancelled_call_ends_journalctl(self):
        Service.start("web")
        peer = Peer()
        with open(service.__file__) as file:
            peer.sync("Service", file.read(), module="rmote.tools.service")
        peer.request(1, "rmote.tools.service.Service.journal", "web", credit=100000)
        flags, packet_id, _ = peer.receive()
        self.assertEqual((flags, packet_id), (Flags.STREAM | Flags.RPC, 1))

        def commands():
            listed = subprocess.run(["pgrep", "-f", os.path.join(self.folder, "bin", "journalctl")], stdout=subprocess.PIPE)
            return listed.stdout.split()

        self.assertTrue(eventually(lambda: len(commands()) == 1))
        peer.cancel(1)
        self.assertTrue(peer.answer(1)[0] & Flags.EXCEPTION)
        self.assertTrue(eventually(lambda: commands() == []))
        self.assertEqual(peer.close(), (0, ""))

    def test_odd_entries(self):
        # The forms of values in the JSON format of systemd, for what is not UTF-8, too large or there twice.
        entry = service.entry_of({"MESSAGE": [97, 255, 10], "PRIORITY": "3", "_PID": "x", "__REALTIME_TIMESTAMP": "1000000"})
        self.assertEqual((entry.message, entry.level, entry.pid), ("a\udcff\n", "ERROR", None))
        self.assertEqual(entry.time, datetime.datetime(1970, 1, 1, 0, 0, 1, tzinfo=datetime.timezone.utc))
        self.assertEqual(service.entry_of({"MESSAGE": None, "PRIORITY": "99"})[1:], (None,) * 5)
        self.assertEqual(service.entry_of({"MESSAGE": ["first", "second"]}).message, "first")
        self.assertEqual(service.entry_of({}).message, None)

    def test_a_long_entry(self):
        self.put("long.service", "[Service]\nType=oneshot\nExecStart=head -c 3000000 /dev/zero | tr '\\0' x\n")
        Service.start("long")
        self.assertEqual([len(entry.message) for entry in Service.journal("long", follow=False)], [3000000])


class Timers(ServiceCase):
    def test_list(self):
        boot, daily = service.Timer.list()
        self.assertEqual(
            (daily.name, daily.description, daily.activates, daily.active_state, daily.schedule),
            ("daily.timer", "Every day", "once.service", "inactive", ["OnCalendar=*-*-* 00:00:00"]),
        )
        now = datetime.datetime.now(datetime.timezone.utc)
        self.assertEqual((daily.next.hour, daily.next.minute), (0, 0))
        self.assertTrue(now < daily.next < now + datetime.timedelta(days=1, seconds=60))
        self.assertEqual(daily.last, datetime.datetime(2024, 10, 4, tzinfo=datetime.timezone.utc))
        self.assertEqual((boot.activates, boot.schedule, boot.last), ("boot.service", ["OnBootUSec=52w"], None))
        self.assertGreater(boot.next, now + datetime.timedelta(days=1))

    def test_spans(self):
        for text, seconds in (("1h 2min 3.5s", 3723.5), ("1w 2d", 777600), ("5us", 5e-6), ("250ms", 0.25), ("infinity", None), ("", None), ("3 x", None)):
            self.assertAlmostEqual(service.parse_span(text) or 0, seconds or 0, places=9)
            self.assertEqual(service.parse_span(text) is None, seconds is None)


if __name__ == "__main__":
    unittest.main()
