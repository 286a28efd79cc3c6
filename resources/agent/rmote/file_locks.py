"""Locks that programs of the system hold on files: by whom, and waiting until they are given up."""

import errno
import os
from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterable

# `pid` is None where it is a process of another container.
Holder = namedtuple("Holder", "path pid command")

# Seconds between two looks: nothing tells that a lock is given up.
LOOK = 0.2


class Locked(Exception):
    """Another process has what it takes, and kept it for as long as the call would wait."""


def holder_of(paths):
    # type: (Iterable[str]) -> Holder | None
    """Who has the first of these files locked by fcntl(2); None if nobody has.

    A file that is not there is not locked. Raises OSError for one that may not be read.
    """
    import fcntl
    import struct

    # struct flock of fcntl(2): type, whence, start, length, pid.
    form = "@hhqqi"
    for path in paths:
        try:
            fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        try:
            asked = struct.pack(form, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
            found = struct.unpack(form, fcntl.fcntl(fd, fcntl.F_GETLK, asked))
        finally:
            os.close(fd)
        if found[0] != fcntl.F_UNLCK:
            pid = found[4] if found[4] > 0 else None
            return Holder(path, pid, pid and command_of(pid))
    return None


def opener_of(path):
    # type: (str) -> Holder | None
    """Who has a file open, for locks that are made by creating one; None if nobody that one may look at."""
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        folder = "/proc/%s/fd" % name
        try:
            if any(os.readlink(os.path.join(folder, fd)) == path for fd in os.listdir(folder)):
                return Holder(path, int(name), command_of(int(name)))
        except OSError:
            # Gone by now, or of another user.
            continue
    return None


def command_of(pid):
    # type: (int) -> str | None
    """The command line of a process, or its name; None if it is gone."""
    try:
        with open("/proc/%d/cmdline" % pid, "rb") as file:
            words = file.read(4096).split(b"\0")
        with open("/proc/%d/comm" % pid, "rb") as file:
            name = file.read().strip()
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ESRCH, errno.EACCES, errno.EPERM):
            return None
        raise
    text = b" ".join(words).strip() or name
    return text.decode("utf-8", "backslashreplace")[:200]


def run_unlocked(find_holder, is_locked, run, limit, what):
    """What `run` returns, started when `find_holder` finds no `Holder`.

    Somebody may be quicker: an error of which `is_locked` is true begins the wait again. `limit` is
    in seconds, `what` is locked. Raises Locked after it, with who has it.
    """
    import time

    end = time.monotonic() + limit
    while True:
        holder = find_holder()
        said = ""
        if holder is None:
            try:
                return run()
            except Exception as error:
                if not is_locked(error):
                    raise
                said = " " + str(error)
                holder = find_holder()
        left = end - time.monotonic()
        if left <= 0:
            raise Locked("%s is in use by %s.%s Nothing was changed." % (what, _who(holder), said))
        time.sleep(min(LOOK, left))


def _who(holder):
    if holder is None:
        return "another process"
    if holder.pid is None:
        return "a process out of sight, of another container"
    return "process %d%s" % (holder.pid, " (%s)" % holder.command if holder.command else "")
