"""Starts the agent: takes the descriptors over, says hello, serves, exits."""

import _thread
import os
import sys

from rmote import VERSION

RECURSION_LIMIT = 4000
# Bytes of virtual memory.
STACK_SIZE = 8 * 1024 * 1024


def hello(nonce):
    # type: (int) -> dict
    """What the app learns of the target. No import that the agent does not need anyway."""
    system = os.uname()
    return {
        # Hexadecimal, while the app sends it in decimal: an echo of what the
        # app wrote can never pass for an answer.
        "nonce": "%x" % nonce,
        "agent_version": VERSION,
        "python_version": "%d.%d.%d" % sys.version_info[:3],
        "implementation": sys.implementation.name,
        "platform": "%s %s %s" % (system.sysname, system.release, system.machine),
        "hostname": system.nodename,
        "user": _user(),
        "pid": os.getpid(),
        "encoding": sys.getfilesystemencoding(),
        "executable": sys.executable or "",
    }


def _user():
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def main(nonce, compress):
    # type: (int, bool) -> None
    """Serves one connection over stdin and stdout, and ends the process."""
    # Tool code and its children see /dev/null as stdin and the transport's
    # stderr as stdout, so nothing they write can be taken for a frame.
    reader, writer = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)

    _leave_closed_folder()

    # A value nested to the codec's cap takes three frames a level; the stack of
    # a thread is made to match, since musl's own is too small for that.
    sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION_LIMIT))
    _thread.stack_size(STACK_SIZE)

    from rmote.protocol import Protocol

    protocol = Protocol.from_stdio(reader, writer, compress)
    _exit_on_signals(protocol)
    try:
        protocol.run(hello(nonce))
    except OSError:
        # The link is gone.
        pass
    except BaseException as error:
        os.write(2, ("rmote agent: %s: %s\n" % (type(error).__name__, error)).encode())
    protocol.close()
    # Threads of tool code may still run: nothing waits for them. The status is
    # 0 whatever happened, or the start command would go on to the next python.
    os._exit(0)


def _leave_closed_folder():
    """Goes home from a folder that is closed to us: that of the user who became this one."""
    if os.access(".", os.R_OK | os.X_OK):
        return
    for folder in (os.path.expanduser("~"), "/"):
        try:
            os.chdir(folder)
            return
        except OSError:
            pass


def _exit_on_signals(protocol):
    # The C module: signal.py would import enum. SIGTERM is what an ended
    # session or a shutdown sends, SIGHUP what a closed terminal does.
    import _signal  # type: ignore  # not in the stubs

    def exit_now(number, frame):
        protocol.close()
        os._exit(0)

    _signal.signal(_signal.SIGTERM, exit_now)
    _signal.signal(_signal.SIGHUP, exit_now)
