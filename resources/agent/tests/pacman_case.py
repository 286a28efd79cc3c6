"""A system of packages of the test's own for pacman: the real one, in a folder and with packages of ours.

What pacman has on this machine is not touched, nor a repository reached. Debian has pacman as
`pacman-package-manager`.
"""

import hashlib
import io
import os
import tarfile
from unittest import mock

from rmote.packages import pacman_config

from .recorded_case import RecordedCase



def add(tar, name, text):
    info = tarfile.TarInfo(name)
    info.size = len(text.encode())
    tar.addfile(info, io.BytesIO(text.encode()))


class PacmanCase(RecordedCase):
    """Recorded from pacman 7.0.0 of Debian 13, with the packages that the tests make."""

    programs = ("pacman", "pacman-conf", "vercmp")
    recording = "pacman-recorded.json"

    def setUp(self):
        super().setUp()
        os.chmod(self.folder, 0o755)
        for name in ("root/var/lib/pacman", "repository", "cache", "hooks", "gnupg"):
            os.makedirs(self.at(name))
        self.config = self.put("pacman.conf", self.settings())
        self.index = {}
        patch = mock.patch.object(pacman_config, "CONFIG", self.config)
        patch.start()
        self.addCleanup(patch.stop)

    def settings(self):
        return """[options]
RootDir = %(at)s/root
DBPath = %(at)s/root/var/lib/pacman
CacheDir = %(at)s/cache
LogFile = %(at)s/cache/log
GPGDir = %(at)s/gnupg
HookDir = %(at)s/hooks
Architecture = auto
SigLevel = Never

[test]
Server = file://%(at)s/repository
""" % {"at": self.folder}

    def whole_state(self):
        return {
            name: what for name, what in super().whole_state().items()
            if not name.startswith(("cache", "repository", "bin", "gnupg"))
        }

    def offer(self, name, version="1.0-1", files=None, install=None, **fields):
        """Puts a package into the repository; `fields` such as depend, conflict, group, provides."""
        file = "%s-%s-any.pkg.tar" % (name, version)
        path = self.at("repository", file)
        values = [("pkgname", name), ("pkgbase", name), ("pkgver", version), ("pkgdesc", "package %s of a test" % name),
                  ("url", "https://example.org"), ("builddate", "1700000000"), ("packager", "T"), ("size", "4096"),
                  ("arch", "any")] + sorted(fields.items())
        with tarfile.open(path, "w") as tar:
            add(tar, ".PKGINFO", "".join("%s = %s\n" % pair for pair in values))
            if install:
                add(tar, ".INSTALL", install)
            for each, text in dict(files or {}, **{"usr/share/%s" % name: version}).items():
                add(tar, each, text)
        with open(path, "rb") as package:
            content = package.read()
        names = {"depend": "DEPENDS", "conflict": "CONFLICTS", "provides": "PROVIDES", "group": "GROUPS"}
        desc = [("FILENAME", file), ("NAME", name), ("BASE", name), ("VERSION", version),
                ("DESC", "package %s of a test" % name), ("CSIZE", str(len(content))), ("ISIZE", "4096"),
                ("SHA256SUM", hashlib.sha256(content).hexdigest()), ("ARCH", "any"), ("BUILDDATE", "1700000000"),
                ("PACKAGER", "T")] + [(names[key], value) for key, value in sorted(fields.items()) if key in names]
        self.index[name] = (version, "".join("%%%s%%\n%s\n\n" % pair for pair in desc))
        self.publish()

    def publish(self):
        path = self.at("repository", "test.db")
        with tarfile.open(path, "w:gz") as tar:
            for name, (version, text) in self.index.items():
                add(tar, "%s-%s/desc" % (name, version), text)
        # A database is fetched where it is newer by seconds.
        self.published = getattr(self, "published", 1700000000) + 10
        os.utime(path, (self.published, self.published))
