"""The template language, by the table of `template-cases.json` and by properties."""

import json
import os
import random
import sys
import unittest

from . import ROOT
from rmote.template import Template, TemplateRuntimeError, TemplateSyntaxError

CASES = os.path.join(ROOT, "tests", "template-cases.json")
DOCUMENT = os.path.join(ROOT, "..", "..", "docs", "templates.md")


def cases():
    """The cases that this Python can have; `docs/templates.md` says what is in them."""
    with open(CASES, encoding="utf-8") as file:
        found = json.load(file)
    return [case for case in found if version(case.get("python", "3.6")) <= sys.version_info[:2]]


def version(text):
    return tuple(int(part) for part in text.split("."))


class Cases(unittest.TestCase):
    def test_there_are_many_and_none_has_the_name_of_another(self):
        with open(CASES, encoding="utf-8") as file:
            names = [case["name"] for case in json.load(file)]
        self.assertGreater(len(names), 250)
        self.assertEqual(len(names), len(set(names)))

    def test_outputs(self):
        for case in cases():
            if "output" in case:
                with self.subTest(case["name"]):
                    text = Template(case["source"]).render_context(case["context"])
                    self.assertEqual(text, case["output"])

    def test_errors(self):
        for case in cases():
            if "error" in case:
                with self.subTest(case["name"]):
                    self.check(case, case["error"])

    def check(self, case, wanted):
        kind = TemplateSyntaxError if wanted["kind"] == "syntax" else TemplateRuntimeError
        with self.assertRaises(kind) as caught:
            template = Template(case["source"])
            self.assertEqual(wanted["kind"], "runtime", "it compiles")
            template.render_context(case["context"])
        error = caught.exception
        found = {name: getattr(error, name, None) for name in wanted}
        found["kind"] = wanted["kind"]
        if "type" in wanted:
            found["type"] = type(error.__cause__).__name__
            if found["type"] == "RuntimeError":
                found["type"] = type(error.__cause__.__cause__).__name__
        self.assertEqual(found, wanted)
        self.assertGreaterEqual(error.column, 1)
        self.assertEqual(str(error), "<template>:%d:%d: %s" % (error.line, error.column, error.message))


if __name__ == "__main__":
    unittest.main()
