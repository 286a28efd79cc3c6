"""Running calls: worker threads, cancelling, and what a call started."""

import _thread
import os
import sys

from . import current

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

    def __init__(self, packet_id):
        # type: (int) -> None
        self.id = packet_id
        self.cancelled = False
        self.done = False
        self.thread = None  # type: int | None
        # Name under which `rmote.protocol.log` sends its lines.
        self.logger = "rmote"
        # Set by async_calls: called to cancel the task.
        self.cancel_task = None
        self.groups = set()  # type: set[int]
        self.pending_output = {}  # type: dict[str, str]
        self._lock = _thread.allocate_lock()
        self._shields = 0
        self._raised = False

    def add_group(self, pid):
        # type: (int) -> None
        """Ties a process group to the call; it is killed at once if the call was cancelled."""
        with self._lock:
            self.groups.add(pid)
            cancelled = self.cancelled
        if cancelled:
            kill_group(pid)

    def remove_group(self, pid):
        # type: (int) -> None
        with self._lock:
            self.groups.discard(pid)

    def kill_groups(self):
        # type: () -> None
        with self._lock:
            groups = list(self.groups)
        for pid in groups:
            kill_group(pid)

    def cancel(self):
        # type: () -> None
        """Kills what the call started and asks its code to stop. Safe at any time."""
        with self._lock:
            if self.done or self.cancelled:
                return
            self.cancelled = True
        self.kill_groups()
        if self.cancel_task is not None:
            self.cancel_task()
        raise_in = _thread_raiser()
        with self._lock:
            if self.thread is not None and not self.done and not self._shields:
                self._raised = True
                raise_in(self.thread)

    def shield(self):
        # type: () -> None
        """Until `unshield`, no exception is raised in the call's thread.

        For what must not be cut in two: a frame on its way, a command that
        starts. An exception that was raised before is delivered by this.
        """
        with self._lock:
            self._shields += 1

    def unshield(self):
        # type: () -> None
        """Raises Cancelled if the call was cancelled meanwhile."""
        with self._lock:
            self._shields -= 1
            here = self.thread == _thread.get_ident()
            late = self.cancelled and here and not (self._shields or self.done or self._raised)
            if late:
                self._raised = True
        if late:
            raise Cancelled()

    def started(self):
        # type: () -> bool
        """Binds the call to this thread; False if it was cancelled before it began."""
        with self._lock:
            self.thread = _thread.get_ident()
            return not self.cancelled

    def left_thread(self):
        # type: () -> None
        """The call goes on elsewhere: cancelling it is no matter of this thread any more."""
        with self._lock:
            self.thread = None

    def finished(self):
        # type: () -> None
        """After this, no exception is raised in the call's thread any more."""
        while True:
            try:
                with self._lock:
                    self.done = True
                    self.thread = None
                # One that was raised before is delivered here, at the latest.
                for _ in range(4):
                    pass
                return
            except Cancelled:
                continue


def kill_group(pid):
    # type: (int) -> None
    try:
        os.killpg(pid, SIGKILL)
    except OSError:
        pass


def _thread_raiser():
    """A function that asks a thread to stop, which it does at its next line of Python."""
    try:
        import ctypes
    except ImportError:  # a Python built without it: the thread goes on to its end
        return lambda thread: None
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    return lambda thread: raise_in(ctypes.c_ulong(thread), ctypes.py_object(Cancelled))


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
