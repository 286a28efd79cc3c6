"""Compares the cases of the template language with Mako, and their differences with the page that explains them."""

import json
import os
import re
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Where Debian's python3-mako is, whichever Python is the first in the PATH.
sys.path.append("/usr/lib/python3/dist-packages")

from mako.template import Template  # noqa: E402

TABLE_ROW = re.compile(r"^\| `([a-z-]+)` \|", re.MULTILINE)


def cases():
    with open(os.path.join(ROOT, "resources/agent/tests/template-cases.json"), encoding="utf-8") as file:
        return [case for case in json.load(file) if "mako" in case]


def mako(case):
    """What Mako makes of a case; what it raises, as a value that equals no text."""
    try:
        return Template(text=case["source"], strict_undefined=True).render_unicode(**case["context"])
    except Exception as error:
        return error


class Differences(unittest.TestCase):
    def test_what_is_said_to_be_the_same_is(self):
        same = [case for case in cases() if case["mako"] == "same"]
        self.assertGreater(len(same), 100)
        for case in same:
            with self.subTest(case["name"]):
                self.assertEqual(mako(case), case["output"])

    def test_what_is_said_to_differ_does(self):
        for case in cases():
            if case["mako"] != "same":
                with self.subTest(case["name"]):
                    self.assertNotEqual(mako(case), case["output"])

    def test_each_difference_is_explained_and_each_explanation_has_a_case(self):
        with open(os.path.join(ROOT, "docs/templates.md"), encoding="utf-8") as file:
            part = file.read().partition("## Differences to Mako")[2]
        explained = TABLE_ROW.findall(part)
        self.assertEqual(explained, sorted({case["mako"] for case in cases()} - {"same"}))


if __name__ == "__main__":
    unittest.main()
