"""A system of packages of the test's own for dnf: the real one, in a folder and with packages of ours.

What dnf and rpm have on this machine is not touched, nor a repository reached. Debian has dnf as `dnf`,
with `rpm` and `createrepo-c`.
"""

import os
import shutil
import subprocess
from unittest import mock

from .recorded_case import RecordedCase

import dnf  # noqa: E402

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
    """Recorded from dnf 4.23.0 and rpm 4.20 of Debian 13, with the packages that the tests make."""

    programs = ("dnf", "rpm", "rpmbuild", "createrepo_c")
    answering = ("dnf", "rpm")
    recording = "dnf-recorded.json"

    def setUp(self):
        self.folder_of_root = None
        super().setUp()
        os.chmod(self.folder, 0o755)
        for name in ("repository", "etc", "root"):
            os.mkdir(self.at(name))
        self.put("dnf.conf", "[main]\ngpgcheck=0\nreposdir=%s\npluginpath=%s\nmetadata_expire=0\n" % (
            self.at("etc"), self.at("none")))
        self.put("etc/test.repo", "[test]\nname=Test\nbaseurl=file://%s\n" % self.at("repository"))
        for name, value in (
            ("CACHES", (self.at("root/var/cache/dnf"),)), ("REPOSITORIES", self.at("etc")),
        ):
            patch = mock.patch.object(dnf, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def options(self, name):
        root = self.at("root")
        if name == "dnf":
            return ["--config=" + self.at("dnf.conf"), "--installroot=" + root, "--releasever=1"]
        return ["--root=" + root] if name == "rpm" else []

    def whole_state(self):
        """What rpm has, and which files there are besides."""
        listed = subprocess.run(
            [self.reals["rpm"], "--root=" + self.at("root"), "-qa"], check=True, stdout=subprocess.PIPE
        )
        return {"packages": str(sorted(listed.stdout.split()))}

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
