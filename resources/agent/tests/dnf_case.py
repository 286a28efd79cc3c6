"""A system of packages of the test's own for dnf: the real one, in a folder and with packages of ours.

What dnf and rpm have on this machine is not touched, nor a repository reached. Debian has dnf 4 as `dnf`
with the plugins in `dnf-plugins-core`, dnf 5 as `dnf5` (in unstable), with `rpm` and `createrepo-c`.
The recordings are what they printed: "private mounts in chroot not implemented" is a warning of rpm's
about the chroot that they were made in, and says nothing of ours.
"""

import glob
import os
import shutil
import subprocess
from unittest import mock

from rmote.packages import dnf_look, dnf_program

from .recorded_case import RecordedCase

SPEC = """Name: %s
Version: %s
Release: 1
Summary: package %s of a test
License: MIT
BuildArch: noarch
%s
%%description
Of a test.
%%files
"""


class DnfCase(RecordedCase):
    """Which dnf it is a class below this says."""

    # Names by which dnf is started, of which the first is the one that is taken.
    names = ()
    # Where its lists and repositories are, and what it writes its locks into.
    cache = ""
    repositories = ""
    locks = ""

    def setUp(self):
        super().setUp()
        os.chmod(self.folder, 0o755)
        for name in ("repository", "etc", "plugins", "plugin", self.repositories):
            os.makedirs(self.at(name), exist_ok=True)
        self.put("dnf.conf", "[main]\ngpgcheck=0\nmetadata_expire=0\n" + self.settings())
        self.put(self.repositories + "/test.repo", "[test]\nname=Test\nbaseurl=file://%s\n" % self.at("repository"))
        self.patch(dnf_look, "CACHES", (self.at(self.cache),))
        self.patch(dnf_look, "REPOSITORIES", self.at(self.repositories))
        # Others, which this machine may have, would not work in the folder of the test.
        self.patch(dnf_program, "NAMES", self.names)

    def patch(self, module, name, value):
        patch = mock.patch.object(module, name, value)
        patch.start()
        self.addCleanup(patch.stop)

    def settings(self):
        return ""

    def options(self, name):
        root = self.at("root")
        if name in self.names:
            return ["--config=" + self.at("dnf.conf"), "--installroot=" + root, "--releasever=1"]
        return ["--root=" + root] if name == "rpm" else []

    def whole_state(self):
        """What rpm has, and what is locked."""
        listed = subprocess.run(
            [self.reals["rpm"], "--root=" + self.at("root"), "-qa"], check=True, stdout=subprocess.PIPE
        )
        path = self.at(self.locks)
        locks = self.get(path) if os.path.exists(path) else ""
        return {"packages": str(sorted(listed.stdout.split())), "locks": locks}

    def offer(self, name, version="1.0", *lines):
        if not self.is_real():
            return
        spec = self.put(name + ".spec", SPEC % (name, version, name, "".join(line + "\n" for line in lines)))
        top = self.at("top")
        subprocess.run(
            [self.reals["rpmbuild"], "-bb", "--quiet", "--define", "_topdir " + top, spec],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        file = "%s-%s-1.noarch.rpm" % (name, version)
        shutil.move(os.path.join(top, "RPMS/noarch", file), self.at("repository", file))
        self.publish()

    def publish(self):
        subprocess.run([self.reals["createrepo_c"], "-q", self.at("repository")], check=True)


class Dnf4Case(DnfCase):
    """Recorded from dnf 4.23.0, its plugin versionlock 4.10.1 and rpm 4.20.1 of Debian 13."""

    programs = ("dnf", "rpm", "rpmbuild", "createrepo_c")
    answering = ("dnf", "rpm")
    names = ("dnf",)
    recording = "dnf-recorded.json"
    cache = "root/var/cache/dnf"
    repositories = "etc"
    locks = "plugins/versionlock.list"

    def is_version(self):
        return "4." == subprocess.check_output(["dnf", "--version"]).decode()[:2]

    def setUp(self):
        super().setUp()
        self.put("plugins/versionlock.conf", "[main]\nenabled=1\nlocklist=%s\n" % self.at(self.locks))
        self.put(self.locks)
        # None but this one.
        for path in glob.glob("/usr/lib/python3*/*-packages/dnf-plugins/versionlock.py"):
            shutil.copy(path, self.at("plugin"))

    def settings(self):
        return "reposdir=%s\npluginpath=%s\npluginconfpath=%s\n" % (
            self.at("etc"), self.at("plugin"), self.at("plugins"))


class Dnf5Case(DnfCase):
    """Recorded from dnf5 5.4.6.0 and rpm 6.1.0 of Debian unstable (November 2026)."""

    programs = ("dnf5", "rpm", "rpmbuild", "createrepo_c")
    answering = ("dnf5", "rpm")
    names = ("dnf5",)
    recording = "dnf5-recorded.json"
    cache = "root/var/cache/libdnf5"
    repositories = "root/etc/yum.repos.d"
    locks = "root/etc/dnf/versionlock.toml"

    def settings(self):
        # A path below the folder that packages are installed into.
        return "reposdir=/etc/yum.repos.d\nplugins=False\n"
