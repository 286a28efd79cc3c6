"""Tests of the agent: `python3 -m unittest discover -s resources/agent -t resources/agent`."""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

# As the agent has it.
sys.setrecursionlimit(4000)
