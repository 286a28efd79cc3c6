"""The public MessagePack test suite, which an npm package carries."""

import datetime
import json
import os
import unittest

from . import ROOT
from rmote import codec
from rmote.codec import NotDecodable

SUITE = os.path.join(
    ROOT, "..", "..", "node_modules", "msgpack-test-suite", "dist", "msgpack-test-suite.json"
)

# The suite's extension types are an application's own; what ours make of its payloads.
READ_EXTENSIONS = {
    1: 0x10,  # an integer of any size
    3: "0123",  # text
}
REFUSED_EXTENSIONS = {
    2: "a float has 8 bytes",
    # A tuple, a set, a frozenset and a Decimal: the payload has to be one value.
    4: "bytes follow its value",
    5: "bytes follow its value",
    6: "the value is cut short",
    7: "bytes follow its value",
}
# Before year 1, where Python's datetime begins.
REFUSED_TIMESTAMPS = {(-62167219200, 0)}


def octets(text):
    return bytes(bytearray.fromhex(text.replace("-", "")))


def timestamp(seconds, nanoseconds):
    """Python's datetime has microseconds: what is finer is cut off."""
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return epoch + datetime.timedelta(seconds=seconds, microseconds=nanoseconds // 1000)


def expected(vector, data):
    if "binary" in vector:
        return octets(vector["binary"])
    if "timestamp" in vector:
        return timestamp(*vector["timestamp"])
    if "bignum" in vector or "number" in vector:
        exact = int(vector["bignum"]) if "bignum" in vector else vector["number"]
        return float(exact) if data[0] in (0xCA, 0xCB) else exact
    kinds = [kind for kind in ("nil", "bool", "string", "array", "map") if kind in vector]
    return vector[kinds[0]]


def refusal(vector):
    """Why the wire refuses it, or None."""
    if tuple(vector.get("timestamp", ())) in REFUSED_TIMESTAMPS:
        return "a timestamp out of range"
    return REFUSED_EXTENSIONS.get(vector["ext"][0]) if "ext" in vector else None


class Suite(unittest.TestCase):
    def test_every_encoding_is_read_or_refused_as_documented(self):
        with open(SUITE, encoding="utf-8") as file:
            vectors = [vector for group in json.load(file).values() for vector in group]
        encodings = [(vector, text) for vector in vectors for text in vector["msgpack"]]
        self.assertGreater(len(encodings), 200)
        for vector, text in encodings:
            with self.subTest(text):
                self.check(vector, octets(text))

    def check(self, vector, data):
        reason = refusal(vector)
        if reason is not None:
            with self.assertRaisesRegex(NotDecodable, reason):
                codec.unpack(data)
            return
        value = codec.unpack(data)
        wanted = READ_EXTENSIONS[vector["ext"][0]] if "ext" in vector else expected(vector, data)
        self.assertEqual(value, wanted)
        self.assertIs(type(value), type(wanted))


if __name__ == "__main__":
    unittest.main()
