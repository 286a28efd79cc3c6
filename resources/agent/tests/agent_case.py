"""What the tests of a running agent share."""

import os
import select
import shutil
import tempfile
import time
import unittest

from . import ROOT  # noqa: F401
from rmote.frame import Flags
from .agent_peer import PATIENCE, Peer

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

    def answers(self, count):
        """The values of the next so many packets by their ids, in whichever order they come."""
        return {packet[1]: packet[2] for packet in (self.peer.receive() for _ in range(count))}

    def folder(self):
        path = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, path)
        return path

    def fifo(self):
        """A new named pipe, by which tool code says where it is or waits."""
        path = os.path.join(self.folder(), "fifo")
        os.mkfifo(path)
        return path

    def read_fifo(self, path):
        """What tool code writes into a named pipe; waits for it."""
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            self.assertTrue(select.select([fd], [], [], PATIENCE)[0], "nothing was written")
            return os.read(fd, 65536).decode()
        finally:
            os.close(fd)

    def end_fifo(self, path):
        """Lets tool code that reads a named pipe find its end; waits for it to be there."""

        def open_and_close():
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
            except OSError:
                return False
            return True

        self.assertTrue(eventually(open_and_close), "nobody reads")

    def ping(self):
        """Asks for a heartbeat, which has to be the very next frame."""
        self.peer.send(Flags.PING | Flags.REQUEST, 3000)
        self.assertEqual(self.peer.receive_frame(), (PONG, 3000, b"\xc0"))
