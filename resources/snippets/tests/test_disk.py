import os
import shutil
import subprocess
import tempfile
import unittest

from . import ROOT  # noqa: F401
import disk_report
import large_files

MIB = 1048576


class DiskCase(unittest.TestCase):
    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def put(self, name, size, days_old=0):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(b"x" * size)
        if days_old:
            then = os.stat(path).st_mtime - days_old * 86400
            os.utime(path, (then, then))
        return path


class Report(DiskCase):
    def test_file_systems_are_those_of_df(self):
        rows = {use.mount: use for use in disk_report.DiskReport.report()}
        # What df says of the file system of a folder that is there everywhere.
        words = ["df", "--output=target,size,avail", "-B1", "/proc/self/../.."]
        target, size, free = subprocess.check_output(words, universal_newlines=True).split("\n")[1].split()
        self.assertEqual(rows[target].size_bytes, int(size))
        self.assertAlmostEqual(rows[target].free_bytes, int(free), delta=1024 * MIB)
        self.assertNotIn("/proc", rows)
        used = [use.used_percent for use in disk_report.DiskReport.report()]
        self.assertEqual(used, sorted(used, reverse=True))

    def test_a_limit_makes_the_state(self):
        states = {use.state for use in disk_report.DiskReport.report(warn_percent=0, full_percent=101)}
        self.assertEqual(states, {"nearly full"})
        self.assertEqual({use.state for use in disk_report.DiskReport.report(0, 0)}, {"full"})

    def test_names_of_mounts_are_read_as_the_kernel_writes_them(self):
        self.assertEqual(disk_report._plain("/mnt/my\\040disk\\134"), "/mnt/my disk\\")

    def test_folders_are_those_of_du(self):
        self.put("big/deep/a", 3 * MIB)
        self.put("small/b", 4096)
        self.put("c", MIB)
        os.link(os.path.join(self.folder, "c"), os.path.join(self.folder, "small", "c"))
        os.symlink("/", os.path.join(self.folder, "small", "root"))
        rows = disk_report.DiskReport.folders(self.folder)
        self.assertEqual([os.path.relpath(row.path, self.folder) for row in rows], ["big", ".", "small"])
        self.assertEqual([row.files for row in rows], [1, 1, 2])
        du = subprocess.check_output(["du", "-s", "-B1", rows[0].path], universal_newlines=True)
        folders = sum(os.stat(os.path.join(rows[0].path, name)).st_blocks * 512 for name in ("", "deep"))
        self.assertEqual(rows[0].bytes, int(du.split()[0]) - folders)
        self.assertEqual(len(disk_report.DiskReport.folders(self.folder, top=1)), 1)

    def test_no_folder(self):
        path = self.put("c", 1)
        with self.assertRaises(NotADirectoryError):
            disk_report.DiskReport.folders(path)
        with self.assertRaises(NotADirectoryError):
            large_files.LargeFiles.find(path)


class Large(DiskCase):
    def names(self, **options):
        return [os.path.relpath(f.path, self.folder) for f in large_files.LargeFiles.find(self.folder, **options)]

    def test_the_largest_come_first(self):
        self.put("a/one.log", 2 * MIB)
        self.put("b/two.db", 3 * MIB, days_old=10)
        self.put("small", 4096)
        os.symlink(os.path.join(self.folder, "a"), os.path.join(self.folder, "link"))
        self.assertEqual(self.names(min_mib=1), ["b/two.db", "a/one.log"])
        self.assertEqual(self.names(min_mib=1, top=1), ["b/two.db"])
        self.assertEqual(self.names(min_mib=1, pattern="*.log"), ["a/one.log"])
        self.assertEqual(self.names(min_mib=1, older_than_days=5), ["b/two.db"])
        self.assertEqual(self.names(min_mib=100), [])

    def test_what_is_said_of_a_file(self):
        path = self.put("one", 2 * MIB)
        os.link(path, path + ".again")
        (found,) = large_files.LargeFiles.find(self.folder, min_mib=1)
        self.assertEqual(found.bytes, os.stat(path).st_blocks * 512)
        self.assertEqual(int(found.modified.timestamp()), int(os.stat(path).st_mtime))
        who = subprocess.check_output(["stat", "-c", "%U", path], universal_newlines=True)
        self.assertEqual(found.owner, who.strip())

    def test_a_hole_takes_no_room(self):
        with open(os.path.join(self.folder, "hole"), "wb") as file:
            file.truncate(50 * MIB)
        self.assertEqual(self.names(min_mib=1), [])

    def test_a_deleted_file_that_is_open_is_found(self):
        path = self.put("gone (deleted)", 2 * MIB)
        with open(path, "rb") as file:
            child = subprocess.Popen(["sleep", "1000"], stdin=file)
            try:
                os.unlink(path)
                held = [each for each in large_files.LargeFiles.held() if each.path == path]
            finally:
                child.kill()
                child.wait()
        self.assertEqual({each.pid for each in held}, {os.getpid(), child.pid})
        self.assertEqual({each.bytes for each in held}, {2 * MIB})
        self.assertIn("sleep", {each.command for each in held})
