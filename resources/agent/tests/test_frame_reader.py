import os
import random
import threading
import tracemalloc
import unittest
import zlib

from . import ROOT  # noqa: F401
from rmote import frame
from rmote.frame import Flags, ProtocolError
from rmote.frame_reader import FrameReader


def frame_of(flags, packet_id, payload):
    return frame.pack_header(flags, len(payload), packet_id) + payload


class Reading(unittest.TestCase):
    def read_all(self, chunks):
        """The frames that come out of a pipe into which the chunks are written."""
        reader, writer = os.pipe()

        def write():
            try:
                for chunk in chunks:
                    os.write(writer, chunk)
            except BrokenPipeError:
                # What came before was refused, and nobody reads any more.
                pass
            finally:
                os.close(writer)

        thread = threading.Thread(target=write)
        thread.start()
        try:
            frames = FrameReader(reader)
            found = []
            while True:
                packet = frames.read()
                if packet is None:
                    return found
                found.append(packet)
        finally:
            os.close(reader)
            thread.join()

    def test_any_split_gives_the_same_frames(self):
        data = frame_of(Flags.PING | Flags.REQUEST, 1, b"") + frame_of(Flags.LOG, 2, b"abc" * 100)
        expected = [(Flags.PING | Flags.REQUEST, 1, b""), (Flags.LOG, 2, b"abc" * 100)]
        self.assertEqual(self.read_all([data]), expected)
        self.assertEqual(self.read_all([data[i : i + 1] for i in range(len(data))]), expected)
        for cut in range(1, len(data)):
            self.assertEqual(self.read_all([data[:cut], data[cut:]]), expected)

    def test_large_and_compressed_payloads(self):
        payload = os.urandom(3000000)
        data = frame_of(Flags.LOG, 1, payload)
        data += frame_of(Flags.LOG | Flags.COMPRESSED, 2, zlib.compress(b"x" * 100000))
        self.assertEqual(
            self.read_all([data]), [(Flags.LOG, 1, payload), (Flags.LOG, 2, b"x" * 100000)]
        )

    def test_every_truncation_is_an_end(self):
        data = frame_of(Flags.LOG, 1, b"hello")
        for size in range(len(data)):
            self.assertEqual(self.read_all([data[:size]]), [])

    def test_what_is_no_frame_is_refused(self):
        bomb = zlib.compress(b"\0" * (frame.MAX_PAYLOAD + 1))
        good = zlib.compress(b"hello")
        for name, data in {
            "magic": b"RMOTA" + b"\0" * 16,
            "flags": frame.HEADER.pack(frame.MAGIC, 1 << 31, 0, 1),
            "length": frame.HEADER.pack(frame.MAGIC, 0, frame.MAX_PAYLOAD + 1, 1),
            "id": frame.HEADER.pack(frame.MAGIC, 0, 0, 2**53),
            "bomb": frame_of(Flags.COMPRESSED, 1, bomb),
            "no zlib": frame_of(Flags.COMPRESSED, 1, b"plain"),
            "cut zlib": frame_of(Flags.COMPRESSED, 1, good[:-2]),
            "bytes behind zlib": frame_of(Flags.COMPRESSED, 1, good + b"x"),
        }.items():
            with self.subTest(name):
                with self.assertRaises(ProtocolError):
                    self.read_all([data])

    def test_damaged_streams_in_any_split_are_frames_or_refused(self):
        source = random.Random(11)
        good = frame_of(Flags.PING | Flags.REQUEST, 1, b"") + frame_of(Flags.LOG, 2, b"abc" * 100)
        good += frame_of(Flags.LOG | Flags.COMPRESSED, 3, zlib.compress(b"x" * 5000))
        refused = 0
        for _ in range(1000):
            data = bytearray(good)
            data[source.randrange(len(data))] = source.randrange(256)
            cuts = sorted(source.randrange(len(data)) for _ in range(source.randrange(4)))
            chunks = [data[a:b] for a, b in zip([0] + cuts, cuts + [len(data)])]
            try:
                self.assertLessEqual(len(self.read_all(chunks)), 3)
            except ProtocolError:
                refused += 1
        self.assertGreater(refused, 100)

    def test_a_length_takes_no_memory_before_its_bytes_come(self):
        head = frame.HEADER.pack(frame.MAGIC, Flags.LOG, frame.MAX_PAYLOAD, 1)
        tracemalloc.start()
        try:
            self.assertEqual(self.read_all([head, b"x" * 1000]), [])
            self.assertLess(tracemalloc.get_traced_memory()[1], 4 * 1024 * 1024)
        finally:
            tracemalloc.stop()


if __name__ == "__main__":
    unittest.main()
