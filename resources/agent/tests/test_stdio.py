import unittest

from . import ROOT  # noqa: F401
from .agent_case import HEAD, PONG, RESULT
from .agent_peer import Peer
from rmote.frame import Flags

TOOL = "tools.testing.Stdio."

# What tool code may do to the descriptors and streams of its process, and a part of what then has
# to stand in the transport's stderr or in the log.
POISON = {
    "print('printed')": "printed",
    "sys.stdout.buffer.write(b'to the buffer\\n')": "to the buffer",
    "sys.__stdout__ and (sys.__stdout__.write('to the old one\\n'), sys.__stdout__.flush())": "to the old one",
    "sys.__stderr__ and (sys.__stderr__.write('to the old err\\n'), sys.__stderr__.flush())": "to the old err",
    "os.write(1, b'to one\\n')": "to one",
    "os.write(2, b'to two\\n')": "to two",
    "os.system('echo by a shell')": "by a shell",
    "subprocess.run(['echo', 'inherited'])": "inherited",
    "libc.puts(b'by C'), libc.fflush(None)": "by C",
    "fork(lambda: os.write(1, b'by a child\\n'))": "by a child",
    "fork(lambda: print('printed by a child'))": "printed by a child",
    "fork(lambda: [print('line', n) for n in range(3000)])": "line 2999",
    "spawn(print, ('printed by another process',))": "printed by another process",
    "spawn(os.write, (2, b'written by another process\\n'))": "written by another process",
    "os.read(0, 10) == b'' and print('nothing to read')": "nothing to read",
    "no_input() and print('no input')": "no input",
    "faulthandler.dump_traceback()": "most recent call first",
    "sys.stdout.close()": "",
    "sys.stdin.close()": "",
    "os.close(0)": "",
    "os.close(1)": "",
    "os.close(2)": "",
    "[os.dup2(other, fd) for fd in (0, 1, 2)]": "",
    "os.closerange(0, 3)": "",
    "setattr(sys, 'stdout', None), setattr(sys, 'stderr', None)": "",
}

SOURCE = '''
import ctypes, faulthandler, multiprocessing, os, subprocess, sys
libc = ctypes.CDLL(None)
other = os.open(os.devnull, os.O_RDWR)

def fork(action):
    pid = os.fork()
    if pid == 0:
        try:
            action()
        finally:
            os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0

def spawn(target, args):
    process = multiprocessing.get_context('fork').Process(target=target, args=args)
    process.start()
    process.join()
    assert process.exitcode == 0, process.exitcode

def no_input():
    try:
        return input() is None
    except EOFError:
        return True

class Stdio(Tool):
    def echo(self, value): return value
    def run(self, command): return process(*command, capture_output=True, text=True).stdout
    def count(self, n):
        for number in range(n): yield number
    def large(self): return 'x' * 3000000
    def poison(self):
        ACTION
        return 'done'
'''


class Stdio(unittest.TestCase):
    def poison(self, action):
        """Messages and stderr of an agent whose tool does that while other calls go on."""
        peer = Peer()
        peer.sync("Stdio", HEAD + SOURCE.replace("ACTION", action))
        peer.request(1, TOOL + "large")
        peer.request(2, TOOL + "count", 300, credit=1 << 30)
        peer.request(3, TOOL + "poison")
        messages, ends, items = [], {}, []
        while len(ends) < 3:
            packet = peer.receive()
            if packet is None:
                raise AssertionError("the agent ended: %r" % (peer.close(),))
            flags, packet_id, value = packet
            if flags == Flags.LOG:
                messages += [record["message"] for record in value]
            elif flags == Flags.STREAM | Flags.RPC:
                items.append(value)
            else:
                ends[packet_id] = value
        self.assertEqual(ends, {1: "x" * 3000000, 2: None, 3: "done"})
        self.assertEqual(items, list(range(300)))
        # Afterwards, all goes on: calls, prints, commands, the heartbeat.
        self.assertEqual(peer.call(TOOL + "echo", ["after"])[:2], (RESULT, "after"))
        command = ["sh", "-c", "cat; echo out; echo err >&2"]
        self.assertEqual(peer.call(TOOL + "run", [command])[:2], (RESULT, "out\n"))
        peer.send(Flags.PING | Flags.REQUEST, 4)
        self.assertEqual(peer.receive(), (PONG, 4, None))
        status, error = peer.close()
        self.assertEqual(status, 0)
        return "\n".join(messages) + error

    def test_frames_stay_whole_whatever_tool_code_does_to_its_descriptors(self):
        for action, word in POISON.items():
            with self.subTest(action):
                self.assertIn(word, self.poison(action))


if __name__ == "__main__":
    unittest.main()
