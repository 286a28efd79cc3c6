"""Commands and scripts as another user, with any interpreter, and streamed; the rest is in test_tools.py."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

from .agent_case import AgentCase, eventually, is_running
from .file_case import IS_ROOT, NOBODY, FileCase

import exec as exec_tool  # noqa: E402

tool = exec_tool.Exec
HERE = sys.executable
needs_root = unittest.skipUnless(IS_ROOT, "needs root")


class Script(FileCase):
    """Run twice: with a file in memory, and as a target without it has it."""

    def both(self, run):
        os.chmod(self.folder, 0o755)
        with mock.patch.object(tempfile, "tempdir", self.folder):
            run()
            with mock.patch.object(exec_tool, "hasattr", lambda *_: False, create=True):
                run()
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith("rmote-")], [])

    def test_interpreters(self):
        code = "import sys\nprint(sys.argv[1:], sys.stdin.read(), __file__ != '')\n"

        def run():
            # Its standard input is free.
            done = tool.script(code, HERE + " -u", arguments=["a b", "$HOME"], input="in")
            self.assertEqual(done, (0, "['a b', '$HOME'] in True\n", ""))
            done = tool.script("#!%s\n%s" % (HERE, code))
            self.assertEqual(done.stdout, "[]  True\n")
            done = tool.script("#!/usr/bin/env  sh -e \n# more\nexit 3\n")
            # One program of that name, with a blank in it.
            self.assertIn("sh -e", done.stderr)
            self.assertNotIn(done.returncode, (0, 3))
            done = tool.script("read line; echo $line $1 $A; exit 3", arguments=["x"], input="in\n", env={"A": "1"})
            self.assertEqual(done, (3, "in x 1\n", ""))
            for name in ("bash", "perl", "awk"):
                if shutil.which(name):
                    code_of = {"bash": 'a=(x y); echo "${a[1]}"', "perl": 'print "y\\n";', "awk": 'BEGIN { print "y" }'}
                    done = tool.script(code_of[name], name + " -f" if name == "awk" else name)
                    self.assertEqual(done, (0, "y\n", ""), name)

        self.both(run)

    def test_a_traceback_has_the_lines_of_the_script(self):
        def run():
            done = tool.script("def f():\n    raise ValueError('no')\nf()\n", HERE)
            self.assertIn("raise ValueError('no')", done.stderr)
            self.assertIn("line 2, in f", done.stderr)

        self.both(run)

    def test_what_is_in_the_folder_of_temporary_files_is_not_imported(self):
        name = "rmote_test_%s" % os.urandom(4).hex()
        self.put(name + ".py", "")

        def run():
            self.assertIn("ModuleNotFoundError", tool.script("import " + name, HERE, cwd="/").stderr)

        self.both(run)

    def test_failures_leave_nothing(self):
        def run():
            with self.assertRaises(FileNotFoundError):
                tool.script("x", "no-such-program-here")
            with self.assertRaises(FileNotFoundError):
                tool.script("#!/no/such/program\n")
            with self.assertRaises(subprocess.TimeoutExpired):
                tool.script("sleep 100", timeout=0.1)
            with self.assertRaises(subprocess.CalledProcessError):
                tool.script("exit 1", check=True)
            for interpreter in ("", "python3 'x"):
                with self.assertRaises(ValueError):
                    tool.script("x", interpreter)
            with self.assertRaises(LookupError):
                tool.script("x", user="no-such-user")

        before = set(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else None
        self.both(run)
        if before is not None:
            self.assertLessEqual(len(os.listdir("/proc/self/fd")), len(before) + 1)

    def test_a_script_that_is_long_and_one_that_is_no_text(self):
        def run():
            done = tool.script("x = '%s'\nprint(len(x))\n" % ("y" * 3000000), HERE)
            self.assertEqual(done.stdout, "3000000\n")
            self.assertEqual(tool.script("printf '\udcff'", text=False).stdout, b"\xff")

        self.both(run)

    def test_its_lines(self):
        def run():
            code = "import sys\nprint(1, flush=True)\nsys.stdin.read()\nprint(2)\nsys.exit(3)\n"
            self.assertEqual(list(tool.lines(code, interpreter=HERE, input="x")), ["1", "2"])
            lines = tool.lines("import time\nprint(1, flush=True)\ntime.sleep(100)\n", interpreter=HERE)
            self.assertEqual(next(lines), "1")
            lines.close()

        self.both(run)

    @needs_root
    def test_as_another_user(self):
        def run():
            done = tool.script("import os\nprint(os.getuid(), os.geteuid(), os.getgroups())", HERE_FOR_ALL, user="nobody")
            groups = os.getgrouplist("nobody", NOBODY.pw_gid)
            self.assertEqual(done, (0, "%d %d %r\n" % (NOBODY.pw_uid, NOBODY.pw_uid, groups), ""))

        self.both(run)


# One that every user may start.
HERE_FOR_ALL = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else HERE


class Users(FileCase):
    @needs_root
    def test_who_and_where(self):
        show = "id -u; id -g; pwd; echo $HOME $USER $LOGNAME $A"
        home = NOBODY.pw_dir if os.path.isdir(NOBODY.pw_dir) else "/"
        ids = "%d\n%d\n" % (NOBODY.pw_uid, NOBODY.pw_gid)
        mine = " ".join((NOBODY.pw_dir, "nobody", "nobody"))
        for user in ("nobody", str(NOBODY.pw_uid)):
            self.assertEqual(tool.shell(show, user=user).stdout, ids + home + "\n" + mine + "\n")
        os.chmod(self.folder, 0o755)
        done = tool.shell(show, user="nobody", cwd=self.folder, env={"A": "1"})
        self.assertEqual(done.stdout, ids + self.folder + "\n" + mine + " 1\n")
        self.assertEqual(tool.command("id", "-un", user="nobody"), (0, "nobody\n", ""))
        self.assertEqual(list(tool.lines("id -un", user="nobody")), ["nobody"])
        self.assertEqual(list(tool.command_lines("id", "-un", user="nobody")), ["nobody"])
        with self.assertRaisesRegex(LookupError, "no user no-such-user"):
            tool.command("id", user="no-such-user")
        with self.assertRaises(LookupError):
            tool.command("id", user="3999999999")

    @needs_root
    def test_the_session_s_sockets_and_folders_are_not_handed_on(self):
        own = {"SSH_AUTH_SOCK": "/x", "XDG_RUNTIME_DIR": "/run/user/0", "KEPT": "1"}
        with mock.patch.dict(os.environ, own):
            lines = tool.command("env", user="nobody").stdout.split("\n")
        self.assertEqual([line for line in lines if line.split("=")[0] in own], ["KEPT=1"])

    @needs_root
    def test_no_way_back_to_root(self):
        code = "import os\ntry:\n    os.setuid(0)\nexcept PermissionError:\n    print('no')\n"
        self.assertEqual(tool.script(code, HERE_FOR_ALL, user="nobody").stdout, "no\n")

    def test_one_s_own_user_needs_no_rights(self):
        name = pwd.getpwuid(os.getuid()).pw_name
        self.assertEqual(tool.command("id", "-un", user=name).stdout, name + "\n")

    def test_another_user_needs_root(self):
        def fail():
            with self.assertRaisesRegex(PermissionError, "only root can"):
                tool.command("id", user="root")

        if IS_ROOT:
            self.as_nobody(fail)
        else:
            fail()


class Which(FileCase):
    def test_where_programs_are_found(self):
        self.put("mine", "#!/bin/sh\n", 0o755)
        self.put("data", "x", 0o644)
        with mock.patch.dict(os.environ, PATH=self.folder):
            self.assertEqual(tool.which("mine"), self.at("mine"))
            # What a session without a login may lack.
            self.assertTrue(tool.which("sh"))
            self.assertIsNone(tool.which("data"))
        self.assertIsNone(tool.which("no-such-program-here"))
        self.assertEqual(tool.which(self.at("mine")), self.at("mine"))
        self.assertIsNone(tool.which(self.at("data")))
        self.assertIsNone(tool.which(self.folder))
        for name in ("", "a\0b"):
            with self.assertRaises(ValueError):
                tool.which(name)


class Streams(FileCase):
    def test_a_command_without_a_shell(self):
        lines = tool.command_lines
        self.assertEqual(list(lines("printf", "%s\n", "a b", "$HOME")), ["a b", "$HOME"])
        self.assertEqual(list(lines("cat", input="x\ny")), ["x", "y"])
        self.assertEqual(list(lines("pwd", cwd=self.folder)), [self.folder])
        with self.assertRaises(FileNotFoundError):
            next(lines("no-such-program-here"))
        with self.assertRaises(subprocess.CalledProcessError):
            list(lines("false", check=True))


class Agent(AgentCase):
    """In an agent that runs: what a call that ends leaves."""

    def setUp(self):
        super().setUp()
        path = exec_tool.__file__
        with open(path) as file:
            source = file.read()
        self.peer.sync("Exec", source, module="rmote.tools.exec")

    @needs_root
    def test_a_cancelled_call_ends_what_runs_as_another_user(self):
        path = self.fifo()
        os.chmod(os.path.dirname(path), 0o755)
        os.chmod(path, 0o666)
        kwargs = {"user": "nobody"}
        script = "echo $$ > %s; exec sleep 300" % path
        self.peer.request(1, "rmote.tools.exec.Exec.script", script, kwargs=kwargs)
        pid = int(self.read_fifo(path))
        self.assertEqual(os.stat("/proc/%d" % pid).st_uid, NOBODY.pw_uid)
        self.peer.cancel(1)
        self.assertTrue(eventually(lambda: not is_running(pid)))


if __name__ == "__main__":
    unittest.main()
