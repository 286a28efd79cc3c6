import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from . import ROOT

sys.path.insert(0, os.path.join(ROOT, "tools"))
import exec as exec_tool  # noqa: E402
import fs  # noqa: E402


class NamedTuples(unittest.TestCase):
    def test_is_of_the_module_that_calls_it_and_imports_no_typing(self):
        program = (
            "import sys; sys.path.insert(0, sys.argv[1]); from rmote.files import Change;"
            "print(Change.__module__, Change.__name__, *Change._fields);"
            "print('typing' in sys.modules)"
        )
        command = [sys.executable, "-I", "-S", "-c", program, ROOT]
        said = subprocess.check_output(command, universal_newlines=True)
        self.assertEqual(said, "rmote.files Change changed path diff changes\nFalse\n")


class FileSystem(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.tool = fs.FileSystem
        self.path = os.path.join(self.folder, "file.txt")
        with open(self.path, "wb") as file:
            file.write(b"one\r\ntwo\xc3\xa9")

    def tearDown(self):
        shutil.rmtree(self.folder)

    def test_read_str_keeps_line_ends(self):
        self.assertEqual(self.tool.read_str(self.path), "one\r\ntwo\xe9")
        self.assertEqual(self.tool.read_str(self.path, "latin-1"), "one\r\ntwo\xc3\xa9")
        with self.assertRaises(UnicodeDecodeError):
            self.tool.read_str(self.path, encoding="ascii")

    def test_read_bytes_in_parts(self):
        read = self.tool.read_bytes
        self.assertEqual(read(self.path), b"one\r\ntwo\xc3\xa9")
        self.assertEqual(read(self.path, 3, 2), b"\r\n")
        self.assertEqual(read(self.path, -2), b"\xc3\xa9")
        self.assertEqual(read(self.path, -100, 3), b"one")
        self.assertEqual(read(self.path, 100), b"")

    def test_glob_is_sorted_and_takes_the_folder_as_it_is(self):
        odd = os.path.join(self.folder, "a[1]*")
        os.makedirs(os.path.join(odd, "sub"))
        for name in ("b.txt", "a.txt", os.path.join("sub", "c.txt")):
            open(os.path.join(odd, name), "w").close()
        names = [os.path.relpath(p, odd) for p in self.tool.glob(odd, "*.txt")]
        self.assertEqual(names, ["a.txt", "b.txt"])
        names = [os.path.relpath(p, odd) for p in self.tool.glob(odd, "**/*.txt")]
        self.assertEqual(names, ["a.txt", "b.txt", os.path.join("sub", "c.txt")])
        os.symlink("..", os.path.join(odd, "sub", "loop"))
        self.assertEqual(len(self.tool.glob(odd, "**/*.txt")), 3)
        with self.assertRaises(FileNotFoundError):
            self.tool.glob(os.path.join(self.folder, "none"))
        with self.assertRaises(NotADirectoryError):
            self.tool.glob(self.path)

    def test_stat_of_a_file_and_of_a_link(self):
        os.chmod(self.path, 0o640)
        link = os.path.join(self.folder, "link")
        os.symlink("file.txt", link)
        info = self.tool.stat(self.path)
        self.assertEqual((info.type, info.size, info.mode, info.uid), ("file", 10, "0640", os.getuid()))
        self.assertEqual(self.tool.stat(link).type, "file")
        self.assertEqual(self.tool.stat(link, follow=False).target, "file.txt")
        self.assertEqual(self.tool.stat("/").type, "directory")
        self.assertEqual(self.tool.stat(os.devnull).type, "character device")
        with self.assertRaises(FileNotFoundError):
            self.tool.stat("/no/such")


class Exec(unittest.TestCase):
    def test_command_takes_its_arguments_as_they_are(self):
        result = exec_tool.Exec.command("printf", "%s|", "a b", "$HOME", "*")
        self.assertEqual(result, (0, "a b|$HOME|*|", ""))

    def test_shell_keywords(self):
        shell = exec_tool.Exec.shell
        result = shell("cat; echo $A$B; exit 3", input="in ", env={"A": "1", "B": "2"})
        self.assertEqual(result, (3, "in 12\n", ""))
        self.assertEqual(shell("pwd", cwd="/").stdout, "/\n")
        self.assertEqual(shell("printf '\\377'", text=False).stdout, b"\xff")
        self.assertEqual(shell("echo x", capture_output=False), (0, None, None))

    def test_failures(self):
        with self.assertRaises(FileNotFoundError):
            exec_tool.Exec.command("no-such-program-here")
        with self.assertRaises(subprocess.TimeoutExpired):
            exec_tool.Exec.shell("sleep 100", timeout=0.1)
        with self.assertRaises(subprocess.CalledProcessError):
            exec_tool.Exec.shell("exit 1", check=True)

    def test_lines_come_while_the_script_runs(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        script = "echo one; until [ -e go ]; do sleep 0.01; done; echo two >&2; printf three"
        lines = exec_tool.Exec.lines(script, cwd=folder)
        self.assertEqual(next(lines), "one")
        open(os.path.join(folder, "go"), "w").close()
        self.assertEqual(list(lines), ["two", "three"])

    def test_lines_keywords(self):
        lines = exec_tool.Exec.lines
        self.assertEqual(list(lines("cat; echo $A$B", input="in\n\n", env={"A": "1", "B": "2"})), ["in", "", "12"])
        self.assertEqual(list(lines("printf '\\377\\n'")), ["\udcff"])
        self.assertEqual(list(lines("echo x; exit 1")), ["x"])

    def test_lines_before_a_failure_are_yielded(self):
        for script, options, failure in (
            ("echo before; exit 3", {"check": True}, subprocess.CalledProcessError),
            ("echo before; sleep 100", {"timeout": 1}, subprocess.TimeoutExpired),
        ):
            lines = exec_tool.Exec.lines(script, **options)
            self.assertEqual(next(lines), "before")
            with self.assertRaises(failure):
                next(lines)

    def test_lines_that_are_not_taken_end_the_script(self):
        lines = exec_tool.Exec.lines("echo $$; exec sleep 100")
        pid = int(next(lines))
        lines.close()
        with self.assertRaises(ProcessLookupError):
            os.kill(pid, 0)


if __name__ == "__main__":
    unittest.main()
