"""Repositories of pacman: sections of a configuration of the test, read by the real pacman-conf.

Where there is none, what the real one said to the same tests is used: tests/recorded_case.py.
"""

import os
import unittest
from unittest import mock

from rmote.files import InvalidContent
from rmote.packages import pacman_config

from .pacman_case import PacmanCase
from .file_case import can_mount
from .system_case import SystemCase

import pacman  # noqa: E402
import pacman_repository  # noqa: E402

tool = pacman_repository.PacmanRepository
SERVER = "https://example.org/$repo/os/$arch"


class Repository(PacmanCase):
    def repositories(self):
        from rmote.programs import find_program, run_program

        return run_program(find_program("pacman-conf"), "--config", self.config, "--repo-list").stdout.split()

    def whole_state(self):
        # The recording has to know what changes the file, and no more.
        return {"config": self.get(self.config)}

    def test_present_and_absent(self):
        before = self.get(self.config)
        done = self.changes_once(tool.present, "x", [SERVER, "file:///srv/x"], sig_level="Required DatabaseOptional")
        self.assertEqual((done.name, done.path, done.changes), ("x", self.config, ["content"]))
        section = "\n[x]\nSigLevel = Required DatabaseOptional\nServer = %s\nServer = file:///srv/x\n" % SERVER
        self.assertEqual(self.get(self.config), before + section)
        self.assertEqual(self.repositories(), ["test", "x"])
        self.changes_once(tool.absent, "x")
        self.assertEqual(self.get(self.config), before + "\n")
        self.assertEqual(self.repositories(), ["test"])

    def test_an_address_is_replaced_where_it_stands(self):
        tool.present("x", [SERVER])
        tool.present("y", [SERVER])
        text = self.get(self.config)
        self.put("pacman.conf", text.replace("[x]\n", "# About x\n[x]\n# mine\n").replace("[y]", "# About y\n[y]"))
        self.changes_once(tool.present, "x", ["https://b.example/"])
        self.assertIn("\n# About x\n[x]\nServer = https://b.example/\n\n# About y\n[y]\n", self.get(self.config))
        self.changes_once(tool.absent, "x")
        self.assertIn("\n# About x\n\n# About y\n[y]\n", self.get(self.config))

    def test_before_another(self):
        self.changes_once(tool.present, "x", [SERVER], before="test")
        self.assertEqual(self.repositories(), ["x", "test"])
        tool.present("y", [SERVER])
        self.assertEqual(self.repositories(), ["x", "test", "y"])
        self.changes_once(tool.present, "y", [SERVER], before="x")
        self.assertEqual(self.repositories(), ["y", "x", "test"])
        # It stays where it is.
        self.assertFalse(tool.present("y", [SERVER]).changed)
        self.fails(LookupError, tool.present, "z", [SERVER], before="none")

    def test_a_file_of_servers(self):
        path = self.put("mirrorlist", "Server = file:///srv/x\n")
        self.changes_once(tool.present, "x", include=path)
        self.assertIn("[x]\nInclude = %s\n" % path, self.get(self.config))
        self.fails(FileNotFoundError, tool.present, "x", include=self.at("none"))

    def test_what_pacman_does_not_take_is_not_written(self):
        path = self.put("mirrorlist", "[no section\n")
        with open(path, "w") as file:
            file.write("Server\n")
        error = self.fails(InvalidContent, tool.present, "x", include=path)
        self.assertIn("stays as it is", str(error))

    def test_refused(self):
        before = self.get(self.config)
        for name in ("", "options", "local", "a b", "a]", "[a", "a\n", "-a", ".a", "a/b"):
            with self.subTest(name), self.assertRaises(ValueError):
                tool.present(name, [SERVER])
            with self.subTest(name), self.assertRaises(ValueError):
                tool.absent(name)
        for server in ("", "x", "https://e.org/ x", "https://e.org\nSigLevel = Never", "-https://e.org"):
            with self.subTest(server), self.assertRaises(ValueError):
                tool.present("x", [server])
        for options in ({"include": "x"}, {"include": "/x\ny"}, {"sig_level": "Never\n"}, {"sig_level": ""}, {}):
            with self.subTest(options), self.assertRaises(ValueError):
                tool.present("x", **dict({"servers": [SERVER]} if "sig_level" in options else {}, **options))
        self.assertEqual(self.get(self.config), before)

    @unittest.skipUnless(can_mount(), "needs root and the right to mount a tmpfs")
    def test_a_full_disk_changes_nothing(self):
        self.needs_real()
        disk = self.small_disk()
        path = os.path.join(disk, "pacman.conf")
        with open(path, "w") as file:
            file.write(self.settings())
        with open(os.path.join(disk, "fill"), "wb", buffering=0) as file, self.assertRaises(OSError):
            while True:
                file.write(b"x" * 1024)
        with mock.patch.object(pacman_config, "CONFIG", path), self.assertRaises(OSError):
            tool.present("x", [SERVER + "/" + "x" * 20000])
        self.assertEqual(self.get(path), self.settings())
        self.assertEqual(sorted(os.listdir(disk)), ["fill", "pacman.conf"])

    def test_pacman_fetches_from_it(self):
        self.needs_real()
        self.offer("rmt-a")
        os.rename(self.at("repository/test.db"), self.at("repository/x.db"))
        tool.absent("test")
        tool.present("x", ["file://" + self.at("repository")])
        # Changed since, so that an age does not count.
        self.assertTrue(pacman.Pacman.update(ttl=3600).changed)
        self.assertEqual(pacman.Pacman.package("rmt-a").versions, {"rmt-a": "1.0-1"})


class Missing(SystemCase):
    def test_a_target_without_pacman(self):
        with mock.patch("rmote.programs.SYSTEM_FOLDERS", ()), mock.patch.dict(os.environ, PATH=self.folder):
            for method in (lambda: tool.present("x", [SERVER]), lambda: tool.absent("x")):
                with self.assertRaisesRegex(FileNotFoundError, "The target has no pacman"):
                    method()


if __name__ == "__main__":
    unittest.main()
