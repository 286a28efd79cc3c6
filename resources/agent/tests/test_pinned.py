"""Folders of others, who put links in the place of what root is changing: at each of its lines, one after the other."""

import os
import stat
import tarfile
import unittest

from rmote import files
from rmote.pinned import Folder, MAX_HELD, can_hold

from .file_case import IS_ROOT, NOBODY, FileCase
from .test_fs_ends import FOLDER, StopAt

import archive  # noqa: E402
import fs  # noqa: E402

tool = fs.FileSystem
# At how many lines of a change something else happens.
STOPS = 60


class Between(StopAt):
    ours = ("rmote/file", "rmote/pinned", "tools/fs.py", "tools/archive.py")


class Linked(FileCase):
    """A link on the way that leads elsewhere all at once: all of a change is in the one folder, or in the other."""

    parent = FOLDER

    def fill(self):
        for name in ("one", "two"):
            if os.path.lexists(self.at(name)):
                fs._remove_tree(self.at(name))
            os.mkdir(self.at(name))
            self.put(name + "/file", "old\n")
            os.mkdir(self.at(name, "top"))
            self.put(name + "/top/file", "old\n", 0o600)
        self.lead("one")

    def lead(self, name):
        os.symlink(name, self.at("next"))
        os.rename(self.at("next"), self.at("link"))

    def swapped(self, run):
        """What is below the two folders, wherever in `run` the link was changed; it may fail, but leaves nothing."""
        self.fill()
        count = Between(0, None).run(run)
        found = []
        for number in range(1, count + 1, count // STOPS + 1):
            self.fill()
            before = self.below()
            try:
                Between(number, lambda: self.lead("two")).run(run)
            except (OSError, files.UnexpectedContent) as error:
                # It says what people know.
                self.assertNotIn("/proc/", str(error))
                self.assertEqual(self.below(), before, "line %d" % number)
            else:
                found.append(self.below())
            self.assertEqual(self.leftovers(), [], "line %d" % number)
        return found

    def below(self):
        return {
            name: {
                os.path.relpath(os.path.join(parent, each), self.at(name)): stat.S_IMODE(
                    os.lstat(os.path.join(parent, each)).st_mode
                ) if os.path.isdir(os.path.join(parent, each)) else self.get(os.path.join(parent, each))
                for parent, folders, names in os.walk(self.at(name))
                for each in folders + names
            }
            for name in ("one", "two")
        }

    def assert_one_of_both(self, run, changed):
        """Either of the two is as `changed` makes it, and the other as it was."""
        self.fill()
        before = self.below()
        run()
        after = self.below()["one"]
        self.assertNotEqual(after, before["one"])
        for found in self.swapped(run):
            self.assertIn(found, ({"one": after, "two": before["two"]}, {"one": before["one"], "two": after}))
        changed(after)

    def test_files(self):
        path = self.at("link", "file")
        for run in (
            lambda: tool.write(path, "new\n", backup=False),
            lambda: tool.line_in_file(path, "new", regexp="old"),
            lambda: tool.append(path, "new\n"),
        ):
            self.assert_one_of_both(run, lambda after: self.assertIn("new\n", after["file"]))
        self.assert_one_of_both(lambda: tool.remove(path), lambda after: self.assertNotIn("file", after))
        self.assert_one_of_both(
            lambda: tool.write(self.at("link", "new", "file"), "new\n", make_parents=True),
            lambda after: self.assertEqual(after["new/file"], "new\n"),
        )

    def test_trees(self):
        self.assert_one_of_both(
            lambda: tool.mkdir(self.at("link", "new"), mode="0700"),
            lambda after: self.assertEqual(after["new"], 0o700),
        )
        self.assert_one_of_both(
            lambda: tool.copy(self.at("one", "top"), self.at("link", "new")),
            lambda after: self.assertEqual(after["new/file"], "old\n"),
        )
        self.assert_one_of_both(
            lambda: tool.remove(self.at("link", "top"), recursive=True),
            lambda after: self.assertNotIn("top", after),
        )
        self.assert_one_of_both(
            lambda: tool.chmod(self.at("link", "top"), "0700"),
            lambda after: self.assertEqual(after["top"], 0o700),
        )


@unittest.skipUnless(IS_ROOT, "needs root, and somebody else")
class Hostile(FileCase):
    """A user who owns a folder, and leads root to another one as soon as it looks away."""

    parent = FOLDER

    def fill(self):
        for name in ("etc", "home", "out"):
            if os.path.lexists(self.at(name)):
                fs._remove_tree(self.at(name))
            os.makedirs(self.at(name, "dir") if name == "home" else self.at(name))
        os.chmod(self.folder, 0o755)
        os.makedirs(self.at("etc", "sub"))
        self.put("etc/secret", "for root only\n", 0o600)
        self.put("etc/sub/secret", "for root only\n", 0o600)
        os.mkdir(self.at("home", "dir", "sub"))
        self.put("home/dir/secret", "mine\n", 0o640)
        self.put("home/dir/sub/secret", "mine\n", 0o640)
        for parent, folders, names in os.walk(self.at("home")):
            for each in [parent] + [os.path.join(parent, name) for name in names]:
                os.chown(each, NOBODY.pw_uid, NOBODY.pw_gid)

    def lay(self, name="dir", to="etc"):
        """What the user does: another name for the folder, and a link in its place."""
        path = self.at("home", name)
        if os.path.lexists(path):
            os.rename(path, self.at("home", "was-" + os.path.basename(name)))
        os.symlink(self.at(to), path)
        os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid, follow_symlinks=False)

    def lay_for_new(self):
        """The same with what is being made: root's own folder that has no name yet."""
        for name in os.listdir(self.at("home")):
            if ".rmote-" in name and not os.path.islink(self.at("home", name)):
                self.lay(name)

    def watched(self):
        found = {}
        for parent, folders, names in os.walk(self.at("etc")):
            for each in [parent] + [os.path.join(parent, name) for name in names]:
                info = os.lstat(each)
                found[each] = (info.st_mode, info.st_uid, info.st_gid, info.st_ino, info.st_size)
        return found

    def holds(self, run, lay=None, stops=STOPS):
        """Nothing happens outside of the user's folder, wherever in `run` the link is laid."""
        self.fill()
        count = Between(0, None).run(run)
        for number in [0] + list(range(1, count + 1, count // stops + 1)):
            self.fill()
            before = self.watched()
            if number == 0 and lay is None:
                self.lay()
            try:
                Between(number, lay or self.lay).run(run)
            except (OSError, files.UnexpectedContent) as error:
                self.assertNotIn("/proc/", str(error))
            self.assertEqual(self.watched(), before, "line %d of %d" % (number, count))
            for parent, _, names in os.walk(self.at("out")):
                for name in names:
                    if name.endswith(".tar"):
                        with tarfile.open(os.path.join(parent, name)) as tar:
                            sizes = {each.size for each in tar if each.isreg()}
                        self.assertNotIn(len("for root only\n"), sizes)
                    else:
                        self.assertNotIn("for root only", self.get(os.path.join(parent, name)))
        fs._remove_tree(self.at("home"))

    def test_files(self):
        path = self.at("home", "dir", "secret")
        for run in (
            lambda: tool.write(path, "new\n", backup=True),
            lambda: tool.write(path, "mine\n", owner="nobody", mode="0777"),
            lambda: tool.append(path, "new\n"),
            lambda: tool.line_in_file(path, "new"),
            lambda: tool.remove(path),
            lambda: tool.write(self.at("home", "dir", "new", "file"), "new\n", make_parents=True),
        ):
            self.holds(run)

    def test_attributes(self):
        for run in (
            lambda: tool.chown(self.at("home", "dir"), "nobody", recursive=True),
            lambda: tool.chown(self.at("home", "dir", "sub"), "root", "root", recursive=True),
            lambda: tool.chmod(self.at("home", "dir"), "a+rwX", recursive=True),
            lambda: tool.mkdir(self.at("home", "dir"), mode="0777", owner="root"),
            lambda: tool.mkdir(self.at("home", "dir", "new"), owner="nobody"),
        ):
            self.holds(run)
        self.holds(
            lambda: tool.chown(self.at("home"), "root", recursive=True), lambda: self.lay("dir/sub", "etc/sub")
        )

    def test_trees(self):
        for run in (
            lambda: tool.copy(self.at("home", "dir"), self.at("out", "copy")),
            lambda: tool.copy(self.at("home", "dir", "secret"), self.at("out", "copy")),
            lambda: tool.copy(self.at("home", "dir"), self.at("home", "dir", "..", "copy"), keep_owner=True),
            lambda: tool.remove(self.at("home", "dir"), recursive=True),
            lambda: tool.move(self.at("home", "dir", "secret"), self.at("out", "moved")),
            lambda: tool.symlink(self.at("home", "dir", "new"), "anywhere"),
        ):
            self.holds(run)
        self.holds(lambda: tool.copy(self.at("home", "dir"), self.at("home", "new")), self.lay_for_new)

    def test_archives(self):
        self.holds(lambda: archive.Archive.create(self.at("out", "x.tar"), [self.at("home", "dir")]))
        with tarfile.open(self.at("x.tar"), "w") as tar:
            for name in ("sub", "secret", "new"):
                info = tarfile.TarInfo(name)
                info.type = tarfile.DIRTYPE if name == "sub" else tarfile.REGTYPE
                info.mode = 0o777
                tar.addfile(info)
        extract = archive.Archive.extract
        self.holds(
            lambda: extract(self.at("x.tar"), self.at("home", "new"), owner="nobody"), self.lay_for_new
        )
        self.holds(
            lambda: extract(self.at("x.tar"), self.at("home", "dir"), overwrite=True, owner="nobody"),
            self.lay_for_new,
        )
        self.holds(lambda: extract(self.at("x.tar"), self.at("home", "dir", "new"), owner="nobody"))


class Links(FileCase):
    """Which links a path may go through."""

    def lay(self, link, to, owner):
        os.symlink(self.at(to), self.at(link))
        os.chown(self.at(link), owner, owner, follow_symlinks=False)

    @unittest.skipUnless(IS_ROOT, "needs root, and somebody else")
    def test_whose_links_root_goes_through(self):
        uid = NOBODY.pw_uid
        for name, owner in (("root", 0), ("user", uid), ("other", uid - 1)):
            os.mkdir(self.at(name))
            os.chown(self.at(name), owner, owner)
        self.lay("of-root", "user", 0)
        self.lay("to-own", "user", uid)
        self.lay("to-root", "root", uid)
        self.lay("to-other", "other", uid)
        # Through one that is fine by itself.
        self.lay("twice", "to-own", uid - 1)
        for name in ("of-root", "to-own"):
            self.assertTrue(tool.write(self.at(name, "file"), name).changed)
        for name in ("to-root", "to-other", "twice"):
            with self.subTest(name):
                for run in (
                    lambda: tool.write(self.at(name, "file"), "x"),
                    lambda: tool.write(self.at(name, "file"), "x", check=True),
                    lambda: tool.mkdir(self.at(name, "new", "folder"), make_parents=True),
                    lambda: tool.mkdir(self.at(name), owner="nobody"),
                ):
                    error = self.fails(PermissionError, run)
                    self.assertIn("goes through a symbolic link of", str(error))
                # Who says that a link is meant has it followed.
                self.assertTrue(tool.write(self.at(name, "file"), name, follow=True).changed)

    @unittest.skipUnless(IS_ROOT, "needs root, and somebody else")
    def test_links_in_folders_of_everybody(self):
        uid = NOBODY.pw_uid
        os.mkdir(self.at("tmp"))
        os.chmod(self.at("tmp"), 0o1777)
        for name, owner in (("user", uid), ("other", uid - 1)):
            os.mkdir(self.at(name))
            os.chown(self.at(name), owner, owner)
            self.lay("tmp/" + name, name, owner)
        os.chmod(self.folder, 0o755)
        for name in ("user", "other"):
            self.fails(PermissionError, tool.write, self.at("tmp", name, "file"), "x")
        self.assertTrue(self.as_nobody(lambda: tool.write(self.at("tmp", "user", "file"), "x").changed))
        with self.assertRaises(PermissionError):
            self.as_nobody(lambda: tool.write(self.at("tmp", "other", "file"), "x"))

    def test_loops_and_what_is_no_folder(self):
        os.symlink("b", self.at("a"))
        os.symlink("a", self.at("b"))
        self.put("file")
        for name, error in (("a", OSError), ("file", NotADirectoryError), ("none", FileNotFoundError)):
            with self.assertRaises(error) as caught:
                Folder(self.at(name))
            self.assertEqual(caught.exception.filename, self.at(name))

    @unittest.skipUnless(can_hold(), "needs /proc/self/fd")
    def test_many_folders_in_each_other(self):
        deep = "/".join(["d"] * (2 * MAX_HELD))
        os.makedirs(self.at(deep))
        before = len(os.listdir("/proc/self/fd"))
        with Folder(self.folder) as folder:
            for below in (deep + "/x", "d/x", deep + "/y", "z"):
                path = folder.at(below)
                self.assertEqual(folder.shown(path), self.at(below))
                with open(path, "w") as file:
                    file.write(below)
                self.assertLess(len(os.listdir("/proc/self/fd")), before + MAX_HELD + 2)
                self.assertEqual(self.get(self.at(below)), below)
        self.assertEqual(len(os.listdir("/proc/self/fd")), before)

    def test_without_descriptors(self):
        from unittest import mock

        with mock.patch("rmote.pinned.can_hold", return_value=False):
            self.changes_once(tool.write, self.at("new", "file"), "x", make_parents=True)
            self.changes_once(tool.chmod, self.at("new"), "go-rwx", recursive=True)
            self.changes_once(tool.copy, self.at("new"), self.at("copy"))
            self.changes_once(tool.chmod, self.at("copy", "file"), "0640")
            self.changes_once(archive.Archive.create, self.at("x.tar"), [self.at("new")])
            self.changes_once(archive.Archive.extract, self.at("x.tar"), self.at("unpacked"))
            self.changes_once(tool.remove, self.at("copy"), recursive=True)
            self.changes_once(tool.move, self.at("new"), self.at("moved"))


if __name__ == "__main__":
    unittest.main()
