"""What the tests of a running agent share."""

import os
import shutil
import tempfile
import time
import unittest

from . import ROOT  # noqa: F401
from rmote.frame import Flags
from .agent_peer import Peer

HEAD = "from rmote.protocol import Tool, process, log\n"
RESULT = Flags.RPC | Flags.RESPONSE
RAISED = RESULT | Flags.EXCEPTION
PONG = Flags.PING | Flags.RESPONSE
# Where `AgentCase.sync` puts a tool.
MODULE = "tools.testing"


def eventually(condition):
    """Waits until `condition()` holds; False after 20 seconds."""
    end = time.monotonic() + 20
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


def is_running(pid):
    """Whether a process is there, and not only waits for its parent to look."""
    try:
        with open("/proc/%d/stat" % pid) as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except (IOError, OSError):
        return False


def memory(pid, name):
    """Bytes of memory of a process: VmRSS for now, VmHWM for the most so far."""
    with open("/proc/%d/status" % pid) as file:
        for line in file:
            if line.startswith(name + ":"):
                return int(line.split()[1]) * 1024
    raise LookupError(name)


class AgentCase(unittest.TestCase):
    def setUp(self):
        self.peer = Peer()

    def tearDown(self):
        status, error = self.peer.close()
        self.assertEqual(status, 0)
        self.assertEqual(error, self.expected_stderr)

    expected_stderr = ""

    def sync(self, name, body, **options):
        flags, value, _ = self.peer.sync(name, HEAD + body, **options)
        self.assertEqual(flags, Flags.SYNC | Flags.RESPONSE, value)
        return value

    def folder(self):
        path = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, path)
        return path

    def fifo(self):
        """A new named pipe: opening it blocks until the other end is opened, too."""
        path = os.path.join(self.folder(), "fifo")
        os.mkfifo(path)
        return path

    def ping(self):
        """Asks for a heartbeat, which has to be the very next frame."""
        self.peer.send(Flags.PING | Flags.REQUEST, 3000)
        self.assertEqual(self.peer.receive_frame(), (PONG, 3000, b"\xc0"))
