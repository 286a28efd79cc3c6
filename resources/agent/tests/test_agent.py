import os
import subprocess
import sys
import unittest

from . import ROOT  # noqa: F401
from rmote import codec, codec_base, frame
from rmote.codec_types import Typed
from rmote.frame import Flags
from .agent_case import HEAD, RAISED, AgentCase
from .agent_peer import stage0


class Start(AgentCase):
    def test_says_who_it_is_and_that_it_was_meant(self):
        flags, packet_id, hello = self.peer.hello
        self.assertEqual((flags, packet_id), (Flags.HELLO, 0))
        # 255 was sent in decimal; the marker and the hello have it in hexadecimal.
        self.assertEqual(self.peer.start.split(b"\n")[0], b"0xff")
        self.assertEqual(hello["nonce"], "ff")
        self.assertEqual(hello["pid"], self.peer.process.pid)
        self.assertEqual(hello["hostname"], os.uname().nodename)

    def test_stage_0_has_nothing_that_a_shell_reads(self):
        self.assertEqual([c for c in "!$`\"'\\\n" if c in stage0()], [])

    def test_imports_nothing_heavy(self):
        self.sync("Seen", "import sys\nclass Seen(Tool):\n def modules(self): return list(sys.modules)")
        _, modules, _ = self.peer.call("tools.testing.Seen.modules")
        heavy = {"asyncio", "enum", "signal", "logging", "subprocess", "inspect", "dataclasses", "typing", "traceback"}
        if sys.version_info < (3, 7):
            # Its queue is written in Python and imports threading.
            heavy -= {"traceback", "enum"}
        # What the site of this Python imports by itself is not ours.
        listing = "import sys; print(' '.join(sys.modules))"
        bare = subprocess.check_output([sys.executable, "-c", listing]).decode().split()
        self.assertEqual(heavy & (set(modules) - set(bare)), set())


class Calls(AgentCase):
    def test_static_class_and_instance_methods_with_all_kinds_of_arguments(self):
        self.sync(
            "Kinds",
            "class Base(Tool):\n"
            "    word = 'base'\n"
            "    @classmethod\n"
            "    def cls(cls): return cls.word\n"
            "class Kinds(Base):\n"
            "    word = 'kinds'\n"
            "    @staticmethod\n"
            "    def static(a, b=2, *rest, key, **more): return [a, b, list(rest), key, more]\n"
            "    def instance(self): return helper()\n"
            "def helper(): return 'helped'\n",
        )
        call = self.peer.call
        self.assertEqual(
            call("tools.testing.Kinds.static", [1, 3, 4], {"key": 5, "x": 6})[1],
            [1, 3, [4], 5, {"x": 6}],
        )
        self.assertEqual(call("tools.testing.Kinds.cls")[1], "kinds")
        self.assertEqual(call("tools.testing.Kinds.instance")[1], "helped")

    def test_are_answered_while_another_has_replaced_sys_stdout(self):
        self.sync(
            "Redirect",
            "import contextlib, io, threading\n"
            "inside, leave = threading.Event(), threading.Event()\n"
            "class Redirect(Tool):\n"
            "    def hold(self):\n"
            "        with contextlib.redirect_stdout(io.StringIO()) as text:\n"
            "            print('kept')\n"
            "            inside.set()\n"
            "            leave.wait()\n"
            "        return text.getvalue()\n"
            "    def other(self): inside.wait(); return 'other'\n"
            "    def leave(self): leave.set()\n",
        )
        request = {"method": "tools.testing.Redirect.hold", "args": [], "kwargs": {}}
        self.peer.send(Flags.RPC | Flags.REQUEST, 1, request)
        self.assertEqual(self.peer.call("tools.testing.Redirect.other")[1], "other")
        request["method"] = "tools.testing.Redirect.leave"
        self.peer.send(Flags.RPC | Flags.REQUEST, 2, request)
        self.assertEqual(self.peer.answer(1)[1], "kept\n")

    def test_many_at_once_are_answered_each_by_its_id(self):
        self.sync(
            "Order",
            "import threading\n"
            "gate = threading.Event()\n"
            "class Order(Tool):\n"
            "    def wait(self): gate.wait(); return 'waited'\n"
            "    def open(self): gate.set(); return 'opened'\n",
        )
        for packet_id in range(1, 40):
            request = {"method": "tools.testing.Order.wait", "args": [], "kwargs": {}}
            self.peer.send(Flags.RPC | Flags.REQUEST, packet_id, request)
        self.peer.request(40, "tools.testing.Order.open")
        expected = dict.fromkeys(range(1, 40), "waited")
        expected[40] = "opened"
        self.assertEqual(self.answers(40), expected)

    def test_async_methods_share_one_loop(self):
        self.sync(
            "Async",
            "import asyncio\n"
            "class Async(Tool):\n"
            "    async def loop(self): return id(asyncio.get_event_loop())\n"
            "    async def fail(self): raise ValueError('async')\n",
        )
        first = self.peer.call("tools.testing.Async.loop")[1]
        self.assertEqual(self.peer.call("tools.testing.Async.loop")[1], first)
        self.assertEqual(self.peer.call("tools.testing.Async.fail")[1]["type"], "ValueError")

    def test_an_edited_tool_replaces_the_old_one(self):
        for word in ("one", "two"):
            self.sync("Edited", "class Edited(Tool):\n def say(self): return %r" % word)
            self.assertEqual(self.peer.call("tools.testing.Edited.say")[1], word)

    def test_two_tools_of_one_name_in_two_modules(self):
        for module in ("tools.a", "tools.b"):
            key = self.sync(
                "Same", "class Same(Tool):\n def where(self): return __name__", module=module
            )
            self.assertEqual(key, module + ".Same")
        self.assertEqual(self.peer.call("tools.a.Same.where")[1], "tools.a")
        self.assertEqual(self.peer.call("tools.b.Same.where")[1], "tools.b")

    def test_an_inline_tool_has_its_names_without_an_import(self):
        self.inline("class Inline(Tool):\n    def run(self): return process('true').returncode\n")
        self.assertEqual(self.peer.call("Inline.run")[1], 0)

    def inline(self, source):
        tool = {"name": "Inline", "source": source, "filename": "inline"}
        self.peer.send(Flags.SYNC | Flags.REQUEST, 1, tool)
        flags, value, _ = self.peer.answer(1)
        self.assertEqual((flags, value), (Flags.SYNC | Flags.RESPONSE, "Inline"))

    def test_an_inline_tool_defines_types(self):
        self.inline(
            "import enum, typing\n"
            "class State(enum.Enum):\n    ON = 'on'\n"
            "class Point(typing.NamedTuple):\n    x: int\n    y: 'State'\n"
            "class Odd(Exception): pass\n"
            "class Inline(Tool):\n"
            "    def state(self, state: 'State'): return state\n"
            "    def point(self): return Point(1, State.ON)\n"
            "    def hints(self): return typing.get_type_hints(Point)['y'] is State\n"
            "    def fail(self): raise Odd('so')\n"
        )
        state = Typed(codec_base.EXT_ENUM, "Inline.State", ["ON", "on"])
        self.assertEqual(self.peer.call("Inline.state", ["on"])[1], state)
        point = Typed(codec_base.EXT_NAMEDTUPLE, "Inline.Point", [["x", "y"], [1, state]])
        self.assertEqual(self.peer.call("Inline.point")[1], point)
        self.assertIs(self.peer.call("Inline.hints")[1], True)
        error = self.peer.call("Inline.fail")[1]
        self.assertEqual(error["type"], "Inline.Odd")
        self.assertEqual(error["frames"][-1]["source"], "def fail(self): raise Odd('so')")

    @unittest.skipIf(sys.version_info < (3, 7), "dataclasses came with 3.7")
    def test_an_inline_tool_defines_a_dataclass_with_postponed_annotations(self):
        self.inline(
            "from __future__ import annotations\n"
            "import dataclasses, typing\n"
            "@dataclasses.dataclass\n"
            "class Point:\n    x: int\n    kind: typing.ClassVar[int] = 5\n"
            "class Inline(Tool):\n    def point(self): return Point(1)\n"
        )
        point = Typed(codec_base.EXT_DATACLASS, "Inline.Point", [["x"], [1]])
        self.assertEqual(self.peer.call("Inline.point")[1], point)

    def test_an_inline_tool_may_have_the_name_of_a_module(self):
        tool = {"name": "json", "source": "class json(Tool):\n def run(self): return 5", "filename": "x"}
        self.peer.send(Flags.SYNC | Flags.REQUEST, 1, tool)
        self.assertEqual(self.peer.answer(1)[1], "json")
        self.inline("import json\nclass Inline(Tool):\n def run(self): return json.dumps([1])\n")
        self.assertEqual([self.peer.call(key + ".run")[1] for key in ("json", "Inline")], [5, "[1]"])

    def test_members_of_an_enum_by_value_or_name(self):
        self.sync(
            "Choice",
            "import enum\n"
            "class State(enum.Enum):\n    ON = 'on'\n    OFF = 'off'\n"
            "class Choice(Tool):\n"
            "    @staticmethod\n    def name(state: State): return state.name\n"
            "    def later(self, *, state: 'State' = State.ON): return state.name\n",
        )
        self.assertEqual(self.peer.call("tools.testing.Choice.name", ["off"])[1], "OFF")
        self.assertEqual(self.peer.call("tools.testing.Choice.later", [], {"state": "OFF"})[1], "OFF")
        flags, error, _ = self.peer.call("tools.testing.Choice.name", ["no"])
        self.assertEqual(error["message"], "state is one of ON, OFF, not 'no'")


def place(source, line, file="tools.bad.py", module="tools.bad"):
    """The frame of a line of a tool's source, outside of its functions."""
    return {"file": file, "line": line, "function": "<module>", "source": source, "module": module}


class Refusals(AgentCase):
    def refused(self, flags, value):
        self.assertTrue(flags & Flags.EXCEPTION)
        self.assertEqual(value["kind"], "refused", value)
        return value["message"]

    def test_what_is_no_method_of_a_tool(self):
        self.sync("Plain", "class Plain(Tool):\n x = 1\n def ok(self): pass\n def _own(self): pass")
        for name in ("nope", "_own", "__init__", "__class__", "x"):
            flags, value, _ = self.peer.call("tools.testing.Plain." + name)
            self.assertEqual(
                self.refused(flags, value), "Plain has no method %s; it has ok" % name
            )
        flags, value, _ = self.peer.call("tools.none.Tool.method")
        self.assertIn("no tool tools.none.Tool", self.refused(flags, value))

    def test_sources_that_make_no_tool(self):
        cases = {
            "class Bad(Tool):\n def __init__(self): pass": "__init__",
            "class Other(Tool): pass": "no Tool class Bad; it has Other",
            "Bad = 5": "no Tool class Bad; it has none",
            "def broken(:": "invalid syntax",
            "raise ValueError('at import')": "at import",
        }
        for source, part in cases.items():
            with self.subTest(source):
                flags, value, _ = self.peer.sync("Bad", HEAD + source)
                self.assertIn(part, self.refused(flags, value))

    def test_a_syntax_error_points_into_the_source(self):
        _, value, _ = self.peer.sync("Bad", "x = 1\ndef broken(:\n", module="tools.bad")
        self.assertEqual(value["type"], "SyntaxError")
        self.assertEqual(value["frames"][-1], place("def broken(:", 2))

    @unittest.skipIf(sys.version_info >= (3, 14), "no syntax is known that is newer")
    def test_syntax_of_a_newer_python_is_named_with_its_version(self):
        for tool in ({"module": "tools.bad"}, {"module": None}):
            flags, value, _ = self.peer.sync("Bad", "x = 1\nx = t'{x}'\n", **tool)
            file = str(tool["module"]) + ".py"
            expected = "%s, line 2: a template string needs Python 3.14; the target has %d.%d.%d"
            self.assertEqual(self.refused(flags, value), expected % ((file,) + sys.version_info[:3]))
            self.assertEqual(value["frames"], [place("x = t'{x}'", 2, file, tool["module"] or "inline:Bad")])
            self.assertEqual(value["cause"]["type"], "SyntaxError")

    def test_a_module_of_a_newer_or_older_python_is_named_with_its_version(self):
        missing, what = ("annotationlib", "needs Python 3.14")
        if sys.version_info >= (3, 14):
            missing, what = ("imp", "was removed in Python 3.12")
        source = "x = 1\nimport os, %s\n" % missing
        flags, value, _ = self.peer.sync("Bad", source, module="tools.bad")
        expected = "tools.bad.py, line 2: the module %s %s; the target has %d.%d.%d"
        self.assertEqual(
            self.refused(flags, value), expected % ((missing, what) + sys.version_info[:3])
        )
        self.assertEqual(value["frames"], [place("import os, " + missing, 2)])
        self.assertEqual(value["cause"]["type"], "ModuleNotFoundError")
        # What other code imports is not the tool's doing, and what nobody has is just missing.
        for source in ("exec('import %s', {})" % missing, "import no_such_module"):
            _, value, _ = self.peer.sync("Bad", source, module="tools.bad")
            self.assertEqual(value["type"], "ModuleNotFoundError")

    def test_a_source_that_fails_shows_its_own_line_and_takes_the_old_tool_away(self):
        self.sync("Good", "class Good(Tool):\n def run(self): return 'old'", module="tools.bad")
        for module in ("tools.bad", "tools.first"):
            _, value, _ = self.peer.sync("Good", "x = 1\nraise ValueError(x)\n", module=module)
            self.assertEqual(value["frames"], [place("raise ValueError(x)", 2, module + ".py", module)])
        _, value, _ = self.peer.sync("Good", "x = 1\nraise ValueError(x)\n", module="tools.bad")
        self.assertEqual(value["type"], "ValueError")
        # Whoever calls now means the new one.
        flags, value, _ = self.peer.call("tools.bad.Good.run")
        self.assertEqual(self.refused(flags, value), "there is no tool tools.bad.Good on this connection")

    def test_a_module_of_python_cannot_be_replaced(self):
        flags, value, _ = self.peer.sync("Os", HEAD + "class Os(Tool): pass", module="os")
        self.assertIn("Python has one", self.refused(flags, value))


    def test_a_value_that_python_cannot_read_is_no_end_of_the_session(self):
        self.sync("Plain", "class Plain(Tool):\n def ok(self, x): return x")
        payload = codec.pack({"method": "tools.testing.Plain.ok", "kwargs": {}})
        broken = payload.replace(codec.pack("kwargs") + b"\x80", codec.pack("args") + b"\x91\xd6\x0e\xa3abc")
        self.peer.write(frame.pack_header(Flags.RPC | Flags.REQUEST, len(broken), 5) + broken)
        flags, value, _ = self.peer.answer(5)
        self.assertIn("malformed text", self.refused(flags, value))
        self.assertEqual(self.peer.call("tools.testing.Plain.ok", ["next"])[1], "next")


class Exceptions(AgentCase):
    def test_with_cause_context_notes_and_frames_in_the_source(self):
        self.sync(
            "Chain",
            "class Chain(Tool):\n"
            "    def fail(self):\n"
            "        try:\n"
            "            {}['key']\n"
            "        except KeyError as error:\n"
            "            wrapped = ValueError('outer', 5)\n"
            "            wrapped.__notes__ = ['look here']\n"
            "            raise wrapped from error\n",
        )
        flags, value, _ = self.peer.call("tools.testing.Chain.fail")
        self.assertEqual(flags, RAISED)
        self.assertEqual(value["kind"], "raised")
        self.assertEqual((value["type"], value["args"]), ("ValueError", ["'outer'", "5"]))
        self.assertEqual(value["notes"], ["look here"])
        self.assertEqual(value["cause"]["type"], "KeyError")
        self.assertEqual(len(value["frames"]), 1)
        frame = value["frames"][0]
        self.assertEqual((frame["line"], frame["source"]), (9, "raise wrapped from error"))
        self.assertEqual(frame["module"], "tools.testing")

    def test_that_fail_themselves_or_leave(self):
        self.sync(
            "Odd",
            "import sys\n"
            "class Rude(Exception):\n"
            "    def __str__(self): raise RuntimeError\n"
            "    __repr__ = __str__\n"
            "class Odd(Tool):\n"
            "    def rude(self): raise Rude(Rude())\n"
            "    def leave(self): sys.exit(3)\n"
            "    def interrupt(self): raise KeyboardInterrupt\n"
            "    def deep(self): return self.deep()\n"
            "    def broken(self):\n"
            "        class List(list):\n"
            "            def __iter__(self): raise ZeroDivisionError\n"
            "        return List([1])\n"
            "    def args(self):\n"
            "        class Strange(Exception):\n"
            "            args = None\n"
            "        raise Strange\n"
            "    def exit_task(self):\n"
            "        import asyncio\n"
            "        async def leave(): sys.exit(1)\n"
            "        async def run():\n"
            "            asyncio.ensure_future(leave())\n"
            "            await asyncio.sleep(0.01)\n"
            "            raise LookupError\n"
            "        return run()\n"
            "    def file(self): return {'open': open('/dev/null')}\n",
        )
        types = {
            "rude": "tools.testing.Rude",
            "leave": "SystemExit",
            "interrupt": "KeyboardInterrupt",
            "deep": "RecursionError",
            "broken": "ZeroDivisionError",
            "args": "Strange",
            "exit_task": "LookupError",
            "file": "rmote.codec.NotEncodable",
        }
        for method, name in types.items():
            flags, value, _ = self.peer.call("tools.testing.Odd." + method)
            self.assertEqual((flags, value["type"]), (RAISED, name))
        self.assertIn("(at value['open'])", value["message"])


if __name__ == "__main__":
    unittest.main()
