"""What the tests of a running agent share."""

import unittest

from . import ROOT  # noqa: F401
from rmote.frame import Flags
from .agent_peer import Peer

HEAD = "from rmote.protocol import Tool, process, log\n"
RESULT = Flags.RPC | Flags.RESPONSE
RAISED = RESULT | Flags.EXCEPTION


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
