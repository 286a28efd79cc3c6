"""Tests of the snippets, with real files, logs, certificates and records of logins."""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
AGENT = os.path.join(os.path.dirname(ROOT), "agent")
sys.path[:0] = [ROOT, AGENT]
# What the agent's tests share, such as `file_case`, is found here too.
__path__.append(os.path.join(AGENT, "tests"))
