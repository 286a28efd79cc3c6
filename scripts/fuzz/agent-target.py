"""Judges what the agent's end of the wire makes of inputs, and traces what of it runs.

A request on stdin is a count and as many inputs: b"v" or b"s" for a value or a
stream, the length, the bytes. The answer is a line of JSON: a verdict for each.
A request of no inputs is answered by the coverage so far.
"""

import hashlib
import json
import os
import re
import resource
import signal
import struct
import sys
import time
import traceback

# As the agent has it.
sys.setrecursionlimit(4000)
AGENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources", "agent")
sys.path.insert(0, os.path.normpath(AGENT))

from rmote import codec, codec_pack, codec_types, codec_unpack, frame_reader  # noqa: E402
from rmote.codec import NotDecodable  # noqa: E402
from rmote.frame import ProtocolError  # noqa: E402

WATCHED = {str(m.__file__) for m in (codec_pack, codec_types, codec_unpack, frame_reader)}
# Of the processor, so that a busy machine makes no findings.
SECONDS = 2
HANG_SECONDS = 10
# What may be taken for any input; a frame may inflate to 64 MiB. In KiB, as getrusage says it.
MEMORY = {"v": 32 * 1024, "s": 512 * 1024}


class Finding(Exception):
    """What a target must never do: the message says which."""


class Tracer(object):
    """Which line ran after which in the watched modules."""

    def __init__(self):
        self.arcs = set()
        self.last = 0

    def _function(self, frame, event, _arg):
        path = frame.f_code.co_filename
        if path not in WATCHED:
            return None
        last = frame.f_lineno
        arcs = self.arcs

        def line(frame, event, _arg):
            nonlocal last
            if event == "line":
                arcs.add((path, last, frame.f_lineno))
                last = frame.f_lineno
            return line

        return line

    def fresh(self):
        """Whether arcs have been added since the last time that it was asked."""
        count, self.last = self.last, len(self.arcs)
        return self.last > count

    def run(self, action, *args):
        sys.settrace(self._function)
        try:
            return action(*args)
        finally:
            sys.settrace(None)

    def report(self):
        """For each module the share of its lines that have run, and the lines that have not."""
        ran = {}
        for path, _, number in self.arcs:
            ran.setdefault(path, set()).add(number)
        found = []
        for path in sorted(WATCHED):
            lines = lines_of(path)
            reached = lines & ran.get(path, set())
            name = os.path.basename(path)
            missed = sorted(lines - reached)
            found.append({"name": name, "reached": len(reached) / max(1, len(lines)), "missed": missed})
        return found


def lines_of(path):
    """The lines inside of functions: the others ran when the module was loaded."""
    with open(path, encoding="utf-8") as file:
        todo = [compile(file.read(), path, "exec")]
    lines = set()
    while todo:
        code = todo.pop()
        inner = [each for each in code.co_consts if hasattr(each, "co_code")]
        todo += inner
        if code.co_flags & 0x02:
            lines.update(n for _, _, n in code.co_lines() if n and n != code.co_firstlineno)
    return lines


def template(text):
    """An error's text without what is different in each of them."""
    # A long quotation has lost its end.
    return re.sub(r"(['\"]).*(\1|(?= in extension))|0x\w+|-?\d+", "#", text)


def judge_value(data):
    try:
        value = codec.unpack(data)
    except NotDecodable as error:
        return {"refused": str(error), "features": [template(str(error))]}
    packed = codec.pack(value)
    again = codec.unpack(packed)
    if codec.pack(again) != packed and canonical(again) != canonical(value):
        raise Finding("it decodes to another value after having been encoded")
    features = set()
    describe(value, "", features)
    return {"digest": hashlib.sha1(packed).hexdigest(), "features": sorted(features)}


def canonical(value):
    """A digest that no order of a set changes; equality will not do, because a NaN has none."""
    if isinstance(value, dict):
        inside = [(canonical(key), canonical(item)) for key, item in value.items()]
    elif isinstance(value, (set, frozenset)):
        inside = sorted(canonical(item) for item in value)
    elif isinstance(value, (list, tuple)):
        inside = [canonical(item) for item in value]
    elif isinstance(value, codec_types.Typed):
        inside = [value.kind, value.type, canonical(value.parts)]
    else:
        inside = codec.pack(value)
    text = "%s %r" % (type(value).__name__, inside)
    return hashlib.sha1(text.encode()).hexdigest()


def describe(value, parent, features):
    """Adds which kinds of value are inside of which."""
    kind = type(value).__name__
    features.add("%s>%s" % (parent, kind))
    if isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            describe(item, kind, features)
    elif isinstance(value, dict):
        for key, item in value.items():
            describe(key, kind + " key", features)
            describe(item, kind, features)
    elif isinstance(value, codec_types.Typed):
        features.add("%s>%d" % (parent, value.kind))


def judge_stream(data):
    reader, writer = os.pipe()
    try:
        # It is shorter than what a pipe holds.
        os.write(writer, data)
        os.close(writer)
        features = []
        frames = frame_reader.FrameReader(reader)
        while True:
            try:
                packet = frames.read()
            except ProtocolError as error:
                return {"refused": str(error), "features": features + [template(str(error))]}
            if packet is None:
                return {"features": features}
            features.append("frame %d" % packet[0])
            features += judge_value(packet[2])["features"]
    finally:
        os.close(reader)


class Judge(object):
    def __init__(self):
        self.tracer = Tracer()
        self.features = set()

    def verdict(self, kind, data):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begin = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, HANG_SECONDS)
        try:
            found = self.tracer.run(judge_value if kind == "v" else judge_stream, data)
            signal.setitimer(signal.ITIMER_PROF, 0)
            took = time.process_time() - begin
            if took > SECONDS:
                raise Finding("it took %.1f s" % took)
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            if grown > MEMORY[kind] + len(data) // 2:
                raise Finding("%d bytes took %d KiB of memory" % (len(data), grown))
        except Finding as finding:
            found = {"finding": str(finding), "features": []}
        except BaseException:
            found = {"finding": "it raised " + traceback.format_exc(limit=-6), "features": []}
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        count = len(self.features)
        self.features.update(found.pop("features"))
        found["fresh"] = self.tracer.fresh() or len(self.features) > count
        return found


def on_timer(_number, _frame):
    raise Finding("it does not end")


def main():
    signal.signal(signal.SIGPROF, on_timer)
    judge = Judge()
    requests, answers = sys.stdin.buffer, sys.stdout
    while True:
        head = requests.read(4)
        if not head:
            return
        (count,) = struct.unpack(">I", head)
        found = []
        for _ in range(count):
            kind, size = struct.unpack(">cI", requests.read(5))
            found.append(judge.verdict(kind.decode(), requests.read(size)))
        print(json.dumps(found or judge.tracer.report()), file=answers, flush=True)


main()
