import resource
import sys
import unittest
import zlib

from . import ROOT  # noqa: F401
from rmote import codec, frame
from rmote.frame import HEADER, MAX_PAYLOAD, Flags
from .agent_case import HEAD, PONG, RAISED, RESULT, AgentCase, memory
from .agent_peer import Peer, pack_frame

REQUEST, RPC, SYNC = Flags.REQUEST, Flags.RPC | Flags.REQUEST, Flags.SYNC | Flags.REQUEST
CREDIT, PING, CANCEL = (Flags.STREAM | REQUEST, Flags.PING | REQUEST, Flags.CANCEL | REQUEST)
NIL = b"\xc0"
MIB = 1024 * 1024


def packet(flags, packet_id, value):
    return pack_frame(flags, packet_id, codec.pack(value))


class Ends(unittest.TestCase):
    """Bytes that end the agent with a line on stderr."""

    def ended_by(self, cases):
        for name, (data, word) in cases.items():
            with self.subTest(name):
                peer = Peer()
                peer.write(data)
                self.assertIsNone(peer.receive())
                status, error = peer.close()
                self.assertEqual(status, 0)
                self.assertIn(word, error)
                self.assertEqual(error.count("\n"), 1, error)

    def test_what_is_no_frame(self):
        good = zlib.compress(b"hello" * 1000)
        compressed = RPC | Flags.COMPRESSED
        self.ended_by({
            "magic": (b"RMOTF" + b"\0" * 16, "begins with b'RMOTF'"),
            "unknown flag": (HEADER.pack(frame.MAGIC, 16384, 0, 1), "unknown flags 0x4000"),
            "length": (HEADER.pack(frame.MAGIC, RPC, MAX_PAYLOAD + 1, 1), "over the cap"),
            "greatest length": (HEADER.pack(frame.MAGIC, RPC, 2**32 - 1, 1), "over the cap"),
            "id": (HEADER.pack(frame.MAGIC, PING, 0, 2**53), "over 2**53 - 1"),
            "no zlib": (pack_frame(compressed, 1, b"plain"), "cannot be inflated"),
            "cut zlib": (pack_frame(compressed, 1, good[:-1]), "cut short"),
            "two zlib streams": (pack_frame(compressed, 1, good + good), "followed by other bytes"),
            "empty zlib": (pack_frame(compressed, 1, b""), "cut short"),
        })

    def test_flags_that_a_target_is_not_sent(self):
        flags = (
            0, REQUEST, Flags.RESPONSE, Flags.RPC, Flags.SYNC, Flags.PING, Flags.CANCEL, Flags.LOG,
            Flags.HELLO, Flags.EXCEPTION, Flags.RPC | Flags.RESPONSE, Flags.PING | Flags.RESPONSE,
            RPC | Flags.SYNC, RPC | Flags.EXCEPTION, CREDIT | Flags.RPC, Flags.ACK | REQUEST,
        )
        self.ended_by({
            hex(each): (pack_frame(each, 1, NIL), "packet with flags 0x%x" % each) for each in flags
        })

    def test_ids_that_cannot_be(self):
        call = {"method": "tools.none.None.run", "args": [], "kwargs": {}}
        wait = HEAD + "import threading\nthreading.Event().wait()\n"
        tool = {"name": "Wait", "source": wait, "filename": "wait.py", "module": "tools.wait"}
        self.ended_by({
            "call 0": (packet(RPC, 0, call), "packet id 0"),
            "tool 0": (packet(SYNC, 0, tool), "packet id 0"),
            "in use": (packet(SYNC, 5, tool) + packet(RPC, 5, call), "packet id 5 is in use"),
        })

    def test_credit_that_cannot_be(self):
        bodies = [codec.pack(value) for value in (0, -1, "1", None, True, 1.5, [1])] + [b"", b"\x01\x01"]
        self.ended_by({repr(body): (pack_frame(CREDIT, 1, body), "credit of") for body in bodies})

    def test_acknowledgements_that_cannot_be(self):
        bodies = [codec.pack(value) for value in (1, -1, "0", None, False, 2**70)] + [b"", b"\xc1"]
        self.ended_by({
            repr(body): (pack_frame(Flags.ACK, 0, body), "an acknowledgement of") for body in bodies
        })

    def test_an_acknowledgement_of_less_than_before(self):
        peer = Peer()
        source = HEAD + "class Large(Tool):\n def run(self): return b'x' * 1000000\n"
        peer.sync("Large", source)
        peer.call("tools.testing.Large.run")
        peer.acknowledge()
        peer.send(Flags.ACK, 0, peer.acked - 1)
        self.assertIsNone(peer.receive())
        status, error = peer.close()
        self.assertEqual(status, 0)
        self.assertIn("an acknowledgement of", error)

    def test_a_payload_that_inflates_without_end(self):
        deflater = zlib.compressobj(1)
        zeros = b"\0" * MIB
        bomb = b"".join(deflater.compress(zeros) for _ in range(400)) + deflater.flush()
        peer = Peer()
        # All of it would not fit.
        room = memory(peer.process.pid, "VmSize") + 300 * MIB
        resource.prlimit(peer.process.pid, resource.RLIMIT_AS, (room, room))
        peer.write(pack_frame(RPC | Flags.COMPRESSED, 1, bomb))
        self.assertIsNone(peer.receive())
        status, error = peer.close()
        self.assertEqual(status, 0)
        self.assertIn("inflates to more than %d bytes" % MAX_PAYLOAD, error)


class Cut(unittest.TestCase):
    def test_a_stream_that_is_cut_anywhere_just_ends_the_agent(self):
        source = HEAD + "class Ok(Tool):\n def ok(self, x): return x\n"
        tool = {"name": "Ok", "source": source, "filename": "ok.py", "module": "tools.ok"}
        begin = packet(PING, 1, None)
        sync = packet(SYNC, 2, tool)
        upload = pack_frame(RPC | Flags.MORE, 3, b"x" * 20000)
        for before, last in ((begin, sync), (begin + sync, upload), (begin + sync + upload, begin)):
            cuts = (0, 1, 4, 5, 8, 9, 12, 13, 20, 21, len(last) // 2, len(last) - 1)
            for cut in cuts if before == begin else cuts[::4]:
                with self.subTest((len(before), cut)):
                    peer = Peer()
                    peer.write(before + last[:cut])
                    self.assertEqual(peer.receive(), (PONG, 1, None))
                    self.assertEqual(peer.close(), (0, ""))


class Refused(AgentCase):
    """Requests that are answered by an exception, after which the connection goes on."""

    def setUp(self):
        AgentCase.setUp(self)
        self.sync("Ok", "class Ok(Tool):\n def ok(self, *args, **kwargs): return [list(args), kwargs]\n")

    def refused(self, flags, payload, word=""):
        with self.subTest(repr(payload[:80])):
            self.peer.write(pack_frame(flags, 1, payload))
            found, value, _ = self.peer.answer(1)
            self.assertEqual(found, (flags & ~REQUEST) | Flags.RESPONSE | Flags.EXCEPTION)
            self.assertEqual(value["kind"], "refused")
            self.assertIn(word, value["message"])
            self.assertEqual(self.peer.call("tools.testing.Ok.ok", [1], {"x": 2})[1], [[1], {"x": 2}])

    def test_payloads_that_are_no_value(self):
        head = codec.pack({"method": "tools.testing.Ok.ok", "args": [5]})[:-1]
        for flags in (RPC, SYNC):
            for value in (
                b"\xc1", b"", b"\xc0\xc0", b"\xd4\x63\x00", b"\xc7\x01\x80\x00", b"\x91" * 5000 + NIL,
                b"\x81\xa1x" * 5000 + NIL, b"\xdd\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\xa2\xc3\x28",
            ):
                self.refused(flags, value, "cannot read")
                if flags == RPC:
                    # The same as an argument, or behind one.
                    self.refused(flags, head + value, "cannot read")
        # So large that it is not taken apart by the thread that reads.
        self.refused(RPC, b"\xc1" * 10000, "cannot read")

    def test_values_that_are_no_call(self):
        ok = {"method": "tools.testing.Ok.ok"}
        for value, word in (
            (None, "method, args"), ([], "method, args"), ({}, "method, args"), ({"method": 5}, "method, args"),
            (dict(ok, args={}), "args is a list"), (dict(ok, args=(1,)), "args is a list"),
            (dict(ok, kwargs=[]), "kwargs is a dict"), (dict(ok, kwargs=None), "kwargs is a dict"),
            (dict(ok, credit=0), "credit is"), (dict(ok, credit="1"), "credit is"),
            (dict(ok, credit=True), "credit is"), (dict(ok, after=-1), "after is"),
            (dict(ok, after=1.5), "after is"), (dict(ok, after=1), "after itself"),
        ):
            self.refused(RPC, codec.pack(value), word)

    def test_methods_that_are_none(self):
        for name in (
            "", ".", "ok", "Ok.ok", "tools.testing.Ok", "tools.testing.Ok.", "tools.testing.Ok.ok.ok",
            "tools.testing.Ok.ok\0", "tools.testing.Ok.__class__", "tools.testing.Ok.\ud800", "tools.testing..ok",
            "os.system", "tools.testing.Ok.mro", "x" * 100000,
        ):
            self.refused(RPC, codec.pack({"method": name}))

    def test_values_that_are_no_tool(self):
        good = {"name": "Ok", "source": HEAD + "class Ok(Tool): pass", "filename": "o.py", "module": "tools.o"}
        cases = [None, [], {}, dict(good, name=5), dict(good, source=b"x"), dict(good, module=5)]
        cases += [{key: good[key] for key in good if key != left} for left in ("name", "source", "filename")]
        cases += [dict(good, source="x\0"), dict(good, name="None"), dict(good, module="sys", name="path")]
        cases += [dict(good, source="x = \ud800"), dict(good, source="(" * 5000)]
        for value in cases:
            self.refused(SYNC, codec.pack(value))
        if sys.version_info < (3, 9):
            # The parser of those prints this before it raises.
            self.expected_stderr = "s_push: parser stack overflow\n"

    def test_names_that_mean_something_elsewhere_are_plain_keys(self):
        kwargs = {"__proto__": {"__proto__": 1}, "constructor": 2, "__class__": 3, "__dict__": 4}
        value = self.peer.call("tools.testing.Ok.ok", [kwargs], kwargs)[1]
        self.assertEqual(value, [[kwargs], kwargs])
        for key in (b"", 5, None, 1.5, ("a", 1), "__proto__"):
            self.assertEqual(self.peer.call("tools.testing.Ok.ok", [{key: 1}])[1], [[{key: 1}], {}])

    def test_values_of_types_that_only_the_app_has_construct_nothing(self):
        # An enum, a dataclass, a namedtuple and an exception that name classes of this Python.
        bodies = {9: ["x", 1], 10: [["a"], [1]], 11: [["a"], [1]], 12: ["x", []]}
        for kind, parts in bodies.items():
            body = codec.pack(["os.system"] + parts)
            value = b"\xc7" + bytes([len(body), kind]) + body
            payload = codec.pack({"method": "tools.testing.Ok.ok", "args": [5]})[:-1] + value
            self.peer.write(pack_frame(RPC, 1, payload))
            flags, value, _ = self.peer.answer(1)
            self.assertEqual((flags, value[0][0].type), (RESULT, "os.system"))

    def test_cancel_of_nothing_and_heartbeats_of_any_id(self):
        for packet_id in (0, 1, 2**53 - 1):
            self.peer.send(CANCEL, packet_id)
            self.peer.send(PING, packet_id)
            self.assertEqual(self.peer.receive(), (PONG, packet_id, None))

    def test_wrong_arguments_are_an_exception(self):
        self.sync("Two", "class Two(Tool):\n def two(self, a, *, b): return 1\n", module="tools.two")
        for args, kwargs in (([], {}), ([1, 2], {"b": 1}), ([1], {"c": 1}), ([1], {"a": 1, "b": 2}), ([1], {5: 1})):
            flags, value, _ = self.peer.call("tools.two.Two.two", args, kwargs)
            self.assertEqual((flags, value["type"]), (RAISED, "TypeError"))


if __name__ == "__main__":
    unittest.main()
