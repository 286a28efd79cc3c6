import os
import re
import unittest

from . import AGENT
from .analysis_case import AnalysisCase

import analysis


class Syntax(AnalysisCase):
    def test_an_error_has_its_place_and_a_sentence(self):
        found = self.findings("x = 1\ny = (\n")
        self.assertEqual([(f["code"], f["severity"], f["line"], f["column"]) for f in found], [("syntax", "error", 2, 5)])
        self.assertEqual(found[0]["message"], "Python cannot read this: '(' was never closed.")
        self.assertEqual((found[0]["end_line"], found[0]["end_column"]), (2, 6))

    def test_what_only_the_compiler_refuses(self):
        self.assertIn("'return' outside function", self.said("return 1\n")[0][2])
        self.assertIn("duplicate", self.said("def f(a, a): pass\n", "", "syntax")[0][2])

    def test_columns_are_utf_16_units(self):
        found = self.findings("a = '\U0001f600'; b = nothing\n", "", "unknown-name")
        self.assertEqual((found[0]["column"], found[0]["end_column"]), (15, 22))

    def test_what_python_warns_of(self):
        self.assertEqual(self.findings("x = '\\d'\n")[0]["code"], "syntax-warning")

    def test_the_rest_of_a_file_with_an_error_is_read_all_the_same(self):
        source = "import os\nimport json\ndef f():\n    x = os.\n    return missing\ndef g(:\n    pass\nclass A:\n"
        self.assertEqual(self.names(source), [(5, "missing")])
        unused = self.findings(source, "", "unused-import")
        self.assertEqual([f["message"] for f in unused], ["json is imported and not used."])
        self.assertEqual([f["code"] for f in self.findings(source, "", "syntax")], ["syntax"])

    def test_names_of_a_line_that_cannot_be_read_count_as_known(self):
        self.assertEqual(self.names("import os\nvalue = (os.\nprint(value)\n"), [])

    def test_odd_texts_are_told_of_and_nothing_fails(self):
        deep = "x = " + "(" * 5000 + ")" * 5000
        for source in ("\0", "x = '\ud800'\n", "\ufeffx = 1\n", "", "\f\n", "a\r\nb\rc\n", deep, "x" + "+x" * 5000):
            with self.subTest(source[:20]):
                result = analysis.check(source)
                for place in ((1, 1), (1, 5), (9, 9)):
                    analysis.complete(source, *place)
                    analysis.hover(source, *place)
                    analysis.signature(source, *place)
                    analysis.definition(source, *place)
                self.assertIsInstance(result["findings"], list)


class Unknown(AnalysisCase):
    def test_scopes(self):
        source = """
            import os, sys as system
            from json import dumps as write
            top = 1
            def outer(a, *rest, key=top, **more):
                global made
                made = 1
                inner = [x + a for x in rest if x]
                def deep():
                    nonlocal inner
                    inner = key
                    return later, __class__
                later = 2
                return deep, more, system, write, os, made
            class C(object):
                attr = 1
                twice = attr * 2
                def method(self):
                    return attr, __class__, __qualname__
                name = __qualname__
            try:
                pass
            except (OSError, ValueError) as error:
                print(error)
            with open("x") as file, open("y") as (a, b):
                print(file, a, b)
            for i, (j, *k) in []:
                print(i, j, k)
            if (n := 10) > 5:
                print(n, [last := y for y in range(3)], last)
            print(lambda q, *w: (q, w, r))
            print(x, made)
            del top
        """
        self.assertEqual(
            self.names(source), [(11, "__class__"), (18, "attr"), (18, "__qualname__"), (30, "r"), (31, "x")]
        )

    @unittest.skipIf(not hasattr(__import__("ast"), "Match"), "this Python has no match statement")
    def test_match(self):
        source = """
            def f(value):
                match value:
                    case {"a": x, **rest}: return x, rest
                    case [y, *more]: return y, more
                    case str() as text: return text
                    case Missing(): return z
        """
        self.assertEqual(self.names(source), [(6, "Missing"), (6, "z")])

    def test_annotations(self):
        source = """
            from typing import Literal
            def f(a: "First", b: Literal["x"], c: Second = 1) -> "list[Third]":
                d: Fourth = 1
                return d
        """
        self.assertEqual(self.names(source), [(2, "First"), (2, "Second"), (2, "Third"), (3, "Fourth")])
        severities = [f["severity"] for f in self.findings(source, "", "unknown-name")]
        self.assertEqual(severities, ["warning", "error", "warning", "warning"])

    def test_a_place_in_a_quoted_annotation(self):
        found = self.findings("def f(a: 'dict[str, Nope]'): pass\n", "", "unknown-name")
        self.assertEqual((found[0]["column"], found[0]["end_column"]), (21, 25))

    def test_star_imports(self):
        self.assertEqual(self.names("from os.path import *\nprint(join, nothing)\n"), [(2, "nothing")])
        self.assertEqual(self.names("from somewhere import *\nprint(nothing)\n"), [])
        self.assertEqual(self.names("from rmote.protocol import *\nprint(Tool, nothing)\n"), [(2, "nothing")])

    def test_what_is_caught_or_made_by_text_is_not_marked(self):
        self.assertEqual(self.names("try:\n    unicode\nexcept NameError:\n    unicode = str\n"), [])
        self.assertEqual(self.names("exec('a = 1')\nprint(a)\n"), [])
        self.assertEqual(self.names("print(a)  # noqa\n"), [])

    def test_exports(self):
        self.assertEqual(self.said("__all__ = ['a', 'b']\na = 1\n")[0][2], "__all__ names b, which is not defined.")

    def test_names_for_type_checkers_only(self):
        source = """
            TYPE_CHECKING = False
            if TYPE_CHECKING:
                from typing import List, Optional
            def f(a: "Optional[int]", b):
                # type: (...) -> List[int]
                c: List[int] = []
                return c
            def g(a: List): pass
        """
        found = [(f["line"], f["code"]) for f in self.findings(source)]
        self.assertEqual(found, [(8, "typing-only-name")])

    def test_fixes(self):
        self.assertEqual(
            self.fixed("import os\n\nclass A(Tool):\n    x = os\n"),
            "import os\nfrom rmote.protocol import Tool\n\nclass A(Tool):\n    x = os\n",
        )
        self.assertEqual(
            self.fixed("from rmote.protocol import Tool\nclass A(Tool):\n    x = process('a')\n"),
            "from rmote.protocol import Tool, process\nclass A(Tool):\n    x = process('a')\n",
        )
        self.assertEqual(self.fixed('"""Doc."""\n\nprint(json)\n'), '"""Doc."""\n\nimport json\n\nprint(json)\n')
        self.assertEqual(self.fixed("print(json)"), "import json\n\nprint(json)")
        self.assertEqual(self.fixed("value = 1\nprint(valeu)\n"), "value = 1\nprint(value)\n")
        self.assertEqual(self.fixed("x = Path('a')\n"), "from pathlib import Path\n\nx = Path('a')\n")


class Unused(AnalysisCase):
    def test_each_is_a_hint(self):
        source = "import os\nimport os.path, json as j\nfrom re import (sub,\n    match)\nprint(match)\n"
        found = self.findings(source)
        self.assertEqual([f["message"].split(" ")[0] for f in found], ["os", "os", "j", "sub"])
        self.assertEqual({(f["severity"], f["unnecessary"]) for f in found}, {("hint", True)})

    def test_what_is_used_or_handed_on(self):
        source = """
            from __future__ import division
            import os as os
            import json  # noqa: F401
            from re import sub
            __all__ = ["sub"]
            try:
                import apt
            except ImportError:
                apt = None
            def f(a):
                # type: (Any) -> None
                pass
            from typing import Any
        """
        self.assertEqual(self.findings(source, "", "unused-import"), [])

    def test_fixes(self):
        self.assertEqual(self.fixed("import os\nx = 1\n"), "x = 1\n")
        self.assertEqual(self.fixed("from re import sub, match\nprint(match)\n"), "from re import match\nprint(match)\n")
        self.assertEqual(self.fixed("from re import sub, match\nprint(sub)\n"), "from re import sub\nprint(sub)\n")
        self.assertEqual(self.fixed("def f():\n    import os\n"), "def f():\n    pass\n")
        self.assertEqual(self.fixed("import os; x = 1\n"), "pass; x = 1\n")


class Fields(AnalysisCase):
    def test_types_of_fields_in_quotes_are_read(self):
        source = "from typing import Dict, List, NamedTuple\n\nA = NamedTuple('A', [('x', 'Dict[str, Other]')])\n"
        found = [(each["code"], each["message"]) for each in analysis.check(source, "3.6.15")["findings"]]
        self.assertIn(("unused-import", "List is imported and not used."), found)
        self.assertTrue(any("Other" in message for _, message in found), found)
        self.assertFalse(any("Dict" in message or "x is" in message for _, message in found), found)


class OwnCode(AnalysisCase):
    def test_nothing_is_marked_in_the_agent_and_its_tools(self):
        for folder in ("tools", "rmote", "rmote/packages"):
            for name in sorted(os.listdir(os.path.join(AGENT, folder))):
                if not name.endswith(".py"):
                    continue
                with open(os.path.join(AGENT, folder, name), encoding="utf-8") as file:
                    found = analysis.check(file.read(), "3.6.15")["findings"]
                with self.subTest(name):
                    self.assertEqual([each for each in found if not self.is_ours(name, each)], [])

    def is_ours(self, name, finding):
        """What only tools of ours may do, and no others."""
        if finding["code"] == "unknown-module":
            # It travels with the built-in tools that import it.
            named = re.search(r"rmote[.](packages[.\w]*);", finding["message"])
            place = named and os.path.join(AGENT, "rmote", *named.group(1).split("."))
            return bool(place) and (os.path.isdir(place) or os.path.isfile(place + ".py"))
        # It starts processes by itself to know of them when it is killed.
        return (name, finding["code"]) == ("guard.py", "process")


if __name__ == "__main__":
    unittest.main()
