"""The tests of the preview's Python, for an ordinary CPython."""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [ROOT, os.path.join(os.path.dirname(ROOT), "agent")]
