"""An agent in a process of its own, as a test talks to it: through the real start."""

import os
import subprocess
import sys
import zlib

from . import ROOT
from rmote import codec, frame
from rmote.frame import ACK_EVERY, Flags
from rmote.frame_reader import Assembler, FrameReader


def stage0():
    with open(os.path.join(ROOT, "stage0.py")) as file:
        lines = [line.strip() for line in file]
    return ";".join(line for line in lines if line and not line.startswith("#"))


def payload():
    """As the build makes it (scripts/agent-payload.mjs)."""
    sources = {}
    folder = os.path.join(ROOT, "rmote")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py") and name != "loader.py":
            module = "rmote" if name == "__init__.py" else "rmote." + name[:-3]
            with open(os.path.join(folder, name)) as file:
                sources[module] = file.read()
    with open(os.path.join(folder, "loader.py")) as file:
        loader = file.read()
    return zlib.compress(("SOURCES = %r\n%s" % (sources, loader)).encode("ascii"))


class Peer(object):
    """The app's end, bare: sends packets and reads what comes."""

    def __init__(self, nonce=255):
        code = payload()
        self.process = subprocess.Popen(
            [sys.executable, "-c", stage0(), str(len(code)), str(nonce), "0"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        )
        self.process.stdin.write(code)
        self.start = b""
        while not self.start.endswith(frame.BOUNDARY):
            byte = os.read(self.process.stdout.fileno(), 1)
            if not byte:
                raise AssertionError(self.process.stderr.read().decode())
            self.start += byte
        self.reader = FrameReader(self.process.stdout.fileno())
        self.assembler = Assembler()
        self.acked = 0
        self.hello = self.receive()

    def send(self, flags, packet_id, value=None):
        data = codec.pack(value)
        self.write(frame.pack_header(flags, len(data), packet_id) + data)

    def write(self, data):
        while data:
            data = data[os.write(self.process.stdin.fileno(), data) :]

    def receive(self):
        """Flags, id and value of the next packet; None at the end."""
        while True:
            frame = self.reader.read()
            if frame is None:
                return None
            if self.reader.paced - self.acked >= ACK_EVERY:
                self.acked = self.reader.paced
                self.send(Flags.ACK, 0, self.acked)
            packet = self.assembler.add(*frame)
            if packet is not None and packet[0] != Flags.ACK:
                return packet[0], packet[1], codec.unpack(packet[2])

    def answer(self, packet_id):
        """The response to a packet, and the log records that came before it."""
        records = []
        while True:
            packet = self.receive()
            if packet is None:
                raise AssertionError("the agent ended: %s" % self.process.stderr.read().decode())
            flags, found, value = packet
            if flags == Flags.LOG:
                records += value
            elif found == packet_id:
                return flags, value, records

    def sync(self, name, source, module="tools.testing", packet_id=1000):
        tool = {"name": name, "source": source, "filename": "%s.py" % module, "module": module}
        self.send(Flags.SYNC | Flags.REQUEST, packet_id, tool)
        return self.answer(packet_id)

    def call(self, method, args=(), kwargs=None, packet_id=2000):
        request = {"method": method, "args": list(args), "kwargs": kwargs or {}}
        self.send(Flags.RPC | Flags.REQUEST, packet_id, request)
        return self.answer(packet_id)

    def close(self):
        """Closes the agent's stdin. Its exit status and what it wrote to stderr."""
        if not self.process.stdin.closed:
            self.process.stdin.close()
        error = self.process.stderr.read().decode()
        self.process.stdout.close()
        self.process.stderr.close()
        return self.process.wait(), error
