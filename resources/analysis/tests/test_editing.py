import random
import string
import unittest

from .analysis_case import AnalysisCase, cut

import analysis

FILE = '''\
"""A file."""

import os
import subprocess
from pathlib import Path

from rmote.protocol import Tool, process

LIMIT = 10


def helper(path, *parts, size: int = LIMIT, **more) -> "Point":
    """Help with a path.

    Args:
        path: The path of it.
    """
    return Point(path)


class Point:
    """A place."""

    kind = "point"

    def __init__(self, x, y=0):
        self.x = x

    def move(self, dx: int, dy: int = 0) -> "Point":
        """Move it."""
        return self


class Disk(Tool):
    """Disks of a target."""

    @staticmethod
    def free(path: str) -> int:
        """Bytes that are free."""
        return 1

    async def usage(self, folder: str):
        found = self.free(folder)
        point = helper(folder)
        text = "a".upper()
        out = process("df", capture_output=True)
        with open(folder) as file:
            %s
'''


class Completion(AnalysisCase):
    def at(self, text):
        return self.labels(FILE % text)

    def assertHas(self, labels, *wanted):
        self.assertEqual([w for w in wanted if w not in labels], [], labels[:40])

    def test_names_in_scope(self):
        labels = self.at("fo|")
        self.assertHas(labels, "found", "point", "file", "folder", "self", "helper", "Disk", "LIMIT", "for", "print", "os")
        self.assertNotIn("kind", labels)
        self.assertNotIn("parts", labels)

    def test_members_of_the_class_and_of_instances(self):
        self.assertEqual(self.at("self.|"), ["free", "usage"])
        self.assertHas(self.at("point.|"), "x", "move", "kind")
        self.assertHas(self.at("point.move(1).|"), "x", "move")
        self.assertHas(self.at("helper(1).mo|"), "move")

    def test_members_of_the_standard_library(self):
        self.assertHas(self.at("os.|"), "path", "listdir")
        self.assertNotIn("sys", self.at("os.|"))
        self.assertHas(self.at("os.path.|"), "join")
        self.assertHas(self.at("text.|"), "removeprefix", "split")
        self.assertHas(self.at("text.split()[0:1], 'x'.|"), "upper")
        self.assertHas(self.at("out.|"), "returncode", "check_returncode")
        self.assertHas(self.at("file.|"), "read", "readlines")
        self.assertHas(self.at("Path('a').|"), "exists")
        self.assertHas(self.at("f'{text.|}'"), "upper")

    def test_imports(self):
        self.assertHas(self.labels("import js|"), "json", "rmote")
        self.assertHas(self.labels("import os, js|"), "json")
        self.assertHas(self.labels("from rmote.protocol import |"), "Tool", "process", "log", "Template")
        self.assertHas(self.labels("from json import du|"), "dumps")
        self.assertHas(self.labels("from concurrent import |"), "futures")
        self.assertHas(self.labels("import pwd\npwd.|"), "getpwnam")

    def test_arguments(self):
        self.assertEqual(self.at("helper(|")[:2], ["path=", "size="])
        self.assertHas(self.at("process('a', ca|"), "capture_output=", "timeout=")
        self.assertEqual(self.at("point.move(dx=1, |")[:1], ["dy="])
        self.assertNotIn("dx=", self.at("point.move(dx=1, |"))
        self.assertNotIn("path=", self.at("helper(size=|"))

    def test_what_is_not_there_yet_comes_with_its_import(self):
        found = {i["label"]: i for i in analysis.complete("class A(To", 1, 11)["items"]}
        self.assertEqual([e["text"] for e in found["Tool"]["edits"]], ["from rmote.protocol import Tool\n\n"])
        found = {i["label"]: i for i in analysis.complete("x = json", 1, 9)["items"]}
        self.assertEqual([e["text"] for e in found["json"]["edits"]], ["import json\n\n"])

    def test_nothing_in_texts_comments_and_new_names(self):
        for text in ("'os.|'", "# os.|", "f'os.|'", "f'{x:|}'", "def fo|", "x = 1.|", "'''a\nos.|'''"):
            with self.subTest(text):
                self.assertEqual(self.labels(text), [])

    def test_the_range_is_that_of_the_word(self):
        found = analysis.complete("x = '\U0001f600'; abc", 1, 14)
        self.assertEqual((found["column"], found["end_column"]), (11, 14))


class Documentation(AnalysisCase):
    def of(self, text, label):
        source, line, column = cut(text)
        found = analysis.document(source, line, column, label)
        return found and (found["title"], found["doc"].partition("\n")[0])

    def assertSays(self, text, label, title, doc):
        found = self.of(text, label)
        self.assertIsNotNone(found, label)
        self.assertTrue(found[0].startswith(title), found)
        self.assertIn(doc, found[1])

    def test_own_names(self):
        self.assertEqual(
            self.of(FILE % "he|", "helper"),
            ("def helper(path, *parts, size: int = LIMIT, **more) -> Point", "Help with a path."),
        )
        self.assertEqual(self.of(FILE % "self.|", "free"), ("def Disk.free(path: str) -> int", "Bytes that are free."))
        self.assertEqual(self.of(FILE % "point.|", "move"), ("def Point.move(dx: int, dy: int = 0) -> Point", "Move it."))
        self.assertEqual(self.of(FILE % "L|", "LIMIT"), ("LIMIT: int = 10", "Set in line 9."))
        self.assertEqual(self.of(FILE % "P|", "Point"), ("class Point", "A place."))
        self.assertSays(FILE % "o|", "os", "module os", "OS routines")

    def test_the_standard_library(self):
        self.assertSays(FILE % "os.|", "listdir", "os.listdir(path=None)", "Return a list containing the names")
        self.assertSays(FILE % "text.|", "split", "str.split(sep=None", "Return a list of the substrings")
        self.assertSays(FILE % "Path('a').|", "parent", "Path.parent", "The logical parent of the path")
        self.assertSays("import js|", "json", "module json", "JSON")
        self.assertSays("from json import |", "dumps", "json.dumps(obj", "Serialize")
        self.assertSays("x = so|", "sorted", "sorted(iterable", "Return a new list")
        self.assertSays("x = js|", "json", "module json", "JSON")
        self.assertSays("import pwd\npwd.|", "getpwnam", "pwd.getpwnam(name", "password database")
        self.assertSays(FILE % "out.|", "returncode", "int", "")

    def test_the_agents_own(self):
        self.assertSays(FILE % "pro|", "process", "def process(*argv", "Runs a command to its end")
        self.assertSays("lo|", "log", "def log(message", "Sends a line to the log")
        self.assertSays("from rmote.protocol import |", "Tool", "class Tool", "")

    def test_arguments(self):
        self.assertEqual(
            self.of(FILE % "process('df', |", "check="),
            ("(parameter) check=False", "raise CalledProcessError for an exit status other than 0"),
        )
        self.assertSays(FILE % "process('df', |", "env=", "(parameter) env=None", "folder and whole environment")
        self.assertSays(FILE % "process('df', |", "stream=", "(parameter) stream=False", "closing the generator kills")
        self.assertEqual(self.of(FILE % "helper(|", "path="), ("(parameter) path", "The path of it."))

    def test_nothing_of_what_says_nothing(self):
        self.assertIsNone(self.of(FILE % "w|", "while"))
        self.assertIsNone(self.of(FILE % "os.|", "nothing"))
        self.assertIsNone(self.of("'|'", "os"))


class Hover(AnalysisCase):
    def at(self, text):
        return analysis.hover(*cut(text))

    def title(self, text):
        found = self.at(text)
        return found and found["title"]

    def test_own_names(self):
        found = self.at(FILE % "hel|per")
        self.assertEqual(found["title"], "def helper(path, *parts, size: int = LIMIT, **more) -> Point")
        self.assertTrue(found["doc"].startswith("Help with a path."))
        self.assertEqual(self.title(FILE % "self.fr|ee"), "def Disk.free(path: str) -> int")
        self.assertEqual(self.title(FILE % "self.usa|ge"), "async def Disk.usage(folder: str)")
        self.assertEqual(self.title(FILE % "point.mo|ve"), "def Point.move(dx: int, dy: int = 0) -> Point")
        self.assertEqual(self.title(FILE % "LIM|IT"), "LIMIT: int = 10")
        self.assertEqual(self.title(FILE % "poi|nt"), "point: Point = helper(folder)")
        self.assertEqual(self.title(FILE % "se|lf"), "(parameter) self: Disk")
        self.assertEqual(self.title("def f(n: int): return |n\n"), "(parameter) n: int")
        self.assertEqual(self.title("def f(a: int, b): return |b\n"), "(parameter) b")
        self.assertEqual(self.title("def |f(a: int, b): return b\n"), "def f(a: int, b)")

    def test_what_is_known_of_a_parameter(self):
        text = 'def f(pa|th):\n    """Do.\n\n    Args:\n        path: Where it is,\n            in full.\n        x: no\n    """\n'
        self.assertEqual(self.at(text)["doc"], "Where it is, in full.")

    def test_the_standard_library(self):
        found = self.at(FILE % "os.path.jo|in")
        self.assertTrue(found["title"].startswith("os.path.join(a, *p"), found["title"])
        self.assertIn("Join two or more", found["doc"])
        self.assertTrue(self.title(FILE % "|os").startswith("module os"))
        self.assertTrue(self.title("import os.pa|th\n").startswith("module"))
        self.assertTrue(self.title("from json import du|mps\n").startswith("json.dumps(obj"))
        self.assertTrue(self.title("x = 'a'.up|per()\n").startswith("str.upper("))
        self.assertTrue(self.title("pri|nt()\n").startswith("print("))

    def test_the_agents_own(self):
        found = self.at(FILE % "proc|ess")
        self.assertTrue(found["title"].startswith("def process(*argv, capture_output=False"), found["title"])
        self.assertIn("Runs a command to its end", found["doc"])
        self.assertEqual(self.title("from rmote.protocol import To|ol\n"), "class Tool(object)")
        self.assertTrue(self.title("from rmote.protocol import Templ|ate\n").startswith("class Template"))
        self.assertTrue(self.title("from rmote.protocol import lo|g\n").startswith("def log(message"))

    def test_nothing_in_texts_and_of_what_is_unknown(self):
        for text in ("'o|s'\n", "# o|s\n", "x = nothing|\n", "|\n", "x.y|\n"):
            self.assertIsNone(self.at(text), text)


class Definition(AnalysisCase):
    def lines(self, text):
        return [each["line"] for each in analysis.definition(*cut(text))]

    def test_own_names(self):
        self.assertEqual(self.lines(FILE % "hel|per"), [12])
        self.assertEqual(self.lines(FILE % "self.fr|ee"), [38])
        self.assertEqual(self.lines(FILE % "point.x|"), [27])
        self.assertEqual(self.lines(FILE % "fold|er"), [42])
        self.assertEqual(self.lines(FILE % "o|s"), [3])
        self.assertEqual(self.lines("x = 1\nif x:\n    x = 2\nprint(x|)\n"), [1, 3])
        self.assertEqual(self.lines("print('x|')\n"), [])
        self.assertEqual(self.lines("import os\nos.pa|th\n"), [])

    def test_the_scope_is_that_of_the_place(self):
        self.assertEqual(self.lines("x = 1\ndef f(x):\n    return |x\n"), [2])
        self.assertEqual(self.lines("x = 1\ny = [|x for x in (1, 2)]\n"), [2])


class Signature(AnalysisCase):
    def at(self, text):
        return analysis.signature(*cut(text))

    def test_the_parameter_that_is_written(self):
        for call, active in (
            ("helper(|", 0), ("helper(1, |", 1), ("helper(1, 2, 3|", 1), ("helper(size=|", 2), ("helper(other=|", 3),
            ("helper((1, 2), [3, |", 1), ("helper('(,', f(1, 2), |", 1),
        ):  # fmt: skip
            with self.subTest(call):
                found = self.at(FILE % call)
                self.assertEqual((found["parameters"][0], found["active"]), ("path", active))
                self.assertEqual(found["label"], "def helper(path, *parts, size: int = LIMIT, **more) -> Point")

    def test_whose_call_it_is(self):
        self.assertEqual(self.at(FILE % "Point(1, |")["label"], "Point(x, y=0)")
        self.assertEqual(self.at(FILE % "self.free(|")["parameters"], ["path: str"])
        self.assertEqual(self.at(FILE % "os.path.join(1, |")["active"], 1)
        self.assertEqual(self.at(FILE % "print(helper(1), |")["label"][:6], "print(")
        self.assertIsNone(self.at(FILE % "(1, |"))
        self.assertIsNone(self.at("print(1)\n|"))
        self.assertEqual(self.at("print(\n  1,\n  |")["label"][:6], "print(")


class Outline(AnalysisCase):
    def test_what_a_file_has(self):
        def shape(symbols):
            return [(s["name"], s["kind"], s["line"], shape(s["children"])) for s in symbols]

        self.assertEqual(
            shape(analysis.outline(FILE % "pass")),
            [
                ("LIMIT", "constant", 9, []),
                ("helper", "function", 12, []),
                ("Point", "class", 21, [("kind", "field", 24, []), ("__init__", "method", 26, []), ("move", "method", 29, [])]),
                ("Disk", "class", 34, [("free", "method", 38, []), ("usage", "method", 42, [])]),
            ],
        )


class Json(AnalysisCase):
    def test_requests(self):
        request = '{"method":"analysis.outline","params":["x = 1"]}'
        self.assertTrue(analysis.is_for(request))
        self.assertFalse(analysis.is_for('{"method":"preview","params":[]}'))
        self.assertIn('"name": "x"', analysis.analysis_json(request))


class AnyText(AnalysisCase):
    """Whatever is typed, it is answered: at most with a syntax error."""

    PARTS = [
        *"()[]{}:,.=@*\\'\"#;\n\t ", "def ", "class ", "async ", "lambda ", "return ", "import ", "from ", "as ", "f'{", "}'", '"""',
        "if ", "else:", "try:", "except ", "with ", "for ", "in ", "global ", "nonlocal ", "match ", "case ", "self.", "x", "y1", "Tool",
        "\n    ", "\n        ", "->", ":=", "**", "type ", "_", "__all__ = ['x']\n", "\u00e9", "\U0001f600", "\ud800", "\0", "\r", "\f",
        "os.", "print(", "subprocess.run([], capture_output=True)", "int | None", "list[int]", "# type: ", "await ", "yield ", "del ",
    ]  # fmt: skip

    def everything(self, source, rng):
        result = analysis.check(source, rng.choice(["", "3.6.15", "3.14.0"]))
        rows = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for each in result["findings"]:
            self.assertIn(each["severity"], ("error", "warning", "hint"))
            self.assertTrue(1 <= each["line"] <= each["end_line"] <= len(rows), each)
            self.assertTrue(each["column"] >= 1 and each["end_column"] >= 1, each)
        for _ in range(3):
            place = rng.randint(1, len(rows)), rng.randint(1, 40)
            items = analysis.complete(source, *place)["items"]
            for each in rng.sample(items, min(len(items), 3)):
                analysis.document(source, *place, each["label"])
            analysis.hover(source, *place)
            analysis.definition(source, *place)
            analysis.signature(source, *place)
        analysis.outline(source)

    def test_random_texts(self):
        for seed in range(160):
            rng = random.Random(seed)
            parts = self.PARTS if seed % 4 else list(string.printable)
            source = "".join(rng.choice(parts) for _ in range(rng.randint(1, 60)))
            with self.subTest(seed):
                self.everything(source, rng)

    def test_a_file_with_random_damage(self):
        for seed in range(30):
            rng = random.Random(seed)
            source = FILE % "pass"
            for _ in range(rng.randint(1, 3)):
                at = rng.randrange(len(source))
                source = source[:at] + rng.choice(["", *self.PARTS]) + source[at + rng.randint(0, 30) :]
            with self.subTest(seed):
                self.everything(source, rng)


if __name__ == "__main__":
    unittest.main()
