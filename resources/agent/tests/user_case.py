"""What the tests of users share: throw-away users and groups of this machine, with names of the test's own."""

import grp
import os
import pwd
import shutil
import subprocess
import unittest
import uuid

from .file_case import IS_ROOT
from .system_case import SystemCase

# `openssl passwd -6 -salt abcdefgh`, of two words.
HASH = "$6$abcdefgh$ltjgWl6579NluT/Vi1nwEvcil.G5Nbc4NiXZaNGStk8PSwGfQv72N2CKPPrVACtLtip/cZ/1GM/O6IND4WQhG."
HASH_5 = "$5$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM."

needs_root = unittest.skipUnless(
    IS_ROOT and shutil.which("useradd"), "needs root and the shadow programs"
)


def shadow_of(name):
    with open("/etc/shadow") as file:
        for line in file:
            fields = line.split(":")
            if fields[0] == name:
                return fields[1]
    return None


class UserCase(SystemCase):
    """Names that begin with `self.tag` are removed at the end, with the homes of the users."""

    def setUp(self):
        super().setUp()
        self.tag = "rmt" + uuid.uuid4().hex[:8]
        self.name = self.tag + "a"
        self.home = "/home/" + self.name
        self.addCleanup(self.remove_all)

    def remove_all(self):
        for entry in pwd.getpwall():
            if entry.pw_name.startswith(self.tag):
                subprocess.run(["userdel", "-f", entry.pw_name], check=True, stderr=subprocess.DEVNULL)
        for entry in grp.getgrall():
            if entry.gr_name.startswith(self.tag):
                subprocess.run(["groupdel", entry.gr_name], check=True)
        for name in self.homes():
            shutil.rmtree(os.path.join("/home", name))

    def homes(self):
        return sorted(name for name in os.listdir("/home") if name.startswith(self.tag))

    def state(self):
        mine = []
        for path in ("/etc/passwd", "/etc/shadow", "/etc/group"):
            with open(path) as file:
                mine.append([line for line in file if self.tag in line])
        return dict(super().state(), users=mine, homes=self.homes())

    def add(self, *options):
        """A user with a home, made by useradd itself."""
        subprocess.run(["useradd", "-m"] + list(options) + [self.name], check=True)
        return pwd.getpwnam(self.name)

    def add_group(self, end):
        name = self.tag + end
        subprocess.run(["groupadd", name], check=True)
        return name
