import sys
import unittest

from . import ROOT  # noqa: F401
from rmote.exceptions import MAX_ARG, MAX_CHAIN, MAX_FRAMES, MAX_NOTES, MAX_TEXT
from rmote.frame import Flags
from .agent_case import HEAD, RAISED, RESULT, AgentCase
from .agent_peer import Peer

TOOL = "tools.testing.Odd."

# What a method does, and the type of the exception that its call ends with.
ENDS = {
    "SystemExit": "sys.exit(3)",
    "KeyboardInterrupt": "raise KeyboardInterrupt",
    "GeneratorExit": "raise GeneratorExit",
    "MemoryError": "raise MemoryError",
    "RecursionError": "deep(0)",
    "tools.testing.Base": "raise Base('own')",
    "tools.testing.Rude": "raise Rude(Rude())",
    "tools.testing.Unequal": "raise Unequal from Unequal()",
    "Secretive": "raise Secretive",
    "LookupError": "raise LookupError(threading.Lock(), object)",
    "rmote.codec.NotEncodable": "return {'rows': [1, {'lock': threading.Lock()}]}",
    "ZeroDivisionError": "return Hidden()",
}
if sys.version_info >= (3, 11):
    ENDS["ExceptionGroup"] = "raise ExceptionGroup('several', [ValueError(1), KeyError(2)])"
# What an async method or a generator returns is not asked whether it can be awaited.
LATER = {"ZeroDivisionError": "rmote.codec.NotEncodable"}

HELP = '''
import asyncio, os, signal, sys, threading, _thread
def deep(n): return deep(n + 1)
class Base(BaseException): pass
class Rude(Exception):
    def __str__(self): raise RuntimeError
    __repr__ = __str__
class Unequal(Exception):
    def __eq__(self, other): raise RuntimeError
    def __hash__(self): raise RuntimeError
    def __bool__(self): raise RuntimeError
class Meta(type):
    def __repr__(cls): raise RuntimeError
class Secretive(Exception, metaclass=Meta):
    def __getattribute__(self, name): raise RuntimeError(name)
class Hidden(object):
    def __getattr__(self, name): raise ZeroDivisionError
'''


def tool(define, ends):
    """A tool with a method for each of the ends."""
    methods = ["    %s m%d(self): %s\n" % (define, i, body) for i, body in enumerate(ends)]
    return HELP + "class Odd(Tool):\n    def ok(self): return 'ok'\n" + "".join(methods)


class Raised(AgentCase):
    def ended(self, packet_id, flags):
        found, value, _ = self.peer.answer(packet_id)
        self.assertEqual((found, value["kind"]), (flags, "raised"))
        # The connection goes on.
        self.assertEqual(self.peer.call(TOOL + "ok")[1], "ok")
        return value

    def test_a_method_ends_with_whatever_it_raises(self):
        self.sync("Odd", tool("def", ENDS.values()))
        for number, name in enumerate(ENDS):
            with self.subTest(name):
                # The second time, the thread that reads may run it itself.
                for packet_id in (1, 2):
                    self.peer.request(packet_id, TOOL + "m%d" % number)
                    self.assertEqual(self.ended(packet_id, RAISED)["type"], name)

    def test_an_async_method_does_too(self):
        self.sync("Odd", tool("async def", ENDS.values()))
        for number, name in enumerate(ENDS):
            with self.subTest(name):
                self.peer.request(1, TOOL + "m%d" % number)
                self.assertEqual(self.ended(1, RAISED)["type"], LATER.get(name, name))

    def test_a_generator_does_too(self):
        self.sync("Odd", tool("def", ["yield 1; " + body for body in ENDS.values()]))
        for number, name in enumerate(ENDS):
            with self.subTest(name):
                self.peer.request(1, TOOL + "m%d" % number, credit=10000)
                self.assertEqual(self.peer.receive()[2], 1)
                found = self.ended(1, RAISED | Flags.STREAM)["type"]
                self.assertEqual(found, LATER.get(name, name))

    def test_stop_iteration(self):
        body = "raise StopIteration(5)"
        self.sync("Odd", tool("def", [body]))
        self.peer.request(1, TOOL + "m0")
        self.assertEqual(self.ended(1, RAISED)["type"], "StopIteration")
        self.sync("Odd", tool("async def", [body]))
        self.peer.request(1, TOOL + "m0")
        self.assertEqual(self.ended(1, RAISED)["type"], "RuntimeError")
        self.sync("Odd", tool("def", ["yield 1; " + body]))
        self.peer.request(1, TOOL + "m0", credit=10000)
        self.assertEqual(self.peer.receive()[2], 1)
        if sys.version_info >= (3, 7):
            self.assertEqual(self.ended(1, RAISED | Flags.STREAM)["type"], "RuntimeError")
        else:
            # What a generator returned, until Python 3.7.
            end = Flags.STREAM | RESULT
            self.assertEqual(self.peer.answer(1)[:2], (end, 5))

    def test_a_class_whose_name_cannot_be_told(self):
        source = (
            "class Meta(type):\n"
            "    @property\n"
            "    def __name__(cls): raise RuntimeError\n"
            "    __module__ = __name__\n"
            "class Odd(Tool):\n"
            "    def ok(self): return 'ok'\n"
            "    def m0(self): raise Meta('Secret', (Exception,), {})\n"
            "    def m1(self): return Meta('Secret', (object,), {})()\n"
        )
        self.sync("Odd", source)
        for method in ("m0", "m1"):
            self.peer.request(1, TOOL + method)
            self.ended(1, RAISED)

    def test_texts_and_chains_are_bounded(self):
        self.sync("Odd", HELP + (
            "class Odd(Tool):\n"
            "    def ok(self): return 'ok'\n"
            "    def chain(self):\n"
            "        error = ValueError()\n"
            "        for _ in range(100):\n"
            "            error, inner = KeyError(), error\n"
            "            error.__cause__ = inner\n"
            "        raise error\n"
            "    def loop(self):\n"
            "        error = ValueError()\n"
            "        error.__cause__ = error.__context__ = KeyError()\n"
            "        error.__cause__.__cause__ = error\n"
            "        raise error\n"
            "    def long(self):\n"
            "        error = ValueError('m' * 1000000)\n"
            "        error.__notes__ = ['n' * 1000000] * 1000\n"
            "        raise error\n"
            "    def deep(self): deep(0)\n"
        ))
        error = self.peer.call(TOOL + "chain")[1]
        links = 0
        while error["cause"] is not None:
            error, links = error["cause"], links + 1
        self.assertEqual(links, MAX_CHAIN)
        error = self.peer.call(TOOL + "long", packet_id=1)[1]
        self.assertEqual(len(error["message"]), MAX_TEXT)
        self.assertEqual(len(error["args"][0]), MAX_ARG + 3)
        self.assertEqual([len(note) for note in error["notes"]], [MAX_TEXT] * MAX_NOTES)
        error = self.peer.call(TOOL + "loop", packet_id=3)[1]
        self.assertEqual((error["cause"]["type"], error["cause"]["cause"]), ("KeyError", None))
        self.assertEqual(len(self.peer.call(TOOL + "deep", packet_id=2)[1]["frames"]), MAX_FRAMES)

    def test_what_tool_code_does_to_threads_ends_no_other_call(self):
        self.sync("Odd", HELP + (
            "class Odd(Tool):\n"
            "    def ok(self): return 'ok'\n"
            "    def leave(self):\n"
            "        thread = threading.Thread(target=sys.exit, args=(3,))\n"
            "        thread.start(); thread.join()\n"
            "        return 'left'\n"
            "    def exit_thread(self): _thread.exit()\n"
            "    def loop(self):\n"
            "        asyncio.new_event_loop().run_until_complete(asyncio.sleep(0))\n"
            "        return 'looped'\n"
            "    async def stop(self):\n"
            "        asyncio.get_event_loop().stop()\n"
            "        await asyncio.sleep(0.01)\n"
            "        return 'stopped'\n"
        ))
        for method, expected in (("leave", "left"), ("loop", "looped"), ("stop", "stopped")):
            self.assertEqual(self.peer.call(TOOL + method)[:2], (RESULT, expected))
        self.peer.request(1, TOOL + "exit_thread")
        self.assertEqual(self.ended(1, RAISED)["type"], "SystemExit")
        self.assertEqual(self.peer.call(TOOL + "stop")[1], "stopped")


class Dead(unittest.TestCase):
    """What ends the whole process ends the session, and every call of it at once."""

    ENDS = {
        "os._exit(7)": 7,
        "os.kill(os.getpid(), 9)": -9,
        "resource.setrlimit(resource.RLIMIT_CORE, (0, 0)) or os.abort()": -6,
        "os.kill(os.getpid(), signal.SIGTERM) or threading.Event().wait()": 0,
    }

    def test_the_stream_ends(self):
        for define, before in (("def", ""), ("async def", ""), ("def", "yield 1; ")):
            for body, status in self.ENDS.items():
                with self.subTest(define + " " + before + body):
                    peer = Peer()
                    source = tool(define, [before + body]).replace("import asyncio", "import asyncio, resource")
                    peer.sync("Odd", HEAD + source)
                    peer.request(1, TOOL + "m0", credit=1000)
                    if before:
                        self.assertEqual(peer.receive()[2], 1)
                    self.assertIsNone(peer.receive())
                    self.assertEqual(peer.close()[0], status)

    def test_an_interrupt_of_the_main_thread_is_an_end_or_nothing(self):
        peer = Peer()
        body = "return _thread.interrupt_main()"
        peer.sync("Odd", HEAD + tool("def", [body]))
        peer.request(1, TOOL + "m0")
        packet = peer.receive()
        while packet is not None and packet[1] != 1:
            packet = peer.receive()
        status, error = peer.close()
        self.assertEqual(status, 0)
        self.assertIn(error, ("", "rmote agent: KeyboardInterrupt: \n"))


if __name__ == "__main__":
    unittest.main()
