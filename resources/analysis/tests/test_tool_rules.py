import unittest

from .analysis_case import AnalysisCase

HEAD = "from rmote.protocol import Tool, process\nprint(process)\n"


class Classes(AnalysisCase):
    def said(self, source, version="", *codes):
        return [(line - 2, severity, text) for line, severity, text in super().said(HEAD + source, version, *codes)]

    def test_init(self):
        source = "class A(Tool):\n    def __init__(self):\n        pass\n    def run(self): return 1\nclass B(A):\n    __init__ = None\n"
        wanted = "%s defines __init__: a Tool has no state of its own, pass values to its methods"
        self.assertEqual(self.said(source), [(2, "error", wanted % "A"), (6, "error", wanted % "B")])
        fixed = self.fixed(HEAD + source)
        self.assertEqual(fixed, HEAD + "class A(Tool):\n    def run(self): return 1\nclass B(A):\n    __init__ = None\n")
        self.assertEqual(self.fixed(HEAD + "class A(Tool):\n    def __init__(self): self.x = 1\n"), HEAD + "class A(Tool):\n    pass\n")
        apart = "class A(Tool):\n    x = 1\n%s\n    def run(self): return 1\n"
        made = "\n    def __init__(self):\n        pass\n"
        self.assertEqual(self.fixed(HEAD + apart % made), HEAD + apart % "")

    def test_another_class_may_have_one(self):
        self.assertEqual(self.said("class A:\n    def __init__(self): self.x = 1\nclass B(Tool): pass\n"), [])

    def test_state(self):
        source = (
            "class Base(Tool):\n    given = 1\n    def helper(self): return self.given\n"
            "class A(Base):\n"
            "    def connect(self, host):\n        self.host = host\n        return self.host\n"
            "    def run(self):\n        return self.host, self.port, self.given, self.helper(), self.__class__\n"
        )
        self.assertEqual(
            self.said(source),
            [
                (9, "warning", "self.host is set by another method: a call cannot count on one before it. Make it a parameter."),
                (9, "error", "self.port is set nowhere: a Tool has no state of its own, pass values to its methods"),
            ],
        )

    def test_state_that_cannot_be_told(self):
        for source in (
            "from somewhere import Mixin\nclass A(Mixin, Tool):\n    def run(self): return self.x\n",
            "class A(Tool):\n    def __getattr__(self, name): return 1\n    def run(self): return self.x\n",
            "class A(Tool):\n    def run(self):\n        setattr(self, 'x', 1)\n        return self.x\n",
            "class A(Tool):\n    @classmethod\n    def count(cls):\n        cls.n = getattr(cls, 'n', 0) + 1\n        return cls.n\n",
        ):
            with self.subTest(source):
                self.assertEqual([s for s in self.said(source) if "set" in s[2]], [])

    def test_methods_without_self(self):
        source = "class A(Tool):\n    def read(path, *, x=1): return path, x\n    async def all(): return 1\n    @staticmethod\n    def s(): pass\n"
        self.assertEqual(
            self.said(source),
            [
                (2, "warning", "path takes the place of self: a call of read would not give it."),
                (3, "error", "all takes no self: a call of it fails."),
            ],
        )
        self.assertIn("    @staticmethod\n    def read(path", self.fixed(HEAD + source))
        self.assertIn("def read(self, path", self.fixed(HEAD + source, index=1))
        self.assertIn("async def all(self):", self.fixed(HEAD + source, index=3))

    def test_a_file_without_a_tool(self):
        source = "class Disk:\n    def free(self): return 1\n"
        self.assertEqual([f["code"] for f in self.findings(source)], ["no-tool"])
        self.assertEqual(self.fixed(source), "from rmote.protocol import Tool\n\nclass Disk(Tool):\n    def free(self): return 1\n")
        self.assertEqual(self.findings("def helper(): return 1\n"), [])


class Commands(AnalysisCase):
    def test_each_is_a_hint(self):
        source = """
            import os, subprocess as sp
            from subprocess import Popen
            print(sp.run(["a"]), Popen("b"), os.system("c"), os.popen("d"), sp.PIPE, os.listdir("."))
        """
        found = self.findings(source, "3.11.2")
        self.assertEqual([(f["code"], f["severity"]) for f in found], [("process", "hint")] * 4)
        self.assertTrue(found[0]["message"].startswith("subprocess.run() works, but"))

    def test_the_fix_where_it_is_the_same(self):
        source = "import subprocess\nr = subprocess.run(['ls', '-l', *x], capture_output=True, text=True)\n"
        self.assertEqual(
            self.fixed("from rmote.protocol import Tool\n" + source.replace("*x", "Tool"), "3.11.2"),
            "from rmote.protocol import Tool, process\nimport subprocess\n"
            "r = process('ls', '-l', Tool, capture_output=True, text=True)\n",
        )
        self.assertIn("process('a | b', shell=True, capture_output=True)",
                      self.fixed("import subprocess\nsubprocess.run('a | b', shell=True, capture_output=True)\n", "3.11.2"))

    def test_no_fix_where_it_is_not(self):
        for call in ("['a']", "['a'], check=True", "['a'], capture_output=True, stdin=f", "cmd, capture_output=True", "'ls', capture_output=True"):
            found = self.findings("import subprocess\nf = cmd = 1\nsubprocess.run(%s)\n" % call, "3.11.2", "process")
            self.assertEqual([f["fixes"] for f in found], [[]])

    def test_input_and_exec(self):
        found = self.findings("import os\ninput('?')\nos.execvp('a', ['a'])\n")
        self.assertEqual([(f["code"], f["severity"]) for f in found], [("input", "warning"), ("process", "warning")])


if __name__ == "__main__":
    unittest.main()
