import sys
import unittest

from . import ROOT  # noqa: F401
from rmote.frame import Flags
from .agent_case import HEAD, RAISED, AgentCase

SYNC = Flags.SYNC | Flags.REQUEST


class Modules(AgentCase):
    def test_a_tool_that_inherits_from_one_in_another_module(self):
        base = "class Base(Tool):\n def word(self): return self.own()\n def own(self): return 'base'\n"
        self.sync("Base", base, module="tools.base")
        self.sync(
            "Derived",
            "from tools.base import Base\nclass Derived(Base):\n def own(self): return 'derived'\n",
            module="tools.derived",
        )
        self.assertEqual(self.peer.call("tools.derived.Derived.word")[1], "derived")
        self.assertEqual(self.peer.call("tools.base.Base.word")[1], "base")

    def test_what_a_module_has_beside_its_tool(self):
        self.sync(
            "Rich",
            "import collections, enum, json as encoder\n"
            "from os.path import join\n"
            "from typing import NamedTuple\n"
            "NUMBER = 5\n"
            "class Point(NamedTuple):\n"
            "    x: int\n"
            "    y: int = 2\n"
            "class Color(enum.Enum):\n    RED = 1\n"
            "def helper(value): return value + NUMBER\n"
            "class Rich(Tool):\n"
            "    word = 'class variable'\n"
            "    def names(self): return [encoder.dumps([1]), join('a', 'b'), helper(1), self.word]\n"
            "    def point(self): return Point(1)\n"
            "    def color(self): return Color.RED\n"
            "    @classmethod\n"
            "    def count(cls):\n"
            "        cls.counted = getattr(cls, 'counted', 0) + 1\n"
            "        return cls.counted\n",
        )

        def call(name):
            return self.peer.call("tools.testing.Rich." + name)[1]

        self.assertEqual(call("names"), ["[1]", "a/b", 6, "class variable"])
        point, color = call("point"), call("color")
        self.assertEqual((point.type, point.parts), ("tools.testing.Point", [["x", "y"], [1, 2]]))
        self.assertEqual((color.type, color.parts), ("tools.testing.Color", ["RED", 1]))
        self.assertEqual([call("count"), call("count")], [1, 2])

    @unittest.skipIf(sys.version_info < (3, 7), "Python 3.6 has no dataclasses")
    def test_modules_of_the_agents_that_come_with_it(self):
        """They are imported as the payload's are, in folders too, and stay as they came first."""
        body = "class Rich(Tool):\n def word(self):\n  from rmote.parts.words import word\n  return word()\n"
        modules = {
            "rmote.parts": "", "rmote.parts.words": "from rmote.parts.other import WORD\ndef word(): return WORD\n",
            "rmote.parts.other": "WORD = 'came along'\n",
        }
        self.sync("Rich", body, modules=modules)
        self.assertEqual(self.peer.call("tools.testing.Rich.word")[1], "came along")
        modules["rmote.parts.other"] = "WORD = 'another'\n"
        self.sync("Rich", body + "# newer\n", modules=modules)
        self.assertEqual(self.peer.call("tools.testing.Rich.word")[1], "came along")

    def test_modules_that_are_none_are_refused(self):
        for modules in (["rmote.x"], {"json": "1"}, {"rmote.x": 1}, {1: "x"}, None):
            tool = {"name": "A", "source": HEAD + "class A(Tool): pass\n", "filename": "a.py", "modules": modules}
            self.peer.send(SYNC, 1000, tool)
            answer = self.peer.answer(1000)
            self.assertTrue(answer[0] & Flags.EXCEPTION)
            self.assertIn("are sent as texts by their names", str(answer[1]))

    def test_a_dataclass_of_the_module(self):
        self.sync(
            "Data",
            "import dataclasses\n"
            "@dataclasses.dataclass\nclass Size:\n    name: str\n    size: int = 1\n"
            "class Data(Tool):\n def get(self): return [Size('a')]\n",
        )
        size = self.peer.call("tools.testing.Data.get")[1][0]
        self.assertEqual((size.type, size.parts), ("tools.testing.Size", [["name", "size"], ["a", 1]]))

    def test_async_static_and_class_methods(self):
        self.sync(
            "Async",
            "class Async(Tool):\n"
            "    word = 'word'\n"
            "    @staticmethod\n    async def static(a, *rest, key=3): return [a, list(rest), key]\n"
            "    @classmethod\n    async def cls(cls): return cls.word\n",
        )
        self.assertEqual(self.peer.call("tools.testing.Async.static", [1, 2])[1], [1, [2], 3])
        self.assertEqual(self.peer.call("tools.testing.Async.cls")[1], "word")


class Versions(AgentCase):
    def source(self, word):
        body = "WORD = %r\ndef helper(): return WORD\nclass Edited(Tool):\n def say(self): return helper()\n"
        return HEAD + body % word

    def test_no_part_of_an_older_version_is_left(self):
        self.peer.sync("Edited", self.source("one"))
        self.peer.sync("Edited", HEAD + "class Edited(Tool):\n def other(self): return 'WORD' in globals()\n")
        self.assertEqual(self.peer.call("tools.testing.Edited.other")[1], False)
        self.assertEqual(self.peer.call("tools.testing.Edited.say")[1]["kind"], "refused")

    def test_the_same_version_is_executed_once(self):
        source = HEAD + "import os\nRUN = os.urandom(8)\nclass Once(Tool):\n def run(self): return RUN\n"
        self.peer.sync("Once", source)
        first = self.peer.call("tools.testing.Once.run")[1]
        self.peer.sync("Once", source)
        self.assertEqual(self.peer.call("tools.testing.Once.run")[1], first)

    def test_one_that_is_refused_leaves_none_behind(self):
        no_tool = ("class Other(Tool): pass", "class Edited(Tool):\n def __init__(self): pass")
        for broken in ("def (", "raise ValueError") + no_tool:
            self.peer.sync("Edited", self.source("one"))
            self.assertEqual(self.peer.call("tools.testing.Edited.say")[1], "one")
            self.assertEqual(self.peer.sync("Edited", HEAD + broken)[1]["kind"], "refused")
            flags, value, _ = self.peer.call("tools.testing.Edited.say")
            self.assertEqual((flags, value["kind"]), (RAISED, "refused"))
            self.assertIn("there is no tool", value["message"])
        # The very source that it had before makes it a tool again.
        self.peer.sync("Edited", self.source("one"))
        self.assertEqual(self.peer.call("tools.testing.Edited.say")[1], "one")

    def test_an_inline_tool_is_replaced_and_refused_likewise(self):
        for word in ("one", "two"):
            source = "class Inline(Tool):\n def say(self): return %r\n" % word
            self.peer.send(SYNC, 1, {"name": "Inline", "source": source, "filename": "i"})
            self.assertEqual(self.peer.answer(1)[1], "Inline")
            self.assertEqual(self.peer.call("Inline.say")[1], word)
        self.peer.send(SYNC, 1, {"name": "Inline", "source": "def (", "filename": "i"})
        self.assertEqual(self.peer.answer(1)[1]["kind"], "refused")
        self.assertEqual(self.peer.call("Inline.say")[1]["kind"], "refused")


class After(AgentCase):
    def together(self, source, *packet_ids):
        """Sends a tool and calls of it without waiting. The answers by their ids."""
        tool = {"name": "Soon", "source": HEAD + source, "filename": "soon.py", "module": "tools.soon"}
        self.peer.send(SYNC, 1, tool)
        for packet_id in packet_ids:
            self.peer.request(packet_id, "tools.soon.Soon.run", after=1)
        return self.answers(1 + len(packet_ids))

    def test_a_call_begins_when_its_tool_is_there(self):
        for word in ("one", "two"):
            answers = self.together("class Soon(Tool):\n def run(self): return %r\n" % word, 2, 3, 4)
            self.assertEqual(answers, {1: "tools.soon.Soon", 2: word, 3: word, 4: word})

    def test_a_call_of_a_tool_that_is_refused_is_refused(self):
        self.together("class Soon(Tool):\n def run(self): return 'old'\n", 2)
        refused = "class Soon(Tool):\n def __init__(self): pass\n def run(self): return 'new'\n"
        answers = self.together(refused, 2)
        self.assertEqual({i: value["kind"] for i, value in answers.items()}, {1: "refused", 2: "refused"})

    def test_a_call_after_what_was_answered_before_begins_at_once(self):
        self.together("class Soon(Tool):\n def run(self): return 'ran'\n")
        for after in (1, 77):
            self.peer.request(5, "tools.soon.Soon.run", after=after)
            self.assertEqual(self.peer.answer(5)[1], "ran")

    def test_a_call_that_was_cancelled_meanwhile_does_not_begin(self):
        fifo = self.fifo()
        source = "open(%r).read()\nclass Soon(Tool):\n def run(self): return 'ran'\n" % fifo
        tool = {"name": "Soon", "source": HEAD + source, "filename": "soon.py", "module": "tools.soon"}
        self.peer.send(SYNC, 1, tool)
        self.peer.request(2, "tools.soon.Soon.run", after=1)
        self.peer.cancel(2)
        self.ping()
        self.end_fifo(fifo)
        answers = self.answers(2)
        self.assertEqual((answers[1], answers[2]["kind"]), ("tools.soon.Soon", "cancelled"))


if __name__ == "__main__":
    unittest.main()
