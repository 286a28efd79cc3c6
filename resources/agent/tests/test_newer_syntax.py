import importlib
import sys
import unittest
import warnings

from . import ROOT  # noqa: F401
from rmote import newer_modules
from rmote.newer_syntax import refusal

HERE = sys.version_info[:2]
TARGET = "the target has %d.%d.%d" % sys.version_info[:3]

# Version, what the refusal says, line of the construct, source. A fifth item is the
# version whose compiler already takes what the documentation promises for a later one.
CASES = [
    ((3, 7), "from __future__ import annotations", 2, '"""Doc."""\nfrom __future__ import annotations\n'),
    ((3, 7), "await in an f-string", 2, "async def f(x):\n    return f'{await x}'\n"),
    ((3, 7), "async in an f-string", 2, "async def f(x):\n    return f'{[a async for a in x]}'\n"),
    ((3, 8), "an assignment expression (:=)", 2, "x = 1\nif y := x:\n    pass\n"),
    ((3, 8), "an assignment expression (:=)", 3, "print(\n    1,\n    x := 2,\n)\n"),
    ((3, 8), "an assignment expression (:=)", 2, "x = ':='  # :=\nx = [y := 1, y]\n"),
    ((3, 8), "an assignment expression (:=)", 2, "x = 1\nx = f'{x:=5} {(y := x)}'\n"),
    ((3, 8), "a positional-only parameter (/)", 1, "def f(a, /, b): pass\n"),
    ((3, 8), "a positional-only parameter (/)", 3, "def f(\n    a=1 / 2,\n    /\n): pass\n"),
    ((3, 8), "a positional-only parameter (/)", 1, "x = lambda a, /, *, b: a / b\n"),
    ((3, 8), "the = specifier of an f-string", 2, "x = 1\nx = f'{x!r} {x == 1} {x = !r:>{x}}'\n"),
    ((3, 8), "the = specifier of an f-string", 3, "x = 1\nx = f'''\n{x=}'''\n"),
    ((3, 8), "a starred expression in return without parentheses", 2, "def f(a):\n    return 1, *a\n"),
    ((3, 8), "a starred expression in yield without parentheses", 2, "def f(a):\n    b = (yield *a, 1)\n"),
    ((3, 8), "a tuple or yield without parentheses after an annotation", 2, "t = 1\nx: t = 1, 2\n"),
    (
        (3, 8),
        "continue in a finally clause",
        5,
        "for x in ():\n    try:\n        pass\n    finally:\n        if x: continue\n",
    ),
    ((3, 9), "a decorator that is more than a name and a call", 2, "x = {}\n@x['a'].b\ndef f(): pass\n"),
    ((3, 9), "a decorator that is more than a name and a call", 1, "@x(\n    1\n).y\ndef f(): pass\n"),
    ((3, 9), "a starred expression in for without parentheses", 2, "a = []\nfor x in *a, 1: pass\n"),
    (
        (3, 10),
        "the match statement",
        2,
        "def f(command, b):\n"
        "    match command, *b:\n"
        "        # nothing yet\n"
        "        case 'x' | \"y\", *rest if rest: return 1\n"
        "        case {'k': [1, *_]} as d:\n"
        "            match = case = d\n"
        "            return match\n",
    ),
    ((3, 10), "the match statement", 1, "match (x):\n    case _ if (y := x): pass\n"),
    ((3, 10), "with and its items in parentheses", 1, "with (\n    a() as b,\n    c(),\n): pass\n", (3, 9)),
    ((3, 10), "an assignment expression (:=) without parentheses in a set or an index", 1, "x[y := 1]\n"),
    (
        (3, 10),
        "an assignment expression (:=) without parentheses in a set or an index",
        1,
        "x = {y := 1, 2}\n",
        (3, 9),
    ),
    ((3, 11), "except*", 3, "try:\n    pass\nexcept* (A, B) as e:\n    pass\n"),
    ((3, 11), "a starred expression in an index", 2, "a = [*b, 2 * c]\nd[1 * 2, *e]\n"),
    ((3, 11), "a starred annotation of *args", 1, "def f(*args: *Ts): pass\n"),
    ((3, 12), "a type parameter", 1, "def f[T: (int, str), *Ts](x: T): pass\n"),
    ((3, 12), "a type parameter", 1, "async def f[**P](x): pass\n"),
    ((3, 12), "a type parameter", 2, "x = 1\nclass C[\n    T,  # any\n]: pass\n"),
    ((3, 12), "the type statement", 2, "type = int\ntype X = type\n"),
    ((3, 12), "the type statement", 2, "if x:\n    type X[T] = list[T]\n"),
    ((3, 12), "an f-string with its own quotes in its braces", 1, "x = f'{d['k']}' + 'it'\n"),
    ((3, 12), "an f-string with its own quotes in its braces", 2, "x = 1\nx = f\"{x:{d[\"k\"]}}\" f''\n"),
    ((3, 12), "a backslash in the braces of an f-string", 1, "x = f\"\\N{BULLET}\\n{'\\n'.join(x)} {{\"\n"),
    ((3, 12), "a backslash in the braces of an f-string", 2, "x = f'''{\n'\\n'.join(x)}'''\n"),
    ((3, 12), "a comment in the braces of an f-string", 2, "x = f'''{\n  y  # why }\n}'''\n"),
    ((3, 12), "a line break in the braces of an f-string", 1, "x = f'{\n  y\n}'\n"),
    ((3, 13), "a default of a type parameter", 1, "class C[T = int]: pass\n"),
    ((3, 13), "a default of a type parameter", 1, "type X[A, *B = *tuple[int, ...]] = (A, *B)\n"),
    ((3, 14), "a template string", 1, "x = t'{a} and {b!r:>{c}}'\n"),
    ((3, 14), "a template string", 1, "x = Rt\"{d[\"k\"]}\"\n"),
    ((3, 14), "except with several types and no parentheses", 3, "try:\n    pass\nexcept A, B:\n    pass\n"),
]


# What this Python does not compile, and the sources that it does.
UNKNOWN = [case[:4] for case in CASES if HERE < (case[4] if len(case) > 4 else case[0])]
KNOWN = [case[3] for case in CASES if case[:4] not in UNKNOWN]


def failure(source):
    """The SyntaxError of a source, and what is said of it; None for a source that compiles."""
    try:
        compile(source, "tools/x.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error, refusal(source, "tools/x.py", error)
    return None


class Constructs(unittest.TestCase):
    def check(self, source, version, what, line):
        _, refused = failure(source)
        self.assertEqual(
            str(refused),
            "tools/x.py, line %d: %s needs Python %d.%d; %s" % ((line, what) + version + (TARGET,)),
        )
        self.assertEqual((refused.filename, refused.lineno), ("tools/x.py", line))
        self.assertEqual(refused.text, source.split("\n")[line - 1])

    def test_are_named_where_they_do_not_compile(self):
        for version, what, line, source in UNKNOWN:
            with self.subTest(source):
                self.check(source, version, what, line)

    def test_compile_from_their_version_on(self):
        for source in KNOWN:
            with self.subTest(source):
                self.assertIsNone(failure(source))

    def test_are_named_before_an_error_that_comes_later(self):
        for version, what, line, source in UNKNOWN:
            # These are looked at when all of the source has been parsed.
            late = "__future__" in source or "continue" in source or "f'" in source or 'f"' in source
            if not late:
                with self.subTest(source):
                    self.check(source + "def broken(:\n", version, what, line)

    def test_are_named_before_others(self):
        for version, what, line, source in UNKNOWN:
            # A future import stands once.
            if "__future__" not in source:
                with self.subTest(source):
                    # In f-strings of old Pythons both give the same error at the same place.
                    self.check(source * 2, version, what, line)

    def test_are_named_in_their_order_in_one_line(self):
        source = "try:\n    pass\nexcept* A, B:\n    pass\n"
        if HERE < (3, 11):
            self.check(source, (3, 11), "except*", 3)
        elif HERE < (3, 14):
            self.check(source, (3, 14), "except with several types and no parentheses", 3)
        else:
            self.assertIsNone(failure(source))

    @unittest.skipIf(HERE >= (3, 8), "later Pythons read f-strings with the rest")
    def test_are_named_behind_others_that_are_looked_at_later(self):
        what = "an assignment expression (:=)"
        self.check("x = f'{\"\\n\"}' + (y := 'z')\n", (3, 8), what, 1)
        self.check("x = f'''{\n  y  # why\n}'''\nx = (y := 'z')\n", (3, 8), what, 4)


class Errors(unittest.TestCase):
    def test_of_every_python_are_left_as_they_are(self):
        sources = [
            "def broken(:\n",
            "x = (1,\n",
            "x = 'unended\n",
            "x = '''unended\n",
            "x = f'{'\n",
            "x = f'{x = '\n",
            "x = f'''{x # '''\n",
            "  x = 1\n",
            "if x:\npass\n",
            "if x:\n        a\n    b\n",
            "x := 5\n",
            "f(a, /)\n",
            "match = 1\nmatch(x)\nmatch[x] = match * x\nx = y z\n",
            "match(x): int = 1 2\n",
            "match x:\n    pass\n",
            "type = 1\ntype (x) y\n",
            "return *a\n",
            "a[*]\n",
            "@\ndef f(): pass\n",
            "def f[T(x): pass\n",
            "x = 1 +\n",
            "return 1\n",
            "print 'x'\n",
        ]
        for source in sources:
            with self.subTest(source):
                self.assertIsNone(failure(source)[1])

    def test_that_come_before_a_construct_are_left_as_they_are(self):
        for _, _, line, source, *_ in CASES:
            with self.subTest(source):
                error, refused = failure("def broken(:\n    pass\n" + source)
                if error.lineno == 1:
                    self.assertIsNone(refused)
                else:
                    # From 3.10 on a string without an end comes before any other error.
                    self.assertEqual((error.lineno, refused.lineno), (line + 2, line + 2))

    def test_that_follow_what_this_python_knows_are_left_as_they_are(self):
        for source in KNOWN:
            with self.subTest(source):
                self.assertIsNone(failure(source + "x = 1 2\n")[1])

    @unittest.skipIf(HERE >= (3, 14), "no syntax is known that is newer")
    def test_have_their_line_also_with_line_ends_of_windows(self):
        _, refused = failure("x = 1\r\nx = t''\r\n")
        self.assertIn("tools/x.py, line 2: a template string needs Python 3.14", str(refused))


class Modules(unittest.TestCase):
    def test_that_this_python_has_not_yet_or_no_more(self):
        known = [(name, version, HERE >= version) for name, version in newer_modules.ADDED.items()]
        for version, names in newer_modules.REMOVED.items():
            known += [(name, version, HERE < version) for name in names.split()]
        for name, version, expected in known:
            with self.subTest(name), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    importlib.import_module(name)
                    explained = None
                except ModuleNotFoundError as error:
                    # Debian has it in a package of its own.
                    if error.name in ("_tkinter", "tkinter"):
                        continue
                    explained = newer_modules.explain(error.name)
                self.assertEqual(explained is None, expected, explained)

    def test_are_told_with_the_version(self):
        self.assertIsNone(newer_modules.explain("no_such_module"))
        self.assertIsNone(newer_modules.explain(None))
        if HERE < (3, 14):
            expected = "the module annotationlib needs Python 3.14; " + TARGET
            self.assertEqual(newer_modules.explain("annotationlib"), expected)
        if HERE >= (3, 8):
            expected = "the module macpath was removed in Python 3.8; " + TARGET
            self.assertEqual(newer_modules.explain("macpath"), expected)


if __name__ == "__main__":
    unittest.main()
