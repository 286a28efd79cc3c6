import datetime
import json
import os
import random
import struct
import unittest

from . import ROOT
from rmote import codec, codec_base
from rmote.codec import NotDecodable, NotEncodable
from rmote.codec_types import Typed

VECTORS = os.path.join(ROOT, "..", "..", "e2e", "vectors", "codec.json")


def vectors():
    """The bytes of the golden vectors by their names."""
    with open(VECTORS, encoding="utf-8") as file:
        found = json.load(file)["vectors"]
    return {each["name"]: bytes(bytearray.fromhex(each["hex"])) for each in found}


class Vectors(unittest.TestCase):
    def test_every_vector_is_read_and_written_as_it_stands(self):
        self.assertGreater(len(vectors()), 60)
        for name, data in vectors().items():
            with self.subTest(name):
                self.assertEqual(codec.pack(codec.unpack(data)), data)


class Encoding(unittest.TestCase):
    def test_types_that_need_their_module(self):
        import collections
        import decimal
        import enum
        import pathlib

        Color = enum.Enum("Color", "RED")
        Point = collections.namedtuple("Point", "x y")
        values = [
            (1, "a"), {1}, frozenset([2]), decimal.Decimal("1.10"), pathlib.Path("/etc"),
            datetime.datetime(2026, 1, 2, 3, 4, 5, 6), datetime.date(2026, 1, 2),
            datetime.time(1, 2), datetime.timedelta(days=-1, microseconds=5),
            datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc),
        ]
        for value in values:
            with self.subTest(repr(value)):
                back = codec.unpack(codec.pack(value))
                self.assertEqual(back, value)
                self.assertIs(type(back), type(value))
        color = codec.unpack(codec.pack(Color.RED))
        self.assertEqual(color.parts, ["RED", 1])
        point = codec.unpack(codec.pack(Point(1, 2)))
        self.assertEqual(point.parts, [["x", "y"], [1, 2]])

    def test_subclasses_travel_as_what_they_are(self):
        import collections

        class Text(str):
            pass

        self.assertEqual(codec.unpack(codec.pack(Text("a"))), "a")
        ordered = collections.OrderedDict([("b", 1), ("a", 2)])
        self.assertEqual(list(codec.unpack(codec.pack(ordered))), ["b", "a"])
        self.assertEqual(codec.unpack(codec.pack(bytearray(b"x"))), b"x")

    def test_dataclass(self):
        try:
            import dataclasses
        except ImportError:
            self.skipTest("Python 3.6 has no dataclasses")

        @dataclasses.dataclass
        class Usage(object):
            free: int
            used: "list"

        back = codec.unpack(codec.pack(Usage(1, [2])))
        self.assertEqual(back.parts, [["free", "used"], [1, [2]]])

    def test_a_template_is_one_at_both_ends_and_not_compiled_on_its_way(self):
        from rmote.template import Template, TemplateSyntaxError

        back = codec.unpack(codec.pack({Template("${x}"): 1}))
        self.assertEqual(back, {Template("${x}"): 1})
        self.assertEqual([each.render(x=2) for each in back], ["2"])
        invalid = codec.unpack(b"\xc7\x04\x11\xa3${x")
        self.assertEqual(codec.unpack(codec.pack(invalid)), invalid)
        with self.assertRaises(TemplateSyntaxError):
            invalid.render()

    def test_what_cannot_be_sent_is_named_with_its_place(self):
        with self.assertRaises(NotEncodable) as caught:
            with open(os.devnull) as file:
                codec.pack({"rows": [1, {"file": file}]})
        self.assertEqual(
            str(caught.exception),
            "cannot send a value of type _io.TextIOWrapper (at value['rows'][1]['file'])",
        )

    def test_nesting_is_bounded(self):
        value = 1
        for _ in range(512):
            value = [value]
        self.assertEqual(codec.unpack(codec.pack(value)), value)
        with self.assertRaises(NotEncodable):
            codec.pack([value])
        for leaf in (1.0, datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)):
            value = leaf
            for _ in range(512):
                value = [value]
            self.assertEqual(codec.unpack(codec.pack(value)), value)
        value = ()
        for _ in range(512):
            value = [value]
        with self.assertRaises(NotEncodable):
            codec.pack(value)
        loop = []
        loop.append(loop)
        with self.assertRaises(NotEncodable):
            codec.pack(loop)


class Parts(unittest.TestCase):
    """A value whose bytes come in parts, as those of a packet in fragments do."""

    def parts(self, data, source):
        cuts = sorted(source.randrange(1, len(data)) for _ in range(source.randrange(1, 6)))
        return [data[a:b] for a, b in zip([0] + cuts, cuts + [len(data)])]

    def test_any_split_gives_the_same_value(self):
        source = random.Random(3)
        large = os.urandom(100000)
        values = [
            large,
            u"\xe9" * 50000,
            {"method": "a.B.c", "args": [large, large[:70000]], "kwargs": {"x": [large, 1.5, None]}},
            [large[:size] for size in range(0, 60000, 999)],
            list(range(40000)),
            [{"nested": (1, [large, {2}])}, large],
        ]
        for value in values:
            data = codec.pack(value)
            for _ in range(40):
                self.assertEqual(codec.unpack(self.parts(data, source)), value)

    def test_bytes_are_bytes_and_text_is_text(self):
        data = codec.pack([b"x" * 50000, "y" * 50000, b"z"])
        found = codec.unpack([data[:40000], data[40000:60000], data[60000:]])
        self.assertEqual([type(each) for each in found], [bytes, str, bytes])

    def test_is_refused_as_it_is_in_one(self):
        source = random.Random(5)
        good = codec.pack({"args": [b"x" * 3000, "text" * 500, {"k": [1, 2.5]}], "n": {1, 2}})
        refused = 0
        for _ in range(5000):
            data = bytearray(good)
            for _ in range(source.randrange(1, 3)):
                data[source.randrange(60) - 30] = source.randrange(256)
            data = bytes(data) if source.randrange(2) else bytes(data[: source.randrange(2, len(data))])
            results = []
            for form in (data, self.parts(data, source)):
                try:
                    results.append(codec.pack(codec.unpack(form)))
                except NotDecodable as error:
                    results.append(str(error))
            self.assertEqual(results[0], results[1])
            refused += type(results[0]) is str
        self.assertGreater(refused, 500)


class Hostile(unittest.TestCase):
    CASES = {
        "nothing": "",
        "0xc1": "c1",
        "trailing bytes": "0102",
        "a cut integer": "cd01",
        "a cut string": "a561",
        "a string that is not UTF-8": "a2c328",
        "an array longer than the rest": "ddffffffff01",
        "a map longer than the rest": "df7fffffff0101",
        "a list as a key": "8190c0",
        "an unknown extension": "d46300",
        "a tuple that is no array": "d40401",
        "a set with a list in it": "d5059190",
        "an integer without end": "c900010001" + "01" + "7f" * 65537,
        "a malformed decimal": "c70307a2787a",
        "a malformed date": "c7030ea2787a",
        "an empty integer": "c70001",
        "deep nesting": "91" * 5000,
        "a path of three parts": "c7060893a141a142c0",
        "an enum without a name": "c7050993a1410102",
        "an exception without arguments": "c7060c93a141a14201",
        "fields that do not match": "c7060a93a141909101",
        "a field twice": "c70b0a93a14192a161a161920101",
        "a timedelta that the app cannot hold": "c70c10930000cf0020000000000000",
        "a timedelta of too many days": "c70c1093cf00000100000000000000",
        "a signaling NaN as two keys": "82" + "c70d0993a141a142c70507a4734e614ec0" * 2,
    }

    def test_is_refused(self):
        for name, text in self.CASES.items():
            with self.subTest(name):
                with self.assertRaises(NotDecodable):
                    codec.unpack(bytes(bytearray.fromhex(text)))

    def test_random_bytes_raise_nothing_else(self):
        source = random.Random(20261122)
        for _ in range(20000):
            data = bytes(source.randrange(256) for _ in range(source.randrange(40)))
            try:
                codec.unpack(data)
            except NotDecodable:
                pass

    def test_mutated_values_are_refused_or_stay_the_same(self):
        source = random.Random(7)
        good = codec.pack([{"a": (1, 2.0, "text"), 5: b"bytes"}, {1, 2}, 2**70, None])
        short = [data for data in vectors().values() if len(data) < 1000]
        read = 0
        for seed in [good] * 10000 + short * 100:
            data = bytearray(seed)
            data[source.randrange(len(data))] = source.randrange(256)
            try:
                value = codec.unpack(bytes(data))
            except NotDecodable:
                continue
            read += 1
            packed = codec.pack(value)
            again = codec.unpack(packed)
            # The order of a set may change, a NaN is not equal to itself.
            self.assertTrue(codec.pack(again) == packed or again == value, bytes(data))
        self.assertGreater(read, 1000)

    def test_a_key_may_hold_an_integer_that_python_does_not_show(self):
        member = Typed(codec_base.EXT_ENUM, "A", ["B", 2**20000])
        self.assertEqual(codec.unpack(codec.pack({member: 1})), {member: 1})

    def test_big_lengths_allocate_nothing(self):
        for head in (b"\xc6", b"\xdb", b"\xc9"):
            with self.assertRaises(NotDecodable):
                codec.unpack(head + struct.pack(">I", 0xFFFFFFFF))


if __name__ == "__main__":
    unittest.main()
