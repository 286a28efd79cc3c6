"""What is there after a change that failed in the middle: all of it or nothing, and no temporary file.

Each change of files on a full disk, on one that is read only, without rights, and killed at random moments;
changes of several things killed at many of their lines, and made whole by the next call. Cancelled ones, and
files that are killed at many of their lines, are in test_fs_ends.py and in the tests of each tool.
"""

import hashlib
import os
import random
import select
import signal
import socket
import subprocess
import tarfile
import time
import unittest

from . import ROOT
from rmote.file_group import Wanted, change_files

from .agent_peer import Peer
from .file_case import IS_ROOT, FileCase, can_mount
from .system_case import CLONE_NEWNET, CLONE_NEWUTS, can_unshare, enter_namespace
from .test_fs_ends import FOLDER, StopAt
from .test_hostname import HOSTS, HostnameCase, tool as hostnames
from .test_what_tools_promise import ONCE
from .test_sysctl import DOMAIN, SysctlCase, tool as settings

import archive  # noqa: E402
import fs  # noqa: E402
import transfer  # noqa: E402

tool = fs.FileSystem
LONG = "a longer line\n" * 3000
# What a kill may leave beside its place: docs/architecture.md, Files on a target.
HIDDEN = r"^\.[\w.-]+\.rmote-[0-9a-f]{12}\.(tmp|removed)$"

# Of each method one change, in a folder that `fill` made; those that need room on the disk.
CHANGES = {
    "FileSystem.append": lambda at: tool.append(at("text"), LONG),
    "FileSystem.block_in_file": lambda at: tool.block_in_file(at("text"), LONG),
    "FileSystem.chmod": lambda at: tool.chmod(at("top"), "go-rwx", recursive=True),
    "FileSystem.chown": lambda at: tool.chown(at("top", "long"), "nobody"),
    "FileSystem.copy": lambda at: tool.copy(at("top"), at("new", "copy"), make_parents=True),
    "FileSystem.line_in_file": lambda at: tool.line_in_file(at("top", "long"), "another", before="longer"),
    "FileSystem.mkdir": lambda at: tool.mkdir(at("new", "folder"), mode="0700", make_parents=True),
    "FileSystem.move": lambda at: tool.move(at("top"), at("new", "top"), make_parents=True),
    "FileSystem.remove": lambda at: tool.remove(at("top"), recursive=True),
    "FileSystem.replace": lambda at: tool.replace(at("top", "long"), "longer", "much longer", backup=False),
    "FileSystem.symlink": lambda at: tool.symlink(at("text"), "top", overwrite=True),
    "FileSystem.write": lambda at: tool.write(at("new", "text"), LONG, mode="0600", make_parents=True),
    "Archive.create": lambda at: archive.Archive.create(at("new", "x.tar"), [at("top")], make_parents=True),
    "Archive.extract": lambda at: archive.Archive.extract(at("kept.tar"), at("top"), overwrite=True),
}
NEED_ROOM = (
    "FileSystem.append", "FileSystem.block_in_file", "FileSystem.copy", "FileSystem.line_in_file",
    "FileSystem.replace", "FileSystem.write", "Archive.create", "Archive.extract",
)
# How often each is killed.
ROUNDS = 4


class MiddleCase(FileCase):
    parent = FOLDER

    def fill(self, folder):
        for name in os.listdir(folder):
            fs._remove_tree(os.path.join(folder, name))
        os.makedirs(os.path.join(folder, "top", "sub"))
        for name, text in (("text", "short\n"), ("top/long", LONG), ("top/sub/file", "short\n")):
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        # With times that are the same each time.
        for path in ("top/long", "top/sub/file", "top/sub", "top"):
            os.utime(os.path.join(folder, path), (1700000000, 1700000000))
        with tarfile.open(os.path.join(folder, "kept.tar"), "w") as tar:
            tar.add(os.path.join(folder, "top", "long"), "other")

    def whole(self, folder):
        """What is there under the names that people gave, and what they may do with it."""
        start = os.path.relpath(folder, self.folder) + os.sep
        return {
            path[len(start) :]: what for path, what in self.state().items()
            if path.startswith(start) and ".rmote-" not in path and not path.endswith("ballast")
        }

    def at_of(self, folder):
        return lambda *names: os.path.join(folder, *names)

    def ends(self, folder, name):
        """The states before and after a change."""
        self.fill(folder)
        before = self.whole(folder)
        CHANGES[name](self.at_of(folder))
        after = self.whole(folder)
        self.assertNotEqual(after, before)
        self.fill(folder)
        return before, after


class Changes(MiddleCase):
    def test_every_change_of_files_is_tried(self):
        mine = [name for name in ONCE if name.split(".")[0] in ("FileSystem", "Archive")]
        self.assertEqual(sorted(CHANGES), sorted(mine))

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_full_disk(self):
        disk = self.small_disk("512k")
        for name, run in CHANGES.items():
            with self.subTest(name):
                before, after = self.ends(disk, name)
                with open(os.path.join(disk, "ballast"), "wb", buffering=0) as file, self.assertRaises(OSError):
                    while True:
                        file.write(b"x" * 1024)
                if name in NEED_ROOM:
                    with self.assertRaises(OSError):
                        run(self.at_of(disk))
                    self.assertEqual(self.whole(disk), before)
                else:
                    run(self.at_of(disk))
                    self.assertEqual(self.whole(disk), after)
                self.assertEqual(self.leftovers(), [])

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_disk_that_is_read_only(self):
        disk = self.small_disk("512k")
        for name, run in CHANGES.items():
            with self.subTest(name):
                before, _ = self.ends(disk, name)
                subprocess.check_call(["mount", "-o", "remount,ro", disk])
                try:
                    with self.assertRaises(OSError):
                        run(self.at_of(disk))
                finally:
                    subprocess.check_call(["mount", "-o", "remount,rw", disk])
                self.assertEqual(self.whole(disk), before)
                self.assertEqual(self.leftovers(), [])

    @unittest.skipUnless(IS_ROOT, "needs another user")
    def test_without_rights(self):
        os.chmod(self.folder, 0o755)
        folder = self.at("in")
        os.mkdir(folder)
        for name, run in CHANGES.items():
            with self.subTest(name):
                before, _ = self.ends(folder, name)
                with self.assertRaises(PermissionError):
                    self.as_nobody(lambda run=run: run(self.at_of(folder)))
                self.assertEqual(self.whole(folder), before)
                self.assertEqual(self.leftovers(), [])

    def test_a_kill_at_a_random_moment(self):
        seed = random.randrange(2**32)
        moments = random.Random(seed)
        folder = self.at("in")
        os.mkdir(folder)
        for name, run in CHANGES.items():
            if name == "FileSystem.chown" and not IS_ROOT:
                # Nobody else may give a file away.
                continue
            before, after = self.ends(folder, name)
            begin = time.monotonic()
            run(self.at_of(folder))
            takes = time.monotonic() - begin
            for _ in range(ROUNDS):
                self.fill(folder)
                self.kill(lambda run=run: run(self.at_of(folder)), moments.uniform(0, 1.3 * takes))
                self.assert_whole(folder, name, before, after, seed)
            self.fill(folder)

    def kill(self, run, delay):
        """Runs it in a process, which is killed after a delay in seconds."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.write(writer, b"x")
                run()
            finally:
                os._exit(0)
        os.close(writer)
        os.read(reader, 1)
        # Also wakes up where it has ended.
        select.select([reader], [], [], delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reader)

    def assert_whole(self, folder, name, before, after, seed):
        what = "%s, seed %d" % (name, seed)
        now = self.whole(folder)
        # Folders above it are made first. What many have is changed one by one: so chmod of a tree.
        above = {path: state for path, state in now.items() if path != "new"}
        if name != "FileSystem.chmod":
            self.assertIn(above, (before, {path: after[path] for path in after if path != "new"}), what)
        for left in self.leftovers():
            self.assertRegex(left, HIDDEN, what)
        if name not in ("FileSystem.append", "FileSystem.replace") or now == before:
            CHANGES[name](self.at_of(folder))
        self.assertEqual(self.whole(folder), after, what)


class Agents(FileCase):
    def test_an_agent_that_is_killed_at_a_random_moment(self):
        seed = random.randrange(2**32)
        moments = random.Random(seed)
        path = self.at("file")
        old, new = "old\n" * 300000, "new\n" * 300000
        takes = 0.05
        for number in range(8):
            self.put("file", old)
            peer = Peer()
            with open(os.path.join(ROOT, "tools", "fs.py")) as file:
                peer.sync("FileSystem", file.read(), module="rmote.tools.fs")
            if number == 0:
                begin = time.monotonic()
                self.assertTrue(peer.call("rmote.tools.fs.FileSystem.write", [path, new])[1].parts[1][0])
                takes = time.monotonic() - begin
                self.put("file", old)
            peer.request(1, "rmote.tools.fs.FileSystem.write", path, new)
            select.select([peer.process.stdout], [], [], moments.uniform(0, takes))
            peer.process.kill()
            peer.close()
            self.assertIn(self.get(path), (old, new), "seed %d" % seed)
            for name in self.leftovers():
                self.assertRegex(name, HIDDEN)
                os.unlink(self.at(name))


class Steps(StopAt):
    ours = ("rmote/file", "rmote/pinned", "tools/hostname.py", "tools/sysctl.py", "tools/transfer.py")


def kills(run, stops=30):
    """Runs it in a process that is killed at one line of it, and at the next the next time."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, b"%d" % Steps(0, None).run(run))
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with open(reader) as file:
        count = int(file.read())
    yield 0
    for number in range(1, count + 1, count // stops + 1):
        child = os.fork()
        if child == 0:
            try:
                Steps(number, lambda: os.kill(os.getpid(), signal.SIGKILL)).run(run)
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        yield number


class Several(FileCase):
    """Changes of several things, which a kill may leave in part; the next call does the rest."""

    parent = FOLDER

    def assert_hidden(self):
        for name in self.leftovers():
            self.assertRegex(name, r"^\.[\w.-]+\.rmote-[0-9a-f]{12}\.(tmp|part)$")
            os.unlink(next(
                os.path.join(parent, name) for parent, _, names in os.walk(self.folder) if name in names
            ))

    def test_files(self):
        def run():
            change_files([Wanted(self.at("a"), "new\n", None), Wanted(self.at("b"), None, None)])

        contents = {"a": ("old\n", "new\n"), "b": ("old\n", None)}
        self.put("a", "old\n")
        self.put("b", "old\n")
        for number in kills(run):
            for name, either in contents.items():
                now = self.get(self.at(name)) if os.path.exists(self.at(name)) else None
                self.assertIn(now, either, number)
            self.assert_hidden()
            run()
            self.assertEqual((self.get(self.at("a")), os.listdir(self.folder)), ("new\n", ["a"]))
            self.put("a", "old\n")
            self.put("b", "old\n")

    def test_an_upload(self):
        content = b"new\n" * 1000
        checksum = hashlib.sha256(content).hexdigest()

        def begin():
            self.put("a", "old\n")
            start = transfer.Transfer.begin(self.at("a"), len(content), checksum)
            if start.part is not None:
                transfer.Transfer.put(start.part, 0, content)
            return start

        def run():
            transfer.Transfer.finish(self.at("a"), start.part, len(content), checksum)

        start = begin()
        for number in kills(run):
            self.assertIn(self.get(self.at("a")), ("old\n", content.decode()), number)
            self.assert_hidden()
            start = begin()
        transfer.Transfer.throw_away(start.part)

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_an_upload_to_a_disk_that_others_fill_up(self):
        disk = self.small_disk()
        path = os.path.join(disk, "a")
        content = b"x" * 30000
        checksum = hashlib.sha256(content).hexdigest()
        with open(path, "w") as file:
            file.write("old\n")
        start = transfer.Transfer.begin(path, len(content), checksum)
        with open(os.path.join(disk, "ballast"), "wb", buffering=0) as file, self.assertRaises(OSError):
            while True:
                file.write(b"x" * 1024)
        with self.assertRaises(OSError):
            transfer.Transfer.put(start.part, 0, content)
        self.assertEqual(self.get(path), "old\n")
        os.unlink(os.path.join(disk, "ballast"))
        # It is gone on with.
        start = transfer.Transfer.begin(path, len(content), checksum)
        transfer.Transfer.put(start.part, 0, content)
        transfer.Transfer.finish(path, start.part, len(content), checksum)
        self.assertEqual(self.get(path), content.decode())


@unittest.skipUnless(can_unshare(), "needs root and the right to make namespaces")
class HostnameKilled(HostnameCase):
    parent = FOLDER
    assert_hidden = Several.assert_hidden

    def test_the_next_call_does_the_rest(self):
        self.addCleanup(enter_namespace("uts", CLONE_NEWUTS))
        socket.sethostname("old")

        def run():
            hostnames.set("web-1", hosts=True)

        for number in kills(run):
            self.assertIn(self.get(self.at("hostname")), ("old\n", "web-1\n"), number)
            self.assertIn(socket.gethostname(), ("old", "web-1"))
            self.assert_hidden()
            run()
            self.assertEqual(hostnames.get()[:2], ("web-1", "web-1"))
            self.assertIn("127.0.1.1\tweb-1\n", self.get(self.at("hosts")))
            socket.sethostname("old")
            self.put("hostname", "old\n")
            self.put("hosts", HOSTS)


@unittest.skipUnless(can_unshare(), "needs root and the right to make namespaces")
class SettingsKilled(SysctlCase):
    parent = FOLDER
    assert_hidden = Several.assert_hidden

    def test_the_next_call_does_the_rest(self):
        self.addCleanup(enter_namespace("uts", CLONE_NEWUTS))
        self.addCleanup(enter_namespace("net", CLONE_NEWNET))
        path = self.put("etc/90-rmote.conf", "# mine\n")
        settings.set(DOMAIN, "old.example", keep=False)

        def run():
            settings.set(DOMAIN, "example.org")

        for number in kills(run):
            self.assertIn(self.get(path), ("# mine\n", "# mine\n%s = example.org\n" % DOMAIN), number)
            self.assertIn(settings.get(DOMAIN), ("old.example", "example.org"))
            self.assert_hidden()
            run()
            self.assertEqual(settings.get(DOMAIN), "example.org")
            self.assertEqual(self.get(path), "# mine\n%s = example.org\n" % DOMAIN)
            settings.set(DOMAIN, "old.example", keep=False)
            self.put("etc/90-rmote.conf", "# mine\n")


if __name__ == "__main__":
    unittest.main()
