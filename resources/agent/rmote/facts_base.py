"""What the parts of the facts share: waiting for no longer than there is time, files, programs."""

import os
import re
import time

from rmote import current
from rmote.programs import SYSTEM_FOLDERS
from rmote.protocol import process


# Seconds that a wait lasts at a time: a cancelled call is raised out between two.
LONGEST_WAIT = 0.5


class Job(object):
    """A function in a thread that nobody has to wait for. The programs that it runs end with the call."""

    def __init__(self, function, *args):
        import threading

        self.result = self.error = None
        self._call = current.call.get()
        self._done = threading.Event()
        threading.Thread(target=self._run, args=(function, args), daemon=True).start()

    def _run(self, function, args):
        current.call.set(self._call)
        try:
            self.result = function(*args)
        except Exception as error:
            self.error = reason(error)
        self._call = None
        current.call.set(None)
        self._done.set()

    def is_done(self, end=0.0):
        # type: (float) -> bool
        """Waits until `end`, by time.monotonic()."""
        while not self._done.is_set():
            left = end - time.monotonic()
            if left <= 0:
                return False
            self._done.wait(min(left, LONGEST_WAIT))
        return True


class Missing(Exception):
    """A fact that this target does not tell."""


def reason(error):
    if isinstance(error, Missing):
        return str(error)
    return "%s: %s" % (type(error).__name__, error)


def read_text(path):
    """The text of a file; None where there is none that can be read."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return None


def find(name):
    """Path of a program; None where there is none."""
    import shutil

    return shutil.which(name, path=os.pathsep.join(folders()))


def folders():
    more = SYSTEM_FOLDERS + ("/opt/homebrew/bin", "/snap/bin")
    return os.environ.get("PATH", "").split(os.pathsep) + list(more)


def output(end, name, *args, any_status=False):
    """What a program prints, in English; None where there is none or it fails."""
    import subprocess

    program = find(name)
    if program is None:
        return None
    left = max(0.1, end - time.monotonic())
    environment = dict(os.environ, LC_ALL="C")
    try:
        result = process(program, *args, capture_output=True, text=True, timeout=left, env=environment)
    except OSError:
        return None
    except subprocess.TimeoutExpired:
        raise Missing("%s did not end in time." % name)
    return result.stdout if any_status or result.returncode == 0 else None


def sysctl(end, *names):
    """Values of the kernel of macOS or a BSD, by name; those that it does not have are left out."""
    text = output(end, "sysctl", *names, any_status=True) or ""
    pairs = (re.match(r"([\w.]+)(?:: | = |=)(.*)", line) for line in text.split("\n"))
    return {pair.group(1): pair.group(2).strip() for pair in pairs if pair}
