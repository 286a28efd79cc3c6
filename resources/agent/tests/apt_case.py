"""A system of packages of the test's own: the real apt and dpkg, in a folder and with packages of ours.

What apt and dpkg have on this machine is not touched, nor a repository reached.
"""

import hashlib
import os
import shutil
import subprocess
import unittest

from .file_case import IS_ROOT
from .system_case import SystemCase

import apt  # noqa: E402

HAS_APT = bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))
needs_apt = unittest.skipUnless(IS_ROOT and HAS_APT, "needs root and apt")

# What changes with each run and is no state of the system.
LEFT_OUT = ("root/var/log", "root/var/cache", "root/var/lib/dpkg/lock", "root/var/lib/dpkg/status-old",
            "root/var/lib/dpkg/triggers", "root/var/lib/dpkg/diversions", "root/var/lib/dpkg/statoverride",
            "root/var/lib/dpkg/info/format", "repository", "bin", "build", "root/var/lib/dpkg/available",
            "root/var/lib/apt/lists/lock", "root/var/lib/apt/lists/auxfiles")


class AptCase(SystemCase):
    def setUp(self):
        super().setUp()
        os.chmod(self.folder, 0o755)
        self.root = self.at("root")
        for name in (
            "etc/apt/sources.list.d", "etc/apt/preferences.d", "etc/apt/trusted.gpg.d",
            "var/lib/apt/lists/partial", "var/lib/dpkg/info", "var/lib/dpkg/updates",
            "var/lib/dpkg/triggers", "var/cache/apt/archives/partial", "var/log/apt",
        ):
            os.makedirs(os.path.join(self.root, name))
        os.mkdir(self.at("repository"))
        for name in ("status", "available"):
            self.put("root/var/lib/dpkg/" + name)
        self.put("apt.conf", self.settings())
        self.put(
            "root/etc/apt/sources.list", "deb [trusted=yes] copy:%s ./\n" % self.at("repository")
        )
        former = os.environ.get("APT_CONFIG")
        os.environ["APT_CONFIG"] = self.at("apt.conf")
        self.addCleanup(self.set_variable, former)
        self.index = {}

    def set_variable(self, former):
        if former is None:
            del os.environ["APT_CONFIG"]
        else:
            os.environ["APT_CONFIG"] = former

    def settings(self):
        # Lists are cleared: what this machine does after each run is not of the test.
        return """
Dir "%(root)s/";
Dir::State::status "%(root)s/var/lib/dpkg/status";
Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";
APT::Sandbox::User "root"; Acquire::Retries "0";
Acquire::Languages "none";
#clear DPkg::Post-Invoke; #clear DPkg::Pre-Install-Pkgs; #clear APT::Update::Post-Invoke;
#clear DPkg::Pre-Invoke; #clear APT::Update::Pre-Invoke; #clear APT::Update::Post-Invoke-Success;
#clear DPkg::Options;
DPkg::Options { "--root=%(root)s"; "--force-script-chrootless"; "--log=/dev/null"; };
""" % {"root": self.root}

    def stamps(self, of_folders=True):
        # apt makes a cache, and dpkg a lock, whatever it is asked.
        return None

    def state(self):
        return {
            name: what for name, what in super().state().items() if not name.startswith(LEFT_OUT)
        }

    def offer(self, name, version="1.0", files=None, scripts=None, **fields):
        """Puts a package into the repository."""
        build = self.at("build")
        os.makedirs(os.path.join(build, "DEBIAN"))
        values = {"Package": name, "Version": version, "Architecture": "all", "Maintainer": "Test <t@example.org>"}
        values.update({key.replace("_", "-"): value for key, value in fields.items()})
        values["Description"] = "package %s of a test" % name
        control = "".join("%s: %s\n" % pair for pair in values.items())
        self.put("build/DEBIAN/control", control)
        for script, text in (scripts or {}).items():
            self.put("build/DEBIAN/" + script, "#!/bin/sh\n" + text, 0o755)
        for path, text in (files or {}).items():
            os.makedirs(os.path.dirname(os.path.join(build, path)), exist_ok=True)
            self.put("build/" + path, text)
        if files:
            kept = ["/" + path for path in files if path.startswith("etc/")]
            self.put("build/DEBIAN/conffiles", "".join(path + "\n" for path in kept))
        file = "%s_%s.deb" % (name, version.replace(":", "%3a"))
        path = self.at("repository", file)
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-b", build, path], check=True, stdout=subprocess.DEVNULL
        )
        shutil.rmtree(build)
        with open(path, "rb") as deb:
            content = deb.read()
        self.index[file] = control + "Filename: ./%s\nSize: %d\nSHA256: %s\n" % (
            file, len(content), hashlib.sha256(content).hexdigest()
        )
        self.publish()

    def withdraw(self, name, version="1.0"):
        del self.index["%s_%s.deb" % (name, version)]
        self.publish()

    def publish(self):
        self.put("repository/Packages", "\n".join(self.index.values()))

    def offered(self, *names):
        """Offers packages in version 1.0 and fetches the lists."""
        for name in names:
            self.offer(name)
        apt.Apt.update()

    def run_apt(self, *command):
        return subprocess.run(
            command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True
        ).stdout

    def versions(self):
        return {known.name: known.version for known in apt.Apt.list() if known.state == "installed"}
