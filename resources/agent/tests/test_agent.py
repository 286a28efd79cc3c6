import os
import subprocess
import sys
import unittest

from . import ROOT
from rmote import codec, frame
from rmote.frame import Flags
from .agent_peer import Peer, stage0

HEAD = "from rmote.protocol import Tool, process, log\n"
RESULT = Flags.RPC | Flags.RESPONSE
RAISED = RESULT | Flags.EXCEPTION


class AgentCase(unittest.TestCase):
    def setUp(self):
        self.peer = Peer()

    def tearDown(self):
        status, error = self.peer.close()
        self.assertEqual(status, 0)
        self.assertEqual(error, self.expected_stderr)

    expected_stderr = ""

    def sync(self, name, body, **options):
        flags, value, _ = self.peer.sync(name, HEAD + body, **options)
        self.assertEqual(flags, Flags.SYNC | Flags.RESPONSE, value)
        return value


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
        self.assertEqual(self.peer.call("tools.testing.Order.open")[1], "opened")
        answers = sorted(self.peer.receive()[1:] for _ in range(39))
        self.assertEqual(answers, [(i, "waited") for i in range(1, 40)])

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
        source = "class Inline(Tool):\n    def run(self): return process('true').returncode\n"
        tool = {"name": "Inline", "source": source, "filename": "inline"}
        self.peer.send(Flags.SYNC | Flags.REQUEST, 1, tool)
        self.assertEqual(self.peer.answer(1)[1], "Inline")
        self.assertEqual(self.peer.call("Inline.run")[1], 0)

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


class Refusals(AgentCase):
    def refused(self, flags, value):
        self.assertTrue(flags & Flags.EXCEPTION)
        self.assertTrue(value["refused"], value)
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
        self.assertEqual((value["frames"][-1]["file"], value["frames"][-1]["line"]), ("tools.bad.py", 2))

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
        self.assertFalse(value["refused"])
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


class Ends(AgentCase):
    def test_the_heartbeat_is_answered_while_tools_run(self):
        self.sync("Busy", "import threading\nclass Busy(Tool):\n def wait(self): threading.Event().wait()")
        request = {"method": "tools.testing.Busy.wait", "args": [], "kwargs": {}}
        self.peer.send(Flags.RPC | Flags.REQUEST, 5, request)
        self.peer.send(Flags.PING | Flags.REQUEST, 6)
        self.assertEqual(self.peer.receive(), (Flags.PING | Flags.RESPONSE, 6, None))
        # tearDown: the end of stdin ends the agent, whatever its tools do.

    def test_cancel_stops_a_thread_a_task_and_a_command(self):
        self.sync(
            "Long",
            "import asyncio\n"
            "class Long(Tool):\n"
            "    def spin(self):\n"
            "        log('go')\n"
            "        while True: pass\n"
            "    async def sleep(self):\n"
            "        log('go')\n"
            "        await asyncio.sleep(1000)\n"
            "    def command(self):\n"
            "        log('go')\n"
            "        return process('sh', '-c', 'sleep 1000 | sleep 1000').returncode\n",
        )
        for packet_id, method in enumerate(("spin", "sleep", "command"), 1):
            request = {"method": "tools.testing.Long." + method, "args": [], "kwargs": {}}
            self.peer.send(Flags.RPC | Flags.REQUEST, packet_id, request)
            self.assertEqual(self.peer.receive()[0], Flags.LOG)
            self.peer.send(Flags.CANCEL | Flags.REQUEST, packet_id)
            flags, found, value = self.peer.receive()
            self.assertEqual(found, packet_id, value)
            if method == "command":
                # Its process group is gone; what the method makes of that is its own.
                self.assertIn(value if flags == RESULT else value["type"], (-9, "rmote.calls.Cancelled"))
            else:
                self.assertEqual(flags, RAISED)

    def test_a_command_that_starts_while_its_call_is_cancelled_dies_too(self):
        self.sync(
            "Starts",
            "class Starts(Tool):\n"
            "    def run(self):\n"
            "        log('go')\n"
            "        process('sleep', '7531')\n",
        )
        for packet_id in range(1, 40):
            request = {"method": "tools.testing.Starts.run", "args": [], "kwargs": {}}
            self.peer.send(Flags.RPC | Flags.REQUEST, packet_id, request)
            self.assertEqual(self.peer.receive()[0], Flags.LOG)
            self.peer.send(Flags.CANCEL | Flags.REQUEST, packet_id)
            # Cancelled, or the method ended because its command was killed.
            self.peer.answer(packet_id)
        left = subprocess.run(["pgrep", "-f", "^sleep 7531"], stdout=subprocess.PIPE).stdout
        self.assertEqual(left, b"")

    def test_a_cancelled_call_leaves_no_half_frame_behind(self):
        self.sync(
            "Prints",
            "class Prints(Tool):\n"
            "    def run(self):\n"
            "        while True: print('x' * 66000)\n",
        )
        for packet_id in range(1, 60):
            request = {"method": "tools.testing.Prints.run", "args": [], "kwargs": {}}
            self.peer.send(Flags.RPC | Flags.REQUEST, packet_id, request)
            self.assertEqual(self.peer.receive()[0], Flags.LOG)
            self.peer.send(Flags.CANCEL | Flags.REQUEST, packet_id)
            self.assertEqual(self.peer.answer(packet_id)[1]["type"], "rmote.calls.Cancelled")

    def test_an_async_call_that_is_cancelled_before_it_begins_is_answered(self):
        self.sync("Soon", "import asyncio\nclass Soon(Tool):\n async def run(self): await asyncio.sleep(99)")
        for packet_id in range(1, 30):
            request = {"method": "tools.testing.Soon.run", "args": [], "kwargs": {}}
            self.peer.send(Flags.RPC | Flags.REQUEST, packet_id, request)
            self.peer.send(Flags.CANCEL | Flags.REQUEST, packet_id)
            self.assertEqual(self.peer.answer(packet_id)[0], RAISED)

    def test_a_cancel_for_no_call_is_ignored(self):
        self.peer.send(Flags.CANCEL | Flags.REQUEST, 77)
        self.peer.send(Flags.PING | Flags.REQUEST, 6)
        self.assertEqual(self.peer.receive()[1], 6)


class Forked(AgentCase):
    def test_a_child_that_comes_back_does_not_answer_too(self):
        self.sync(
            "Fork",
            "import os\n"
            "class Fork(Tool):\n"
            "    def run(self):\n"
            "        pid = os.fork()\n"
            "        if pid: os.waitpid(pid, 0)\n"
            "        return pid > 0\n",
        )
        self.assertEqual(self.peer.call("tools.testing.Fork.run")[1], True)
        self.peer.send(Flags.PING | Flags.REQUEST, 6)
        self.assertEqual(self.peer.receive(), (Flags.PING | Flags.RESPONSE, 6, None))


class Poison(AgentCase):
    expected_stderr = "raw1raw2child\ninherited\n"

    def test_nothing_that_tool_code_writes_reaches_the_stream(self):
        self.sync(
            "Poison",
            "import os, subprocess, sys\n"
            "class Poison(Tool):\n"
            "    def write(self):\n"
            "        os.write(1, b'raw1')\n"
            "        os.write(2, b'raw2')\n"
            "        pid = os.fork()\n"
            "        if pid == 0:\n"
            "            os.write(1, b'child\\n')\n"
            "            os._exit(0)\n"
            "        os.waitpid(pid, 0)\n"
            "        subprocess.call(['echo', 'inherited'])\n"
            "        sys.stdout.buffer.write(b'bytes\\n')\n"
            "        print('printed')\n"
            "        sys.stderr.write('half')\n"
            "        return os.read(0, 10)\n",
        )
        flags, value, records = self.peer.call("tools.testing.Poison.write")
        self.assertEqual((flags, value), (RESULT, b""))
        self.assertEqual(
            [(r["level"], r["logger"], r["message"]) for r in records],
            [
                ("INFO", "stdout", "bytes"),
                ("INFO", "stdout", "printed"),
                ("WARNING", "stderr", "half"),
            ],
        )


class HostileApp(unittest.TestCase):
    def test_bytes_that_are_no_request_end_the_agent_with_a_word(self):
        cases = {
            b"garbage and more of it": "a frame begins with",
            b"RMOTE" + b"\0" * 3 + b"\x04" + b"\0" * 3 + b"\x01" + b"\0" * 8 + b"\xc0": "flags 0x4",
        }
        for data, word in cases.items():
            with self.subTest(word):
                peer = Peer()
                peer.write(data)
                self.assertIsNone(peer.receive())
                status, error = peer.close()
                self.assertEqual(status, 0)
                self.assertIn(word, error)


if __name__ == "__main__":
    unittest.main()
