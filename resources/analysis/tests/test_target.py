import ast
import importlib
import sys
import unittest
from unittest import mock

from .analysis_case import AnalysisCase, clean

from analysis_newer import NAMES
from rmote import newer_modules
from rmote.newer_constructs import find


class Imports(AnalysisCase):
    def test_third_party(self):
        said = self.said("import requests\nimport yaml.nodes as n\nfrom foo import bar\nprint(requests, n, bar)\n")
        self.assertEqual([(line, severity) for line, severity, _ in said], [(1, "warning"), (2, "warning"), (3, "warning")])
        self.assertIn("requests is not in Python's standard library", said[0][2])
        self.assertIn("urllib.request", said[0][2])

    def test_what_is_guarded_or_never_run(self):
        source = """
            from typing import TYPE_CHECKING
            try:
                import yaml
            except ImportError:
                yaml = None
            if TYPE_CHECKING:
                import requests
            def f(a: "requests.Response"):
                return yaml
        """
        self.assertEqual(self.said(source), [])

    def test_relative_and_of_other_tools(self):
        codes = [f["code"] for f in self.findings("from . import a\nfrom tools.base import B\nprint(a, B)\n")]
        self.assertEqual(codes, ["relative-import", "other-tool"])

    def test_the_agents_own(self):
        found = self.findings("import rmote.nothing\nfrom rmote.protocol import Tool, Tol\nprint(Tool, Tol, rmote)\n")
        self.assertEqual([f["code"] for f in found], ["unknown-module", "unknown-name"])
        self.assertEqual(found[1]["message"], "rmote.protocol has no Tol; it has Tool, process, log, Template.")
        good = "from rmote.protocol import Tool, process, log, Template\nfrom rmote.files import write_file\n"
        self.assertEqual(self.findings(good + "print(Tool, process, log, Template, write_file)\n"), [])

    def test_modules_by_version_in_the_words_of_the_agent(self):
        for name, version in (("dataclasses", "3.6.15"), ("zoneinfo", "3.8.1"), ("distutils", "3.12.4"), ("telnetlib", "3.13.0")):
            with self.subTest(name):
                numbers = tuple(int(each) for each in version.split("."))
                with mock.patch.object(sys, "version_info", numbers):
                    wanted = newer_modules.explain(name)
                self.assertEqual(self.said("import %s as m\nprint(m)\n" % name, version), [(1, "error", wanted)])

    def test_modules_that_the_target_has(self):
        self.assertEqual(self.said("import dataclasses as m\nprint(m)\n", "3.7.2"), [])
        self.assertEqual(self.said("import distutils as m\nprint(m)\n", "3.11.2"), [])

    def test_where_the_version_is_not_known(self):
        said = self.said("import tomllib, imp\nfrom concurrent import interpreters\nprint(tomllib, imp, interpreters)\n")
        self.assertEqual(
            said,
            [
                (1, "hint", "the module tomllib needs Python 3.11; the target's version is not known"),
                (1, "hint", "the module imp was removed in Python 3.12; the target's version is not known"),
                (2, "hint", "the module concurrent.interpreters needs Python 3.14; the target's version is not known"),
            ],
        )


class Syntax(AnalysisCase):
    def test_in_the_words_of_the_agent(self):
        source = "if (n := 1):\n    print(f'{n=}')\ndef f(a, /): return a\n"
        self.assertEqual(
            self.said(source, "3.7.3", "newer-syntax"),
            [
                (1, "error", "an assignment expression (:=) needs Python 3.8; the target has 3.7.3"),
                (2, "error", "the = specifier of an f-string needs Python 3.8; the target has 3.7.3"),
                (3, "error", "a positional-only parameter (/) needs Python 3.8; the target has 3.7.3"),
            ],
        )
        self.assertEqual(self.said(source, "3.8.0", "newer-syntax"), [])
        self.assertEqual({f["severity"] for f in self.findings(source)}, {"hint"})

    def test_the_place(self):
        found = self.findings("if (n := 1): print(n)\n", "3.6.9")[0]
        self.assertEqual((found["line"], found["column"], found["end_column"]), (1, 7, 9))

    @unittest.skipIf(not hasattr(ast, "Match"), "this Python has no match statement")
    def test_what_a_version_has_is_not_named(self):
        source = clean("match x:\n    case 1:\n        pass\n")
        self.assertEqual([c.what for c in find(source, (3, 9))], ["the match statement"])
        self.assertEqual(find(source, (3, 10)), [])


class Annotations(AnalysisCase):
    def test_unions_and_generics_that_are_evaluated(self):
        source = "def f(a: int | None, b: list[str]) -> 'dict[str, int | None]':\n    c: list[int] = []\n    return c\n"
        self.assertEqual(
            [(f["column"], f["message"]) for f in self.findings(source, "3.8.10")],
            [
                (10, "a union with | in an annotation that is evaluated needs Python 3.10; the target has 3.8.10"),
                (25, "list[...] in an annotation that is evaluated needs Python 3.9; the target has 3.8.10"),
            ],
        )
        self.assertEqual(self.findings(source, "3.10.1"), [])
        self.assertEqual(self.findings("from __future__ import annotations\n" + source, "3.8.10"), [])

    def test_fixes(self):
        source = "def f(a: dict[str, int | None] | None): pass\n"
        self.assertEqual(
            self.fixed(source, "3.6.8"),
            "from typing import Dict, Optional\n\ndef f(a: Optional[Dict[str, Optional[int]]]): pass\n",
        )
        self.assertEqual(self.fixed(source, "3.6.8", 1), 'def f(a: "dict[str, int | None] | None"): pass\n')
        self.assertIn("Union[int, str]", self.fixed("x: int | str = 1\n", "3.6.8"))


class NewerNames(AnalysisCase):
    def test_functions_arguments_and_methods(self):
        source = """
            import shlex, subprocess
            from functools import cache
            import datetime as dt
            def f(path, name):
                print(shlex.join([]), cache, dt.datetime.fromisoformat("x"), breakpoint)
                path.unlink(missing_ok=True)
                subprocess.check_output(["a"], text=True)
                return name.removeprefix("a")
        """
        said = [message.split(" needs")[0] for _, _, message in self.said(source, "3.6.8", "newer-name")]
        self.assertEqual(
            said,
            [
                "functools.cache",
                "shlex.join",
                "datetime.datetime.fromisoformat",
                "breakpoint",
                "the argument missing_ok of unlink",
                "the argument text of subprocess.check_output",
                "the method removeprefix",
            ],
        )
        self.assertEqual(self.said(source, "3.9.1", "newer-name"), [])

    def test_what_asks_first_is_not_marked(self):
        source = """
            import os, sys, shlex
            if hasattr(shlex, "join"):
                print(shlex.join([]))
            if sys.version_info >= (3, 8):
                print(shlex.join([]))
            try:
                print(os.waitstatus_to_exitcode(1))
            except AttributeError:
                pass
            def isascii(): pass
            isascii.isascii()
        """
        self.assertEqual(self.said(source, "3.6.8", "newer-name"), [])

    def test_the_table_is_true_of_this_python(self):
        for name, version in NAMES.items():
            with self.subTest(name):
                self.assertEqual(exists(name), version <= sys.version_info[:2])


def exists(name):
    path = name.split(".")
    obj = None
    for end in range(len(path) - 1, 0, -1):
        try:
            obj = importlib.import_module(".".join(path[:end]))
        except ImportError:
            continue
        path = path[end:]
        break
    if obj is None:
        if len(path) > 1:
            return False
        import builtins as obj
    for each in path:
        if not hasattr(obj, each):
            return False
        obj = getattr(obj, each)
    return True


if __name__ == "__main__":
    unittest.main()
