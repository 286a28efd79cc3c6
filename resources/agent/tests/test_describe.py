import os
import sys
import unittest

from . import ROOT

if sys.version_info >= (3, 9):
    from describe import describe


@unittest.skipIf(sys.version_info < (3, 9), "it runs in the app's own Python only")
class Describe(unittest.TestCase):
    def one(self, body, head=""):
        tools = describe("from rmote.protocol import Tool\n" + head + body, "tools.t")
        self.assertEqual(len(tools), 1)
        return tools[0]

    def types(self, annotation, head=""):
        body = "class T(Tool):\n  @staticmethod\n  def m(x: %s): pass" % annotation
        return self.one(body, head)["methods"][0]["parameters"][0]["type"]

    def test_types_of_a_form(self):
        text, number = {"kind": "str"}, {"kind": "int"}
        choice = {"kind": "choice", "options": [{"label": "a", "value": "a"}, {"label": "2", "value": 2}]}
        cases = {
            "str": text,
            "'str'": text,
            "Optional[int]": {"kind": "optional", "inner": number},
            "int | None": {"kind": "optional", "inner": number},
            "Union[str, bytes, None]": {"kind": "optional", "inner": text},
            "List[int]": {"kind": "list", "item": number},
            "list": {"kind": "list", "item": {"kind": "any"}},
            "typing.Dict[str, int]": {"kind": "dict", "key": text, "value": number},
            "Literal['a', 2]": choice,
            "'Optional[List[str]]'": {"kind": "optional", "inner": {"kind": "list", "item": text}},
            "Something": {"kind": "any"},
        }
        for annotation, expected in cases.items():
            with self.subTest(annotation):
                self.assertEqual(self.types(annotation), expected)
        head = "import enum\nclass S(enum.Enum):\n  ON = 'on'\n  OFF = enum.auto()\n"
        self.assertEqual(
            self.types("S", head)["options"],
            [{"label": "ON", "value": "on"}, {"label": "OFF", "value": "OFF"}],
        )

    def test_parameters_and_documentation(self):
        tool = self.one(
            "class T(Tool):\n"
            "    '''Summary\n    goes on.\n\n    More.'''\n"
            "    async def m(self, a, b: 'int' = 1 + 1, *rest: str, c, d=None, **more):\n"
            "        '''Do it.\n\n        Args:\n            a: First\n                goes on.\n"
            "            c: Third.\n\n        Returns:\n            Nothing.\n        '''\n"
            "    @classmethod\n"
            "    def k(cls) -> 'Iterator[int]': yield from [1]\n"
            "    @property\n"
            "    def p(self): pass\n"
            "    def _own(self): pass\n"
        )
        self.assertEqual((tool["key"], tool["summary"]), ("tools.t.T", "Summary goes on."))
        self.assertEqual([m["name"] for m in tool["methods"]], ["m", "k"])
        m, k = tool["methods"]
        self.assertEqual((m["async"], m["stream"], k["stream"]), (True, False, True))
        self.assertEqual(k["signature"], "k() -> Iterator[int]")
        self.assertEqual(m["signature"], "m(a, b: int = 1 + 1, *rest: str, c, d=None, **more)")
        self.assertEqual(
            [(p["name"], p["kind"], p["required"], p["default"], p["doc"]) for p in m["parameters"]],
            [
                ("a", "positional", True, None, "First goes on."),
                ("b", "positional", False, "1 + 1", ""),
                ("rest", "var_positional", False, None, ""),
                ("c", "keyword", True, None, "Third."),
                ("d", "keyword", False, "None", ""),
                ("more", "var_keyword", False, None, ""),
            ],
        )

    def test_inherited_methods_of_the_module(self):
        tools = describe(
            "class A(Tool):\n  def a(self): pass\nclass B(A):\n  def b(self): pass\nclass C: pass", "m"
        )
        self.assertEqual([t["name"] for t in tools], ["A", "B"])
        self.assertEqual([m["name"] for m in tools[1]["methods"]], ["a", "b"])

    def test_built_in_tools_document_every_parameter(self):
        folder = os.path.join(ROOT, "tools")
        for name in sorted(os.listdir(folder)):
            if not name.endswith(".py"):
                continue
            with open(os.path.join(folder, name)) as file:
                tools = describe(file.read(), "rmote.tools." + name[:-3])
            for tool in tools:
                for method in tool["methods"]:
                    with self.subTest(tool["name"] + "." + method["name"]):
                        self.assertTrue(method["summary"])
                        self.assertTrue(method["returns"])
                        undocumented = [p["name"] for p in method["parameters"] if not p["doc"]]
                        self.assertEqual(undocumented, [])


if __name__ == "__main__":
    unittest.main()
