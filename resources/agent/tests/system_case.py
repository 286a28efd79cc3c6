"""What the tests of tools for a whole system share: namespaces of their own, and programs that fail."""

import ctypes
import os

from . import ROOT  # noqa: F401
from .file_case import IS_ROOT, FileCase

# sched.h; os.unshare came with Python 3.12.
CLONE_NEWUTS = 0x04000000
CLONE_NEWNET = 0x40000000


def enter_namespace(kind, flag):
    """Gives this thread a host name (`uts`) or a network (`net`) of its own; returns what ends that.

    Raises OSError where that is not allowed.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    former = os.open("/proc/self/ns/" + kind, os.O_RDONLY)
    if libc.unshare(flag):
        os.close(former)
        raise OSError(ctypes.get_errno(), "unshare")

    def leave():
        failed = libc.setns(former, flag)
        os.close(former)
        if failed:
            raise OSError(ctypes.get_errno(), "setns")

    return leave


def can_unshare():
    """Whether a namespace can be made here: as root outside of most containers."""
    if not IS_ROOT or not os.path.exists("/proc/self/ns/uts"):
        return False
    try:
        enter_namespace("uts", CLONE_NEWUTS)()
        return True
    except OSError:
        return False


class SystemCase(FileCase):
    def stand_in(self, name, script):
        """Puts a script in the place of a program, first in the PATH, until the test ends."""
        folder = self.at("bin")
        if not os.path.isdir(folder):
            os.mkdir(folder)
            former = os.environ["PATH"]
            os.environ["PATH"] = folder + os.pathsep + former
            self.addCleanup(os.environ.__setitem__, "PATH", former)
        return self.put(os.path.join("bin", name), "#!/bin/sh\n" + script, 0o755)
