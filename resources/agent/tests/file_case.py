"""What the tests of tools for files share: a folder, tmpfs and what a kill leaves."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import unittest

from . import ROOT, proved

sys.path.insert(0, os.path.join(ROOT, "tools"))

IS_ROOT = os.getuid() == 0
# Some user who owns nothing.
NOBODY = pwd.getpwnam("nobody")


class FileCase(unittest.TestCase):
    """Has a folder of its own, and looks at the end that no temporary file of ours is left in it."""

    # Where that folder is; the usual place for temporary ones if None.
    parent = None

    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(dir=self.parent))
        self.addCleanup(shutil.rmtree, self.folder)

    def tearDown(self):
        self.assertEqual(self.leftovers(), [])

    def leftovers(self):
        return [
            name
            for _, folders, files in os.walk(self.folder)
            for name in folders + files
            if ".rmote-" in name
        ]

    def at(self, *names):
        return os.path.join(self.folder, *names)

    def put(self, name, content="", mode=0o644):
        path = self.at(name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        os.chmod(path, mode)
        return path

    def get(self, path):
        with open(path, "rb") as file:
            return file.read().decode("utf-8", "surrogateescape")

    def state(self):
        """Everything below the folder: names, kinds, modes, owners, contents, link targets."""
        found = {}
        for parent, folders, files in os.walk(self.folder):
            for name in folders + files:
                path = os.path.join(parent, name)
                info = os.lstat(path)
                what = None
                if os.path.islink(path):
                    what = os.readlink(path)
                elif os.path.isfile(path):
                    what = self.get(path)
                found[os.path.relpath(path, self.folder)] = (info.st_mode, info.st_uid, info.st_gid, what)
        return found

    def stamps(self, of_folders=True):
        """What tells whether anything below the folder was touched at all; None where that is not asked."""
        found = {}
        for parent, folders, files in os.walk(self.folder):
            names = [os.path.join(parent, name) for name in files]
            for path in names + [parent] * of_folders:
                info = os.lstat(path)
                found[path] = (info.st_ino, info.st_mtime_ns, info.st_ctime_ns)
        return found

    def mode(self, path):
        return "%04o" % (os.lstat(path).st_mode & 0o7777)

    def changes_once(self, method, *args, **kwargs):
        """Asserts what holds for every method that changes something; returns the first result.

        A check changes nothing and tells what the change then is; done again, nothing changes.
        """
        before, untouched = self.state(), self.stamps()
        told = method(*args, check=True, **kwargs)
        self.assertEqual(self.state(), before)
        self.assertEqual(self.stamps(), untouched)
        done = method(*args, **kwargs)
        self.assertEqual((told.changed, told.changes), (True, done.changes))
        # What changes no text has no difference.
        self.assertEqual(getattr(told, "diff", None), getattr(done, "diff", None))
        self.assertTrue(done.changed)
        self.assertTrue(done.changes)
        after = self.state()
        self.assertNotEqual(after, before)
        # Who has to write an archive to compare it does so beside it.
        untouched = self.stamps(of_folders=False)
        again = method(*args, **kwargs)
        self.assertEqual((again.changed, again.changes), (False, []))
        self.assertEqual(self.state(), after)
        self.assertEqual(self.stamps(of_folders=False), untouched)
        proved.note(self, method, done)
        return done

    def fails(self, error, method, *args, **kwargs):
        """Asserts that a failure changes nothing; returns what was raised."""
        before = self.state()
        with self.assertRaises(error) as caught:
            method(*args, **kwargs)
        self.assertEqual(self.state(), before)
        return caught.exception

    def as_nobody(self, run):
        """Runs something with the rights of a user who has none; needs root."""
        os.setresgid(NOBODY.pw_gid, NOBODY.pw_gid, 0)
        os.setresuid(NOBODY.pw_uid, NOBODY.pw_uid, 0)
        try:
            return run()
        finally:
            os.setresuid(0, 0, 0)
            os.setresgid(0, 0, 0)

    def small_disk(self, size="64k"):
        """A tmpfs of that size, below the folder; needs root and the right to mount."""
        path = self.at("disk")
        os.mkdir(path)
        subprocess.check_call(["mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path])
        self.addCleanup(subprocess.check_call, ["umount", path])
        return path


def can_mount():
    """Whether a tmpfs can be mounted here: as root outside of most containers."""
    if not IS_ROOT:
        return False
    folder = tempfile.mkdtemp()
    try:
        command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
        if subprocess.call(command, stderr=subprocess.DEVNULL):
            return False
        subprocess.check_call(["umount", folder])
        return True
    except FileNotFoundError:
        return False
    finally:
        os.rmdir(folder)
