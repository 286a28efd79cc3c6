"""An agent in a process of its own, as a test talks to it: through the real start."""

import functools
import os
import subprocess
import sys
import threading
import zlib

from . import ROOT
from rmote import codec, frame
from rmote.frame import ACK_EVERY, Flags
from rmote.frame_reader import Assembler, FrameReader

# Seconds after which an agent that is still there is killed: a test that waits for what never
# comes fails, instead of hanging.
PATIENCE = 60


def stage0():
    with open(os.path.join(ROOT, "stage0.py")) as file:
        lines = [line.strip() for line in file]
    return ";".join(line for line in lines if line and not line.startswith("#"))


@functools.lru_cache()
def payload():
    """As the build makes it (scripts/agent-payload.mjs)."""
    folder = os.path.join(ROOT, "rmote")

    def read(name):
        with open(os.path.join(folder, name)) as file:
            return file.read()

    parts = [read("loader.py")]
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py") and name != "loader.py":
            parts += ["rmote" if name == "__init__.py" else "rmote." + name[:-3], read(name)]
    return zlib.compress("\0".join(parts).encode("ascii"))


def pack_frame(flags, packet_id, payload):
    """One frame with the payload as it is."""
    return frame.pack_header(flags, len(payload), packet_id) + payload


def pack_fragments(flags, packet_id, payload, size=frame.FRAGMENT_SIZE):
    """The frames of a packet in fragments of that size."""
    parts = [payload[i : i + size] for i in range(0, len(payload), size)]
    frames = [pack_frame(flags | Flags.MORE, packet_id, part) for part in parts[:-1]]
    return frames + [pack_frame(flags, packet_id, parts[-1])]


class Peer(object):
    """The app's end, bare: sends packets and reads what comes."""

    def __init__(self, nonce=255, compress=False):
        code = payload()
        self.process = subprocess.Popen(
            [sys.executable, "-c", stage0(), str(len(code)), str(nonce), str(int(compress))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        )
        self._watchdog = threading.Timer(PATIENCE, self.process.kill)
        self._watchdog.daemon = True
        self._watchdog.start()
        self.write(code)
        self.start = b""
        while not self.start.endswith(frame.BOUNDARY):
            byte = os.read(self.process.stdout.fileno(), 1)
            if not byte:
                raise AssertionError(self.process.stderr.read().decode())
            self.start += byte
        self.reader = FrameReader(self.process.stdout.fileno())
        self.assembler = Assembler()
        # Whether what is read is acknowledged, as the app does at once.
        self.acks = True
        self.acked = 0
        self.hello = self.receive()

    def send(self, flags, packet_id, value=None):
        data = codec.pack(value)
        self.write(frame.pack_header(flags, len(data), packet_id) + data)

    def write(self, data):
        while data:
            data = data[os.write(self.process.stdin.fileno(), data) :]

    def receive_frame(self):
        """Flags, id and payload of the next frame that is no ACK; None at the end."""
        while True:
            frame = self.reader.read()
            if frame is None:
                return None
            if self.acks and self.reader.paced - self.acked >= ACK_EVERY:
                self.acknowledge()
            if frame[0] != Flags.ACK:
                return frame

    def acknowledge(self):
        """Says how much was read."""
        self.acked = self.reader.paced
        self.send(Flags.ACK, 0, self.acked)

    def receive(self):
        """Flags, id and value of the next packet; None at the end."""
        while True:
            frame = self.receive_frame()
            if frame is None:
                return None
            packet = self.assembler.add(*frame)
            if packet is not None:
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

    def sync(self, name, source, module="tools.testing", packet_id=1000, modules=None):
        tool = {"name": name, "source": source, "filename": "%s.py" % module, "module": module}
        if modules is not None:
            tool["modules"] = modules
        self.send(Flags.SYNC | Flags.REQUEST, packet_id, tool)
        return self.answer(packet_id)

    def request(self, packet_id, method, *args, **options):
        """Asks for a call without waiting; options are kwargs, credit, timeout and after."""
        request = dict(options, method=method, args=list(args))
        self.send(Flags.RPC | Flags.REQUEST, packet_id, request)

    def call(self, method, args=(), kwargs=None, packet_id=2000):
        self.request(packet_id, method, *args, kwargs=kwargs or {})
        return self.answer(packet_id)

    def cancel(self, packet_id):
        self.send(Flags.CANCEL | Flags.REQUEST, packet_id)

    def close(self):
        """Closes the agent's stdin. Its exit status and what it wrote to stderr."""
        if not self.process.stdin.closed:
            self.process.stdin.close()
        error = self.process.stderr.read().decode()
        self.process.stdout.close()
        self.process.stderr.close()
        status = self.process.wait()
        self._watchdog.cancel()
        return status, error
