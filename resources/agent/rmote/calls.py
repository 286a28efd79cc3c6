"""Calls and the threads that run them: cancelling, and what a call started."""

import _thread
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

from rmote import current

try:
    from _queue import SimpleQueue
except ImportError:  # Python 3.6
    from queue import Queue as SimpleQueue

# signal.SIGKILL, everywhere: the module imports enum, which costs a target 4 ms.
SIGKILL = 9

# Methods that run at the same time; further calls wait for one of them to end.
MAX_WORKERS = 64


class Cancelled(BaseException):
    """Raised in the thread of a call that was cancelled."""


class Call(object):
    """One call that runs or waits. Its children are process groups that die with it."""

    __slots__ = (
        "id", "ended_by", "done", "thread", "logger", "logged", "lent", "cancel_task",
        "groups", "pending_output", "credit", "early_credit", "followers", "timer", "lock",
        "shields", "is_raised", "is_last",
    )

    def __init__(self, packet_id):
        # type: (int) -> None
        self.id = packet_id
        # "cancelled" or "deadline" once the call was given up.
        self.ended_by = None  # type: str | None
        self.done = False
        self.thread = None  # type: int | None
        # Name under which `rmote.protocol.log` sends its lines.
        self.logger = "rmote"
        self.logged = False
        # Whether its thread was given up for others; see Workers.lend.
        self.lent = False
        # Set by async_calls: called to cancel the task.
        self.cancel_task = None
        self.groups = set()  # type: set[int]
        self.pending_output = {}  # type: dict[str, str]
        # The streams.Credit of a call that yields items.
        self.credit = None  # type: Any
        # Bytes of credit that came before there was one.
        self.early_credit = 0
        # Jobs that begin when this request has been done: calls of the tool that it sends.
        self.followers = []  # type: list
        # The deadlines.Timer of a call that has one.
        self.timer = None
        # Whether the agent ends once this has been answered.
        self.is_last = False
        # Of what follows, and of `thread` and `done`; also interrupt.py's.
        self.lock = _thread.allocate_lock()
        self.shields = 0
        # Whether Cancelled was raised in the thread.
        self.is_raised = False

    def is_given_up(self):
        # type: () -> bool
        return self.ended_by is not None

    def add_group(self, pid):
        # type: (int) -> None
        """Ties a process group to the call; it is killed at once if the call was given up."""
        with self.lock:
            self.groups.add(pid)
            ended = self.ended_by
        if ended:
            kill_group(pid)

    def remove_group(self, pid):
        # type: (int) -> None
        with self.lock:
            self.groups.discard(pid)

    def kill_groups(self):
        # type: () -> None
        if not self.groups:
            return
        with self.lock:
            groups = list(self.groups)
        for pid in groups:
            kill_group(pid)

    def cancel(self, reason="cancelled"):
        # type: (str) -> bool
        """Kills what the call started and gives its task up. Safe at any time.

        Returns whether a thread is at it, for interrupt.py.
        """
        with self.lock:
            if self.ended_by is not None:
                return False
            self.ended_by = reason
        self.kill_groups()
        if self.cancel_task is not None:
            self.cancel_task()
        with self.lock:
            if self.thread is None or self.done:
                return False
            self.lent = True
            return True

    def shield(self):
        # type: () -> None
        """Until `unshield`, no exception is raised in the call's thread.

        For what must not be cut in two: a frame on its way, a command that
        starts. An exception that was raised before is delivered by this.
        """
        with self.lock:
            self.shields += 1

    def unshield(self):
        # type: () -> None
        """Raises Cancelled if the call was cancelled meanwhile."""
        with self.lock:
            self.shields -= 1
            here = self.thread == _thread.get_ident()
            late = self.ended_by is not None and here
            late = late and not (self.shields or self.done or self.is_raised)
            if late:
                self.is_raised = True
        if late:
            raise Cancelled()

    def started(self):
        # type: () -> bool
        """Binds the call to this thread; False if it was cancelled before it began."""
        with self.lock:
            self.thread = _thread.get_ident()
            return self.ended_by is None

    def left_thread(self):
        # type: () -> None
        """The call goes on elsewhere: cancelling it is no matter of this thread any more."""
        while True:
            try:
                with self.lock:
                    self.thread = None
                # One that was raised before is delivered here, at the latest.
                for _ in range(4):
                    pass
                return
            except Cancelled:
                continue

    def finished(self):
        # type: () -> None
        """After this, no exception is raised in the call's thread any more."""
        self.done = True
        self.left_thread()


def kill_group(pid):
    # type: (int) -> None
    try:
        os.killpg(pid, SIGKILL)
    except OSError:
        pass


class Workers(object):
    """Threads that run jobs. One is added whenever a job finds all of them busy."""

    def __init__(self, limit=MAX_WORKERS):
        # type: (int) -> None
        self._jobs = SimpleQueue()
        self._limit = limit
        self._count = 0
        self._busy = 0
        self._lock = _thread.allocate_lock()

    def submit(self, job):
        """Runs `job()` in a thread. It may not raise."""
        with self._lock:
            self._busy += 1
            add = self._busy > self._count and self._count < self._limit
            if add:
                self._count += 1
        if add:
            self._add_worker()
        self._jobs.put(job)

    def lend(self, count):
        # type: (int) -> None
        """Allows `count` threads more, or that many less if it is negative.

        For a cancelled call whose thread does not heed it: others must not
        wait for its place.
        """
        with self._lock:
            self._limit += count
            add = self._busy > self._count and self._count < self._limit
            if add:
                self._count += 1
        if add:
            self._add_worker()

    def _add_worker(self):
        try:
            _thread.start_new_thread(self._work, ())
        except RuntimeError:
            # The target has no thread left: those that there are do the work, one after another.
            with self._lock:
                self._count -= 1
                if self._count == 0:
                    raise

    def _work(self):
        while True:
            try:
                self._run_one()
            except Cancelled:
                # It was raised in the moment after its call had ended.
                pass

    def _run_one(self):
        job = self._jobs.get()
        try:
            job()
        except Cancelled:
            raise
        except BaseException as error:
            sys.stderr.write("rmote: a worker failed: %r\n" % (error,))
        finally:
            current.call.set(None)
            with self._lock:
                self._busy -= 1
