"""The processes of a target."""

import os
import time

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool, log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Dict, List, Literal, Optional

ProcessInfo = NamedTuple("ProcessInfo", [
    ("pid", "int"), ("ppid", "int"), ("user", "Optional[str]"), ("name", "str"), ("command", "str"),
    ("state", "str"), ("started", "datetime"), ("cpu_seconds", "float"), ("cpu_percent", "float"),
    ("memory", "int"), ("threads", "int"),
])
ProcessTree = NamedTuple("ProcessTree", [
    ("pid", "int"), ("name", "str"), ("user", "Optional[str]"), ("command", "str"),
    ("children", "List[ProcessTree]"), ("hidden", "int"),
])
KillResult = NamedTuple("KillResult", [
    ("changed", "bool"), ("pid", "int"), ("name", "Optional[str]"), ("ended", "Optional[bool]"),
    ("signal", "Optional[str]"), ("changes", "List[str]"),
])

# What `kill` sends. Those of the second line are sent to end a process.
SIGNALS = ("HUP", "USR1", "USR2", "STOP", "CONT", "WINCH", "ALRM")
ENDING = ("TERM", "INT", "QUIT", "ABRT", "KILL")
# Seconds that the kernel has to end a process after KILL.
KILL_WAIT = 5.0
# Seconds between two looks at a process, and that one wait in the kernel lasts.
LOOK_UP = 0.05
LONGEST_WAIT = 0.5
# Levels of a tree: a value that is sent may not be nested without end.
MAX_DEPTH = 100
# Characters of a command line.
MAX_COMMAND = 4096
# The letters of proc_pid_stat(5).
STATES = {
    "R": "running", "S": "sleeping", "D": "waiting for a device", "T": "stopped", "t": "traced",
    "Z": "zombie", "X": "dead", "I": "idle", "P": "parked",
}

# The numbers of /proc/PID/stat that are used; `start` is in clock ticks after the boot.
_Stat = NamedTuple("_Stat", [
    ("name", "str"), ("state", "str"), ("ppid", "int"), ("is_kernel", "bool"), ("ticks", "int"),
    ("threads", "int"), ("start", "int"), ("pages", "int"),
])
# PF_KTHREAD of linux/sched.h.
KERNEL_THREAD = 0x00200000


class Process(Tool):
    """List the processes of a target with Linux, and end them."""

    @staticmethod
    def list(
        pattern: "Optional[str]" = None,
        *,
        user: "Optional[str]" = None,
        kernel: "bool" = False
    ) -> "List[ProcessInfo]":
        """List processes, sorted by number.

        Args:
            pattern: Python regular expression, searched for in the command line; all if left out.
            user: Only those that run with the rights of this user.
            kernel: List the kernel's own threads too.

        Returns:
            Of each: numbers of it and its parent, user, name of the program, command line with
            its arguments (a kernel thread's name in brackets), state, when it was `started`,
            `cpu_seconds` since then and what that is of one processor as `cpu_percent`, `memory`
            in bytes that it occupies (RSS), `threads`.

        Raises:
            re.error: The pattern cannot be read.
            FileNotFoundError: The target has no /proc.
        """
        import re

        search = re.compile(pattern or "").search
        boot, tick = _boot_time(), os.sysconf("SC_CLK_TCK")
        names = {}  # type: Dict[int, str]
        found = []
        for pid in _pids():
            stat = _stat(pid)
            if stat is None or (stat.is_kernel and not kernel):
                continue
            info = _info(pid, stat, boot, tick, names)
            if search(info.command) and user in (None, info.user):
                found.append(info)
        return found

    @staticmethod
    def tree(pid: "Optional[int]" = None) -> "List[ProcessTree]":
        """Show which process started which.

        Args:
            pid: Only this process and those below it; all if left out, kernel threads too.

        Returns:
            Each process with its `children`, sorted by number. Below 100 levels only their number
            is told, as `hidden`.

        Raises:
            ProcessLookupError: There is no process of that number.
            FileNotFoundError: The target has no /proc.
        """
        stats = {each: stat for each in _pids() for stat in [_stat(each)] if stat is not None}
        if pid is not None and pid not in stats:
            raise _no_process(pid)
        children = {}  # type: Dict[int, List[int]]
        for each in sorted(stats):
            children.setdefault(stats[each].ppid, []).append(each)
        names = {}  # type: Dict[int, str]
        # The parent of the first ones is none that is seen here.
        roots = [each for each in sorted(stats) if stats[each].ppid not in stats]
        return [_branch(each, stats, children, names, 1) for each in (roots if pid is None else [pid])]

    @staticmethod
    def kill(
        pid: "int",
        signal: "Literal['TERM', 'INT', 'QUIT', 'ABRT', 'KILL', 'HUP', 'USR1', 'USR2', 'STOP', 'CONT', 'WINCH', 'ALRM']" = "TERM",
        *,
        name: "Optional[str]" = None,
        wait: "float" = 10.0,
        escalate: "bool" = False,
        check: "bool" = False
    ) -> "KillResult":
        """Send a signal to a process, and wait for its end where the signal asks for that.

        One that has ended already is left at that. So are a stopped one with STOP and a running one
        with CONT. The other signals are sent each time.

        Args:
            pid: Number of the process, above 0. Its children are not signalled.
            signal: Name of the signal. TERM, INT, QUIT, ABRT and KILL are there to end a process.
            name: Do it only if the program has this name, as `list` shows it: numbers are used again.
            wait: Seconds to wait for the end after a signal that is there for it; 0 to go on at once.
            escalate: Send KILL to a process that is still there then.
            check: Only tell what would be done.

        Returns:
            `changed`, whether a signal was sent; number and name of the process, None where there
            is none any more; whether it has `ended`, None if that was not waited for; the `signal`
            that was sent last; `changes`, a line for each signal.

        Raises:
            ValueError: There is no such signal, the number is not above 0, or is that of the agent,
                which Quit.exit ends.
            LookupError: The process is another program. Nothing was sent.
            PermissionError: It is another user's. Nothing was sent.
            TimeoutError: It has not ended in time.
        """
        if signal not in SIGNALS + ENDING:
            raise ValueError("There is no signal %r; there are %s." % (signal, ", ".join(ENDING + SIGNALS)))
        if pid <= 0:
            raise ValueError("The number of a process is above 0.")
        if pid == os.getpid():
            raise ValueError("Process %d is the agent of this session. Quit.exit ends it." % pid)
        return _kill(pid, signal, name, wait, escalate, check)


def _no_process(pid):
    import errno

    return ProcessLookupError(errno.ESRCH, "There is no process %d" % pid)


# /proc


def _pids():
    """The numbers of all processes that may be seen, sorted."""
    return sorted(int(name) for name in os.listdir("/proc") if name.isdigit())


def _read(pid, name):
    """The bytes of a file of a process; None where it has gone or may not be seen."""
    try:
        with open("/proc/%d/%s" % (pid, name), "rb") as file:
            return file.read()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return None


def _decode(data):
    return data.decode("utf-8", "surrogateescape")


def parse_stat(data):
    # type: (bytes) -> _Stat
    """The line of /proc/PID/stat, proc_pid_stat(5). The name may have blanks and brackets in it."""
    before, _, after = data.rpartition(b")")
    words = after.split()
    return _Stat(
        name=_decode(before.partition(b"(")[2]),
        state=_decode(words[0]),
        ppid=int(words[1]),
        is_kernel=bool(int(words[6]) & KERNEL_THREAD),
        ticks=int(words[11]) + int(words[12]),
        threads=int(words[17]),
        start=int(words[19]),
        pages=int(words[21]),
    )


def _stat(pid):
    data = _read(pid, "stat")
    return parse_stat(data) if data else None


def _boot_time():
    """Seconds since the epoch at which the system began, as far as its clock has not been set since."""
    with open("/proc/uptime") as file:
        return time.time() - float(file.read().split()[0])


def _info(pid, stat, boot, tick, names):
    # type: (int, _Stat, float, int, Dict[int, str]) -> ProcessInfo
    import datetime

    began = boot + float(stat.start) / tick
    seconds = float(stat.ticks) / tick
    age = time.time() - began
    return ProcessInfo(
        pid=pid,
        ppid=stat.ppid,
        user=_user(pid, names),
        name=stat.name,
        command=_command(pid, stat),
        state=STATES.get(stat.state, stat.state),
        started=datetime.datetime.fromtimestamp(round(began, 2), datetime.timezone.utc),
        cpu_seconds=round(seconds, 2),
        cpu_percent=round(100 * seconds / age, 1) if age > 0 else 0.0,
        memory=stat.pages * os.sysconf("SC_PAGE_SIZE"),
        threads=stat.threads,
    )


def _command(pid, stat):
    line = _decode(_read(pid, "cmdline") or b"")
    # A program may have written over its arguments, with blanks instead of zero bytes.
    words = " ".join(line.rstrip("\0").split("\0")).strip()
    return words[:MAX_COMMAND] if words else "[%s]" % stat.name


def _user(pid, names):
    """Name of the user with whose rights a process runs, or the number where that has no name."""
    # The owner of the folder is root's where a process does not let itself be looked into.
    for line in (_read(pid, "status") or b"").split(b"\n"):
        if line.startswith(b"Uid:"):
            uid = int(line.split()[2])
            break
    else:
        return None
    if uid not in names:
        import pwd

        try:
            names[uid] = pwd.getpwuid(uid).pw_name
        except KeyError:
            names[uid] = str(uid)
    return names[uid]


def _branch(pid, stats, children, names, depth):
    below, hidden = children.get(pid, []), 0
    if depth == MAX_DEPTH:
        below, hidden = [], _count(below, children)
    return ProcessTree(
        pid=pid,
        name=stats[pid].name,
        user=_user(pid, names),
        command=_command(pid, stats[pid]),
        children=[_branch(each, stats, children, names, depth + 1) for each in below],
        hidden=hidden,
    )


def _count(pids, children):
    """How many processes these and those below them are."""
    count, pending = 0, list(pids)
    while pending:
        count += 1
        pending += children.get(pending.pop(), [])
    return count


# Signals


def _kill(pid, signal, name, wait, escalate, check):
    target = _Target(pid)
    try:
        stat = target.stat()
        if stat is None:
            return KillResult(False, pid, None, True, None, [])
        if name is not None and name != stat.name:
            raise LookupError("Process %d is %s, not %s. Nothing was sent." % (pid, stat.name, name))
        if (signal == "STOP" and stat.state in "Tt") or (signal == "CONT" and stat.state not in "Tt"):
            return KillResult(False, pid, stat.name, None, None, [])
        changes = ["%s to %s (%d)" % (signal, stat.name, pid)]
        if check:
            # Says whether one may.
            target.send(0)
            return KillResult(True, pid, stat.name, None, signal, changes)
        target.send(_number(signal))
        ended = None
        if signal in ENDING and wait > 0:
            ended = target.has_ended(KILL_WAIT if signal == "KILL" else wait)
            if not ended and escalate and signal != "KILL":
                log("%s (%d) is still there after %g s: KILL" % (stat.name, pid, wait), "WARNING")
                signal = "KILL"
                changes.append("%s to %s (%d)" % (signal, stat.name, pid))
                target.send(_number(signal))
                ended = target.has_ended(KILL_WAIT)
            if not ended:
                raise TimeoutError(_still_there(pid, stat.name, signal, wait))
        return KillResult(True, pid, stat.name, ended, signal, changes)
    finally:
        target.close()


def _still_there(pid, name, signal, wait):
    if signal == "KILL":
        return "%s (%d) was killed, but the kernel has not let it go within %g s." % (name, pid, KILL_WAIT)
    what = "%s (%d) has not ended within %g s of %s. Wait longer, or let it be killed with `escalate`."
    return what % (name, pid, wait, signal)


def _number(signal):
    import signal as signals

    return getattr(signals, "SIG" + signal)


class _Target(object):
    """A process that stays the one that was found, even where its number is used again."""

    def __init__(self, pid):
        self._pid = pid
        self._start = getattr(_stat(pid), "start", None)
        self._fd = None
        # Of Python 3.9 and Linux 5.3: it stands for the process, not for its number.
        if hasattr(os, "pidfd_open"):
            try:
                self._fd = os.pidfd_open(pid)
            except OSError:
                # There is no such process, or an older kernel.
                pass

    def stat(self):
        """The process as it is now; None where it has ended."""
        stat = _stat(self._pid)
        if stat is None or stat.start != self._start or stat.state in "ZX":
            return None
        return stat

    def send(self, number):
        import signal as signals

        try:
            if self._fd is not None:
                signals.pidfd_send_signal(self._fd, number)
            elif self.stat() is not None:
                os.kill(self._pid, number)
        except ProcessLookupError:
            # It has ended just now.
            pass

    def has_ended(self, seconds):
        """Waits for its end, that long at the most."""
        end = time.monotonic() + seconds
        while self.stat() is not None:
            left = end - time.monotonic()
            if left <= 0:
                return False
            self._wait(left)
        return True

    def _wait(self, left):
        if self._fd is None:
            time.sleep(min(left, LOOK_UP))
            return
        import select

        poll = select.poll()
        poll.register(self._fd, select.POLLIN)
        # Not without end: a cancelled call is raised out of here.
        poll.poll(min(left, LONGEST_WAIT) * 1000)

    def close(self):
        if self._fd is not None:
            os.close(self._fd)
