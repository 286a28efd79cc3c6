import json
import os
import sys
import unittest

from . import ROOT

if sys.version_info >= (3, 9):
    from describe_types import answer, describe_types

TEXT, NUMBER, NONE, ANY = {"kind": "str"}, {"kind": "int"}, {"kind": "none"}, {"kind": "any"}


def union(*options):
    return {"kind": "union", "options": list(options)}


@unittest.skipIf(sys.version_info < (3, 9), "it runs in the app's own Python only")
class DescribeTypes(unittest.TestCase):
    def one(self, signature, head="", body="pass"):
        source = "%s\nclass T(Tool):\n  @staticmethod\n  def m(%s: %s\n" % (head, signature, body)
        found = describe_types(source, "tools.t")
        types = {each["name"]: each for each in found["types"]}
        return found["tools"][0]["methods"][0], types

    def type(self, annotation, head=""):
        method, types = self.one("x: %s)" % annotation, head)
        return method["parameters"][0]["type"]

    def test_annotations(self):
        cases = {
            "str": TEXT,
            "'Optional[str]'": union(TEXT, NONE),
            "int | None": union(NUMBER, NONE),
            "Union[str, Union[int, None], str]": union(TEXT, NUMBER, NONE),
            "Union[str, Any]": ANY,
            "typing.List[int]": {"kind": "list", "item": NUMBER},
            "list": {"kind": "list", "item": ANY},
            "dict": {"kind": "dict", "key": ANY, "value": ANY},
            "Mapping[str, int]": {"kind": "dict", "key": TEXT, "value": NUMBER},
            "Sequence[int]": {"kind": "sequence", "item": NUMBER},
            "Tuple[int, ...]": {"kind": "tuple", "items": None, "item": NUMBER},
            "tuple[int, str]": {"kind": "tuple", "items": [NUMBER, TEXT], "item": ANY},
            "Set[str]": {"kind": "set", "item": TEXT},
            "Literal['a', -2, None, True]": {"kind": "literal", "values": ["a", -2, None, True]},
            "Literal[b'a']": ANY,
            "Annotated[int, 'of bytes']": NUMBER,
            "pathlib.Path": {"kind": "path"},
            "datetime.datetime": {"kind": "datetime"},
            "Callable[[int], str]": ANY,
            "Something": ANY,
        }
        for annotation, expected in cases.items():
            with self.subTest(annotation):
                self.assertEqual(self.type(annotation), expected)

    def test_aliases(self):
        head = "Mode = Union[str, int]\nId = NewType('Id', int)\nLoop = List['Loop']\nclass Name(str): pass"
        self.assertEqual(self.type("Mode", head), union(TEXT, NUMBER))
        self.assertEqual(self.type("Id", head), NUMBER)
        self.assertEqual(self.type("Name", head), TEXT)
        self.assertEqual(self.type("Loop", head), {"kind": "list", "item": ANY})
        self.assertEqual(self.type("L[int]", "from typing import List as L"), {"kind": "list", "item": NUMBER})

    def test_kinds_and_defaults_of_parameters(self):
        method, _ = self.one("a, /, b: int = None, *c: str, d, e=1, **f: int)")
        self.assertEqual(
            [(p["name"], p["kind"], p["required"]) for p in method["parameters"]],
            [
                ("a", "positional_only", True), ("b", "positional", False),
                ("c", "var_positional", False), ("d", "keyword", True),
                ("e", "keyword", False), ("f", "var_keyword", False),
            ],
        )
        self.assertEqual(method["parameters"][1]["type"], union(NUMBER, NONE))

    def test_classes_of_values(self):
        head = "\n".join([
            "if TYPE_CHECKING:",
            "  class Row(NamedTuple):",
            "    name: str",
            "    rows: List['Row']",
            "else:",
            "  Row = namedtuple('Row', 'name rows')",
            "Pair = namedtuple('Pair', ['left', 'right'])",
            "Named = NamedTuple('Named', [('size', int), ('below', 'List[Named]')])",
            "@dataclass",
            "class Base:",
            "  kind: ClassVar[str]",
            "  size: int = 0",
            "@dataclasses.dataclass(frozen=True)",
            "class More(Base):",
            "  color: 'Color'",
            "class Color(enum.Enum):",
            "  RED = 'red'",
            "class Options(TypedDict, total=False):",
            "  a: Required[int]",
            "  b: str",
        ])
        method, types = self.one("row: Row, pair: Pair, named: Named, more: More, options: Options)", head)
        self.assertEqual([p["type"] for p in method["parameters"]], [
            {"kind": "named", "type": "tools.t." + n} for n in ("Row", "Pair", "Named", "More", "Options")
        ])

        def fields(name):
            return [(f["name"], f["type"]) for f in types[name]["fields"]]

        row = {"kind": "named", "type": "tools.t.Row"}
        self.assertEqual(fields("Row"), [("name", TEXT), ("rows", {"kind": "list", "item": row})])
        self.assertEqual(fields("Pair"), [("left", ANY), ("right", ANY)])
        named = {"kind": "named", "type": "tools.t.Named"}
        self.assertEqual(fields("Named"), [("size", NUMBER), ("below", {"kind": "list", "item": named})])
        color = {"kind": "named", "type": "tools.t.Color"}
        self.assertEqual(fields("More"), [("size", NUMBER), ("color", color)])
        self.assertEqual(types["Color"]["members"], [{"label": "RED", "value": "red"}])
        self.assertEqual([f["required"] for f in types["Options"]["fields"]], [True, False])

    def test_what_is_yielded_awaited_and_returned(self):
        cases = [
            ("pass", "x) -> Iterator[str]", TEXT, NONE),
            ("pass", "x) -> Generator[str, None, int]", TEXT, NUMBER),
            ("yield 1", "x) -> Iterable[int]", NUMBER, NONE),
            ("yield 1", "x)", ANY, NONE),
            ("pass", "x) -> Iterable[int]", None, {"kind": "sequence", "item": NUMBER}),
            ("pass", "x) -> Awaitable[int]", None, NUMBER),
            ("pass", "x) -> None", None, NONE),
            ("pass", "x)", None, ANY),
        ]
        for body, signature, item, returns in cases:
            with self.subTest(signature):
                method, _ = self.one(signature, body=body)
                self.assertEqual((method["item"], method["returns"]), (item, returns))

    def test_types_of_the_agents_own_modules(self):
        source = "if TYPE_CHECKING:\n  from rmote.files import Change\nclass T(Tool):\n  def m(self) -> 'Change': pass\n"
        found = json.loads(answer(source, "tools.t"))["found"]
        self.assertEqual([each["type"] for each in found["types"]], ["rmote.files.Change"])

    def test_what_is_no_tool_is_told_with_its_place(self):
        cases = {
            "class A(:\n": (1, 9),
            "x = 1\n": (1, 1),
            "\n\nclass T(Tool):\n    def __init__(self): pass\n": (4, 5),
            "a\0b": (1, 1),
            "(" * 5000: (1, None),
        }
        for source, (line, column) in cases.items():
            with self.subTest(source[:20]):
                problem = json.loads(answer(source, "tools.t"))["problem"]
                self.assertEqual(problem["line"], line)
                if column is not None:
                    self.assertEqual(problem["column"], column)
                self.assertNotEqual(problem["message"], "")

    def test_every_built_in_tool_is_described(self):
        folder = os.path.join(ROOT, "tools")
        for file in sorted(os.listdir(folder)):
            if not file.endswith(".py"):
                continue
            with self.subTest(file), open(os.path.join(folder, file), encoding="utf-8") as opened:
                found = json.loads(answer(opened.read(), "rmote.tools." + file[:-3]))["found"]
                for each in found["types"]:
                    for field in each["fields"]:
                        self.assertNotEqual(field["type"], ANY, (each["name"], field["name"]))
                for method in (m for tool in found["tools"] for m in tool["methods"]):
                    for parameter in method["parameters"]:
                        self.assertNotEqual(parameter["type"], ANY, (method["name"], parameter["name"]))
