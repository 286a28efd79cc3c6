"""The tests of the editor's Python, for an ordinary CPython."""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
AGENT = os.path.join(os.path.dirname(ROOT), "agent")
sys.path[:0] = [ROOT, AGENT]


def sources():
    """The agent's modules, as `learn` takes them."""
    folder = os.path.join(AGENT, "rmote")
    found = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                found["rmote/" + name] = file.read()
    return found
