import json
import os
import unittest

from . import ROOT

from describe import describe
from preview import preview_json
from preview_tools import tools

TOOLS = os.path.join(os.path.dirname(ROOT), "agent", "tools")


class Tools(unittest.TestCase):
    def test_a_built_in_tool_is_read_as_the_build_reads_it(self):
        with open(os.path.join(TOOLS, "process.py"), encoding="utf-8") as file:
            source = file.read()
        request = {"method": "tools", "params": [source, "rmote.tools.process"]}
        answer = json.loads(preview_json(json.dumps(request)))
        self.assertIsNone(answer["error"])
        self.assertEqual(answer["tools"], json.loads(json.dumps(describe(source, "rmote.tools.process"))))
        self.assertEqual([tool["key"] for tool in answer["tools"]], ["rmote.tools.process.Process"])

    def test_what_is_no_python_has_its_place_in_columns_of_the_editor(self):
        answer = tools("x = '\U0001f600' + +\ndef f(:\n", "tools.a")
        self.assertEqual(answer["tools"], [])
        self.assertEqual(answer["error"]["line"], 1)
        # The character counts twice, as it does in JavaScript.
        self.assertEqual(answer["error"]["column"], 13)
        for source in ("class A(Tool):\n", "def f(:\r\n", "(\n", "a\n  b\n", "x = 'a", "\t\n \tif 1:\n\ty"):
            with self.subTest(source):
                error = tools(source, "tools.a")["error"]
                self.assertGreaterEqual(error["line"], 1)
                self.assertGreater((error["end_line"], error["end_column"]), (error["line"], error["column"]))

    def test_what_cannot_be_parsed_at_all_is_told(self):
        for source in ("a = '\ud800'", "a\0", "(" * 3000):
            with self.subTest(source[:5]):
                self.assertTrue(tools(source, "tools.a")["error"]["message"])

    def test_what_has_no_tool_has_none(self):
        self.assertEqual(tools("", "tools.a"), {"tools": [], "error": None})


if __name__ == "__main__":
    unittest.main()
