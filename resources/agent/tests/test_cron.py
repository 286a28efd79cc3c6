"""Jobs of cron: with the real `crontab` where it is installed, for a user who is made for it.

And, everywhere, with a stand-in for it, which does what the manual page says of -u, -l, -r and -, and
says what Debian's cron 3.0pl1-162 said when it was asked (recorded on Debian 12). Whether a job runs at
its time is cron's matter and not tried.
"""

import os
import pwd
import shutil
import subprocess
import unittest
import uuid
from unittest import mock

from rmote.programs import ProgramFailed

from .file_case import IS_ROOT, NOBODY, can_mount
from .system_case import SystemCase

import cron  # noqa: E402

tool = cron.Cron
STAND_IN = """
who=$(id -un)
if [ "$1" = -u ]; then who=$2; shift 2; fi
table="%s/$who"
case "$1" in
-l) if [ -f "$table" ]; then cat "$table"; else echo "no crontab for $who" >&2; exit 1; fi ;;
-r) rm "$table" ;;
-) cat >"$table.new"
   if grep -q '^99 ' "$table.new"; then
     rm "$table.new"
     printf '"-":0: bad minute\\nerrors in crontab file, can'"'"'t install.\\n' >&2
     exit 1
   fi
   mv "$table.new" "$table" ;;
*) exit 2 ;;
esac
"""
# Never: there is no 30 February.
NEVER = "0 0 30 2 *"


class Tables:
    """What holds for a crontab; `user` is whose."""

    user = ""

    def table(self):
        done = subprocess.run(
            ["crontab", "-u", self.user, "-l"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return None if done.returncode else done.stdout.decode()

    def set_table(self, text):
        subprocess.run(["crontab", "-u", self.user, "-"], input=text.encode(), check=True)

    def state(self):
        return dict(super().state(), table=self.table())

    def jobs(self):
        return tool.list(self.user, system=False)

    def test_present_and_absent(self):
        self.assertEqual(self.jobs(), [])
        done = self.changes_once(tool.present, "a job", " 0  0 30 2 *", "date +%F > /tmp/x", user=self.user)
        self.assertEqual(self.table(), "# rmote: a job\n0 0 30 2 * date +\\%F > /tmp/x\n")
        self.assertEqual(done.path, "crontab of " + self.user)
        self.assertEqual(done.changes, ["add job a job"])
        self.assertIn("--- /dev/null\n", done.diff)
        job = cron.CronJob("a job", NEVER, "date +\\%F > /tmp/x", self.user, "crontab", {})
        self.assertEqual(self.jobs(), [job])
        # What it lists, it takes.
        self.assertFalse(tool.present(job.name, job.schedule, job.command, user=self.user).changed)
        self.changes_once(tool.present, "other", "@daily", "true", user=self.user)
        done = self.changes_once(tool.present, "a job", NEVER, "false", user=self.user)
        self.assertEqual(done.changes, ["change job a job"])
        self.assertIn("-0 0 30 2 * date", done.diff)
        self.assertEqual(
            self.table(), "# rmote: a job\n0 0 30 2 * false\n# rmote: other\n@daily true\n"
        )
        done = self.changes_once(tool.absent, "a job", user=self.user)
        self.assertEqual(done.changes, ["remove job a job"])
        self.assertEqual(self.table(), "# rmote: other\n@daily true\n")
        done = self.changes_once(tool.absent, "other", user=self.user)
        # With nothing in it, the table is removed.
        self.assertIn("+++ /dev/null\n", done.diff)
        self.assertIsNone(self.table())
        self.assertFalse(tool.absent("other", user=self.user).changed)

    def test_lines_of_others_stay(self):
        text = "# mine\nMAILTO=me\n\n0 1 * * * first\n# rmote: gone\n# rmote: b\n0 2 * * * second\n0 3 * * * third\n"
        self.set_table(text)
        self.changes_once(tool.present, "gone", "@weekly", "back", user=self.user)
        self.changes_once(tool.absent, "b", user=self.user)
        self.assertEqual(
            self.table(),
            "# mine\nMAILTO=me\n\n0 1 * * * first\n# rmote: gone\n@weekly back\n0 3 * * * third\n",
        )
        self.assertEqual(
            [(job.name, job.schedule, job.command, job.env) for job in self.jobs()],
            [
                (None, "0 1 * * *", "first", {"MAILTO": "me"}),
                ("gone", "@weekly", "back", {"MAILTO": "me"}),
                (None, "0 3 * * *", "third", {"MAILTO": "me"}),
            ],
        )

    def test_variables(self):
        self.set_table("0 1 * * * first\nMAILTO = \"later\"\n0 2 * * * second\n")
        done = self.changes_once(tool.variable, "MAILTO", "ops@example.org", user=self.user)
        self.assertEqual(done.changes, ["change variable MAILTO"])
        self.assertEqual(self.table(), "MAILTO=ops@example.org\n0 1 * * * first\n0 2 * * * second\n")
        self.changes_once(tool.variable, "PATH", "/opt/bin:/bin", user=self.user)
        self.changes_once(tool.variable, "EMPTY", user=self.user)
        self.changes_once(tool.variable, "BLANK", " a'b ", user=self.user)
        env = {"MAILTO": "ops@example.org", "PATH": "/opt/bin:/bin", "EMPTY": "", "BLANK": " a'b "}
        self.assertEqual([job.env for job in self.jobs()], [env, env])
        done = self.changes_once(tool.variable, "MAILTO", state="absent", user=self.user)
        self.assertEqual(done.changes, ["remove variable MAILTO"])
        self.assertNotIn("MAILTO", self.table())

    def test_what_crontab_refuses_changes_nothing(self):
        # The schedule is looked at before that.
        with mock.patch.object(cron, "_require_schedule"):
            error = self.fails(ProgramFailed, tool.present, "x", "99 * * * *", "true", user=self.user)
        self.assertIn("bad minute", str(error))


class StandIn(Tables, SystemCase):
    """`crontab` is the script above."""

    user = NOBODY.pw_name

    def setUp(self):
        super().setUp()
        os.mkdir(self.at("tables"))
        self.stand_in("crontab", STAND_IN % self.at("tables"))

    def test_own_table_needs_no_name(self):
        tool.present("x", NEVER, "true")
        own = pwd.getpwuid(os.geteuid()).pw_name
        self.assertEqual([job.user for job in tool.list(system=False)], [own])
        self.assertTrue(os.path.exists(self.at("tables", own)))

    def test_refused(self):
        for schedule in (
            "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 13 *",
            "* * * 0 *", "* * * * 8", "*/0 * * * *", "5/2 * * * *", "9-3 * * * *", "1-2-3 * * * *", ", * * * *",
            "1, * * * *", "@never", "@daily x", "* * * mon *", "* * * * jan", "-1 * * * *", "a * * * *",
            "* * * * *\n* * * * * evil", "1\u0661 * * * *", "* * * * \u0661",
        ):
            with self.subTest(schedule):
                self.fails(ValueError, tool.present, "x", schedule, "true", user=self.user)
        for schedule in (
            "*/5 0-23/2 1,15 jan-MAR sun", "59 23 31 12 7", "0 0 * * mon-fri,sun", "@reboot", "00 08 * * *",
        ):
            with self.subTest(schedule):
                self.assertTrue(tool.present("x", schedule, "true", user=self.user, check=True).changed)
        for command in ("", " ", "a\nb", "a\0", "a\rb", "x" * 999):
            with self.subTest(command):
                self.fails(ValueError, tool.present, "x", NEVER, command, user=self.user)
        for name in ("", " ", "a\nb", " a", "x" * 201):
            with self.subTest(name):
                self.fails(ValueError, tool.present, name, NEVER, "true", user=self.user)
        for name, value in (("", "x"), ("A B", "x"), ("A=B", "x"), ("1A", "x"), ("A", "x\ny"), ("A", "\"'")):
            with self.subTest(name + value):
                self.fails(ValueError, tool.variable, name, value, user=self.user)
        for file in ("", "a.b", "../x", "a b", ".x", "x\n", "x~"):
            with self.subTest(file):
                self.fails(ValueError, tool.present, "x", NEVER, "true", file=file)
        self.fails(LookupError, tool.present, "x", NEVER, "true", user="no-such-user")
        self.fails(LookupError, tool.present, "x", NEVER, "true", user="no-such-user", file="x")

    def test_no_cron(self):
        with mock.patch("rmote.programs.SYSTEM_FOLDERS", ()), mock.patch.dict(os.environ, PATH=self.folder):
            with self.assertRaisesRegex(FileNotFoundError, "not installed here.*crontab"):
                tool.present("x", NEVER, "true")
            with mock.patch.object(cron, "FOLDER", self.at("no")):
                with self.assertRaisesRegex(FileNotFoundError, "no cron is installed"):
                    tool.present("x", NEVER, "true", file="x")


@unittest.skipUnless(
    IS_ROOT and shutil.which("crontab") and shutil.which("useradd"), "needs root and an installed cron"
)
class Real(Tables, SystemCase):
    """`crontab` is the machine's."""

    def setUp(self):
        super().setUp()
        self.user = "rmt-" + uuid.uuid4().hex[:8]
        subprocess.run(["useradd", "-M", "-N", self.user], check=True)
        self.addCleanup(subprocess.run, ["userdel", self.user], check=True)
        self.addCleanup(subprocess.run, ["crontab", "-u", self.user, "-r"], stderr=subprocess.DEVNULL)

    def test_another_user_may_not(self):
        with self.assertRaises(ProgramFailed):
            self.as_nobody(lambda: tool.present("x", NEVER, "true", user=self.user))
        self.assertIsNone(self.table())


@unittest.skipUnless(IS_ROOT, "only root gives files to root")
class Files(SystemCase):
    """Files of /etc/cron.d, in a folder of the test."""

    def setUp(self):
        super().setUp()
        self.stand_in("crontab", STAND_IN % self.folder)
        os.mkdir(self.at("cron.d"))
        for constant, path in (("FOLDER", self.at("cron.d")), ("SYSTEM_TABLE", self.at("crontab"))):
            patch = mock.patch.object(cron, constant, path)
            patch.start()
            self.addCleanup(patch.stop)
        self.path = self.at("cron.d", "app")

    def test_present_and_absent(self):
        done = self.changes_once(tool.present, "job", NEVER, "true", file="app", user=NOBODY.pw_name)
        self.assertEqual(self.get(self.path), "# rmote: job\n0 0 30 2 * nobody\ttrue\n")
        self.assertEqual((done.path, done.changes), (self.path, ["add job job"]))
        self.assertEqual(self.mode(self.path), "0644")
        # cron ignores one that others may write.
        os.chmod(self.path, 0o666)
        done = self.changes_once(tool.present, "job", NEVER, "true", file="app", user=NOBODY.pw_name)
        self.assertEqual(done.changes, ["mode 0666 -> 0644"])
        self.changes_once(tool.present, "b", "@reboot", "true", file="app")
        self.changes_once(tool.variable, "SHELL", "/bin/bash", file="app")
        self.changes_once(tool.absent, "job", file="app")
        self.assertEqual(self.get(self.path), "SHELL=/bin/bash\n# rmote: b\n@reboot root\ttrue\n")
        self.changes_once(tool.absent, "b", file="app")
        self.changes_once(tool.variable, "SHELL", state="absent", file="app")
        self.assertFalse(os.path.exists(self.path))
        self.assertFalse(tool.absent("b", file="app").changed)

    def test_list(self):
        self.put("crontab", "SHELL=/bin/sh\n# m h dom mon dow user command\n17 * * * *\troot\tcd / && run-parts\n")
        self.put("cron.d/app", "# rmote: x\n@daily nobody  a  b\nnot a job\n1 2 3\n")
        self.put("cron.d/app~", "@daily root no\n")
        self.put("cron.d/.app", "@daily root no\n")
        self.assertEqual(
            tool.list(),
            [
                cron.CronJob(None, "17 * * * *", "cd / && run-parts", "root", self.at("crontab"), {"SHELL": "/bin/sh"}),
                cron.CronJob("x", "@daily", "a  b", "nobody", self.path, {}),
            ],
        )

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_full_disk_changes_nothing(self):
        disk = self.small_disk()
        with mock.patch.object(cron, "FOLDER", disk):
            tool.present("job", NEVER, "true", file="app")
            with open(os.path.join(disk, "fill"), "wb", buffering=0) as file, self.assertRaises(OSError):
                while True:
                    file.write(b"x" * 1024)
            self.fails(OSError, tool.present, "job", NEVER, "false", file="app")
            self.fails(OSError, tool.present, "job", NEVER, "false", file="other")

    def test_a_link_changes_nothing(self):
        os.symlink("../crontab", self.path)
        self.fails(OSError, tool.present, "job", NEVER, "true", file="app")


if __name__ == "__main__":
    unittest.main()
