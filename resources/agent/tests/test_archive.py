"""Archives: made here, by GNU tar and zip where they are, and by hand where no program makes such a thing."""

import bz2
import gzip
import io
import lzma
import os
import shutil
import socket
import struct
import subprocess
import tarfile
import time
import unittest
import zipfile
from unittest import mock

from rmote.calls import Cancelled

from .file_case import IS_ROOT, NOBODY, FileCase, can_mount
from .test_fs_ends import StopAt, cancel

import archive  # noqa: E402

tool = archive.Archive
CAN_MOUNT = can_mount()
FORMATS = ("tar", "tar.gz", "tar.xz", "tar.bz2", "zip")
# A time without a fraction, and even: all formats can have it.
WHEN = 1700000000


class ArchiveCase(FileCase):
    def tree(self, name="site"):
        """A folder with all that every format keeps."""
        top = self.at(name)
        os.makedirs(os.path.join(top, "sub", "empty"))
        self.put(os.path.join(name, "index.html"), "<p>\n" * 1000, 0o644)
        self.put(os.path.join(name, "run.sh"), "#!/bin/sh\n", 0o755)
        self.put(os.path.join(name, "sub", "secret"), b"\0\xff", 0o600)
        self.put(os.path.join(name, "sub", "\xe9 .txt"), "", 0o640)
        os.symlink("sub/secret", os.path.join(top, "link"))
        os.symlink("../run.sh", os.path.join(top, "sub", "up"))
        os.chmod(os.path.join(top, "sub", "empty"), 0o700)
        for parent, folders, names in os.walk(top, topdown=False):
            for each in names + folders + ["."]:
                path = os.path.join(parent, each)
                os.utime(path, (WHEN, WHEN), follow_symlinks=False)
        return top

    def look(self, top):
        """Names, kinds, modes, times and contents of a tree."""
        found = {}
        for parent, folders, names in os.walk(top):
            for each in folders + names:
                path = os.path.join(parent, each)
                info = os.lstat(path)
                what = None
                if os.path.islink(path):
                    what = os.readlink(path)
                elif os.path.isfile(path):
                    what = self.get(path)
                modified = None if os.path.islink(path) else info.st_mtime
                found[os.path.relpath(path, top)] = (info.st_mode, modified, what)
        return found

    def tar(self, *members, **options):
        """Path of a tar with these members: name, and fields of its TarInfo; `data` is its content."""
        path = self.at(options.get("name", "made.tar"))
        with tarfile.open(path, options.get("mode", "w"), format=options.get("format", tarfile.GNU_FORMAT)) as tar:
            for name, fields in members:
                member = tarfile.TarInfo(name)
                data = fields.pop("data", b"")
                member.size = len(data)
                member.mode = 0o644
                for key, value in fields.items():
                    setattr(member, key, value)
                tar.addfile(member, io.BytesIO(data))
        return path

    def zip(self, *members):
        """Path of a zip with these members: name, mode and content."""
        path = self.at("made.zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for name, mode, data in members:
                info = zipfile.ZipInfo(name)
                info.create_system = 3
                # Without a mode of Unix, that of DOS for a file.
                info.external_attr = mode << 16 or 0x20
                made.writestr(info, data)
        return path

    def raw(self, content, name="raw"):
        return self.put(name, content)


class Pack(ArchiveCase):
    def test_each_format_keeps_what_it_can(self):
        top = self.tree()
        for kind in FORMATS:
            path = self.at("made." + kind)
            done = self.changes_once(tool.create, path, [top])
            self.assertEqual((done.path, done.changes, done.files), (path, ["create"], 9))
            self.assertEqual(done.size, os.path.getsize(path))
            found = self.changes_once(tool.extract, path, self.at("out-" + kind))
            self.assertEqual((found.files, found.size), (9, 4012))
            self.assertEqual(self.look(self.at("out-" + kind, "site")), self.look(top))
            self.assertEqual(os.stat(self.at("out-" + kind, "site")).st_mtime, WHEN)

    @unittest.skipUnless(shutil.which("tar") and shutil.which("unzip"), "needs tar and unzip")
    def test_the_systems_programs_unpack_it(self):
        top = self.tree()
        for kind in FORMATS:
            path = self.at("made." + kind)
            tool.create(path, [top])
            out = self.at("out-" + kind)
            os.mkdir(out)
            command = ["unzip", "-q", path, "-d", out] if kind == "zip" else ["tar", "-xpf", path, "-C", out]
            subprocess.run(command, check=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
            self.assertEqual(self.look(os.path.join(out, "site")), self.look(top), kind)

    def test_the_kind_is_that_of_the_name_or_the_one_that_is_given(self):
        source = self.put("a", "x")
        for name, kind, begin in (
            ("x.tgz", None, b"\x1f\x8b"), ("x.TXZ", None, b"\xfd7zXZ"), ("x.tbz2", None, b"BZh"),
            ("x.zip", None, b"PK"), ("x.bin", "zip", b"PK"), ("x.gz", "tar", b"a\0"),
        ):
            tool.create(self.at(name), [source], format=kind)
            with open(self.at(name), "rb") as file:
                self.assertTrue(file.read().startswith(begin), name)
            self.assertEqual([each.path for each in tool.list(self.at(name))], ["a"])
        for name, kind in (("x.rar", None), (".zip", None), ("x.zip", "rar")):
            self.fails(ValueError, tool.create, self.at(name), [source], format=kind)

    def test_names_in_it(self):
        top = self.tree()

        def names(sources, **options):
            tool.create(self.at("x.tar"), sources, **options)
            return [each.path for each in tool.list(self.at("x.tar"))]

        sub = os.path.join(top, "sub")
        self.assertEqual(names([sub, os.path.join(top, "run.sh")])[0], "run.sh")
        self.assertEqual(names([sub]), ["sub", "sub/empty", "sub/secret", "sub/up", "sub/\xe9 .txt"])
        self.assertEqual(names(["sub/secret", sub + "/up"], base=top), ["sub/secret", "sub/up"])
        self.assertEqual(names(["."], base=sub), [".", "empty", "secret", "up", "\xe9 .txt"])
        left = ["site", "site/link", "site/run.sh", "site/sub", "site/sub/secret"]
        self.assertEqual(names([top], exclude=["*.txt", "empty", "site/sub/u*", "*/index.html"]), left)

    def test_what_cannot_be_packed(self):
        top = self.tree()
        self.put("sub", "another of that name")
        for sources, options in (
            ([], {}), (["/"], {}), ([top + "/sub", self.at("sub")], {}), (["../x"], {"base": top}), ("site", {}),
        ):
            self.fails(ValueError, tool.create, self.at("x.tar"), sources, **options)
        self.fails(FileNotFoundError, tool.create, self.at("x.tar"), [top, self.at("none")])
        self.fails(FileNotFoundError, tool.create, self.at("no", "x.tar"), [top])
        self.fails(IsADirectoryError, tool.create, top, [self.at("sub")], format="tar")
        # It would be in itself, and another one each time.
        self.fails(ValueError, tool.create, os.path.join(top, "x.tar"), [top])

    def test_sockets_and_pipes(self):
        os.mkdir(self.at("run"))
        os.mkfifo(self.at("run", "fifo"))
        self.put("run/pid", "1")
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(self.at("run", "socket"))
        error = self.fails(OSError, tool.create, self.at("x.tar"), [self.at("run")])
        self.assertIn("skip_special", str(error))
        with mock.patch.object(archive, "log") as log:
            self.changes_once(tool.create, self.at("x.zip"), [self.at("run")], skip_special=True)
        self.assertIn("fifo is not packed", log.call_args_list[0][0][0])
        self.assertEqual([each.path for each in tool.list(self.at("x.zip"))], ["run", "run/pid"])

    def test_it_is_another_when_something_in_it_is(self):
        top = self.tree()
        path = self.at("x.tar.gz")
        tool.create(path, [top], mode="0600")
        self.put("site/index.html", "new")
        done = self.changes_once(tool.create, path, [top])
        self.assertEqual((done.changes, self.mode(path)), (["content"], "0600"))
        done = self.changes_once(tool.create, path, [top], mode="0640")
        self.assertEqual(done.changes, ["mode 0600 -> 0640"])
        done = self.changes_once(tool.create, self.at("a", "b", "x.zip"), [top], make_parents=True)
        self.assertEqual(done.changes, ["make folder " + self.at("a"), "make folder " + self.at("a", "b"), "create"])

    def test_names_that_are_no_text(self):
        os.mkdir(self.at("odd"))
        for name in (b"\xff", b"n" * 250, "\u20ac".encode()):
            with open(os.fsencode(self.at("odd")) + b"/" + name, "wb") as file:
                file.write(name)
        error = self.fails(ValueError, tool.create, self.at("x.zip"), [self.at("odd")])
        self.assertIn("a tar takes any", str(error))
        self.changes_once(tool.create, self.at("x.tar"), [self.at("odd")])
        self.changes_once(tool.extract, self.at("x.tar"), self.at("out"))
        self.assertEqual(sorted(os.listdir(self.at("out", "odd"))), sorted(os.listdir(self.at("odd"))))

    def test_a_file_of_several_names(self):
        os.mkdir(self.at("many"))
        self.put("many/a", "x" * 100000)
        os.link(self.at("many", "a"), self.at("many", "b"))
        done = tool.create(self.at("x.tar"), [self.at("many")])
        self.assertLess(done.size, 200000)
        self.assertEqual([each.type for each in tool.list(self.at("x.tar"))], ["directory", "file", "hard link"])
        self.changes_once(tool.extract, self.at("x.tar"), self.at("out"))
        self.assertTrue(os.path.samefile(self.at("out", "many", "a"), self.at("out", "many", "b")))
        os.unlink(self.at("out", "many", "b"))
        self.put("out/many/b", "y" * 100000)
        done = self.changes_once(tool.extract, self.at("x.tar"), self.at("out"), overwrite=True)
        self.assertEqual(done.changes, ["content many/b"])

    def test_times_that_a_zip_cannot_have(self):
        path = self.put("old", "x")
        os.utime(path, (0, 0))
        self.changes_once(tool.create, self.at("x.zip"), [path])
        self.changes_once(tool.extract, self.at("x.zip"), self.at("out"))
        self.assertEqual(time.localtime(os.path.getmtime(self.at("out", "old"))).tm_year, 1980)

    def test_a_file_that_becomes_shorter_meanwhile(self):
        path = self.put("log", "x" * 5000000)
        opened = archive._opened

        class Shrinking(io.FileIO):
            def readinto(self, buffer):
                os.truncate(path, 10)
                return io.FileIO.readinto(self, buffer)

        def shorten(name, info):
            opened(name, info).close()
            return io.BufferedReader(Shrinking(name))

        for kind in ("tar.gz", "zip"):
            os.truncate(path, 5000000)
            with mock.patch.object(archive, "_opened", shorten):
                with self.assertRaisesRegex(OSError, "became shorter meanwhile: .*log"):
                    tool.create(self.at("x." + kind), [path])
            self.assertEqual(os.listdir(self.folder), ["log"])

    @unittest.skipUnless(CAN_MOUNT, "needs the right to mount")
    def test_a_full_disk(self):
        disk = self.small_disk("200k")
        source = self.put("big", os.urandom(300000))
        small = self.put("small", "x")
        path = os.path.join(disk, "sub", "x.tar")
        self.fails(OSError, tool.create, path, [source], make_parents=True)
        tool.create(path, [small], make_parents=True)
        self.fails(OSError, tool.create, path, [source])
        self.assertEqual([each.path for each in tool.list(path)], ["small"])
        tool.create(self.at("x.tar"), [source])
        self.fails(OSError, tool.extract, self.at("x.tar"), os.path.join(disk, "out", "deep"), make_parents=True)

    @unittest.skipUnless(IS_ROOT, "needs root")
    def test_without_rights(self):
        top = self.tree()
        os.chmod(self.folder, 0o755)
        self.fails(PermissionError, lambda: self.as_nobody(lambda: tool.create(self.at("x.tar"), [top])))
        tool.create(self.at("x.tar"), [top])
        os.chmod(self.at("x.tar"), 0o644)
        self.fails(PermissionError, lambda: self.as_nobody(lambda: tool.extract(self.at("x.tar"), self.at("out"))))
        os.mkdir(self.at("open"))
        os.chown(self.at("open"), NOBODY.pw_uid, NOBODY.pw_gid)
        out = self.at("open", "out")
        self.as_nobody(lambda: tool.extract(self.at("x.tar"), out))
        self.assertEqual(os.stat(os.path.join(out, "site", "sub")).st_uid, NOBODY.pw_uid)
        # Who may not give files away gets none that are half given.
        failed = lambda: self.as_nobody(  # noqa: E731
            lambda: tool.extract(self.at("x.tar"), self.at("open", "other"), owner="root")
        )
        self.fails(PermissionError, failed)


class Unpack(ArchiveCase):
    def test_into_an_empty_folder_which_keeps_its_mode(self):
        path = self.tar(("a", {"data": b"x"}))
        os.mkdir(self.at("out"))
        os.chmod(self.at("out"), 0o2750)
        self.changes_once(tool.extract, path, self.at("out"))
        self.assertEqual((self.mode(self.at("out")), self.get(self.at("out", "a"))), ("2750", "x"))

    def test_a_folder_that_is_otherwise_is_replaced_as_a_whole_if_that_is_asked_for(self):
        path = self.tar(
            ("a", {"data": b"x"}), ("d", {"type": tarfile.DIRTYPE, "mode": 0o755}), ("d/b", {"data": b"y"}),
            ("l", {"type": tarfile.SYMTYPE, "linkname": "a"}),
        )
        out = self.at("out")
        tool.extract(path, out)
        # What is not in the archive is nobody's business.
        os.mkdir(self.at("out", "more"))
        self.put("out/more/own", "mine")
        self.assertEqual(tool.extract(path, out).changed, False)
        self.put("out/a", "z")
        os.chmod(self.at("out", "d"), 0o700)
        os.unlink(self.at("out", "l"))
        error = self.fails(FileExistsError, tool.extract, path, out)
        self.assertIn("content a", str(error))
        done = self.changes_once(tool.extract, path, out, overwrite=True)
        self.assertEqual(done.changes, ["content a", "d: mode 0700 -> 0755", "add l", "remove more"])
        self.assertEqual(sorted(os.listdir(out)), ["a", "d", "l"])

    def test_what_is_of_another_kind(self):
        path = self.tar(("a", {"data": b"x"}), ("l", {"type": tarfile.SYMTYPE, "linkname": "a"}))
        os.makedirs(self.at("out", "a"))
        os.symlink("b", self.at("out", "l"))
        done = self.changes_once(tool.extract, path, self.at("out"), overwrite=True)
        self.assertEqual(done.changes, ["a is of another kind", "link l: b -> a"])

    def test_without_a_way_to_exchange_folders(self):
        path = self.tar(("a", {"data": b"x"}))
        os.mkdir(self.at("out"))
        self.put("out/b", "y")
        with mock.patch("ctypes.CDLL", return_value=object()):
            self.changes_once(tool.extract, path, self.at("out"), overwrite=True)
            self.put("out/b", "y")
            self.put("out/a", "y")
            rename, done = os.rename, []

            def fail(source, target):
                done.append(target)
                if len(done) == 2:
                    raise OSError(5, "no")
                rename(source, target)

            with mock.patch("os.rename", fail):
                self.fails(OSError, tool.extract, path, self.at("out"), overwrite=True)

    def test_strip(self):
        path = self.tar(
            ("top/", {"type": tarfile.DIRTYPE, "mode": 0o700}), ("README", {"data": b"r"}),
            ("top/bin/run", {"data": b"x", "mode": 0o755}),
            ("top/bin/again", {"type": tarfile.LNKTYPE, "linkname": "top/bin/run"}),
        )
        done = self.changes_once(tool.extract, path, self.at("out"), strip=1)
        self.assertEqual(sorted(self.look(self.at("out"))), ["bin", "bin/again", "bin/run"])
        self.assertEqual(done.files, 3)
        self.fails(ValueError, tool.extract, path, self.at("out"), strip=-1)

    def test_the_archives_own_folder(self):
        path = self.tar((".", {"type": tarfile.DIRTYPE, "mode": 0o711}), ("./a", {"data": b"x"}))
        self.changes_once(tool.extract, path, self.at("out"))
        self.assertEqual(self.mode(self.at("out")), "0711")
        os.chmod(self.at("out"), 0o755)
        done = self.changes_once(tool.extract, path, self.at("out"), overwrite=True)
        self.assertEqual(done.changes, [".: mode 0755 -> 0711"])

    def test_modes_that_give_rights_away_need_to_be_asked_for(self):
        path = self.tar(
            ("set", {"mode": 0o6755}), ("d", {"type": tarfile.DIRTYPE, "mode": 0o1777}),
            ("locked", {"type": tarfile.DIRTYPE, "mode": 0o555}), ("locked/f", {"data": b"x", "mode": 0o400}),
        )
        self.changes_once(tool.extract, path, self.at("out"))
        modes = [self.mode(self.at("out", name)) for name in ("set", "d", "locked", "locked/f")]
        self.assertEqual(modes, ["0755", "0777", "0555", "0400"])
        # To be removed by anybody.
        os.chmod(self.at("out", "locked"), 0o755)
        if IS_ROOT:
            self.changes_once(tool.extract, path, self.at("kept"), keep_owner=True)
            self.assertEqual([self.mode(self.at("kept", name)) for name in ("set", "d")], ["6755", "1777"])

    @unittest.skipUnless(IS_ROOT, "needs root")
    def test_owners(self):
        path = self.tar(
            ("a", {"uid": 4242, "gid": 4243}), ("b", {"uid": 4242, "uname": "nobody"}),
            ("l", {"type": tarfile.SYMTYPE, "linkname": "a", "uid": 7, "gid": 7}),
        )

        def owners(name):
            infos = [os.lstat(self.at(name, each)) for each in "abl"]
            return [(info.st_uid, info.st_gid) for info in infos]

        self.changes_once(tool.extract, path, self.at("mine"))
        self.assertEqual(owners("mine"), [(0, 0)] * 3)
        self.changes_once(tool.extract, path, self.at("kept"), keep_owner=True)
        self.assertEqual(owners("kept"), [(4242, 4243), (NOBODY.pw_uid, 0), (7, 7)])
        self.changes_once(tool.extract, path, self.at("given"), owner="nobody", group=5)
        self.assertEqual(owners("given"), [(NOBODY.pw_uid, 5)] * 3)
        self.assertEqual(os.stat(self.at("given")).st_uid, NOBODY.pw_uid)
        done = self.changes_once(tool.extract, path, self.at("given"), owner=9, group=5, overwrite=True)
        self.assertEqual(done.changes[0], "a: owner nobody -> %s" % archive_name(9))
        self.fails(LookupError, tool.extract, path, self.at("x"), owner="no-such-user")
        self.fails(archive.ArchiveRefused, tool.extract, self.tar(("a", {"uid": 2 ** 32 - 1})), self.at("x"), keep_owner=True)

    @unittest.skipUnless(shutil.which("tar"), "needs tar")
    def test_what_gnu_tar_makes(self):
        top = self.tree()
        with open(self.at("site", "sparse"), "wb") as file:
            file.seek(3000000)
            file.write(b"end")
        deep = os.path.join(top, *["d" * 60] * 5)
        os.makedirs(deep)
        os.utime(os.path.join(top, "run.sh"), (WHEN + 0.5, WHEN + 0.5))
        kinds = [["--format=gnu", "-S"], ["--format=posix", "-S"], ["--format=v7", "--exclude=" + "d" * 60]]
        kinds += [["--" + name] for name in ("gzip", "xz", "bzip2") if shutil.which(name)]
        for options in kinds:
            path = self.at("made.tar")
            command = ["tar", "-C", self.folder] + options + ["-cf", path, "site"]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            self.changes_once(tool.extract, path, self.at("out"))
            self.assertEqual(self.get(self.at("out", "site", "sparse")), "\0" * 3000000 + "end")
            shutil.rmtree(self.at("out"))

    @unittest.skipUnless(shutil.which("zip"), "needs zip")
    def test_what_info_zip_makes(self):
        top = self.tree()
        env = dict(os.environ, LC_ALL="C.UTF-8")
        subprocess.run(["zip", "-qry", self.at("x.zip"), "site"], cwd=self.folder, check=True, env=env)
        self.changes_once(tool.extract, self.at("x.zip"), self.at("out"))
        self.assertEqual(self.look(self.at("out", "site")), self.look(top))
        subprocess.run(["zip", "-qr", "-P", "word", self.at("y.zip"), "site"], cwd=self.folder, check=True)
        self.fails_to_unpack(self.at("y.zip"), "it is encrypted")

    def fails_to_unpack(self, path, what, **options):
        before = self.state()
        with self.assertRaisesRegex((archive.ArchiveRefused, archive.ArchiveBroken), what):
            tool.extract(path, self.at("out", "deep"), make_parents=True, **options)
        self.assertEqual(self.state(), before)

    def test_what_is_refused(self):
        link = {"type": tarfile.SYMTYPE}
        for members, what in (
            ([("../a", {})], "leads out"),
            ([("d/../../a", {})], "leads out"),
            ([("/etc/a", {})], "absolute"),
            ([("l", dict(link, linkname="/etc"))], "leads out of the folder, to /etc"),
            ([("l", dict(link, linkname=".."))], "leads out of the folder"),
            ([("d/l", dict(link, linkname="../x/../.."))], "leads out of the folder"),
            # By way of other links: each looks as if it stayed inside.
            ([("a/b/c/l", dict(link, linkname="../../..")), ("m", dict(link, linkname="a/b/c/l/../x"))], "m is not unpacked: it is a link that leads out"),
            ([("m", dict(link, linkname="l/.."))] + [("l", dict(link, linkname="."))], "m is not unpacked"),
            ([("l", dict(link, linkname="d")), ("l/a", {})], "lies in l, which is no folder"),
            ([("f", {}), ("f/a", {})], "lies in f, which is no folder"),
            ([("f/a", {}), ("f", {})], "more than one of that name"),
            ([("a", {}), ("./a", {})], "more than one of that name"),
            ([("h", {"type": tarfile.LNKTYPE, "linkname": "/etc/passwd"})], "absolute"),
            ([("h", {"type": tarfile.LNKTYPE, "linkname": "../x"})], "leads out"),
            ([("h", {"type": tarfile.LNKTYPE, "linkname": "none"})], "no file before it"),
            ([("l", dict(link, linkname="x")), ("h", {"type": tarfile.LNKTYPE, "linkname": "l"})], "no file before it"),
            ([("n", {"type": tarfile.CHRTYPE})], "character device"),
            ([("n", {"type": tarfile.BLKTYPE})], "block device"),
            ([("n", {"type": tarfile.FIFOTYPE})], "fifo"),
            ([("n", {"type": b"Z"})], "unknown kind"),
            ([("d/" * 300 + "x", {})], "more than 256 folders"),
            ([("x" * 5000, {})], "too long"),
            ([(".", {})], "no name"),
        ):
            path = self.tar(("first", {"data": b"x"}), *members)
            self.fails_to_unpack(path, what)
            refused = [each for each in tool.list(path) if each.refused]
            self.assertEqual(len(refused), 1, what)

    def test_what_is_refused_in_a_zip(self):
        for members, what in (
            ([("../a", 0o100644, "x")], "leads out"),
            ([("/a", 0o100644, "x")], "absolute"),
            ([("l", 0o120777, "/etc/passwd")], "leads out of the folder, to /etc/passwd"),
            ([("l", 0o120777, "x" * 5000)], "too long"),
            ([("l", 0o120777, "d"), ("l/a", 0o100644, "x")], "which is no folder"),
            ([("n", 0o010644, "")], "device, pipe or socket"),
            ([("n", 0o020644, "")], "device, pipe or socket"),
        ):
            path = self.zip(("first", 0o100644, "x"), *members)
            self.fails_to_unpack(path, what)
            self.assertEqual(len([each for each in tool.list(path) if each.refused]), 1, what)
        with zipfile.ZipFile(self.at("made.zip"), "w", zipfile.ZIP_LZMA) as made:
            made.writestr("a", "x")
        self.fails_to_unpack(self.at("made.zip"), "by method 14")

    def test_names_with_control_characters_are_printable_in_messages(self):
        path = self.tar(("../\x1b[31m\n", {}))
        with self.assertRaises(archive.ArchiveRefused) as caught:
            tool.extract(path, self.at("out"))
        self.assertIn("../\\x1b[31m\\n", str(caught.exception))
        path = self.tar(("\u20ac", {"type": tarfile.SYMTYPE, "linkname": "/\x1b[31m"}))
        with self.assertRaises(archive.ArchiveRefused) as caught:
            tool.extract(path, self.at("out"))
        self.assertIn("\u20ac is not unpacked: it is a link that leads out of the folder, to /\\x1b[31m", str(caught.exception))

    def test_links_that_stay_inside(self):
        link = {"type": tarfile.SYMTYPE}
        path = self.tar(
            ("a/b/l", dict(link, linkname="../../c")), ("c/x", {"data": b"x"}), ("m", dict(link, linkname="a/b/l/../c/x")),
            ("self", dict(link, linkname="self")), ("none", dict(link, linkname="not/there")), ("here", dict(link, linkname=".")),
        )
        self.changes_once(tool.extract, path, self.at("out"))
        self.assertEqual(self.get(self.at("out", "m")), "x")
        self.assertEqual([each.refused for each in tool.list(path)], [None] * 6)

    def test_bombs(self):
        path = self.tar(("zeros", {"data": b"\0" * 5000000}), name="x.tar.gz", mode="w:gz")
        self.assertLess(os.path.getsize(path), 10000)
        self.fails_to_unpack(path, "more than 4999999 bytes", max_size=4999999)
        self.changes_once(tool.extract, path, self.at("out"), max_size=5000000)
        shutil.rmtree(self.at("out"))
        self.fails_to_unpack(self.zip(("zeros", 0o100644, b"\0" * 5000000)), "more than 1000 bytes", max_size=1000)
        path = self.tar(*[("f%d" % number, {}) for number in range(50)])
        self.fails_to_unpack(path, "more than 49 files", max_files=49)
        with self.assertRaises(archive.ArchiveRefused):
            tool.list(path, max_files=49)
        # Folders that are only in names count too.
        self.fails_to_unpack(self.tar(("d/" * 100 + "f", {})), "more than 50 files", max_files=50)
        # A header that Python would read as a whole, and one after the other without an end.
        header = tarfile.TarInfo("././@LongLink")
        header.type, header.size = tarfile.GNUTYPE_LONGNAME, 2 ** 33
        self.fails_to_unpack(self.raw(header.tobuf(tarfile.GNU_FORMAT) + b"x" * 1024), "header of more than")
        header.type, header.size = tarfile.XGLTYPE, 512
        many = header.tobuf(tarfile.GNU_FORMAT) + b"11 a=bbbbb\n" + b"\0" * 501
        self.fails_to_unpack(self.raw(gzip.compress(many * 4000)), "more than", max_size=1000, max_files=10)

    def test_xz_that_takes_too_much_memory(self):
        content = self.get(self.tar(("a", {"data": b"x"}))).encode()
        filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 2 ** 29}]
        self.fails_to_unpack(self.raw(lzma.compress(content, filters=filters)), "[Mm]emory")

    def test_damaged_ones(self):
        good = self.tar(("a", {"data": os.urandom(30000)}), ("b", {"data": b"y" * 3000}))
        with open(good, "rb") as file:
            content = file.read()
        os.unlink(good)
        for damaged in (
            b"", b"hello\n" * 1000, b"\0" * 100, content[:20000], content[:30720] + b"?" * 512 + content[31232:],
            gzip.compress(content)[:-200], gzip.compress(content)[:-8] + b"\0" * 8, b"\x1f\x8b" + b"x" * 1000,
            bz2.compress(content)[:-200], b"BZh9" + b"x" * 1000, lzma.compress(content)[:-200], lzma.compress(content)[:-4],
            b"\xfd7zXZ\0" + b"x" * 1000, b"PK\3\4" + b"PK\5\6" + b"\1\0" * 4 + b"\xff\0\0\0" * 2 + b"\0\0",
            b"PK\3\4" + b"x" * 1000, b"PK\5\6", b"\x28\xb5\x2f\xfd" + b"x" * 1000,
        ):
            path = self.raw(damaged)
            self.fails_to_unpack(path, "")
            with self.assertRaises(archive.ArchiveBroken):
                tool.list(path)
        header = tarfile.TarInfo("negative")
        header.size = 0
        block = bytearray(header.tobuf(tarfile.GNU_FORMAT))
        # Base 256, as GNU tar writes numbers that have no room: here -512.
        block[124:136] = b"\xff" * 10 + struct.pack(">H", 0xFE00)
        total = sum(block[:148]) + 8 * 32 + sum(block[156:])
        block[148:156] = b"%06o\0 " % total
        self.fails_to_unpack(self.raw(bytes(block) + b"\0" * 1024), "damaged")

    def test_a_zip_whose_content_is_not_what_it_says(self):
        path = self.zip(("a", 0o100644, b"hello"))
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("a", b"hello there")
        with open(path, "r+b") as file:
            content = file.read()
            file.seek(content.index(b"hello"))
            file.write(b"jelly")
        self.fails_to_unpack(path, "CRC")

    def test_several_streams_in_one_file(self):
        content = self.get(self.tar(("a", {"data": b"x" * 70000}))).encode()
        for compress, name in ((gzip.compress, "g"), (bz2.compress, "b"), (lzma.compress, "x")):
            between = b"\0" * 8 if name == "x" else b""
            path = self.raw(compress(content[:40000]) + between + compress(content[40000:]), name)
            self.changes_once(tool.extract, path, self.at("out-" + name))

    def test_what_is_no_folder_and_what_is_not_replaced(self):
        path = self.tar(("a", {"data": b"x"}))
        self.put("file", "x")
        os.symlink(".", self.at("link"))
        for name in ("file", "link"):
            self.fails(NotADirectoryError, tool.extract, path, self.at(name))
        self.fails(FileNotFoundError, tool.extract, path, self.at("no", "out"))
        self.fails(FileNotFoundError, tool.extract, self.at("none.tar"), self.at("out"))
        self.fails(OSError, tool.extract, self.folder, self.at("out"))
        # The archive is in the folder that is to go.
        self.fails(ValueError, tool.extract, path, self.folder, overwrite=True)
        with mock.patch.dict(os.environ, HOME=self.at("home")):
            os.mkdir(self.at("home"))
            self.put("home/x", "")
            self.fails(ValueError, tool.extract, path, "~", overwrite=True)

    @unittest.skipUnless(CAN_MOUNT, "needs the right to mount")
    def test_a_folder_with_a_file_system_in_it_is_not_replaced(self):
        self.small_disk()
        os.makedirs(self.at("disk", "out", "in"))
        self.put("disk/out/f", "x")
        subprocess.check_call(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", self.at("disk", "out", "in")])
        self.addCleanup(subprocess.check_call, ["umount", self.at("disk", "out", "in")])
        path = self.tar(("a", {"data": b"x"}))
        for name in ("disk", "disk/out", "disk/out/in"):
            self.put(name + "/f", "x")
            self.fails(OSError, tool.extract, path, self.at(name), overwrite=True)

    def test_two_hundred_changes_are_enough(self):
        path = self.tar(*[("f%d" % number, {}) for number in range(500)])
        os.mkdir(self.at("out"))
        self.put("out/own", "")
        done = self.changes_once(tool.extract, path, self.at("out"), overwrite=True)
        self.assertEqual((len(done.changes), done.changes[-1]), (200, "and 302 more"))

    def test_list_tells_what_there_is(self):
        path = self.tar(
            ("a", {"data": b"xyz", "mode": 0o640, "mtime": WHEN, "uname": "deploy", "gid": 7}),
            ("l", {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"}),
        )
        a, link = tool.list(path)
        self.assertEqual(a, ("a", "file", 3, "0640", "deploy", "7", WHEN, None, None))
        self.assertEqual((link.type, link.target), ("link", "/etc/passwd"))
        self.assertIn("leads out", link.refused)
        entries = tool.list(self.zip(("d/", 0o040755, b""), ("d/a", 0, b"xyz")))
        self.assertEqual([(each.path, each.type, each.mode) for each in entries], [("d", "directory", "0755"), ("d/a", "file", None)])


def archive_name(uid):
    from rmote.file_attributes import user_name

    return user_name(uid)


FOLDER = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class StopAtArchive(StopAt):
    ours = ("rmote/file", "tools/archive.py")


class Ends(ArchiveCase):
    """Changes that are killed or cancelled at many of their lines."""

    parent = FOLDER
    stops = 30

    def fill(self):
        for name in os.listdir(self.folder):
            path = self.at(name)
            if os.path.isdir(path):
                shutil.rmtree(path)
            else:
                os.unlink(path)
        os.mkdir(self.at("out"))
        self.put("out/a", "old")
        os.mkdir(self.at("in"))
        os.utime(self.put("in/a", "new"), (WHEN, WHEN))
        os.utime(self.at("in"), (WHEN, WHEN))
        self.put("x.tar", "no archive")

    def whole(self):
        return {path: what for path, what in self.state().items() if ".rmote-" not in path}

    def tries(self, run, stop, leaves_nothing):
        self.fill()
        before = self.whole()
        total = StopAtArchive(0, stop).run(run)
        after = self.whole()
        self.assertNotEqual(after, before)
        for at in sorted({1 + total * number // self.stops for number in range(self.stops)}):
            self.fill()
            stop_at = StopAtArchive(at, stop)
            pid = 0 if leaves_nothing else os.fork()
            if leaves_nothing:
                try:
                    stop_at.run(run)
                except Cancelled:
                    pass
                self.assertEqual(self.leftovers(), [], at)
            elif pid == 0:
                stop_at.run(run)
                os._exit(0)
            else:
                os.waitpid(pid, 0)
            self.assertIn(self.whole(), (before, after), at)
        self.fill()

    def each(self, stop, leaves_nothing):
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w") as tar:
            for name in "abc":
                member = tarfile.TarInfo("d/" + name)
                member.size = 3
                tar.addfile(member, io.BytesIO(b"new"))
        kept = self.folder + ".tar"
        with open(kept, "wb") as file:
            file.write(made.getvalue())
        self.addCleanup(os.unlink, kept)
        self.tries(lambda: tool.create(self.at("x.tar"), [self.at("in")]), stop, leaves_nothing)
        # Who is killed leaves the folders that were made for it.
        new = ("no", "new") if leaves_nothing else ("new",)
        self.tries(lambda: tool.extract(kept, self.at(*new), make_parents=True), stop, leaves_nothing)
        self.tries(lambda: tool.extract(kept, self.at("out"), overwrite=True), stop, leaves_nothing)

    def test_cancelled(self):
        self.each(cancel, True)

    def test_killed(self):
        self.each(lambda: os.kill(os.getpid(), 9), False)


if __name__ == "__main__":
    unittest.main()
