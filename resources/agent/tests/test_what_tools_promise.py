"""What every built-in tool promises: of each method that changes something, the test that shows it.

The first call changes, the second says that nothing did, `check=True` changes nothing and tells the same
as the call. `changes_once` of the cases asserts that, and notes what it has seen; here the tests that are
named are asked for that, and run where they have not been yet.
The methods are those that the sources have, so that a new one without a row fails.
"""

import importlib
import os
import sys
import unittest

from . import ROOT, proved

sys.path.insert(0, os.path.join(ROOT, "tools"))
if sys.version_info >= (3, 9):
    from describe import describe

# Each with a test in which `changes_once` calls it. One without its class is that of each class that has it:
# of several versions of a program, say.
ONCE = {
    "Apt.converge": "test_apt.test_what_is_not_there_is_not_held",
    "Apt.package": "test_apt.test_what_came_for_another_one_is_marked",
    "Apt.repair": "test_apt.test_killed_in_the_middle",
    "Apt.update": "test_apt.test_ttl",
    "AptRepository.absent": "test_apt_repository.test_present_and_absent",
    "AptRepository.present": "test_apt_repository.test_present_and_absent",
    "Archive.create": "test_archive.Pack.test_sockets_and_pipes",
    "Archive.extract": "test_archive.Unpack.test_strip",
    "Cron.absent": "test_cron.Files.test_present_and_absent",
    "Cron.present": "test_cron.Files.test_present_and_absent",
    "Cron.variable": "test_cron.Files.test_present_and_absent",
    "Dnf.converge": "test_dnf.test_several_and_what_is_provided",
    "Dnf.package": "test_dnf.test_a_conflict",
    "DnfRepository.absent": "test_dnf_repository.test_present_and_absent",
    "DnfRepository.present": "test_dnf_repository.test_present_and_absent",
    "FileSystem.append": "test_fs_edit.Append.test_once",
    "FileSystem.block_in_file": "test_fs_edit.BlockInFile.test_a_block_comes_changes_and_goes",
    "FileSystem.chmod": "test_fs_tree.Attributes.test_chmod_of_all",
    "FileSystem.chown": "test_fs_tree.Attributes.test_chown",
    "FileSystem.copy": "test_fs_tree.Copy.test_a_file",
    "FileSystem.line_in_file": "test_fs_edit.LineInFile.test_lines_are_removed",
    "FileSystem.mkdir": "test_fs_tree.Folders.test_mkdir",
    "FileSystem.move": "test_fs_tree.Move.test_a_file_and_a_folder",
    "FileSystem.remove": "test_fs_tree.Folders.test_remove",
    "FileSystem.replace": "test_fs_edit.Replace.test_literally",
    "FileSystem.symlink": "test_fs_tree.Links.test_symlink",
    "FileSystem.write": "test_fs_write.Write.test_another_content",
    "Hostname.set": "test_hostname.Set.test_sets_the_running_name_and_the_kept_one",
    "Pacman.converge": "test_pacman.test_several_a_group_and_what_is_provided",
    "Pacman.package": "test_pacman.test_what_came_for_another_one_is_marked",
    "Pacman.update": "test_pacman.test_ttl",
    "PacmanRepository.absent": "test_pacman_repository.test_present_and_absent",
    "PacmanRepository.present": "test_pacman_repository.test_present_and_absent",
    "Service.converge": "test_service.Converge.test_one_that_a_mask_hides_as_enabled",
    "Service.daemon_reload": "test_service.States.test_daemon_reload",
    "Service.disable": "test_service.UnitFiles.test_enable_and_disable",
    "Service.enable": "test_service.UnitFiles.test_enable_and_disable",
    "Service.mask": "test_service.UnitFiles.test_mask_and_unmask",
    "Service.start": "test_service.States.test_start_and_stop",
    "Service.stop": "test_service.States.test_start_and_stop",
    "Service.unmask": "test_service.UnitFiles.test_mask_and_unmask",
    "Sysctl.set": "test_sysctl.Set.test_sets_the_running_value_and_keeps_it",
    "User.absent": "test_user.Absent.test_with_the_home",
    "User.authorized_key": "test_user_keys.Keys.test_options_are_kept_set_and_taken_away",
    "User.group_absent": "test_user.Groups.test_present_and_absent",
    "User.group_present": "test_user.Groups.test_present_and_absent",
    "User.present": "test_user.Present.test_changes_of_a_user_who_is_there",
    "User.sudoer": "test_user_sudo.Sudoer.test_present_and_absent",
}
# What can be seen of it is no file, so these tests look at it themselves.
ONCE_BY_HAND = {
    "Dnf.update": "test_dnf.test_ttl",
    "Logger.set_log_level": "test_logger.Logger.test_a_level_for_all",
    "Process.kill": "test_process_tool.Kills.test_once_and_again",
}
# These do it each time, and say so; a check changes nothing.
EACH_TIME = {
    "Quit.exit": "test_quit.Quit.test_check_ends_nothing",
    "Service.reload": "test_service.States.test_restart_and_reload",
    "Service.restart": "test_service.States.test_restart_and_reload",
}
# What these do is what a command does, which nobody knows before: `check` is another thing there.
COMMANDS = ("Exec.command", "Exec.command_lines", "Exec.lines", "Exec.script", "Exec.shell")
# The parts that the app makes an upload of, which has its own promise: src-main/transfer.
PARTS = "Transfer."
# A line of the log is no change of a target.
WRITES_TO_THE_LOG = ("Logger.log",)
READS = (
    "Apt.list", "Apt.upgradable", "Archive.list", "Cron.list", "Dnf.list", "Dnf.upgradable", "Exec.which",
    "Facts.gather", "FileSystem.checksum", "FileSystem.disk_usage", "FileSystem.exists", "FileSystem.glob",
    "FileSystem.list", "FileSystem.read_bytes", "FileSystem.read_str", "FileSystem.stat", "FileSystem.tail",
    "Hostname.get", "Network.http_check", "Network.interfaces", "Network.listening", "Network.tcp_check",
    "Pacman.list", "Pacman.upgradable", "Process.list", "Process.tree", "Service.journal", "Service.status",
    "Sysctl.get", "Sysctl.list", "Template.names", "Template.render", "Template.render_compiled",
    "Template.render_file", "Timer.list", "User.list",
)
# What these change is text, so they tell it as a unified diff.
TEXT = (
    "AptRepository.absent", "AptRepository.present", "Cron.absent", "Cron.present", "Cron.variable",
    "DnfRepository.absent", "DnfRepository.present", "FileSystem.append", "FileSystem.block_in_file",
    "FileSystem.copy", "FileSystem.line_in_file", "FileSystem.remove", "FileSystem.replace", "FileSystem.write",
    "Hostname.set",
    "PacmanRepository.absent", "PacmanRepository.present", "Sysctl.set", "User.authorized_key", "User.sudoer",
)
NEVER_FAIL = ("Hostname.get", "Quit.exit", "User.list")
# What the first parameter of a change is called: the thing that is acted on.
THINGS = ("name", "path", "pid")
# They act on the whole target, or on several things at once.
WHOLE = {
    "Apt.converge", "Apt.repair", "Apt.update", "Dnf.converge", "Dnf.update", "Logger.set_log_level",
    "Pacman.converge", "Pacman.update", "Quit.exit", "Service.daemon_reload",
}


def sources():
    """Module and text of each built-in tool."""
    folder = os.path.join(ROOT, "tools")
    for file in sorted(os.listdir(folder)):
        if file.endswith(".py"):
            with open(os.path.join(folder, file), encoding="utf-8") as source:
                yield file[:-3], source.read()


def changing():
    return dict(ONCE, **ONCE_BY_HAND, **EACH_TIME)


@unittest.skipIf(sys.version_info < (3, 9), "describe.py runs in the app's own Python only")
class Signatures(unittest.TestCase):
    def setUp(self):
        self.methods = {
            "%s.%s" % (tool["name"], method["name"]): (module, method)
            for module, text in sources()
            for tool in describe(text, module)
            for method in tool["methods"]
            if not ("%s." % tool["name"]).startswith(PARTS)
        }

    def changes(self):
        for name in sorted(changing()):
            yield name, self.methods[name][0], self.methods[name][1]

    def test_every_method_has_a_row(self):
        rows = list(changing()) + list(COMMANDS) + list(WRITES_TO_THE_LOG) + list(READS)
        self.assertEqual(sorted(rows), sorted(self.methods))

    def test_only_changes_take_a_check(self):
        for name, (_, method) in self.methods.items():
            kinds = [each["kind"] for each in method["parameters"] if each["name"] == "check"]
            with self.subTest(name):
                if name in changing():
                    self.assertEqual(kinds, ["keyword"])
                elif name not in COMMANDS:
                    self.assertEqual(kinds, [])

    def test_a_check_is_off_unless_it_is_asked_for(self):
        for name, _, method in self.changes():
            (check,) = [each for each in method["parameters"] if each["name"] == "check"]
            with self.subTest(name):
                self.assertEqual((check["annotation"], check["default"]), ("bool", "False"))
                self.assertRegex(check["doc"], r"^Only tell ")

    def test_the_thing_that_is_acted_on_comes_first(self):
        for name, _, method in self.changes():
            if name not in WHOLE:
                with self.subTest(name):
                    first = method["parameters"][0]
                    self.assertEqual(first["kind"], "positional")
                    self.assertIn(first["name"], THINGS)
                    self.assertTrue(first["required"])

    def test_the_result_says_whether_it_changed(self):
        for name, module, method in self.changes():
            with self.subTest(name):
                fields = self.fields(module, method["returns"])
                self.assertEqual(fields[0], "changed")
                self.assertIn("changes", fields)
                if name in TEXT:
                    self.assertIn("diff", fields)

    def fields(self, module, name):
        for each in (module, "rmote.files"):
            found = getattr(importlib.import_module(each), name, None)
            if found is not None:
                return found._fields
        self.fail("there is no %s in %s.py" % (name, module))

    def test_what_is_said_of_each(self):
        for name, (_, method) in self.methods.items():
            with self.subTest(name):
                self.assertTrue(method["summary"].endswith("."))
                for parameter in method["parameters"]:
                    self.assertTrue(parameter["doc"], parameter["name"])
                if method["returns"] not in ("", "None"):
                    self.assertRegex(method["doc"], r"\n(Returns|Yields):\n|\A(Return|Tell|Yield) ")
                if name not in NEVER_FAIL and name not in COMMANDS:
                    self.assertRegex(method["doc"], r"\nRaises:\n")
                if name in changing():
                    self.assertRegex(method["doc"], AGAIN if name not in EACH_TIME else r"always true")


# In whichever words: what a second call does.
AGAIN = r"(?i)doing\s+it\s+again|nothing\s+is\s+done|left\s+as\s+it\s+is|left\s+at\s+that|in\s+any\s+case|each\s+call\s+(appends|does)|half done|ttl"


class Promise(unittest.TestCase):
    """A method for each row of ONCE is added below."""

    def keeps(self, name, test):
        results, skipped = [], []
        for shown in self.cases_of(test):
            if not proved.results(shown, name):
                told = unittest.TestResult()
                shown.run(told)
                self.assertEqual([text for _, text in told.errors + told.failures], [])
                skipped += [why for _, why in told.skipped]
            results += proved.results(shown, name)
        if skipped and not results:
            self.skipTest(skipped[0])
        self.assertTrue(results, "%s does not call %s" % (test, name))
        if name in TEXT:
            # Of the mode only, it is empty; of a folder, there is none.
            self.assertTrue(any((done.diff or "").startswith("--- ") for done in results))

    def cases_of(self, name):
        words = name.split(".")
        module = importlib.import_module("%s.%s" % (__package__, words[0]))
        found = [
            test
            for suite in unittest.defaultTestLoader.loadTestsFromModule(module)
            for test in suite
            if test.id().split(".")[-1] == words[-1] and words[1] in (type(test).__name__, words[-1])
        ]
        self.assertTrue(found, "there is no test " + name)
        return found

    def test_those_that_are_tried_elsewhere(self):
        for test in list(ONCE_BY_HAND.values()) + list(EACH_TIME.values()):
            self.cases_of(test)


def _row(name, test):
    def run(self):
        self.keeps(name, test)

    return run


for _name, _test in ONCE.items():
    setattr(Promise, "test_" + _name.replace(".", "_"), _row(_name, _test))


if __name__ == "__main__":
    unittest.main()
