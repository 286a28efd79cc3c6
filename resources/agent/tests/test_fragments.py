import hashlib
import os
import socket
import unittest

from . import ROOT  # noqa: F401
from rmote import codec
from rmote.base_protocol import MAX_HELD, BaseProtocol
from rmote.frame import (
    ACK_EVERY, FRAGMENT_SIZE, HEADER, MAX_PAYLOAD, MAX_UNFINISHED, MIN_FRAGMENT, Flags, ProtocolError,
)
from rmote.frame_reader import Assembler, FrameReader
from rmote.pace import MIN_WINDOW
from .agent_case import RAISED, RESULT, AgentCase
from .agent_peer import Peer, pack_fragments, pack_frame

RPC = Flags.RPC | Flags.REQUEST
MIB = 1024 * 1024
# A payload that is a fragment's least.
PART = b"x" * MIN_FRAGMENT

LARGE = (
    "import hashlib, os\n"
    "class Large(Tool):\n"
    "    def make(self, size, byte='x'): return byte.encode() * size\n"
    "    def random(self, size): return os.urandom(size)\n"
    "    def digest(self, data): return hashlib.sha256(data).hexdigest()\n"
    "    def small(self, value): return value\n"
    "    def tell(self, path):\n"
    "        with open(path, 'w') as file: file.write('ran')\n"
)
MAKE, SMALL = "tools.testing.Large.make", "tools.testing.Large.small"


class Assembling(unittest.TestCase):
    def setUp(self):
        self.assembler = Assembler()

    def add(self, flags, packet_id, payload):
        """As the Assembler does, fragments joined."""
        packet = self.assembler.add(flags, packet_id, payload)
        if packet is not None and type(packet[2]) is list:
            return packet[:2] + (b"".join(packet[2]),)
        return packet

    def more(self, packet_id, payload=PART):
        self.assertIsNone(self.add(RPC | Flags.MORE, packet_id, payload))

    def test_interleaved_packets_and_whole_ones_between_them(self):
        for part in (b"a", b"b"):
            for packet_id in range(MAX_UNFINISHED):
                self.more(packet_id, (b"%d" % packet_id + part) * MIN_FRAGMENT)
            self.assertEqual(self.add(RPC, 99, b"whole"), (RPC, 99, b"whole"))
        for packet_id in reversed(range(MAX_UNFINISHED)):
            name = b"%d" % packet_id
            whole = (name + b"a") * MIN_FRAGMENT + (name + b"b") * MIN_FRAGMENT + b"end"
            self.assertEqual(self.add(RPC, packet_id, b"end"), (RPC, packet_id, whole))

    def test_packets_of_one_id_with_other_flags_are_others(self):
        self.more(1)
        self.assertEqual(self.add(Flags.LOG, 1, b"log"), (Flags.LOG, 1, b"log"))
        self.assertEqual(self.add(RPC, 1, b""), (RPC, 1, PART))

    def test_one_that_was_given_up_is_forgotten(self):
        for packet_id in range(1, MAX_UNFINISHED + 1):
            self.more(packet_id)
        self.assertIsNone(self.add(RPC | Flags.CANCEL, 1, b""))
        # There is room again, and the id begins anew.
        self.more(1, PART + b"new")
        self.assertEqual(self.add(RPC, 1, b"!"), (RPC, 1, PART + b"new!"))

    def test_cancelling_a_call_is_no_part_of_its_upload(self):
        self.more(1)
        cancel = Flags.CANCEL | Flags.REQUEST
        self.assertEqual(self.add(cancel, 1, b"\xc0"), (cancel, 1, b"\xc0"))
        self.assertEqual(self.add(RPC, 1, b""), (RPC, 1, PART))

    def test_a_fragment_below_the_least_is_refused_unless_it_is_the_last(self):
        self.more(1)
        with self.assertRaises(ProtocolError):
            self.add(RPC | Flags.MORE, 1, PART[1:])
        with self.assertRaises(ProtocolError):
            Assembler().add(RPC | Flags.MORE, 1, b"")

    def test_one_too_many_is_refused(self):
        for packet_id in range(MAX_UNFINISHED):
            self.more(packet_id)
        with self.assertRaises(ProtocolError):
            self.add(RPC | Flags.MORE, MAX_UNFINISHED, PART)

    def test_what_is_over_the_cap_together_is_refused(self):
        part = b"x" * (MAX_PAYLOAD // 4)
        for _ in range(4):
            self.more(1, part)
        with self.assertRaises(ProtocolError):
            self.add(RPC, 1, b"x")


class HeldBack(unittest.TestCase):
    """What is sent together, seen through a socket that keeps each write apart."""

    def setUp(self):
        self.ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.addCleanup(self.ours.close)
        self.addCleanup(theirs.close)
        self.reader, writer = os.pipe()
        self.addCleanup(os.close, self.reader)
        self.feed = writer
        self.protocol = BaseProtocol(self.reader, theirs.fileno(), False)

    def tearDown(self):
        os.close(self.feed)

    def nothing_sent(self):
        with self.assertRaises(BlockingIOError):
            self.ours.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK)

    def test_goes_in_one_write_before_it_waits_for_more(self):
        frames = [pack_frame(RESULT, packet_id, b"\xc0") for packet_id in (1, 2, 3)]
        for packet_id in (1, 2, 3):
            self.protocol.hold(RESULT, packet_id, b"\xc0")
        request = pack_frame(RPC, 7, b"\xc0")
        os.write(self.feed, request + request)
        # receive() is about to wait: it has read nothing so far.
        self.protocol.receive()
        self.assertEqual(self.ours.recv(MIB), b"".join(frames))
        # It knows of another packet, so what is held back stays.
        self.protocol.hold(RESULT, 4, b"\xc0")
        self.protocol.receive()
        self.nothing_sent()
        self.protocol.flush()
        self.assertEqual(self.ours.recv(MIB), pack_frame(RESULT, 4, b"\xc0"))

    def test_is_bounded(self):
        half = b"x" * (MAX_HELD // 2)
        self.protocol.hold(RESULT, 1, half)
        self.nothing_sent()
        self.protocol.hold(RESULT, 2, half)
        self.assertEqual(self.ours.recv(MIB), pack_frame(RESULT, 1, half) + pack_frame(RESULT, 2, half))


class Results(AgentCase):
    def setUp(self):
        AgentCase.setUp(self)
        self.sync("Large", LARGE)

    def read_window(self, packet_id):
        """Reads, without an ACK, all that the agent may send of a large result."""
        self.peer.acks = False
        size = 0
        while size < MIN_WINDOW:
            flags, found, payload = self.peer.receive_frame()
            self.assertEqual((flags & Flags.MORE, found), (Flags.MORE, packet_id))
            self.assertLessEqual(len(payload), FRAGMENT_SIZE)
            self.peer.assembler.add(flags, found, payload)
            size += len(payload)
        self.assertLessEqual(size, MIN_WINDOW + FRAGMENT_SIZE)

    def test_a_small_answer_overtakes_a_large_one(self):
        fifo = self.fifo()
        self.peer.request(1, MAKE, 16 * MIB)
        self.assertEqual(self.peer.receive_frame()[1], 1)
        # Nothing is read until the method has run, so the large result fills the pipe.
        self.peer.request(2, "tools.testing.Large.tell", fifo)
        self.assertEqual(self.read_fifo(fifo), "ran")
        sizes = {1: 0, 2: 0}
        while True:
            flags, packet_id, payload = self.peer.receive_frame()
            if packet_id == 2:
                break
            self.assertTrue(flags & Flags.MORE, "the large result came first")
            sizes[1] += len(payload)
        self.assertLess(sizes[1], 4 * MIB)
        # The rest comes all the same.
        size = FRAGMENT_SIZE + sizes[1]
        while flags & Flags.MORE or packet_id == 2:
            flags, packet_id, payload = self.peer.receive_frame()
            size += len(payload)
        self.assertEqual(size, len(codec.pack(b"x" * (16 * MIB))))

    def test_no_more_than_four_are_under_way(self):
        for packet_id in range(1, 13):
            self.peer.request(packet_id, MAKE, MIB, chr(64 + packet_id))
        unfinished, sizes = set(), {}
        while len(sizes) < 12 or unfinished:
            flags, packet_id, payload = self.peer.receive_frame()
            (unfinished.add if flags & Flags.MORE else unfinished.discard)(packet_id)
            self.assertLessEqual(len(unfinished), MAX_UNFINISHED)
            packet = self.peer.assembler.add(flags, packet_id, payload)
            sizes[packet_id] = packet and codec.unpack(packet[2]) == chr(64 + packet_id).encode() * MIB
        self.assertEqual(sizes, dict.fromkeys(range(1, 13), True))

    def test_without_acknowledgements_only_the_window_is_sent_and_small_calls_go_on(self):
        self.peer.request(1, MAKE, 2 * MIB)
        self.read_window(1)
        for number in range(20):
            self.peer.request(2, SMALL, number)
            # The very next frame is the small answer's.
            self.assertEqual(self.peer.receive_frame(), (RESULT, 2, codec.pack(number)))
            self.ping()
        self.peer.acks = True
        self.peer.acknowledge()
        flags, value, _ = self.peer.answer(1)
        self.assertEqual((flags, value), (RESULT, b"x" * (2 * MIB)))

    def test_cancel_on_its_way_ends_the_packet_and_then_the_call(self):
        self.peer.request(1, MAKE, 2 * MIB)
        self.read_window(1)
        self.peer.cancel(1)
        self.assertEqual(self.peer.receive_frame(), (RESULT | Flags.CANCEL, 1, b""))
        flags, packet_id, payload = self.peer.receive_frame()
        self.assertEqual((flags, packet_id), (RAISED, 1))
        self.assertEqual(codec.unpack(payload)["kind"], "cancelled")
        # Neither the place of the packet nor the id is taken any more.
        self.peer.acks = True
        self.peer.acknowledge()
        self.peer.assembler = Assembler()
        for packet_id in (1, 2, 3, 4, 5):
            self.assertEqual(self.peer.call(MAKE, [MIB], packet_id=packet_id)[1], b"x" * MIB)

    def test_one_that_waits_for_a_place_is_given_up_too(self):
        # With the window used up, four have begun or wait to, and the fifth has no place.
        for packet_id in range(1, 6):
            self.peer.request(packet_id, MAKE, 2 * MIB)
        self.peer.acks = False
        for packet_id in range(1, 6):
            self.peer.cancel(packet_id)
        for packet_id in range(1, 6):
            while True:
                flags, found, value = self.peer.receive()
                if flags & Flags.EXCEPTION:
                    break
            self.assertEqual((flags, value["kind"]), (RAISED, "cancelled"))
        self.peer.acks = True
        self.peer.acknowledge()
        self.assertEqual(self.peer.call(MAKE, [MIB])[1], b"x" * MIB)


class Compressed(unittest.TestCase):
    def test_each_fragment_is_compressed_by_itself_if_that_makes_it_shorter(self):
        peer = Peer(compress=True)
        peer.sync("Large", "from rmote.protocol import Tool\n" + LARGE)
        before = peer.reader.paced
        self.assertEqual(peer.call(MAKE, [MIB], packet_id=1)[1], b"x" * MIB)
        self.assertLess(peer.reader.paced - before, MIB // 50)
        before = peer.reader.paced
        random = peer.call("tools.testing.Large.random", [MIB], packet_id=2)[1]
        self.assertEqual(len(random), MIB)
        self.assertGreater(peer.reader.paced - before, MIB - FRAGMENT_SIZE)
        self.assertEqual(peer.close(), (0, ""))


class Uploads(AgentCase):
    def setUp(self):
        AgentCase.setUp(self)
        self.sync("Large", LARGE)

    def fragments(self, packet_id, data, size=FRAGMENT_SIZE):
        request = {"method": "tools.testing.Large.digest", "args": [data], "kwargs": {}}
        return pack_fragments(RPC, packet_id, codec.pack(request), size)

    def test_several_in_fragments_of_several_sizes_with_a_small_call_between(self):
        sizes = (MIN_FRAGMENT, FRAGMENT_SIZE, 3 * MIN_FRAGMENT + 1, 2 * FRAGMENT_SIZE)
        data = [os.urandom(500000 + size) for size in sizes]
        uploads = [self.fragments(n + 1, data[n], sizes[n]) for n in range(MAX_UNFINISHED)]
        last = [frames.pop() for frames in uploads]
        while any(uploads):
            for frames in uploads:
                if frames:
                    self.peer.write(frames.pop(0))
        self.assertEqual(self.peer.call(SMALL, ["between"])[1], "between")
        for number, frame in enumerate(last):
            self.peer.write(frame)
            self.assertEqual(self.peer.answer(number + 1)[1], hashlib.sha256(data[number]).hexdigest())

    def test_are_acknowledged_while_they_come(self):
        frames = self.fragments(1, b"x" * MIB)
        paced = 0
        for frame in frames[:-1]:
            self.peer.write(frame)
            paced += len(frame) - HEADER.size
        expected = paced - paced % ACK_EVERY
        while True:
            flags, packet_id, payload = self.peer.reader.read()
            self.assertEqual((flags, packet_id), (Flags.ACK, 0))
            if codec.unpack(payload) == expected:
                break
            self.assertLess(codec.unpack(payload), expected)
        self.peer.write(frames[-1])
        self.assertEqual(self.peer.answer(1)[1], hashlib.sha256(b"x" * MIB).hexdigest())

    def test_one_that_is_given_up_is_neither_run_nor_answered(self):
        for frame in self.fragments(1, b"x" * MIB)[:-1]:
            self.peer.write(frame)
        self.peer.write(pack_frame(RPC | Flags.CANCEL, 1, b""))
        for frame in self.fragments(1, b"y" * 100000):
            self.peer.write(frame)
        self.assertEqual(self.peer.answer(1)[1], hashlib.sha256(b"y" * 100000).hexdigest())
        self.ping()


class Refused(unittest.TestCase):
    def test_fragments_against_the_rules_end_the_agent_with_a_word(self):
        part = b"x" * FRAGMENT_SIZE
        five = b"".join(pack_frame(RPC | Flags.MORE, n, part) for n in range(1, MAX_UNFINISHED + 2))
        large = b"x" * (4 * MIB)
        cases = {
            "a fragment of 16383 bytes": pack_frame(RPC | Flags.MORE, 1, PART[1:]),
            "a fragment of 0 bytes": pack_frame(RPC | Flags.MORE, 1, part) + pack_frame(RPC | Flags.MORE, 1, b""),
            "more than 4 packets": five,
            "in fragments is over the cap": pack_frame(RPC | Flags.MORE, 1, large) * (MAX_PAYLOAD // len(large) + 1),
            "flags 0x92": pack_frame(RPC | Flags.CANCEL, 1, b""),
        }
        for word, data in cases.items():
            with self.subTest(word):
                peer = Peer()
                peer.write(data)
                self.assertIsNone(peer.receive())
                status, error = peer.close()
                self.assertEqual(status, 0)
                self.assertIn(word, error)
                self.assertEqual(error.count("\n"), 1)


class Reading(unittest.TestCase):
    def test_counts_what_is_paced_as_it_is_on_the_wire(self):
        reader, writer = os.pipe()
        data = pack_frame(RPC | Flags.MORE, 1, PART) + pack_frame(RPC, 1, b"last")
        data += pack_frame(Flags.STREAM | Flags.RPC, 1, b"item") + pack_frame(Flags.LOG, 1, b"log")
        os.write(writer, data)
        os.close(writer)
        frames = FrameReader(reader)
        while frames.read() is not None:
            pass
        os.close(reader)
        self.assertEqual(frames.paced, len(PART) + len(b"item"))


if __name__ == "__main__":
    unittest.main()
