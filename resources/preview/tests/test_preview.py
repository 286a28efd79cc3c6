import json
import os
import random
import subprocess
import sys
import unittest

from . import ROOT

import preview as module
from preview import members, preview, preview_json, structure, value_at
from rmote.template import Template

CASES = os.path.join(os.path.dirname(ROOT), "agent", "tests", "template-cases.json")


def cases():
    with open(CASES, encoding="utf-8") as file:
        found = json.load(file)
    return [c for c in found if tuple(map(int, c.get("python", "3.6").split("."))) <= sys.version_info[:2]]


class Preview(unittest.TestCase):
    maxDiff = None

    def failures(self, result, *names):
        return [tuple(failure[name] for name in names) for failure in result["failures"]]


class Strict(Preview):
    def test_a_template_without_failures_is_rendered_as_on_a_target(self):
        for case in cases():
            if "output" in case:
                with self.subTest(case["name"]):
                    result = preview(case["source"], case["context"])
                    self.assertEqual((result["output"], result["failures"], result["ok"]), (case["output"], [], True))
                    output = case["output"]
                    self.assertEqual(len(result["lines"]), output.count("\n") + (output[-1:] not in ("\n", "")))

    def test_failures_are_where_a_target_has_them(self):
        for case in cases():
            if "error" in case:
                with self.subTest(case["name"]):
                    wanted = case["error"]
                    result = preview(case["source"], case["context"])
                    self.assertFalse(result["ok"])
                    first = result["failures"][0]
                    self.assertEqual((first["kind"], first["line"]), (wanted["kind"], wanted["line"]))
                    self.assertEqual(first["message"], wanted.get("message", first["message"]))
                    self.assertEqual(result["output"] is None, wanted["kind"] == "syntax")
                    json.dumps(result)

    def test_each_line_of_the_output_has_the_line_that_wrote_it(self):
        for source, lines in [
            ("a\n% if 1\nb\n% end\nc", [1, 3, 5]),
            ("% for i in range(2)\na\nb\n% end\n", [2, 3, 2, 3]),
            ("x ${'1\\n2\\n3'} y\nz\n", [1, 1, 1, 2]),
            ("${max(\n1,\n2)}\n${'a\\nb'}\n", [1, 4, 4]),
            ("% def f()\na\nb\n% end\n<${f()}>\n${f()}\n", [5, 3, 2, 3]),
            ("% def g()\na\n% end\n% def f()\nb\n${g()}\n% end\n${f()}\n", [5, 2]),
            ("% def f()\na\nb\n% end\n${f().upper()}\n", [5, 5]),
            ("a\r\n\r\nb\r\n", [1, 2, 3]),
            ("", []),
            ("\n", [1]),
        ]:
            with self.subTest(source):
                result = preview(source, {})
                self.assertTrue(result["ok"])
                self.assertEqual(result["lines"], lines)

    def test_names_and_what_is_missing(self):
        source = "% n = 1\n\U0001f600 ${ a.b } ${n}\n% if b and a:\n% end\n${[x * c for x in \n  d]} ${len('e')}"
        result = preview(source, {"a": {}, "c": 1})
        self.assertEqual(
            [(each["name"], each["line"], each["column"]) for each in result["names"]],
            [("a", 2, 7), ("b", 3, 6), ("c", 5, 8), ("d", 6, 3)],
        )
        self.assertEqual(result["missing"], ["b", "d"])

    def test_a_syntax_error_has_a_place_in_utf16(self):
        result = preview("\U0001f600\n\U0001f600 ${x yy}", {})
        self.assertEqual(self.failures(result, "kind", "line", "type"), [("syntax", 2, "TemplateSyntaxError")])
        self.assertGreater(result["failures"][0]["column"], 5)
        self.assertGreater(result["failures"][0]["end_column"], result["failures"][0]["column"])


class Lenient(Preview):
    def test_an_expression_leaves_a_mark_and_the_rest_renders(self):
        result = preview("\U0001f600 ${port}|\nb ${x} ${1 // 0}\n", {"x": 1})
        output = "\U0001f600 \u27e8NameError: port\u27e9|\nb 1 \u27e8ZeroDivisionError: integer division or modulo by zero\u27e9\n"
        self.assertEqual(result["output"].replace("integer division or modulo by zero", "#"), output.replace("integer division or modulo by zero", "#"))
        self.assertEqual(
            self.failures(result, "line", "column", "end_line", "end_column", "expression", "type", "name"),
            [(1, 6, 1, 10, "port", "NameError", "port"), (2, 10, 2, 16, "1 // 0", "ZeroDivisionError", None)],
        )
        text = result["output"].encode("utf-16-le")
        marks = [text[2 * f["output_start"] : 2 * f["output_end"]].decode("utf-16-le") for f in result["failures"]]
        self.assertEqual(marks[0], "\u27e8NameError: port\u27e9")
        self.assertTrue(marks[1].startswith("\u27e8ZeroDivisionError"))

    def test_a_statement_and_a_block_are_left_out(self):
        source = "% x = nope\n% if nope\na\n% else\nb\n% end\n% for i in nope\nc\n% end\n% while nope\nd\n% end\n% with nope\ne\n% end\nend\n"
        result = preview(source, {})
        self.assertEqual(result["output"], "end\n")
        self.assertEqual(self.failures(result, "line", "name"), [(n, "nope") for n in (1, 2, 7, 10, 13)])
        self.assertEqual(result["lines"], [16])
        self.assertEqual(self.failures(result, "output_start"), [(None,)] * 5)

    def test_a_loop_goes_on(self):
        result = preview("% for i in x\n${10 // i}\n% end\n", {"x": [1, 0, 5]})
        self.assertRegex(result["output"], "^10\n\u27e8ZeroDivisionError: [^\n]*\u27e9\n2\n$")

    def test_an_elif_that_fails_is_told_at_its_line(self):
        result = preview("% if 0\n% elif nope\n% else\na\n% end\nb", {})
        self.assertEqual((result["output"], self.failures(result, "line")), ("b", [(2,)]))

    def test_what_the_template_handles_is_no_failure(self):
        source = (
            "% from contextlib import suppress\n"
            "% def f()\ninner ${nope}\n% end\n"
            "% try\na ${f()}\n% except NameError\ncaught\n% end\n"
            "% with suppress(NameError)\nb ${nope}\nnot written\n% end\n"
            "${also}\n"
        )
        result = preview(source, {})
        self.assertEqual(result["output"], "caught\n\u27e8NameError: also\u27e9\n")
        self.assertEqual(self.failures(result, "line"), [(14,)])

    def test_a_try_that_does_not_handle_it_is_left_as_a_whole(self):
        result = preview("% try\na\n${nope}\nb\n% except KeyError\nc\n% finally\nd\n% end\ne\n", {})
        self.assertEqual(result["output"], "a\nd\ne\n")
        self.assertEqual(self.failures(result, "line"), [(3,)])

    def test_a_def_goes_on_within_its_text(self):
        result = preview("% def f(x)\na ${x} ${nope}\nb\n% end\n<${f(1)}>\n", {})
        self.assertEqual(result["output"], "<a 1 \u27e8NameError: nope\u27e9\nb>\n")
        self.assertEqual(self.failures(result, "line"), [(2,)])

    def test_a_block_of_a_def_that_fails_leaves_the_line_that_calls_it(self):
        source = "% def f(x)\na\n% try\nb ${nope}\n% except KeyError\n% end\nc\n% end\n<${f(1)}${2}>\n"
        result = preview(source, {})
        self.assertEqual((result["output"], self.failures(result, "line")), ("<a\nc2>\n", [(4,)]))

    def test_a_function_that_fails_is_told_where_it_is_called_for(self):
        result = preview("% def f(x)\n% return x / 0\n% end\n${f(1)}\nb", {})
        self.assertEqual(result["output"], "\u27e8ZeroDivisionError: division by zero\u27e9\nb")

    def test_failures_are_bounded(self):
        result = preview("% for i in range(500)\n${a}\n% end\n" + "${b}\n" * 500, {})
        self.assertEqual(len(result["failures"]), module.MAX_FAILURES)
        self.assertEqual(result["output"].count("\u27e8"), 1000)
        self.assertLess(sum(1 for f in result["failures"] if f["name"] == "a"), 50)

    def test_data_is_not_changed_by_the_first_render(self):
        result = preview("% x.append(1)\n${len(x)} ${nope}", {"x": []})
        self.assertTrue(result["output"].startswith("1 "))

    def test_never_raises(self):
        source = random.Random(5)
        parts = ["${x}", "${", "}", "% if x\n", "% end\n", "% try\n", "% except\n", "% def f()\n", "${f()}", "\n", "a", "% x = 1/0\n", "% for i in x\n",
                 "% with x\n", "% else\n", "% class A\n", "% return 1\n", "% break\n", "'", "\U0001f600", "% x = y\n", "${1/0}", "% raise\n"]
        rendered = 0
        for _ in range(1500):
            text = "".join(source.choice(parts) for _ in range(source.randrange(14)))
            result = preview(text, {"x": [1, 2]})
            rendered += result["output"] is not None
            self.assertEqual(result["ok"], not result["failures"], ascii(text))
            if result["ok"]:
                self.assertEqual(result["output"], Template(text).render(x=[1, 2]), ascii(text))
        self.assertGreater(rendered, 200)


class Stopping(Preview):
    def test_an_interrupt_ends_it_though_the_template_catches_all(self):
        source = "a\n% while True\n% try\n% stop()\n% except:\n% pass\n% end\n% end\n"
        # As the worker's interrupt does it, once.
        code = "% import signal, os\n% def stop()\n% os.kill(os.getpid(), signal.SIGINT)\n% end\n" + source
        result = preview(code, {}, {"stopped": "stopped: ran longer than 2 s"})
        self.assertEqual(self.failures(result, "line", "message"), [(3, "stopped: ran longer than 2 s")])
        self.assertEqual((result["output"], result["ok"]), ("a\n", False))

    def test_output_is_bounded(self):
        for source in ("% while 1\n${'x' * 1000}\n% end", "% def f()\n% while 1\naaaaaaaaa\n% end\n% end\n${f()}",
                       "% while 1\n% try\n${'x' * 1000}\n% except BaseException\n% end\n% end"):
            result = preview(source, {}, {"limit": 5000})
            self.assertEqual(self.failures(result, "message"), [("stopped: the output is longer than 5000 characters",)])
            self.assertLessEqual(len(result["output"]), 5000)

    def test_the_end_of_the_program_ends_the_template(self):
        result = preview("a\n% import sys\n% sys.exit(3)\nb\n", {})
        self.assertEqual((result["output"], self.failures(result, "line", "type")), ("a\n", [(3, "SystemExit")]))

    def test_recursion_without_an_end(self):
        result = preview("% def f()\n${f()}\n% end\n${f()}\nb", {})
        self.assertFalse(result["ok"])
        self.assertIn("RecursionError", [f["type"] for f in result["failures"]])

    def test_blocks_that_are_nested_as_deep_as_python_takes(self):
        depth = 19
        source = "% for i in x\n" * depth + "${y} ${i}\n" + "% end\n" * depth
        result = preview(source, {"x": [1], "y": 2})
        self.assertEqual((result["ok"], result["output"]), (True, "2 1\n"))
        result = preview(source, {"x": [1]})
        self.assertEqual(self.failures(result, "line", "name"), [(depth + 1, "y")])


class Values(Preview):
    context = {
        "host": {"$dataclass": "rmote.tools.host.Facts", "name": "web", "ips": ["a"]},
        "d": {"k": {"n": 1}},
    }

    def output(self, source, **context):
        return preview(source, context)["output"]

    def test_a_record_is_what_a_target_makes_of_it(self):
        source = "${host.name} ${host['ips'][0]} ${'name' in host}\n${type(host).__module__}.${type(host).__name__}\n${host}"
        self.assertEqual(
            preview(source, self.context)["output"],
            "web a True\nrmote.tools.host.Facts\nFacts(name='web', ips=['a'])",
        )
        self.assertEqual(self.output("${x}", x={"$dataclass": "a.b c", "not a name": 1}), "Record(not a name=1)")
        self.assertEqual(self.output("${x.x} ${x}", x={"$namedtuple": "a.P", "x": 1}), "1 P(x=1)")
        self.assertEqual(self.output("${x}", x={"$namedtuple": "a.P", "_x": 1}), "P(_x=1)")
        self.assertEqual(self.output("${x} ${[x]} ${x.value}", x={"$enum": "a.E", "name": "A", "value": 1}), "E.A [<E.A: 1>] 1")
        error = {"$exception": "ValueError", "message": "no", "args": ["no", 2]}
        self.assertEqual(self.output("${x} ${x.args}", x=error), "no ('no', 2)")

    def test_every_form_of_a_value(self):
        forms = [
            ({"$float": "nan"}, "nan"),
            ({"$bytes": "AP8="}, "b'\\x00\\xff'"),
            ({"$tuple": [1, {"$tuple": []}]}, "(1, ())"),
            ({"$set": [1]}, "{1}"),
            ({"$frozenset": []}, "frozenset()"),
            ({"$dict": [[1, "a"], [{"$tuple": [2]}, "b"]]}, "{1: 'a', (2,): 'b'}"),
            ({"$decimal": "1.10"}, "Decimal('1.10')"),
            ({"$path": "/a", "type": "PurePosixPath"}, "PurePosixPath('/a')"),
            ({"$date": "1999-12-31"}, "datetime.date(1999, 12, 31)"),
            ({"$time": "01:02:03"}, "datetime.time(1, 2, 3)"),
            ({"$datetime": "2024-01-02T03:04:05"}, "datetime.datetime(2024, 1, 2, 3, 4, 5)"),
            (
                {"$datetime": "2024-01-02T03:04:05.123456789Z"},
                "datetime.datetime(2024, 1, 2, 3, 4, 5, 123456, tzinfo=datetime.timezone.utc)",
            ),
            ({"$timedelta": [-1, 2, 3]}, "datetime.timedelta(days=-1, seconds=2, microseconds=3)"),
            ({"$template": "${x}"}, "Template('${x}')"),
            ({"$schema": "x"}, "{'$schema': 'x'}"),
        ]
        for form, shown in forms:
            self.assertEqual(self.output("${repr(x)}", x=form), shown)

    def test_value_at(self):
        self.assertEqual(value_at("", self.context, "d['k']"), {"type": "dict", "repr": "{'n': 1}"})
        self.assertEqual(value_at("", self.context, " host.name "), {"type": "str", "repr": "'web'"})
        for nothing in ("nope", "d.x", "d['z']", "host.name.upper()", "d[", "", "1 + 1", "d[__import__('os')]"):
            self.assertIsNone(value_at("", self.context, nothing), nothing)
        self.assertLessEqual(len(value_at("", {"x": "y" * 10000}, "x")["repr"]), 400)

    def test_members(self):
        self.assertEqual([each["name"] for each in members(self.context, "")], ["d", "host"])
        self.assertIn({"name": "k", "kind": "key", "type": "dict"}, members(self.context, "d"))
        self.assertEqual(members(self.context, "host"), [{"name": "ips", "kind": "field", "type": "list"}, {"name": "name", "kind": "field", "type": "str"}])
        self.assertIn("upper", [each["name"] for each in members(self.context, "host.name")])
        self.assertEqual(members(self.context, "nope"), [])

    def test_structure(self):
        source = "% for x in y\n % if a\n% else\n  %% no\n ## % if\n% endfor\n%\n% while (x\n"
        place = lambda line, column, keyword: {"line": line, "column": column, "keyword": keyword}  # noqa: E731
        self.assertEqual(structure(source), [
            {"open": place(1, 3, "for"), "middle": [], "close": place(6, 3, "endfor")},
            {"open": place(2, 4, "if"), "middle": [place(3, 3, "else")], "close": None},
            {"open": place(8, 3, "while"), "middle": [], "close": None},
        ])
        self.assertEqual(len(structure("${a\n% if\n}\n% if x\n% end")), 1)

    def test_json(self):
        answer = json.loads(preview_json(json.dumps({"method": "preview", "params": ["${x}", {"x": 1}, {}]})))
        self.assertEqual(answer["output"], "1")
        answer = json.loads(preview_json(json.dumps({"method": "value_at", "params": ["", {"x": 1}, "x"]})))
        self.assertEqual(answer["repr"], "1")


class Fence(Preview):
    """In a process of its own, for it shuts in for good."""

    def run_fenced(self, *sources):
        code = (
            "import json, sys, types\n"
            "js = sys.modules['js'] = types.ModuleType('js')\n"
            "pyodide = sys.modules['pyodide'] = types.ModuleType('pyodide')\n"
            "pyodide.js = js\n"
            "import preview\n"
            "preview.fence()\n"
            "print(json.dumps([preview.preview(source, {}) for source in json.loads(sys.argv[1])]))\n"
        )
        path = os.pathsep.join([ROOT, os.path.join(os.path.dirname(ROOT), "agent")])
        done = subprocess.run(
            [sys.executable, "-c", code, json.dumps(sources)], stdout=subprocess.PIPE, check=True,
            env=dict(os.environ, PYTHONPATH=path),
        )
        return json.loads(done.stdout)

    def test_javascript_is_out_of_reach(self):
        results = self.run_fenced(
            "% import js", "% import pyodide.ffi", "% from importlib import import_module\n${import_module('_pyodide_core')}",
            "% import sys\n${sys.modules['js']}", "% import sys\n% sys.meta_path[:] = sys.meta_path[1:]\n% import js",
            "% import gc\n${gc.get_objects()}",
        )
        self.assertEqual(
            [result["failures"][0]["type"] for result in results],
            ["ModuleNotFoundError"] * 3 + ["KeyError", "ModuleNotFoundError", "RuntimeError"],
        )

    def test_no_template_ends_the_program(self):
        results = self.run_fenced("% import os\n% os._exit(1)", "% import os\n% os.abort()", "% import posix\n% posix._exit(1)", "% exit()", "${input()}")
        self.assertEqual([r["failures"][0]["type"] for r in results], ["SystemExit"] * 4 + ["EOFError"])

    def test_a_template_finds_nothing_of_what_the_one_before_did(self):
        results = self.run_fenced(
            "% import builtins, sys\n% builtins.len = None\n% sys.meta_path[:] = []\n% sys.path[:] = []\n% del sys.modules['re']\n% sys.setrecursionlimit(200)",
            "% import fractions\n${len('abc')} ${fractions.Fraction(1, 2)}",
        )
        self.assertEqual(results[1]["output"], "3 1/2")


if __name__ == "__main__":
    unittest.main()
